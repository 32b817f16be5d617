// SPDX-License-Identifier: MIT

#if canImport(AutoMovable)
  import AutoMovable
#endif

/// Why a function of the C interface refuses, by Linux's error numbers.
enum ErrorNumber: Int32, Error {
  case noEntry = 2
  case noMemory = 12
  case busy = 16
  case exists = 17
  case invalid = 22
  case outOfRange = 34

  /// What C gets: the negative number.
  var result: Int32 { -rawValue }
}

extension ErrorNumber {
  init(_ error: HotplugError) {
    self = ErrorNumber(rawValue: error.errno) ?? .invalid
  }

  init(_ error: MemoryModelError) {
    self =
      switch error {
      case .noSuchNode, .noSuchGroup, .notOnline: .noEntry
      case .nodeExists, .overlapsMemory: .exists
      case .unorderedNodes, .impossibleNode, .notAddressable: .invalid
      case .exceedsGroup: .outOfRange
      }
  }
}

/// Runs the body of a function of the C interface: its result, or the negative
/// error number.
@inline(__always)
func result(_ body: () throws(ErrorNumber) -> Int32) -> Int32 {
  do { return try body() } catch { return error.result }
}
