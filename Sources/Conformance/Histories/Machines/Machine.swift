// SPDX-License-Identifier: MIT

public import AutoMovable
public import Cases

/// One implementation of the life of hotplugged memory: a machine that
/// operations are applied to, one after the other.
///
/// A machine is used by one thread at a time, and again and again: booting
/// forgets what was before.
public protocol Machine {
  /// Becomes a machine as boot leaves it, with at most
  /// `TraceMachine.maximumAddedBlockCount` added blocks at a time.
  ///
  /// - Throws: If there can't be such a machine, which `TraceMachine.boot`
  ///   tells too, or the implementation can't go on.
  mutating func boot(_ machine: TraceMachine) throws(OracleError)

  /// Applies an operation.
  mutating func apply(_ operation: TraceOperation) -> TraceResult

  /// Why the last operation was refused, if it was and the implementation says
  /// so.
  var refusal: HotplugError? { get }

  /// What neither the last result nor the counters tell.
  var sideEffects: SideEffects { get }

  /// Whether all counters and spans of nodes, zones and groups are those of
  /// another machine.
  // Mutating, as the next ones, only so that the machine isn't copied for the call.
  mutating func hasSameCounters(as other: inout some Machine) -> Bool

  /// Whether all counters and spans are these.
  ///
  /// - Parameters:
  ///   - nodes: The online nodes, ids ascending.
  ///   - totals: The nodes' own spans and sizes, in the same order.
  ///   - groups: The registered groups, ids ascending.
  mutating func hasCounters(
    _ nodes: Span<Node>, _ totals: Span<NodeExtent>, _ groups: Span<MemoryGroup>
  ) -> Bool

  /// Adds all counters and spans of nodes, zones and groups to a digest.
  mutating func addCounters(to digest: inout StateDigest)

  /// Adds the blocks with some numbers to a digest, those that aren't there
  /// too.
  mutating func addBlocks(_ ids: Range<UInt64>, to digest: inout StateDigest)

  /// All counters and spans of nodes, zones and groups.
  func snapshot() -> MachineSnapshot

  /// A block, or `nil` if it isn't there.
  func block(_ id: MemoryBlockID) -> BlockSnapshot?
}

extension Machine {
  public var refusal: HotplugError? { nil }

  public mutating func hasSameCounters(as other: inout some Machine) -> Bool {
    let own = snapshot()
    return other.hasCounters(own.nodes.span, own.totals.span, own.groups.span)
  }

  public mutating func hasCounters(
    _ nodes: Span<Node>, _ totals: Span<NodeExtent>, _ groups: Span<MemoryGroup>
  ) -> Bool {
    let own = snapshot()
    return own.nodes.span.hasSameElements(as: nodes)
      && own.totals.span.hasSameElements(as: totals)
      && own.groups.span.hasSameElements(as: groups)
  }
}

extension Span where Element: Equatable {
  fileprivate func hasSameElements(as other: Span<Element>) -> Bool {
    guard count == other.count else { return false }
    for index in indices where self[index] != other[index] { return false }
    return true
  }
}
