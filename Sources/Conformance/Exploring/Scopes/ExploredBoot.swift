// SPDX-License-Identifier: MIT

import AutoMovable
public import Cases

/// A machine as boot leaves it, and all that is tried on it in every state.
public struct ExploredBoot: Sendable {
  /// The machine.
  public let machine: TraceMachine

  /// The operations, right ones and wrong ones.
  public let operations: [TraceOperation]

  /// All blocks that can be there, ids ascending.
  public let blocks: [UInt64]

  /// The most groups of a kind that are registered at a time; without a bound there
  /// would be no end of states.
  public let maximumGroups: (static: Int, dynamic: Int)

  /// Which operations need room for one more group.
  let needsGroup: [GroupNeed]

  /// Creates a boot state.
  ///
  /// - Parameters:
  ///   - added: The blocks that can be added.
  ///   - operations: At most 65,536.
  public init(
    _ machine: TraceMachine, added: [UInt64], operations: [TraceOperation],
    maximumGroups: (static: Int, dynamic: Int) = (0, 0)
  ) {
    self.machine = machine
    self.operations = operations
    self.maximumGroups = maximumGroups
    let blockPages = machine.blockPages
    var blocks = Set(added)
    for node in machine.nodes {
      for type in ZoneType.allCases where node[type].spannedPages != 0 {
        let first = node[type].startPFN / blockPages
        blocks.formUnion(first...(node[type].endPFN - 1) / blockPages)
      }
    }
    self.blocks = blocks.sorted()
    needsGroup = operations.map { operation in
      guard case .registerGroup(let kind, let nodeID) = operation,
        (try? kind.validateSize(blockPages: blockPages)) != nil, nodeID.isPossible
      else { return .none }
      if case .static = kind { return .static }
      return .dynamic
    }
  }

  /// A group that an operation would register.
  enum GroupNeed {
    case none, `static`, dynamic
  }
}

extension ExploredBoot {
  /// Whether an operation is part of the scope in a machine with so many groups.
  @inline(__always)
  func allows(_ operation: Int, with groups: (static: Int, dynamic: Int)) -> Bool {
    switch needsGroup[operation] {
    case .none: true
    case .static: groups.static < maximumGroups.static
    case .dynamic: groups.dynamic < maximumGroups.dynamic
    }
  }
}
