// SPDX-License-Identifier: MIT

import AutoMovable
import TextFiles

extension VectorDecoder {
  /// The fields of an element of `groups`.
  enum GroupField: UInt8, JSONName {
    case mgid, nid, isDynamic, unitPages, maxPages, presentKernelPages,
      presentMovablePages, note

    var name: StaticString {
      switch self {
      case .mgid: "mgid"
      case .nid: "nid"
      case .isDynamic: "is_dynamic"
      case .unitPages: "unit_pages"
      case .maxPages: "max_pages"
      case .presentKernelPages: "present_kernel_pages"
      case .presentMovablePages: "present_movable_pages"
      case .note: "note"
      }
    }
  }

  /// Reads the list `groups`, in any order.
  mutating func readGroups(
    _ reader: inout JSONReader, into state: inout MemoryState
  ) throws(JSONError) {
    _ = reader.peek()
    let start = reader.position
    var isSorted = true
    groups.removeAll(keepingCapacity: true)
    try reader.beginList()
    var isFirst = true
    while try reader.nextElement(&isFirst) {
      let group = try readGroup(&reader, state.geometry)
      if let last = groups.last, last.id >= group.id { isSorted = false }
      groups.append(group)
    }
    if !isSorted { groups.sort { $0.id < $1.id } }
    for group in groups {
      do throws(HotplugError) {
        try state.groups.restore(group)
      } catch {
        // All else that registration refuses is refused where it stands.
        throw reader.invalid("two groups have mgid \(group.id.rawValue)", at: start)
      }
    }
  }

  private func readGroup(
    _ reader: inout JSONReader, _ geometry: Geometry
  ) throws(JSONError) -> MemoryGroup {
    var id: Int32 = 0
    var nodeID: NodeID = 0
    var isDynamic = false
    var unitPages: UInt64 = 0
    var maxPages: UInt64 = 0
    var kernelPages: UInt64 = 0
    var movablePages: UInt64 = 0
    var fields = try JSONFields<GroupField>(&reader)
    while let field = try fields.next(&reader) {
      switch field {
      case .mgid: id = try reader.integer(in: 0...Int32.max)
      case .nid: nodeID = try reader.nodeID(of: geometry)
      case .isDynamic: isDynamic = try reader.boolean()
      case .unitPages: unitPages = try reader.integer()
      case .maxPages: maxPages = try reader.integer()
      case .presentKernelPages: kernelPages = try reader.integer()
      case .presentMovablePages: movablePages = try reader.integer()
      case .note: _ = try reader.string()
      }
    }
    guard fields.contains(.isDynamic) else {
      throw fields.missing(.isDynamic)
    }
    let stranger: GroupField = isDynamic ? .maxPages : .unitPages
    guard !fields.contains(stranger) else {
      throw reader.invalid(
        isDynamic
          ? "a dynamic group has unit_pages instead"
          : "a static group has max_pages instead",
        at: fields.offset(of: stranger, in: reader))
    }
    if isDynamic {
      guard unitPages >= geometry.minimumBlockPages,
        unitPages & (unitPages &- 1) == 0
      else {
        throw Self.refused(
          .unitPages, unitPages,
          "a power of two of at least \(geometry.minimumBlockPages) on \(geometry.words)",
          fields, reader)
      }
    } else if maxPages == 0 {
      throw Self.refused(.maxPages, maxPages, "at least 1", fields, reader)
    }
    return MemoryGroup(
      id: MemoryGroupID(id), nodeID: nodeID,
      kind: isDynamic
        ? .dynamic(unitPages: unitPages) : .static(maxPages: maxPages),
      presentKernelPages: kernelPages, presentMovablePages: movablePages)
  }

  /// The error of a size that registration would refuse.
  @inline(never)
  private static func refused(
    _ field: GroupField, _ value: UInt64, _ expectation: String,
    _ fields: JSONFields<GroupField>, _ reader: borrowing JSONReader
  ) -> JSONError {
    guard fields.contains(field) else { return fields.missing(field) }
    return reader.invalid(
      "expected \(expectation), found \(value)",
      at: fields.offset(of: field, in: reader))
  }
}
