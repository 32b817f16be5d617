// SPDX-License-Identifier: MIT

public import Cases
public import Conformance
public import TextFiles

extension ExplorationReport {
  /// Writes the report as an object of the schema `automovable-exploration/1`.
  ///
  /// Equal explorations give equal objects: there are no times and no number of jobs
  /// in it.
  public func write(to json: inout JSONWriter) {
    json.beginObject()
    json.field("schema", "automovable-exploration/1")
    json.field("scope", scope.name)
    json.field("shard", "\(shard)")
    json.field("subject", subject.name)
    json.field("reference", reference.name)
    json.name("stop")
    if let stop { json.value(stop.rawValue) } else { json.null() }
    json.field("boots", UInt64(boots))
    json.field("complete_boots", UInt64(completeBoots))
    json.field("states", states)
    json.field("steps", steps)
    json.field("depth", UInt64(depth))
    json.name("operations")
    json.beginList()
    for (key, count) in counts.sorted {
      json.beginLine()
      json.beginObject()
      json.field("op", key.operation)
      json.field("gives", "\(key.outcome)")
      json.field("steps", count)
      json.endObject()
    }
    json.endList()
    json.name("divergences")
    json.beginList()
    for divergence in divergences {
      json.beginLine()
      json.beginObject()
      json.field("signature", divergence.kind.signature)
      json.field("boots", divergence.caseCount)
      json.write(divergence.expectedTrace)
      json.endObject()
    }
    json.endList()
    json.name("properties")
    json.beginList()
    for property in properties {
      json.beginLine()
      json.beginObject()
      json.field("name", property.property.name)
      json.field("claim", property.property.claim)
      json.name("holds")
      if property.violation == nil, stop != nil || property.boots == 0 {
        json.null()
      } else {
        json.value(property.violation == nil)
      }
      json.field("states", property.states)
      json.field("steps", property.steps)
      if let violation = property.violation {
        json.field("broken_by", violation.words)
        json.write(violation.trace)
      }
      json.endObject()
    }
    json.endList()
    json.endObject()
    json.endLine()
  }

  /// The histories that were found: of divergences with what the reference gives, and
  /// those that break properties.
  public var traces: [Trace] {
    divergences.map {
      var trace = $0.expectedTrace
      trace.note = $0.kind.description
      return trace
    }
      + properties.compactMap { property in
        property.violation.map {
          var trace = $0.trace
          trace.note = "\(property.property.name): \($0.words)"
          return trace
        }
      }
  }
}

extension JSONWriter {
  fileprivate mutating func write(_ trace: Trace) {
    name("trace")
    beginList()
    trace.machine.write(note: trace.note, to: &self)
    for step in trace.steps { step.write(to: &self) }
    endList()
  }
}
