// SPDX-License-Identifier: MIT

import AutoMovable
import Cases
import LiveSystem
import Reports
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
    json.write(blocks: rows)
    json.name("next")
    json.beginList()
    for next in next { write(next, to: &json) }
    json.endList()
    json.write(warnings: warnings.map { ($0.kind, $0.text) })
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

  /// The blocks, neighbours that are alike in one row.
  private var rows: [BlockRow] {
    var rows: [BlockRow] = []
    for block in blocks {
      let row = BlockRow(
        first: block.block.index, count: 1, nodeID: block.block.nodeID,
        state: block.block.state, zone: block.zone, device: block.device)
      if rows.isEmpty || !rows[rows.count - 1].extend(by: row) { rows.append(row) }
    }
    return rows
  }
}
