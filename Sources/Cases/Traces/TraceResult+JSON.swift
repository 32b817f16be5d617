// SPDX-License-Identifier: MIT

import AutoMovable
public import TextFiles

extension JSONWriter {
  /// Writes the result of an operation.
  public mutating func value(_ result: TraceResult) {
    beginObject()
    switch result {
    case .returns(let number):
      name("returns")
      value(Int32(truncatingIfNeeded: number))
    case .state(let number, let zone):
      name("returns")
      value(Int32(truncatingIfNeeded: number))
      name("zone")
      value(zone)
    case .text(let text):
      name("text")
      value(utf8: text.utf8)
    }
    endObject()
  }

  /// Writes what is expected of an operation.
  mutating func value(_ expectation: TraceExpectation) {
    beginObject()
    if let returns = expectation.returns {
      name("returns")
      value(Int32(truncatingIfNeeded: returns))
    }
    switch expectation.zone {
    case .any: break
    case .none:
      name("zone")
      null()
    case .zone(let zone):
      name("zone")
      value(zone.name)
    }
    write("text", expectation.text?.description)
    endObject()
  }

  private mutating func value(_ zone: ZoneType?) {
    if let zone { value(zone.name) } else { null() }
  }
}
