// SPDX-License-Identifier: MIT

import AutoMovable
public import TextFiles

extension JSONWriter {
  /// Writes a result, or `null` for none.
  public mutating func value(_ result: DecisionResult?) {
    switch result {
    case .canOnlineMovable(let isAllowed):
      beginObject()
      name("can_online_movable")
      value(isAllowed)
      endObject()
    case .zone(let zone, let nodeID):
      beginObject()
      name("zone")
      value(zone.name)
      name("nid")
      value(nodeID.rawValue)
      endObject()
    case nil:
      null()
    }
  }
}
