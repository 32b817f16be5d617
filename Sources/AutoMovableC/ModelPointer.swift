// SPDX-License-Identifier: MIT

#if canImport(AutoMovable)
  import AutoMovable
#endif

/// What C holds a pointer to.
///
/// Not copyable, so that a decision is made where the model is: Swift 6.3 would copy
/// what a pointer points to for a call, and threads that share a model would wait for
/// each other's counts of references.
struct HeldModel: ~Copyable {
  var model: MemoryModel
}

/// What C holds of a model.
typealias ModelPointer = UnsafeMutablePointer<HeldModel>

extension ModelPointer {
  /// Takes a model over from C.
  init(c pointer: OpaquePointer?) throws(ErrorNumber) {
    guard let pointer = unsafe pointer else { throw .invalid }
    unsafe self.init(pointer)
  }

  /// Moves a model to where C can hold it.
  init(_ model: consuming MemoryModel) throws(ErrorNumber) {
    try Room.setAside(1, ofSize: MemoryLayout<HeldModel>.size)
    Room.open()
    defer { Room.close() }
    unsafe self = .allocate(capacity: 1)
    unsafe initialize(to: HeldModel(model: model))
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
    try unsafe body(&ModelPointer(c: model).pointee.model)
    return 0
  }
}
