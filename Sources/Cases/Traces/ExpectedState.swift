// SPDX-License-Identifier: MIT

import AutoMovable
import TextFiles

/// Counters and spans by the names of their fields in files: all of a machine's,
/// or those that a trace expects.
///
/// What isn't named may be anything. A node, zone or group that is named is to
/// be there, even if none of its fields is.
public struct ExpectedState: Hashable, Sendable {
  var nodes: [Node]?
  var groups: [Group]?

  init() {}

  struct Node: Hashable, Sendable {
    var id: NodeID
    var values = FieldValues<NodeField>()
    var zones: [Zone]?
  }

  struct Zone: Hashable, Sendable {
    var type: ZoneType
    var values = FieldValues<ZoneField>()
  }

  struct Group: Hashable, Sendable {
    var id: MemoryGroupID
    var values = FieldValues<VectorDecoder.GroupField>()
  }

  /// The fields of a node.
  enum NodeField: UInt8, JSONName {
    case nid, startPFN, spannedPages, presentPages, zones, note

    var name: StaticString {
      switch self {
      case .nid: "nid"
      case .startPFN: "node_start_pfn"
      case .spannedPages: "node_spanned_pages"
      case .presentPages: "node_present_pages"
      case .zones: "zones"
      case .note: "note"
      }
    }
  }
}

/// Numbers of one object, in the order of their fields; a truth value is 0 or 1.
struct FieldValues<Field: JSONName & Hashable & Sendable>: Hashable, Sendable {
  struct Entry: Hashable, Sendable {
    let field: Field
    let value: UInt64
  }

  private(set) var entries: [Entry] = []

  subscript(field: Field) -> UInt64? {
    get { entries.first { $0.field == field }?.value }
    set {
      let index =
        entries.firstIndex { $0.field.rawValue >= field.rawValue } ?? entries.endIndex
      if index < entries.endIndex, entries[index].field == field { entries.remove(at: index) }
      if let newValue { entries.insert(Entry(field: field, value: newValue), at: index) }
    }
  }
}

// MARK: A machine's

extension ExpectedState {
  /// Expects all counters and spans of a machine.
  public init(_ machine: MachineSnapshot) {
    nodes = zip(machine.nodes, machine.totals).map { node, totals in
      var values = FieldValues<NodeField>()
      values[.startPFN] = totals.startPFN
      values[.spannedPages] = totals.spannedPages
      values[.presentPages] = totals.presentPages
      return Node(
        id: node.id, values: values,
        zones: ZoneType.allCases.map { Zone(type: $0, values: .init(node[$0])) })
    }
    groups = machine.groups.map { Group(id: $0.id, values: .init($0)) }
  }
}

extension FieldValues<ZoneField> {
  fileprivate init(_ zone: Zone) {
    self[.presentPages] = zone.presentPages
    self[.presentEarlyPages] = zone.presentEarlyPages
    self[.cmaPages] = zone.cmaPages
    self[.startPFN] = zone.startPFN
    self[.spannedPages] = zone.spannedPages
  }
}

extension FieldValues<VectorDecoder.GroupField> {
  fileprivate init(_ group: MemoryGroup) {
    self[.nid] = UInt64(truncatingIfNeeded: group.nodeID.rawValue)
    self[.isDynamic] = group.isDynamic ? 1 : 0
    switch group.kind {
    case .static(let maxPages): self[.maxPages] = maxPages
    case .dynamic(let unitPages): self[.unitPages] = unitPages
    }
    self[.presentKernelPages] = group.presentKernelPages
    self[.presentMovablePages] = group.presentMovablePages
  }
}

// MARK: Comparison

extension ExpectedState {
  /// A field whose value isn't the expected one.
  package struct Difference: Equatable, Sendable {
    /// Where the field is, as `nodes[nid 0].zones[Movable].present_pages`.
    package let path: String
    /// What is expected, or `nil` if the place is to be there at all.
    package let expected: UInt64?
    /// What is there, or `nil` if nothing is.
    package let found: UInt64?
  }

  /// The first field in which a machine isn't what is expected.
  package func difference(from machine: MachineSnapshot) -> Difference? {
    let found = ExpectedState(machine)
    for node in nodes ?? [] {
      let path = "nodes[nid \(node.id.rawValue)]"
      guard let other = found.nodes?.first(where: { $0.id == node.id }) else {
        return Difference(path: path, expected: nil, found: nil)
      }
      if let difference = node.values.difference(from: other.values, at: path) {
        return difference
      }
      for zone in node.zones ?? [] {
        // A node has all zones.
        guard let other = other.zones?.first(where: { $0.type == zone.type }) else { continue }
        let path = "\(path).zones[\(zone.type.name)]"
        if let difference = zone.values.difference(from: other.values, at: path) {
          return difference
        }
      }
    }
    for group in groups ?? [] {
      let path = "groups[mgid \(group.id.rawValue)]"
      guard let other = found.groups?.first(where: { $0.id == group.id }) else {
        return Difference(path: path, expected: nil, found: nil)
      }
      if let difference = group.values.difference(from: other.values, at: path) {
        return difference
      }
    }
    return nil
  }
}

extension FieldValues {
  fileprivate func difference(
    from other: FieldValues, at path: String
  ) -> ExpectedState.Difference? {
    for entry in entries where other[entry.field] != entry.value {
      return ExpectedState.Difference(
        path: "\(path).\(entry.field.name)", expected: entry.value, found: other[entry.field])
    }
    return nil
  }
}
