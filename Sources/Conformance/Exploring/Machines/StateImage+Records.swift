// SPDX-License-Identifier: MIT

import AutoMovable

// What machines have in common, so that each writes it alike.
extension StateImage {
  @inline(__always)
  mutating func addParameters(
    policy: Int32, ratio: UInt32, isNUMAAware: Bool, memmapMode: Int32, onlineType: Int32
  ) {
    begin("parameters")
    add(Self.pair(policy, Int32(bitPattern: ratio)))
    add(Self.pair(memmapMode << 1 | (isNUMAAware ? 1 : 0), onlineType))
  }

  @inline(__always)
  mutating func addRefusal(_ refusal: MemoryNotifier.Refusal) {
    add(Self.pair(refusal.errno, Int32(bitPattern: refusal.agreementCount)))
  }

  @inline(__always)
  mutating func addNode(
    _ id: Int32, startPFN: UInt64, spannedPages: UInt64, presentPages: UInt64
  ) {
    begin("node \(id)")
    add(Self.pair(id, -1))
    add(startPFN)
    add(spannedPages)
    add(presentPages)
  }

  /// Adds the zone of a type, unless it is all zeros, as most are.
  @inline(__always)
  mutating func addZone(
    _ type: Int, _ startPFN: UInt64, _ spannedPages: UInt64, _ presentPages: UInt64,
    _ presentEarlyPages: UInt64, _ cmaPages: UInt64
  ) {
    guard startPFN | spannedPages | presentPages | presentEarlyPages | cmaPages != 0
    else { return }
    begin("zone \(type)")
    // No zone has the number of a node.
    add(UInt64.max &- UInt64(truncatingIfNeeded: type))
    add(startPFN)
    add(spannedPages)
    add(presentPages)
    add(presentEarlyPages)
    add(cmaPages)
  }

  @inline(__always)
  mutating func addGroup(
    _ id: Int32, nid: Int32, isDynamic: Bool, size: UInt64, kernelPages: UInt64,
    movablePages: UInt64, blockCount: UInt32
  ) {
    begin("group \(id)")
    add(Self.pair(id, nid))
    add(UInt64(blockCount) << 1 | (isDynamic ? 1 : 0))
    add(size)
    add(kernelPages)
    add(movablePages)
  }

  /// Adds a memory block.
  ///
  /// - Parameters:
  ///   - groupID: The number of its group, or -1 if it has none.
  ///   - zone: The index of its zone, or -1 if it has none.
  @inline(__always)
  mutating func addBlock(
    _ id: UInt64, nid: Int32, groupID: Int32, state: UInt64, onlineType: Int32, zone: Int32,
    vmemmapPages: UInt64, isOffline: Bool, isEarly: Bool
  ) {
    begin("memory\(id)")
    add(Self.pair(nid, groupID))
    add(Self.pair(onlineType, zone))
    add(state << 2 | (isOffline ? 1 : 0) | (isEarly ? 2 : 0))
    add(vmemmapPages)
  }

  /// Adds that a block isn't there.
  @inline(__always)
  mutating func addMissingBlock(_ id: UInt64) {
    begin("memory\(id)")
    add(.max)
  }

  /// Adds what the first page of a section says, if it is online.
  @inline(__always)
  mutating func addSection(_ number: UInt64, _ page: (zone: Int32, nid: Int32)?) {
    begin("section \(number)")
    add(page.map { Self.pair($0.zone, $0.nid) } ?? .max)
  }

  @inline(__always)
  private static func pair(_ high: Int32, _ low: Int32) -> UInt64 {
    UInt64(UInt32(bitPattern: high)) << 32 | UInt64(UInt32(bitPattern: low))
  }
}
