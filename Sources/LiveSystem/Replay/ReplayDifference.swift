// SPDX-License-Identifier: MIT

import AutoMovable

/// Something that a kernel did otherwise than the model.
public struct ReplayDifference: Hashable, Sendable {
  /// What differs.
  public enum Kind: Hashable, Sendable {
    /// The zone for the block that starts at a page frame number.
    case decision(pfn: UInt64, kernel: ReplayAnswer, model: ReplayAnswer)
    /// A counter of a group at the moment of a decision about one of its
    /// blocks.
    case groupCounter(
      name: String, group: String, pfn: UInt64, kernel: UInt64, model: UInt64)
    /// A counter of a zone.
    case zoneCounter(name: String, zone: ReplayAnswer, kernel: UInt64, model: UInt64)
    /// The state or zone of a memory block.
    case block(index: UInt64, kernel: String, model: String)
  }

  /// The number of the snapshot.
  public let snapshot: Int

  /// The action that led to the snapshot.
  public let action: String

  /// What differs.
  public let kind: Kind
}

extension ReplayDifference: CustomStringConvertible {
  /// One line: the snapshot, the place and both answers.
  public var description: String {
    let place = "snapshot \(snapshot) (\(action)): "
    return switch kind {
    case .decision(let pfn, let kernel, let model):
      place + "pfn \(pfn): zone: kernel \(kernel), model \(model)"
    case .groupCounter(let name, let group, let pfn, let kernel, let model):
      place + "pfn \(pfn): group \(group): \(name): kernel \(kernel), model \(model)"
    case .zoneCounter(let name, let zone, let kernel, let model):
      place + "\(zone): \(name): kernel \(kernel), model \(model)"
    case .block(let index, let kernel, let model):
      place + "memory block \(index): kernel \(kernel), model \(model)"
    }
  }
}
