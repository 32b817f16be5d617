// SPDX-License-Identifier: MIT

/// Where devices' memory is, in bytes: each goes where it first fits above boot memory,
/// as QEMU has it.
struct DevicePlacement {
  /// The first address for devices.
  let base: UInt64

  /// What is taken, ascending and apart.
  private var taken: [Range<UInt64>] = []

  /// Starts above an address. QEMU begins at a whole GiB.
  init(above end: UInt64) {
    base = end.roundedUp(to: 1 << 30)
  }
}

extension DevicePlacement {
  /// The first address that nothing on x86 can have.
  static let limit: UInt64 = 1 << 52

  /// Takes the first room that a device fits into.
  ///
  /// - Parameter alignment: What the address is a multiple of.
  /// - Returns: The room, or `nil` if there is none.
  mutating func place(size: UInt64, alignment: UInt64) -> Range<UInt64>? {
    var start = base.roundedUp(to: alignment)
    for range in taken where range.upperBound > start {
      if range.lowerBound >= start, range.lowerBound - start >= size { break }
      start = range.upperBound.roundedUp(to: alignment)
    }
    guard start <= Self.limit, size <= Self.limit - start else { return nil }
    let room = start..<start + size
    return take(room) ? room : nil
  }

  /// Takes a certain room.
  ///
  /// - Returns: Whether it was free.
  mutating func take(_ room: Range<UInt64>) -> Bool {
    let index = taken.firstIndex { $0.upperBound > room.lowerBound } ?? taken.count
    guard room.upperBound <= Self.limit,
      index == taken.count || taken[index].lowerBound >= room.upperBound
    else { return false }
    taken.insert(room, at: index)
    return true
  }

  /// Gives back the room that begins at an address.
  mutating func free(_ address: UInt64) { taken.removeAll { $0.lowerBound == address } }
}
