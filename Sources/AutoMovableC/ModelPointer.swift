// SPDX-License-Identifier: MIT

#if canImport(AutoMovable)
  import AutoMovable
#endif

/// What C holds of a model.
typealias ModelPointer = UnsafeMutablePointer<MemoryModel>

extension ModelPointer {
  /// Takes a model over from C.
  init(c pointer: OpaquePointer?) throws(ErrorNumber) {
    guard let pointer = unsafe pointer else { throw .invalid }
    unsafe self.init(pointer)
  }

  /// Moves a model to where C can hold it.
  init(_ model: consuming MemoryModel) throws(ErrorNumber) {
    try Room.setAside(1, ofSize: MemoryLayout<MemoryModel>.size)
    Room.open()
    defer { Room.close() }
    unsafe self = .allocate(capacity: 1)
    unsafe initialize(to: model)
  }

  /// Ends the life of a model that C has held.
  func destroy() {
    unsafe deinitialize(count: 1)
    unsafe deallocate()
  }
}

/// Runs an event on a model of C.
@inline(__always)
func event(
  on model: OpaquePointer?, _ body: (inout MemoryModel) throws(ErrorNumber) -> Void
) -> Int32 {
  result { () throws(ErrorNumber) in
    try unsafe body(&ModelPointer(c: model).pointee)
    return 0
  }
}
