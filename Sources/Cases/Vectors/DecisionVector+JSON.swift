// SPDX-License-Identifier: MIT

import AutoMovable
public import TextFiles

extension DecisionVector {
  /// Writes the vector in canonical form, without a line's end.
  ///
  /// Fields come in the order of the format's description, but the geometry, if it
  /// isn't that of x86-64, before the numbers. Parameters, ids,
  /// sizes and what is asked are always written; counters and spans that are
  /// 0, zones that are 0 throughout, and empty lists of groups and sections
  /// are left out. So a vector has one text only, and decoding it gives the
  /// vector again; but for the online type `offline`, which the format lacks
  /// and which is answered, and written, as `online`.
  public func write(to json: inout JSONWriter) {
    json.beginObject()
    json.name("id")
    json.value(id)
    if let note {
      json.name("note")
      json.value(note)
    }
    json.write(state.geometry)
    writeParameters(to: &json)
    json.name("nodes")
    json.beginList()
    for node in state.nodes { node.write(to: &json) }
    json.endList()
    writeGroups(to: &json)
    writeSections(to: &json)
    writeQuery(to: &json)
    if let expect {
      json.name("expect")
      json.value(expect)
    }
    json.endObject()
  }

  /// Writes the header of a file of vectors, without a line's end.
  public static func writeHeader(
    count: UInt64, source: String, to json: inout JSONWriter
  ) {
    json.writeHeader(FileHeader.vectors, count: count, source: source)
  }
}

extension DecisionVector {
  private func writeParameters(to json: inout JSONWriter) {
    json.name("params")
    json.beginObject()
    json.name("online_policy")
    json.value(policy.onlinePolicy.name)
    json.name("auto_movable_ratio")
    json.value(UInt64(policy.autoMovableRatio))
    json.name("auto_movable_numa_aware")
    json.value(policy.isAutoMovableNUMAAware)
    // It belongs to the query that reads it, if that is asked.
    if case .canOnlineMovable = query, policy.isMovableNodeEnabled {
      json.name("movable_node")
      json.value(true)
    }
    json.endObject()
  }

  private func writeGroups(to json: inout JSONWriter) {
    guard !state.groups.groups.isEmpty else { return }
    json.name("groups")
    json.beginList()
    for group in state.groups.groups { group.write(to: &json) }
    json.endList()
  }

  private func writeSections(to json: inout JSONWriter) {
    guard !state.sections.isEmpty else { return }
    json.name("sections")
    json.beginList()
    for run in state.sections {
      json.beginObject()
      json.name("first")
      json.value(run.firstSection)
      json.name("count")
      json.value(run.sectionCount)
      json.name("zone")
      json.value(run.zone.name)
      json.name("nid")
      json.value(run.nodeID.rawValue)
      json.endObject()
    }
    json.endList()
  }

  private func writeQuery(to json: inout JSONWriter) {
    json.name("query")
    json.beginObject()
    json.name("function")
    switch query {
    case .canOnlineMovable(let pages, let groupID, let scope):
      json.value("auto_movable_can_online_movable")
      json.name("nid")
      json.value(scope.nid)
      json.write(groupID)
      json.name("nr_pages")
      json.value(pages)
    case .zone(let range, let onlineType, let nodeID, let groupID):
      json.value("zone_for_pfn_range")
      json.name("online_type")
      // The format has no `offline`, which is answered as `online` is.
      json.value((onlineType == .offline ? .online : onlineType).name)
      json.name("nid")
      json.value(nodeID.rawValue)
      json.write(groupID)
      json.name("start_pfn")
      json.value(range.startPFN)
      json.name("nr_pages")
      json.value(range.pageCount)
      if policy.isMovableNodeEnabled {
        json.name("movable_node")
        json.value(true)
      }
    }
    json.endObject()
  }
}

extension JSONWriter {
  fileprivate mutating func write(_ groupID: MemoryGroupID?) {
    guard let groupID else { return }
    name("mgid")
    value(groupID.rawValue)
  }
}
