// SPDX-License-Identifier: MIT

public import TextFiles

/// A file of a memory block that `read_block_file` names.
public enum BlockFile: UInt8, CaseIterable, Hashable, Sendable {
  /// Whether the block is online, or going offline.
  case state
  /// Whether the driver core takes the block for online.
  case online
  /// The block's number, in hexadecimal.
  case physIndex
}

extension BlockFile: JSONName {
  /// The name of the file.
  public var name: StaticString {
    switch self {
    case .state: "state"
    case .online: "online"
    case .physIndex: "phys_index"
    }
  }
}
