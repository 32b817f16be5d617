// SPDX-License-Identifier: MIT

import CAutoMovableRoom

/// Memory that is set aside for what Swift is about to allocate: an array that
/// can't grow ends the process, and C is to get an error instead.
///
/// Set aside, open, allocate, close. Where the allocations of Swift go past
/// `automovable_malloc`, as in a debug build of the package, opening gives the
/// memory back, and it's as good as certain that it can be had again.
enum Room {
  /// Sets aside what an array of so many elements takes, or nothing for none.
  static func setAside(_ count: Int, ofSize stride: Int) throws(ErrorNumber) {
    guard count > 0 else { return }
    let (bytes, isTooLarge) = count.multipliedReportingOverflow(by: stride)
    // The header of an array has 32 bytes.
    let (size, isAbove) = bytes.addingReportingOverflow(64)
    guard !isTooLarge, !isAbove, automovable_set_aside(size) else {
      automovable_give_back()
      throw .noMemory
    }
  }

  /// Lets the memory be used.
  static func open() {
    #if !hasFeature(Embedded)
      automovable_give_back()
    #endif
  }

  /// Gives back what hasn't been used.
  static func close() { automovable_give_back() }
}
