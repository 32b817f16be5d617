// SPDX-License-Identifier: MIT

import AutoMovable
public import TextFiles

extension JSONWriter {
  /// Writes the result of an operation.
  public mutating func value(_ result: TraceResult) {
    if case .machine(let state) = result { return value(state) }
    beginObject()
    switch result {
    case .returns(let number):
      name("returns")
      value(Int32(truncatingIfNeeded: number))
    case .onlined(let number, let zones):
      name("returns")
      value(Int32(truncatingIfNeeded: number))
      write(zones)
    case .state(let number, let zone):
      name("returns")
      value(Int32(truncatingIfNeeded: number))
      name("zone")
      value(zone)
    case .text(let text):
      name("text")
      value(utf8: text.utf8)
    case .machine: break
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
    if let zones = expectation.zones { write(zones) }
    write("text", expectation.text?.description)
    if let state = expectation.state { writeFields(of: state) }
    endObject()
  }

  private mutating func write(_ zones: [OnlinedBlocks]) {
    name("zones")
    beginList()
    for run in zones {
      beginObject()
      name("first")
      value(run.first.rawValue)
      name("count")
      value(run.count)
      name("zone")
      value(run.zone.name)
      endObject()
    }
    endList()
  }

  private mutating func value(_ zone: ZoneType?) {
    if let zone { value(zone.name) } else { null() }
  }
}
