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

  /// The text that is to be read.
  public var text: TraceText?

  /// Creates an expectation.
  public init(
    returns: Int64? = nil, zone: ExpectedZone = .any, text: TraceText? = nil
  ) {
    self.returns = returns
    self.zone = zone
    self.text = text
  }
}

extension TraceExpectation {
  /// Expects a result.
  public init(_ result: TraceResult) {
    switch result {
    case .returns(let number): self.init(returns: number)
    case .state(let number, let zone):
      self.init(returns: number, zone: zone.map { .zone($0) } ?? .none)
    case .text(let text): self.init(text: TraceText(text.utf8))
    }
  }

  /// Whether a result is what was expected.
  public func isMet(by result: TraceResult) -> Bool {
    let (number, zone, text): (Int64?, ZoneType?, SysfsText?) =
      switch result {
      case .returns(let number): (number, nil, nil)
      case .state(let number, let zone): (number, zone, nil)
      case .text(let text): (nil, nil, text)
      }
    if let returns, returns != number { return false }
    if let expected = self.text, expected.bytes != text?.utf8 { return false }
    switch self.zone {
    case .any: return true
    case .none: return zone == nil
    case .zone(let expected): return zone == expected
    }
  }
}
