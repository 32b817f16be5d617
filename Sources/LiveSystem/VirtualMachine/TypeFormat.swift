// SPDX-License-Identifier: MIT

/// The kernel's description of its own types, BTF: where a struct's fields are.
///
/// Only what a lookup of structs and their members needs is understood; the
/// other kinds are stepped over.
public struct TypeFormat: Sendable {
  private let bytes: [UInt8]
  private let strings: Range<Int>
  /// Where each type's record begins; the type with id 0 is `void`.
  private let records: [Int]
  /// The ids of the named structs.
  private let structs: [String: Int]

  /// Reads the bytes of a `.BTF` section.
  ///
  /// - Throws: `LiveError.kernel` if they are not little-endian BTF version 1,
  ///   or are cut short.
  public init(bytes: [UInt8]) throws(LiveError) {
    self.bytes = bytes
    let magic = try Self.word(bytes, 0) & 0xFFFF
    guard magic == 0xEB9F, bytes[2] == 1 else {
      throw .kernel("BTF: expected magic 0xeb9f and version 1 at the start")
    }
    let header = Int(try Self.word(bytes, 4))
    let types = header + Int(try Self.word(bytes, 8))
    let typesEnd = types + Int(try Self.word(bytes, 12))
    let strings = header + Int(try Self.word(bytes, 16))
    let stringsEnd = strings + Int(try Self.word(bytes, 20))
    guard typesEnd <= bytes.count, stringsEnd <= bytes.count else {
      throw .kernel("BTF: cut short, \(bytes.count) bytes")
    }
    self.strings = strings..<stringsEnd

    var records = [0]
    var structs: [String: Int] = [:]
    var position = types
    while position < typesEnd {
      let header = try RecordHeader(bytes, at: position)
      guard let trailing = header.trailingBytes else {
        throw .kernel("BTF: unknown kind \(header.kind) of type \(records.count)")
      }
      if header.kind == RecordHeader.structKind, header.name != 0 {
        let name = try Self.string(bytes, strings..<stringsEnd, header.name)
        structs[name] = records.count
      }
      records.append(position)
      position += RecordHeader.size + trailing
    }
    self.records = records
    self.structs = structs
  }

  /// The size of a struct, in bytes.
  public func size(of structure: String) throws(LiveError) -> Int {
    try header(of: id(of: structure)).sizeOrType
  }

  /// The offset of a member, in bytes.
  ///
  /// - Parameters:
  ///   - path: Member names with dots between, such as `d.unit_pages`. Members
  ///     of anonymous structs and unions count as the surrounding struct's.
  ///   - structure: The struct's name.
  public func offset(
    of path: String, in structure: String
  ) throws(LiveError) -> Int {
    let names = path.split(separator: ".").map(String.init)
    guard let offset = try offset(of: names[...], in: id(of: structure), depth: 0) else {
      throw .kernel("BTF: struct \(structure) has no member \(path)")
    }
    return offset
  }

  private func id(of structure: String) throws(LiveError) -> Int {
    guard let id = structs[structure] else {
      throw .kernel("BTF: there is no struct \(structure)")
    }
    return id
  }

  private func offset(
    of path: ArraySlice<String>, in type: Int, depth: Int
  ) throws(LiveError) -> Int? {
    // Types may refer to each other in a ring when they are corrupt.
    guard let name = path.first, depth < 16 else { return nil }
    let header = try header(of: type)
    guard header.isComposite else { return nil }
    for index in 0..<header.length {
      let member = records[type] + RecordHeader.size + 12 * index
      let memberName = try Self.string(bytes, strings, Int(Self.word(bytes, member)))
      let memberType = try resolve(Int(Self.word(bytes, member + 4)))
      let bits = try Self.word(bytes, member + 8)
      let offset = Int(header.hasBitfields ? bits & 0xFF_FFFF : bits) / 8
      if memberName == name {
        if path.count == 1 { return offset }
        return try self.offset(of: path.dropFirst(), in: memberType, depth: depth + 1)
          .map { offset + $0 }
      }
      if memberName.isEmpty,
        let inner = try self.offset(of: path, in: memberType, depth: depth + 1)
      {
        return offset + inner
      }
    }
    return nil
  }

  /// The type behind typedefs and qualifiers.
  private func resolve(_ type: Int) throws(LiveError) -> Int {
    var type = type
    for _ in 0..<16 {
      let header = try header(of: type)
      guard header.isAlias else { return type }
      type = header.sizeOrType
    }
    throw .kernel("BTF: type \(type) has no end")
  }

  private func header(of type: Int) throws(LiveError) -> RecordHeader {
    guard records.indices.contains(type) else {
      throw .kernel("BTF: there is no type \(type)")
    }
    return type == 0 ? .void : try RecordHeader(bytes, at: records[type])
  }
}

extension TypeFormat {
  /// What every type's record begins with.
  private struct RecordHeader {
    static let size = 12
    static let structKind = 4
    static let void = RecordHeader(name: 0, info: 0, sizeOrType: 0)

    let name: Int
    let info: UInt32
    let sizeOrType: Int

    init(name: Int, info: UInt32, sizeOrType: Int) {
      self.name = name
      self.info = info
      self.sizeOrType = sizeOrType
    }

    init(_ bytes: [UInt8], at position: Int) throws(LiveError) {
      name = Int(try word(bytes, position))
      info = try word(bytes, position + 4)
      sizeOrType = Int(try word(bytes, position + 8))
    }

    var kind: Int { Int(info >> 24 & 31) }
    var length: Int { Int(info & 0xFFFF) }
    var hasBitfields: Bool { info >> 31 == 1 }

    /// A struct or a union.
    var isComposite: Bool { kind == 4 || kind == 5 }

    /// A typedef, a qualifier or a type tag.
    var isAlias: Bool { (8...11).contains(kind) || kind == 18 }

    /// The bytes that follow, by kind; `nil` for a kind that does not exist.
    var trailingBytes: Int? {
      switch kind {
      case 2, 7...12, 16, 18: 0
      case 1, 14, 17: 4
      case 3: 12
      case 6, 13: 8 * length
      case 4, 5, 15, 19: 12 * length
      default: nil
      }
    }
  }

  /// A little-endian 32-bit word.
  private static func word(_ bytes: [UInt8], _ position: Int) throws(LiveError) -> UInt32 {
    guard position >= 0, position <= bytes.count - 4 else {
      throw .kernel("BTF: cut short, \(bytes.count) bytes")
    }
    return UInt32(bytes[position]) | UInt32(bytes[position + 1]) << 8
      | UInt32(bytes[position + 2]) << 16 | UInt32(bytes[position + 3]) << 24
  }

  private static func string(
    _ bytes: [UInt8], _ strings: Range<Int>, _ offset: Int
  ) throws(LiveError) -> String {
    let start = strings.lowerBound + offset
    guard start < strings.upperBound,
      let end = bytes[start..<strings.upperBound].firstIndex(of: 0)
    else {
      throw .kernel("BTF: there is no string at \(offset)")
    }
    return String(decoding: bytes[start..<end], as: UTF8.self)
  }
}
