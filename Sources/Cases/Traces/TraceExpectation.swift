// SPDX-License-Identifier: MIT

public import AutoMovable

/// What a trace says an operation gives; what is left out may be anything.
public struct TraceExpectation: Hashable, Sendable {
  /// The zone that a write to `state` is to have onlined a block to.
  public enum ExpectedZone: Hashable, Sendable {
    /// Any zone or none.
    case any
    /// None: the block wasn't onlined.
    case none
    /// This one.
    case zone(ZoneType)
  }

  /// The number that is to be returned.
  public var returns: Int64?

  /// The zone.
  public var zone: ExpectedZone

  /// Where blocks are to go online, by ascending number; none if it is empty.
  public var zones: [OnlinedBlocks]?

  /// The text that is to be read.
  public var text: TraceText?

  /// The counters and spans that there are to be.
  public var state: ExpectedState?

  /// Creates an expectation.
  public init(
    returns: Int64? = nil, zone: ExpectedZone = .any, zones: [OnlinedBlocks]? = nil,
    text: TraceText? = nil, state: ExpectedState? = nil
  ) {
    self.returns = returns
    self.zone = zone
    self.zones = zones
    self.text = text
    self.state = state
  }
}

extension TraceExpectation {
  /// Expects a result.
  public init(_ result: TraceResult) {
    switch result {
    case .returns(let number): self.init(returns: number)
    case .onlined(let number, let zones): self.init(returns: number, zones: zones)
    case .state(let number, let zone):
      self.init(returns: number, zone: zone.map { .zone($0) } ?? .none)
    case .text(let text): self.init(text: TraceText(text.utf8))
    case .machine(let state): self.init(state: ExpectedState(state))
    }
  }

  /// The first counter or span that isn't what was expected.
  package func difference(from result: TraceResult) -> ExpectedState.Difference? {
    guard let state, case .machine(let machine) = result else { return nil }
    return state.difference(from: machine)
  }

  /// Whether a result is what was expected.
  public func isMet(by result: TraceResult) -> Bool {
    let (number, zone, text): (Int64?, ZoneType?, SysfsText?) =
      switch result {
      case .returns(let number), .onlined(let number, _): (number, nil, nil)
      case .state(let number, let zone): (number, zone, nil)
      case .text(let text): (nil, nil, text)
      case .machine: (nil, nil, nil)
      }
    if let zones, zones != result.zones { return false }
    if state != nil, difference(from: result) != nil { return false }
    if let returns, returns != number { return false }
    if let expected = self.text, expected.bytes != text?.utf8 { return false }
    switch self.zone {
    case .any: return true
    case .none: return zone == nil
    case .zone(let expected): return zone == expected
    }
  }
}
