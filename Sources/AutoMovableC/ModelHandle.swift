// SPDX-License-Identifier: MIT

#if canImport(AutoMovable)
  import AutoMovable
#endif

/// What C holds of a model: the address of a `MemoryModel`.
@safe
struct ModelHandle {
  private let model: UnsafeMutablePointer<MemoryModel>

  /// Takes a model over from C.
  init(_ pointer: OpaquePointer?) throws(ErrorNumber) {
    guard let pointer = unsafe pointer else { throw .invalid }
    unsafe model = UnsafeMutablePointer(pointer)
  }

  /// Moves a model to where C can hold it.
  init(_ model: consuming MemoryModel) throws(ErrorNumber) {
    try Room.setAside(1, ofSize: MemoryLayout<MemoryModel>.size)
    Room.open()
    defer { Room.close() }
    unsafe self.model = .allocate(capacity: 1)
    unsafe self.model.initialize(to: model)
  }

  /// What C gets.
  var pointer: OpaquePointer { unsafe OpaquePointer(model) }

  func destroy() {
    unsafe model.deinitialize(count: 1)
    unsafe model.deallocate()
  }

  /// The model itself.
  var pointee: MemoryModel {
    unsafeAddress { unsafe UnsafePointer(model) }
    nonmutating unsafeMutableAddress { unsafe model }
  }
}
