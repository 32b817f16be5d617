// SPDX-License-Identifier: MIT

extension CSource {
  /// A member of a struct that needs nothing else to be declared.
  struct Member {
    let name: String
    let range: Range<Int>
  }

  /// The members of a struct that are numbers or pointers, and lists and locks,
  /// of which the shim has its own; the others are left out.
  func plainMembers(of structure: Definition) -> [Member] {
    guard let brace = code[structure.range].firstIndex(of: .openBrace),
      let end = closing(brace)
    else { return [] }
    var members: [Member] = []
    var start = brace + 1
    var offset = start
    var isPlain = true
    while offset < end {
      switch code[offset] {
      case .open, .openBrace:
        isPlain = false
        offset = closing(offset) ?? offset
      case .semicolon:
        if isPlain, let member = member(start..<offset + 1) { members.append(member) }
        (start, isPlain) = (offset + 1, true)
      default: break
      }
      offset += 1
    }
    return members
  }

  private func member(_ range: Range<Int>) -> Member? {
    guard let start = next(range.lowerBound), start < range.upperBound,
      !code[range].contains(.comma), !code[range].contains(UInt8(ascii: ":"))
    else { return nil }
    let words = self.words(in: range, of: code).map(\.text)
    let array = code[range].firstIndex(of: UInt8(ascii: "["))
    let name =
      array.map { self.words(in: start..<$0, of: code).map(\.text).last } ?? words.last
    guard let name, words.count > 1 else { return nil }
    let range = start..<range.upperBound
    let types = words.prefix { $0 != name }
    if code[range].contains(.star) {
      // A pointer to what may stay unknown.
      guard array == nil,
        types.contains("struct") || types.contains("void") || types.contains("char")
      else { return nil }
      return Member(name: name, range: range)
    }
    if types == ["struct", "zone"], name == "node_zones" {
      return Member(name: name, range: range)
    }
    let isPlain =
      types.allSatisfy { Self.plainTypes.contains($0) } || types == ["struct", "list_head"]
      || (types.count == 2 && types.first == "enum")
    guard isPlain, array == nil else { return nil }
    return Member(name: name, range: range)
  }

  private static let plainTypes: Set<String> = [
    "const", "volatile", "signed", "unsigned", "char", "short", "int", "long", "bool", "size_t",
    "u8", "u16", "u32", "u64", "s8", "s16", "s32", "s64", "atomic_t", "atomic_long_t",
    "spinlock_t",
  ]
}
