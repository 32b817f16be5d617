// SPDX-License-Identifier: MIT

/// A machine's memory that decides in constant time.
///
/// The kernel walks all zones and groups at each decision. A model keeps their
/// sums under every event instead, for the system and for each node, and gives
/// the same records as a ``MemoryState``, to the bit: all sums are modulo 2^64,
/// where order doesn't matter.
///
/// The state can be read but is changed by events only, so the sums always
/// belong to it.
///
///     var model = try MemoryModel(state, policy: policy)
///     try model.onlineBlock(block, in: .movable, nodeID: 0, groupID: 3)
///     try model.onlineDecision(for: nextBlock, nodeID: 0, groupID: 3)
///
/// It is a value; use one copy from one thread at a time.
public struct MemoryModel: Sendable {
  /// The nodes, groups and online sections.
  public internal(set) var state: MemoryState

  /// The parameters in force.
  ///
  /// - Complexity: O(1) to set, but O(*n* + *g*) if the ratio changes, where
  ///   *n* is the number of possible nodes and *g* the number of groups.
  public var policy: Policy {
    didSet {
      guard policy.autoMovableRatio != oldValue.autoMovableRatio else { return }
      sumGroups()
    }
  }

  /// The sums over the whole system.
  var systemSums = RatioSums()

  /// The sums over each node, by its number, up to the highest one seen.
  var nodeSums: [RatioSums] = []

  /// What each group adds at the ratio in force, in the order of the groups;
  /// of a static group it is nothing.
  var shares: [GroupStatistics] = []

  /// Creates a model of a machine without memory.
  ///
  /// - Parameters:
  ///   - geometry: The sizes and zones that the kernel has.
  ///   - policy: The parameters in force.
  public init(geometry: Geometry = .x86_64, policy: Policy = Policy()) {
    state = MemoryState(geometry: geometry)
    self.policy = policy
  }

  /// Creates a model of a machine.
  ///
  /// - Throws: `unorderedNodes`, `impossibleNode`, `notAddressable` or
  ///   `overlapsMemory` if the state isn't as ``MemoryState`` asks for.
  /// - Complexity: O(*n* + *g* + *s*), the numbers of nodes, groups and runs
  ///   of sections.
  public init(
    _ state: MemoryState, policy: Policy
  ) throws(MemoryModelError) {
    self.init(policy: policy)
    try reset(to: state, policy: policy)
  }

  /// Becomes the model of another machine and keeps its storage.
  ///
  /// - Throws: What creating it throws; the model is as it was then.
  /// - Complexity: As creating one.
  public mutating func reset(
    to state: MemoryState, policy: Policy
  ) throws(MemoryModelError) {
    try state.validateOrder()
    load(state, policy)
  }

  /// Creates a model of a machine whose lists are known to be in order.
  init(checked state: MemoryState, policy: Policy) {
    self.init(policy: policy)
    load(state, policy)
  }

  private mutating func load(_ state: MemoryState, _ policy: Policy) {
    self.state = state
    systemSums = RatioSums()
    nodeSums.removeAll(keepingCapacity: true)
    for index in state.nodes.indices {
      var part = ZoneStatistics()
      part.account(state.nodes[index])
      systemSums.add(part)
      let number = reserveSums(for: state.nodes[index].id)
      nodeSums[number].add(part)
    }
    // Setting another ratio sums up the groups by itself.
    let keepsRatio = policy.autoMovableRatio == self.policy.autoMovableRatio
    self.policy = policy
    if keepsRatio { sumGroups() }
  }
}

extension MemoryModel {
  /// Sums up the groups anew.
  private mutating func sumGroups() {
    systemSums.removeGroups()
    for number in nodeSums.indices { nodeSums[number].removeGroups() }
    shares.removeAll(keepingCapacity: true)
    for position in state.groups.groups.indices {
      shares.append(GroupStatistics())
      addShare(ofGroupAt: position)
    }
  }

  /// Makes room for the sums of a node and returns their position.
  ///
  /// Numbers of nodes are below 1024, so this is little memory.
  mutating func reserveSums(for nodeID: NodeID) -> Int {
    let number = Int(nodeID.rawValue)
    guard nodeSums.count <= number else { return number }
    nodeSums.append(
      contentsOf: repeatElement(RatioSums(), count: number + 1 - nodeSums.count))
    return number
  }

  /// Adds what a group adds at the ratio in force.
  mutating func addShare(ofGroupAt position: Int) {
    let group = state.groups.groups[position]
    var share = GroupStatistics()
    if group.isDynamic { share.account(group, ratio: policy.autoMovableRatio) }
    shares[position] = share
    systemSums.add(share)
    let number = reserveSums(for: group.nodeID)
    nodeSums[number].add(share)
  }

  /// Takes out what a group has added.
  mutating func removeShare(ofGroupAt position: Int) {
    let number = Int(state.groups.groups[position].nodeID.rawValue)
    systemSums.remove(shares[position])
    nodeSums[number].remove(shares[position])
  }
}

extension MemoryState {
  fileprivate func validateOrder() throws(MemoryModelError) {
    for index in nodes.indices {
      let id = nodes[index].id
      guard id.isPossible else { throw .impossibleNode(id) }
      guard index == 0 || nodes[index - 1].id < id else { throw .unorderedNodes }
    }
    var end: UInt64 = 0
    for run in sections {
      guard run.isAddressable(in: geometry) else { throw .notAddressable }
      guard run.firstSection >= end else { throw .overlapsMemory }
      end = run.endSection
    }
  }
}

extension MemoryModel: Equatable {
  /// Compares the states and the policies; all sums follow from them.
  public static func == (lhs: MemoryModel, rhs: MemoryModel) -> Bool {
    lhs.state == rhs.state && lhs.policy == rhs.policy
  }
}
