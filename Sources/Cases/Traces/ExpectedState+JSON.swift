// SPDX-License-Identifier: MIT

import AutoMovable
public import TextFiles

// MARK: Writing

extension JSONWriter {
  /// Writes all counters and spans of a machine, those that are 0 too.
  public mutating func value(_ snapshot: MachineSnapshot) {
    beginObject()
    writeFields(of: ExpectedState(snapshot))
    endObject()
  }

  /// Writes the lists of an object with counters and spans.
  mutating func writeFields(of state: ExpectedState) {
    if let nodes = state.nodes {
      name("nodes")
      beginList()
      for node in nodes { value(node) }
      endList()
    }
    if let groups = state.groups {
      name("groups")
      beginList()
      for group in groups {
        beginObject()
        name("mgid")
        value(group.id.rawValue)
        write(group.values)
        endObject()
      }
      endList()
    }
  }

  private mutating func value(_ node: ExpectedState.Node) {
    beginObject()
    name("nid")
    value(node.id.rawValue)
    write(node.values)
    if let zones = node.zones {
      name("zones")
      beginList()
      for zone in zones {
        beginObject()
        name("zone")
        value(zone.type.name)
        write(zone.values)
        endObject()
      }
      endList()
    }
    endObject()
  }

  private mutating func write<Field>(_ values: FieldValues<Field>) {
    for entry in values.entries {
      name(entry.field.name)
      if (entry.field as? VectorDecoder.GroupField) == .isDynamic {
        value(entry.value != 0)
      } else {
        value(entry.value)
      }
    }
  }
}

// MARK: Reading

extension JSONReader {
  /// Reads a list of nodes of which some fields are expected.
  mutating func expectedNodes() throws(JSONError) -> [ExpectedState.Node] {
    var nodes: [ExpectedState.Node] = []
    try beginList()
    var isFirst = true
    while try nextElement(&isFirst) {
      var node = ExpectedState.Node(id: 0)
      var fields = try JSONFields<ExpectedState.NodeField>(&self)
      while let field = try fields.next(&self) {
        switch field {
        case .nid: node.id = try nodeID()
        case .startPFN, .spannedPages, .presentPages: node.values[field] = try integer()
        case .zones: node.zones = try expectedZones()
        case .note: _ = try string()
        }
      }
      guard fields.contains(.nid) else { throw fields.missing(.nid) }
      guard !nodes.contains(where: { $0.id == node.id }) else {
        throw invalid(
          "two nodes have nid \(node.id.rawValue)", at: fields.offset(of: .nid, in: self))
      }
      nodes.append(node)
    }
    return nodes
  }

  private mutating func expectedZones() throws(JSONError) -> [ExpectedState.Zone] {
    var zones: [ExpectedState.Zone] = []
    try beginList()
    var isFirst = true
    while try nextElement(&isFirst) {
      var zone = ExpectedState.Zone(type: .normal)
      var fields = try JSONFields<ZoneField>(&self)
      while let field = try fields.next(&self) {
        switch field {
        case .zone: zone.type = try name()
        case .note: _ = try string()
        default: zone.values[field] = try integer()
        }
      }
      guard fields.contains(.zone) else { throw fields.missing(.zone) }
      guard !zones.contains(where: { $0.type == zone.type }) else {
        throw invalid(
          "\(zone.type.name) occurs twice in the node", at: fields.offset(of: .zone, in: self))
      }
      zones.append(zone)
    }
    return zones
  }

  /// Reads a list of groups of which some fields are expected.
  mutating func expectedGroups() throws(JSONError) -> [ExpectedState.Group] {
    var groups: [ExpectedState.Group] = []
    try beginList()
    var isFirst = true
    while try nextElement(&isFirst) {
      var group = ExpectedState.Group(id: 0)
      var fields = try JSONFields<VectorDecoder.GroupField>(&self)
      while let field = try fields.next(&self) {
        switch field {
        case .mgid: group.id = MemoryGroupID(try integer(in: 0...Int32.max))
        case .nid:
          group.values[field] = UInt64(truncatingIfNeeded: try nodeID().rawValue)
        case .isDynamic: group.values[field] = try boolean() ? 1 : 0
        case .note: _ = try string()
        default: group.values[field] = try integer()
        }
      }
      guard fields.contains(.mgid) else { throw fields.missing(.mgid) }
      guard !groups.contains(where: { $0.id == group.id }) else {
        throw invalid(
          "two groups have mgid \(group.id.rawValue)",
          at: fields.offset(of: .mgid, in: self))
      }
      groups.append(group)
    }
    return groups
  }
}
