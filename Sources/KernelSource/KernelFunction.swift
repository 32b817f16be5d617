// SPDX-License-Identifier: MIT

/// A function of a tree, with the parameters that it has there.
struct KernelFunction {
  let name: String

  /// A parameter's name, and whether it is a pointer.
  struct Parameter {
    let name: String
    let isPointer: Bool
  }

  /// The parameters.
  let parameters: [Parameter]

  /// Reads a definition's head.
  init?(_ definition: CSource.Definition, in source: CSource) {
    guard let head = definition.head else { return nil }
    let words = source.topWords(head)
    // An attribute's parentheses may come first.
    let named = words.filter { source.next($0.range.upperBound).map { source.code[$0] } == .open }
    guard let word = named.first(where: { !$0.text.hasPrefix("__") }) ?? named.first,
      let open = source.next(word.range.upperBound), let close = source.closing(open)
    else { return nil }
    name = word.text
    var parameters: [Parameter] = []
    var start = open + 1
    var offset = start
    func finish(_ end: Int) {
      let range = start..<end
      let inner = source.code[range].firstIndex(of: .open).flatMap { open in
        source.words(in: open..<end, of: source.code).first?.text
      }
      guard let name = inner ?? source.topWords(range).last?.text else { return }
      guard source.topWords(range).map(\.text) != ["void"] else { return }
      parameters.append(
        Parameter(name: name, isPointer: source.code[range].contains(.star)))
    }
    while offset < close {
      if source.code[offset] == .comma {
        finish(offset)
        start = offset + 1
      } else if source.code[offset] == .open {
        offset = source.closing(offset) ?? offset
      }
      offset += 1
    }
    finish(close)
    self.parameters = parameters
  }
}

/// How the shim calls a function, whatever parameters it has in the tree.
struct KernelCall {
  /// The function's name.
  let name: String

  /// What the shim hands over, in the order of the trees that are known.
  let roles: [String]

  /// Other names of parameters than their role's.
  var aliases: [String: String] = [:]

  /// What else may be handed over, by name.
  var others: [String] = []

  /// The arguments for a tree's function: a role's name, or `nil` for a parameter
  /// that nobody knows.
  func arguments(of function: KernelFunction) -> [String?] {
    let named = function.parameters.map { parameter -> String? in
      let role = aliases[parameter.name] ?? parameter.name
      return roles.contains(role) || others.contains(role) ? role : nil
    }
    // A parameter of another name is in the place of one that has none.
    guard function.parameters.count == roles.count else { return named }
    return named.enumerated().map { position, role in
      role ?? (named.contains(roles[position]) ? nil : roles[position])
    }
  }
}
