// SPDX-License-Identifier: MIT

import CAutoMovable

#if canImport(AutoMovable)
  import AutoMovable
#endif

extension Policy {
  /// Takes parameters over from C.
  init(_ policy: UnsafePointer<automovable_policy>?) throws(ErrorNumber) {
    guard let policy = unsafe policy?.pointee,
      let onlinePolicy = OnlinePolicy(c: policy.online_policy)
    else { throw .invalid }
    self.init(
      onlinePolicy: onlinePolicy,
      autoMovableRatio: policy.auto_movable_ratio,
      isAutoMovableNUMAAware: try Bool(c: policy.auto_movable_numa_aware),
      isMovableNodeEnabled: try Bool(c: policy.movable_node))
  }
}

extension automovable_policy {
  init(_ policy: Policy) {
    self.init(
      online_policy: UInt32(policy.onlinePolicy.rawValue),
      auto_movable_ratio: policy.autoMovableRatio,
      auto_movable_numa_aware: policy.isAutoMovableNUMAAware ? 1 : 0,
      movable_node: policy.isMovableNodeEnabled ? 1 : 0)
  }
}

extension OnlinePolicy {
  fileprivate init?(c number: UInt32) {
    guard let byte = UInt8(exactly: number) else { return nil }
    self.init(rawValue: byte)
  }
}

extension OnlineType {
  init(c number: UInt32) throws(ErrorNumber) {
    guard let byte = UInt8(exactly: number), let type = Self(rawValue: byte) else {
      throw .invalid
    }
    self = type
  }
}

extension Bool {
  /// Takes a truth value over from C: 0 or 1.
  init(c number: UInt32) throws(ErrorNumber) {
    guard number <= 1 else { throw .invalid }
    self = number == 1
  }
}
