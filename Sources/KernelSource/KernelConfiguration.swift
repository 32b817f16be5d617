// SPDX-License-Identifier: MIT

import SystemPackage
import TextFiles

/// The options that a kernel is configured with.
struct KernelConfiguration: Hashable {
  /// What an option is, unless it is not set.
  enum Value: Hashable {
    /// Part of the kernel, or a number; the text is that of the C macro.
    case number(String)
    /// A module.
    case module
  }

  /// The options that are set, by their names with `CONFIG_`.
  let values: [String: Value]

  /// What they were read from; `nil` for those that are built in.
  let file: String?

  /// Nothing is known of any option.
  static let unknown = KernelConfiguration(values: [:])

  /// That of x86-64 with all that the policy looks at.
  static let usual = KernelConfiguration(macros: PackageResources.config_h)

  init(values: [String: Value], file: String? = nil) {
    self.values = values
    self.file = file
  }

  /// Some options that are part of the kernel.
  init(options: Set<String>) {
    self.init(values: Dictionary(uniqueKeysWithValues: options.map { ($0, .number("1")) }))
  }

  /// The options among the macros of a header.
  private init(macros text: [UInt8]) {
    var values: [String: Value] = [:]
    TextDocument(file: "config.h", text).forEachLine { line, _ in
      let words = line.split { $0 == " " || $0 == "\t" }
      guard words.count >= 3, words[0] == "#define", words[1].hasPrefix("CONFIG_") else { return }
      values[String(words[1])] = .number(String(words[2]))
    }
    self.init(values: values)
  }
}

// MARK: Files

extension KernelConfiguration {
  /// Reads a `.config`, as a tree's own `make` writes it.
  init(path: String) throws(KernelSourceError) {
    let document: TextDocument
    do throws(InputError) {
      // Ten times as much as a distribution's.
      document = try TextDocument(path: FilePath(path), atMost: 1 << 22)
    } catch {
      throw .file(path: path, reason: error.message)
    }
    var values: [String: Value] = [:]
    try document.forEachLine { line, number throws(KernelSourceError) in
      guard !line.hasPrefix("#"), line.contains(where: { !$0.isWhitespace }) else { return }
      guard let (name, value) = Self.option(line) else {
        throw .malformed(
          file: path, line: number, reason: "expected CONFIG_NAME=y, m, a number or a \"text\"")
      }
      values[name] = value
    }
    guard !values.isEmpty else { throw .file(path: path, reason: "no option is set in it") }
    self.init(values: values, file: path)
  }

  /// The option of a line; texts, which nothing that is cut asks for, and `n` are as
  /// good as not set.
  private static func option(_ line: String) -> (name: String, value: Value?)? {
    guard let mark = line.firstIndex(of: "=") else { return nil }
    let name = line[..<mark]
    var text = line[line.index(after: mark)...]
    if text.hasSuffix("\r") { text.removeLast() }
    guard name.hasPrefix("CONFIG_"), name.utf8.count > 7, name.utf8.allSatisfy(\.isIdentifier)
    else { return nil }
    switch text {
    case "y": return (String(name), .number("1"))
    case "m": return (String(name), .module)
    case "n": return (String(name), nil)
    case _ where text.count >= 2 && text.hasPrefix("\"") && text.hasSuffix("\""):
      return (String(name), nil)
    default:
      // Nothing but a number gets into what is compiled.
      return Self.number(text) == nil ? nil : (String(name), .number(String(text)))
    }
  }

  private static func number(_ text: Substring) -> Int64? {
    text.hasPrefix("0x") || text.hasPrefix("0X")
      ? UInt64(text.dropFirst(2), radix: 16).map { Int64(truncatingIfNeeded: $0) }
      : text.hasPrefix("+") ? nil : Int64(text)
  }

  /// The options as macros, as a kernel's own header has them.
  var macros: String {
    values.sorted { $0.key < $1.key }.map { name, value in
      switch value {
      case .number(let text): "#define \(name) \(text)\n"
      case .module: "#define \(name)_MODULE 1\n"
      }
    }.joined()
  }
}

// MARK: What is set

extension KernelConfiguration {
  /// Whether an option is part of the kernel.
  func isSet(_ name: String) -> Bool { values[name] == .number("1") }

  /// The number that an option is.
  func number(_ name: String) -> Int64? {
    guard case .number(let text) = values[name] else { return nil }
    return Self.number(text[...])
  }

  /// The names of the macros that it defines.
  var names: Set<String> {
    Set(values.map { name, value in value == .module ? "\(name)_MODULE" : name })
  }

  /// Whether the branch of a conditional directive is compiled, or `nil` if that
  /// depends on more than options.
  ///
  /// - Parameters:
  ///   - keyword: `if`, `elif`, `ifdef` or `ifndef`.
  ///   - expression: What follows it.
  func truth(of keyword: String, _ expression: ArraySlice<UInt8>) -> Bool? {
    guard !values.isEmpty else { return nil }
    var condition = Condition(tokens: Self.tokens(expression), configuration: self)
    switch keyword {
    case "ifdef", "elifdef": return condition.tokens.first.flatMap(isDefined)
    case "ifndef", "elifndef": return condition.tokens.first.flatMap(isDefined).map { !$0 }
    default: return condition.truth
    }
  }

  /// Whether an option's macro is defined; `nil` for what is no option.
  private func isDefined(_ name: String) -> Bool? {
    guard name.hasPrefix("CONFIG_") else { return nil }
    // The only one that is a number in older trees, 0, and set or not in newer ones.
    if name == "CONFIG_BASE_SMALL" { return isSet(name) }
    if case .number = values[name] { return true }
    return name.hasSuffix("_MODULE") && values[String(name.dropLast(7))] == .module
  }

  /// Whether an option's macro is something else than 0; `nil` for what is no option.
  private func isTrue(_ name: String) -> Bool? {
    isDefined(name).map { $0 && number(name) != 0 }
  }

  /// Whether an option is set in the sense of `IS_ENABLED` and its like.
  private func isEnabled(_ name: String, _ macro: String) -> Bool? {
    guard name.hasPrefix("CONFIG_") else { return nil }
    switch macro {
    case "IS_ENABLED": return isSet(name) || values[name] == .module
    case "IS_MODULE": return values[name] == .module
    default: return isSet(name)
    }
  }

  private static func tokens(_ text: ArraySlice<UInt8>) -> [String] {
    var tokens: [String] = []
    var index = text.startIndex
    while index < text.endIndex {
      let byte = text[index]
      if byte.isSpace || byte == .backslash {
        index += 1
      } else if byte.isIdentifier {
        let word = text[index...].prefix { $0.isIdentifier }
        tokens.append(String(decoding: word, as: UTF8.self))
        index = word.endIndex
      } else {
        let pair = String(decoding: text[index...].prefix(2), as: UTF8.self)
        tokens.append(pair == "&&" || pair == "||" ? pair : String(pair.prefix(1)))
        index += tokens.last == pair && pair.utf8.count == 2 ? 2 : 1
      }
    }
    return tokens
  }

  /// An `#if`'s expression that is evaluated as far as options tell.
  private struct Condition {
    let tokens: [String]
    let configuration: KernelConfiguration
    private var position = 0

    init(tokens: [String], configuration: KernelConfiguration) {
      self.tokens = tokens
      self.configuration = configuration
    }

    /// Whether it holds; `nil` also for what is more than an `#if` of options.
    var truth: Bool? {
      mutating get {
        let value = disjunction(depth: 0)
        return position == tokens.count ? value : nil
      }
    }

    private var next: String? { position < tokens.count ? tokens[position] : nil }

    private mutating func take(_ token: String) -> Bool {
      guard next == token else { return false }
      position += 1
      return true
    }

    private mutating func disjunction(depth: Int) -> Bool? {
      var value = conjunction(depth: depth)
      while take("||") {
        let other = conjunction(depth: depth)
        value = value == true || other == true ? true : value == nil || other == nil ? nil : false
      }
      return value
    }

    private mutating func conjunction(depth: Int) -> Bool? {
      var value = operand(depth: depth)
      while take("&&") {
        let other = operand(depth: depth)
        value =
          value == false || other == false ? false : value == nil || other == nil ? nil : true
      }
      return value
    }

    private mutating func operand(depth: Int) -> Bool? {
      guard depth < 64 else { return nil }
      if take("!") { return operand(depth: depth + 1).map { !$0 } }
      if take("(") {
        let value = disjunction(depth: depth + 1)
        return take(")") ? value : nil
      }
      guard let word = next else { return nil }
      position += 1
      switch word {
      case "defined", "IS_ENABLED", "IS_BUILTIN", "IS_REACHABLE", "IS_MODULE":
        let isWrapped = take("(")
        guard let name = next else { return nil }
        position += 1
        if isWrapped, !take(")") { return nil }
        return word == "defined"
          ? configuration.isDefined(name) : configuration.isEnabled(name, word)
      case "0": return false
      case "1": return true
      default: return configuration.isTrue(word)
      }
    }
  }
}
