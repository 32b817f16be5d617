// SPDX-License-Identifier: MIT

import AutoMovable

extension Geometry {
  /// The whole pages of a range of addresses; empty if there is none.
  func wholePages(in addresses: ClosedRange<UInt64>) -> Range<UInt64> {
    let (first, last) = (addresses.lowerBound, addresses.upperBound)
    let lower = first / pageSize + (first % pageSize == 0 ? 0 : 1)
    // The last byte of all would overflow.
    let upper = last / pageSize + (last % pageSize == pageSize - 1 ? 1 : 0)
    return lower..<max(lower, upper)
  }

  /// The physical addresses that there can be.
  static var addressCount: UInt64 { x86_64.pageCount * x86_64.pageSize }

  /// The page at 4 GiB, where zones of devices of 32 bits end.
  var fourGiB: UInt64 { (1 << 32) / pageSize }
}
