// SPDX-License-Identifier: MIT

/// The one command of QEMU in a text, which may have others.
struct QEMUCommand {
  /// The words that can be its options.
  let words: ArraySlice<CommandWord>

  /// The architecture that the program's name says, if it says one.
  let architecture: String?

  /// Finds the command.
  ///
  /// - Throws: If there is none, or more than one.
  init(in words: [CommandWord]) throws(CommandLineError) {
    var programs: [Int] = []
    for index in words.indices where Self.isProgram(words, index, isFirst: programs.isEmpty) {
      programs.append(index)
    }
    // A script may name the program before it runs it.
    let run = programs.filter { $0 + 1 < words.count && Self.isArgument(words[$0 + 1]) }
    if !run.isEmpty { programs = run }
    guard programs.count <= 1 else {
      throw CommandLineError(
        option: "",
        message: "expected one QEMU command, found \(programs.count): give one alone, as "
          + "ps -o args= -p PID prints it")
    }
    guard let program = programs.first else {
      guard words.first?.isOption == true else {
        throw CommandLineError(
          option: "",
          message: words.isEmpty
            ? "expected a QEMU command, found nothing"
            : "expected a QEMU command such as qemu-system-x86_64 -m 4G, found none")
      }
      self.words = words[...]
      architecture = nil
      return
    }
    let rest = words[(program + 1)...]
    let line = rest[..<(rest.firstIndex { $0.beginsLine } ?? words.endIndex)]
    // Other lines are other programs', but for a script that collects options.
    let isScript = line.isEmpty || line.contains { $0.text.contains("$") }
    self.words = isScript ? words[...] : line
    architecture = Self.architecture(words[program].text)
  }

  private static func isProgram(
    _ words: [CommandWord], _ index: Int, isFirst: Bool
  ) -> Bool {
    let word = words[index]
    let name = Self.name(word.text)
    let isVariable = word.text.hasPrefix("$") && word.text.lowercased().contains("qemu")
    guard isVariable || ["qemu", "qemu-kvm", "kvm"].contains(name) || name.hasPrefix(system)
    else { return false }
    // Behind an option it is a value, unless that was the last one of another command.
    guard !isFirst, !word.beginsLine, words[index - 1].isOption else { return true }
    return word.text.hasPrefix("/") && name.hasPrefix(system)
  }

  /// Whether a word behind a program is its option, or a script's variable that holds some.
  private static func isArgument(_ word: CommandWord) -> Bool {
    !word.beginsLine && (word.isOption || word.text.hasPrefix("$"))
  }

  private static let system = "qemu-system-"

  /// A program's name without its folder.
  private static func name(_ path: String) -> Substring {
    path[...].split(separator: "/").last ?? ""
  }

  /// What `qemu-system-` is followed by.
  private static func architecture(_ program: String) -> String? {
    let name = name(program)
    guard name.hasPrefix(system) else { return nil }
    return String(name.dropFirst(system.count).prefix { $0 != "-" && $0 != "." })
  }
}
