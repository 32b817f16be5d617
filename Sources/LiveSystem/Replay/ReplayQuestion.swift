// SPDX-License-Identifier: MIT

public import AutoMovable

/// What a kernel asked itself, as a question to the core.
public struct ReplayQuestion: Hashable, Sendable {
  /// The parameters in force.
  public let policy: Policy

  /// What was wished for.
  public let onlineType: OnlineType

  /// The memory.
  public let range: PageRange

  /// The node of the memory.
  public let nodeID: NodeID

  /// The memory's group as the replay registered it.
  public let groupID: MemoryGroupID?
}
