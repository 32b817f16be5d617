// SPDX-License-Identifier: MIT

public import TextFiles

/// A command line of QEMU, as far as it is about memory.
public struct QEMUCommandLine: Sendable {
  /// The machine, and what its command line has plugged.
  public let guest: ImportedGuest

  /// The most bytes that are read: no Linux gives a program so many.
  public static let maximumSize = 4 << 20

  /// Reads a command line, as a shell's script, `ps` or `/proc/PID/cmdline` has it.
  ///
  /// - Parameters:
  ///   - file: The file's name, for messages.
  ///   - content: The text; a backslash at a line's end goes on in the next one. If there
  ///     is a NUL in it, words end with NULs.
  /// - Throws: What is wrong with an option, or that there isn't one command of QEMU.
  public init(file: String, content: [UInt8]) throws(InputError) {
    do throws(CommandLineError) {
      let command = try QEMUCommand(in: try CommandWords.words(of: content))
      var reader = QEMUReader(command)
      guest = try reader.read().guest(name: "qemu")
    } catch {
      throw InputError(file: file, field: error.option, message: error.message)
    }
    if let problem = guest.problem(boot: "-m", device: "-device", arguments: "-append") {
      throw InputError(file: file, field: problem.field, message: problem.message)
    }
  }
}
