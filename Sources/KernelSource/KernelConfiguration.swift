// SPDX-License-Identifier: MIT

/// The options that a kernel is configured with.
struct KernelConfiguration {
  /// The names of those that are set, with `CONFIG_`.
  let options: Set<String>

  /// Nothing is known of any option.
  static let unknown = KernelConfiguration(options: [])

  /// Whether the branch of a conditional directive is compiled, or `nil` if that
  /// depends on more than options.
  ///
  /// - Parameters:
  ///   - keyword: `if`, `elif`, `ifdef` or `ifndef`.
  ///   - expression: What follows it.
  func truth(of keyword: String, _ expression: ArraySlice<UInt8>) -> Bool? {
    guard !options.isEmpty else { return nil }
    var condition = Condition(tokens: Self.tokens(expression), configuration: self)
    switch keyword {
    case "ifdef", "elifdef": return condition.tokens.first.flatMap(truth)
    case "ifndef", "elifndef": return condition.tokens.first.flatMap(truth).map { !$0 }
    default: return condition.truth
    }
  }

  /// Whether an option is set; `nil` for what is no option.
  private func truth(_ name: String) -> Bool? {
    name.hasPrefix("CONFIG_") ? options.contains(name) : nil
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
      case "defined", "IS_ENABLED", "IS_BUILTIN", "IS_REACHABLE":
        let isWrapped = take("(")
        guard let name = next else { return nil }
        position += 1
        if isWrapped, !take(")") { return nil }
        return configuration.truth(name)
      case "0": return false
      case "1": return true
      default: return configuration.truth(word)
      }
    }
  }
}
