// SPDX-License-Identifier: MIT

extension UInt64 {
  /// How much there is to read in a number: its width, and as much again unless
  /// it is round.
  var cost: Int {
    guard self != 0 else { return 0 }
    let width = 64 - leadingZeroBitCount
    let roundness = self % 100 == 0 ? Swift.min(width, 4) : width - trailingZeroBitCount
    return width * 4 + roundness
  }
}
