// SPDX-License-Identifier: MIT

import AutoMovable
import Cases
import LiveSystem
import TextFiles

extension Inspection {
  /// Writes all of it as an object.
  func write(to json: inout JSONWriter) {
    json.beginObject()
    json.name("machine")
    traceMachine.writeValue(to: &json)
    json.name("inferred")
    json.beginList()
    for field in inferred { json.value(field.path) }
    json.endList()
    json.name("blocks")
    json.beginList()
    for run in runs { run.write(to: &json) }
    json.endList()
    json.name("next")
    json.beginList()
    for next in next { write(next, to: &json) }
    json.endList()
    json.name("warnings")
    json.beginList()
    for warning in warnings {
      json.beginObject()
      json.name("kind")
      json.value(warning.kind)
      json.name("text")
      json.value(warning.text)
      json.endObject()
    }
    json.endList()
    json.endObject()
  }

  private func write(_ next: NextBlock, to json: inout JSONWriter) {
    json.beginObject()
    json.name("node")
    json.value(next.nodeID.rawValue)
    json.name("zone")
    json.value(next.zone.name)
    json.name("reason")
    json.value(reason(of: next))
    if let device = next.device {
      json.name("device")
      json.value(device)
    }
    json.endObject()
  }

  /// Neighbouring blocks of which all is the same but their numbers.
  private var runs: [BlockRun] {
    var runs: [BlockRun] = []
    for block in blocks {
      if let last = runs.last, last.goesOn(in: block) {
        runs[runs.count - 1].count += 1
      } else {
        runs.append(BlockRun(first: block, count: 1))
      }
    }
    return runs
  }
}

/// Neighbouring blocks that are alike.
private struct BlockRun {
  let first: InspectedBlock
  var count: UInt64

  /// Whether another block is the next one and like these.
  func goesOn(in other: InspectedBlock) -> Bool {
    first.block.index + count == other.block.index && first.block.nodeID == other.block.nodeID
      && first.block.state == other.block.state && first.zone == other.zone
      && first.device == other.device
  }

  func write(to json: inout JSONWriter) {
    json.beginObject()
    json.name("first")
    json.value(first.block.index)
    json.name("count")
    json.value(count)
    json.name("node")
    json.value(first.block.nodeID.rawValue)
    json.name("state")
    json.value(first.block.state)
    json.name("zone")
    if let zone = first.zone { json.value(zone.name) } else { json.null() }
    json.name("device")
    json.value(first.device)
    json.endObject()
  }
}
