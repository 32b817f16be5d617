// SPDX-License-Identifier: MIT

import LiveSystem
import Testing

@Suite struct TypeFormatTests {
  /// `struct outer { int a; union { long b; inner c; }; const inner d; };` where
  /// `inner` is a typedef of `struct in { int x, y; }`.
  private static var sample: TypeFormatBuilder {
    var types = TypeFormatBuilder()
    let int = types.add(kind: 1, name: "int", size: 4, trailing: [32])
    let long = types.add(kind: 1, name: "long", size: 8, trailing: [64])
    let inner = types.addComposite(kind: 4, name: "in", size: 8, [("x", int, 0), ("y", int, 32)])
    let alias = types.add(kind: 8, name: "inner", size: inner)
    let const = types.add(kind: 10, name: "", size: alias)
    let union = types.addComposite(kind: 5, name: "", size: 8, [("b", long, 0), ("c", alias, 0)])
    _ = types.addComposite(
      kind: 4, name: "outer", size: 24, [("a", int, 0), ("", union, 64), ("d", const, 128)])
    return types
  }

  @Test(arguments: [("a", 0), ("b", 8), ("c", 8), ("c.y", 12), ("d", 16), ("d.x", 16), ("d.y", 20)])
  func findsMembers(path: String, offset: Int) throws {
    let types = try TypeFormat(bytes: Self.sample.bytes)
    #expect(try types.offset(of: path, in: "outer") == offset)
    #expect(try types.size(of: "outer") == 24)
  }

  @Test func readsOffsetsOfStructsWithBitfields() throws {
    var types = TypeFormatBuilder()
    let int = types.add(kind: 1, name: "int", size: 4, trailing: [32])
    _ = types.addComposite(
      kind: 4, name: "flags", size: 8, [("low", int, 3 << 24), ("high", int, 5 << 24 | 32)],
      hasBitfields: true)
    #expect(try TypeFormat(bytes: types.bytes).offset(of: "high", in: "flags") == 4)
  }

  @Test func namesWhatIsNotThere() throws {
    let types = try TypeFormat(bytes: Self.sample.bytes)
    #expect(throws: LiveError.kernel("BTF: struct outer has no member e")) {
      try types.offset(of: "e", in: "outer")
    }
    #expect(throws: LiveError.kernel("BTF: there is no struct zone")) {
      try types.size(of: "zone")
    }
  }

  @Test func survivesEveryCut() {
    let bytes = Self.sample.bytes
    for count in 0..<bytes.count {
      #expect(throws: LiveError.self) { try TypeFormat(bytes: Array(bytes.prefix(count))) }
    }
  }

  @Test func survivesEveryByteChanged() throws {
    let bytes = Self.sample.bytes
    for index in bytes.indices {
      for value in [0x00, 0x7F, 0xFF] as [UInt8] {
        var changed = bytes
        changed[index] = value
        // Whatever comes of it, it comes to an end.
        _ = try? TypeFormat(bytes: changed).offset(of: "d.y", in: "outer")
      }
    }
  }

  @Test func refusesAnUnknownKind() {
    var types = Self.sample
    _ = types.add(kind: 31, name: "odd", size: 0)
    #expect(throws: LiveError.kernel("BTF: unknown kind 31 of type 8")) {
      try TypeFormat(bytes: types.bytes)
    }
  }
}
