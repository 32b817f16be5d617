// SPDX-License-Identifier: MIT

extension StateDigest {
  /// Adds the zone of a type, unless it is all zeros, as most are.
  @inline(__always)
  mutating func addZone(
    _ type: Int, _ startPFN: UInt64, _ spannedPages: UInt64, _ presentPages: UInt64,
    _ presentEarlyPages: UInt64, _ cmaPages: UInt64
  ) {
    guard startPFN | spannedPages | presentPages | presentEarlyPages | cmaPages != 0
    else { return }
    // Addresses don't have the upper bits, which tell the zones apart.
    add(
      startPFN ^ UInt64(truncatingIfNeeded: type) &<< 60, spannedPages, presentPages,
      presentEarlyPages, cmaPages)
  }

  /// Adds a group.
  ///
  /// - Parameter size: `max_pages` or `unit_pages`.
  @inline(__always)
  mutating func addGroup(
    id: Int32, nid: Int32, isDynamic: Bool, size: UInt64, kernelPages: UInt64,
    movablePages: UInt64, blockCount: UInt32
  ) {
    let numbers = UInt64(UInt32(bitPattern: id)) << 32 | UInt64(UInt32(bitPattern: nid))
    add(
      numbers, UInt64(blockCount) << 1 | (isDynamic ? 1 : 0), size, kernelPages,
      movablePages)
  }

  /// Adds a memory block.
  ///
  /// - Parameter zone: The index of its zone, or -1 if it has none.
  @inline(__always)
  mutating func addBlock(
    nid: Int32, state: UInt64, onlineType: Int32, zone: Int32,
    vmemmapPages: UInt64, isOffline: Bool, isEarly: Bool, hasGroup: Bool
  ) {
    let flags = (isOffline ? 1 : 0) | (isEarly ? 2 : 0) | (hasGroup ? 4 : 0) as UInt64
    let types =
      UInt64(UInt32(bitPattern: onlineType)) << 32 | UInt64(UInt32(bitPattern: zone))
    add(UInt64(UInt32(bitPattern: nid)), state, types, vmemmapPages, flags)
  }

  /// Adds that a block isn't there.
  @inline(__always)
  mutating func addMissingBlock() { add(.max) }
}
