// SPDX-License-Identifier: MIT

public import AutoMovable

/// Something that was done to a kernel's memory.
public enum ReplayOperation: Hashable, Sendable {
  /// A group was registered, as its memory shows.
  case register(MemoryGroup.Kind)
  /// A group was unregistered.
  case unregister(MemoryGroupID)
  /// Memory was added, from a block on.
  case add(UInt64)
  /// A block was removed.
  case remove(UInt64)
  /// A block went online.
  case online(UInt64)
  /// A block went offline.
  case offline(UInt64)
  /// A text was written to a file.
  case write(String, ReplayFile)
}

extension ReplayOperation: CustomStringConvertible {
  /// As in `memory block 32 goes online`.
  public var description: String {
    switch self {
    case .register: "a group is registered"
    case .unregister(let id): "group \(id.rawValue) is unregistered"
    case .add(let block): "memory block \(block) is added"
    case .remove(let block): "memory block \(block) is removed"
    case .online(let block): "memory block \(block) goes online"
    case .offline(let block): "memory block \(block) goes offline"
    case .write(let text, let file): "\"\(text)\" is written to \(file)"
    }
  }
}
