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
