// SPDX-License-Identifier: MIT

import AutoMovable
import Cases

/// The place of one number in a vector.
enum VectorInput: Hashable {
  case ratio
  case zone(node: Int, type: Int, ZoneField)
  case group(Int, GroupField)
  case section(Int, SectionField)
  case startPFN
  case pageCount

  enum ZoneField: String, CaseIterable {
    case startPFN = "zone_start_pfn"
    case spannedPages = "spanned_pages"
    case presentPages = "present_pages"
    case presentEarlyPages = "present_early_pages"
    case cmaPages = "cma_pages"
  }

  enum GroupField: CaseIterable { case size, kernelPages, movablePages }

  enum SectionField: String, CaseIterable { case first, count }
}

extension VectorInput {
  /// All numbers of a vector, those of empty zones left out.
  static func all(of vector: DecisionVector) -> [VectorInput] {
    var inputs: [VectorInput] = [.pageCount]
    if case .zone = vector.query { inputs.append(.startPFN) }
    for node in vector.state.nodes.indices {
      for type in 0..<ZoneType.count
      where vector.state.nodes[node].zones[type] != Zone() {
        inputs += ZoneField.allCases.map { .zone(node: node, type: type, $0) }
      }
    }
    for group in vector.state.groups.groups.indices {
      inputs += GroupField.allCases.map { .group(group, $0) }
    }
    for section in vector.state.sections.indices {
      inputs += SectionField.allCases.map { .section(section, $0) }
    }
    inputs.append(.ratio)
    return inputs
  }

  /// The place in the terms of the vector's file format.
  func path(in vector: DecisionVector) -> String {
    switch self {
    case .ratio: "params.auto_movable_ratio"
    case .zone(let node, let type, let field):
      "nodes[\(node)].\(ZoneType.allCases[type]).\(field.rawValue)"
    case .group(let group, .size):
      vector.state.groups.groups[group].isDynamic
        ? "groups[\(group)].unit_pages" : "groups[\(group)].max_pages"
    case .group(let group, .kernelPages): "groups[\(group)].present_kernel_pages"
    case .group(let group, .movablePages): "groups[\(group)].present_movable_pages"
    case .section(let section, let field): "sections[\(section)].\(field.rawValue)"
    case .startPFN: "query.start_pfn"
    case .pageCount: "query.nr_pages"
    }
  }

  /// The number.
  func value(in vector: DecisionVector) -> UInt64 {
    switch self {
    case .ratio:
      return UInt64(vector.policy.autoMovableRatio)
    case .zone(let node, let type, let field):
      let zone = vector.state.nodes[node].zones[type]
      switch field {
      case .startPFN: return zone.startPFN
      case .spannedPages: return zone.spannedPages
      case .presentPages: return zone.presentPages
      case .presentEarlyPages: return zone.presentEarlyPages
      case .cmaPages: return zone.cmaPages
      }
    case .group(let index, let field):
      let group = vector.state.groups.groups[index]
      switch (field, group.kind) {
      case (.size, .static(let pages)), (.size, .dynamic(let pages)): return pages
      case (.kernelPages, _): return group.presentKernelPages
      case (.movablePages, _): return group.presentMovablePages
      }
    case .section(let index, let field):
      let run = vector.state.sections[index]
      return field == .first ? run.firstSection : run.sectionCount
    case .startPFN:
      guard case .zone(let range, _, _, _) = vector.query else { return 0 }
      return range.startPFN
    case .pageCount:
      switch vector.query {
      case .canOnlineMovable(let pages, _, _): return pages
      case .zone(let range, _, _, _): return range.pageCount
      }
    }
  }

  /// The vector with another number at the place, or `nil` if it wouldn't be
  /// well-formed.
  func setting(_ value: UInt64, in vector: DecisionVector) -> DecisionVector? {
    var vector = vector
    switch self {
    case .ratio:
      guard let ratio = UInt32(exactly: value) else { return nil }
      vector.policy.autoMovableRatio = ratio
    case .zone(let node, let type, let field):
      switch field {
      case .startPFN: vector.state.nodes[node].zones[type].startPFN = value
      case .spannedPages: vector.state.nodes[node].zones[type].spannedPages = value
      case .presentPages: vector.state.nodes[node].zones[type].presentPages = value
      case .presentEarlyPages: vector.state.nodes[node].zones[type].presentEarlyPages = value
      case .cmaPages: vector.state.nodes[node].zones[type].cmaPages = value
      }
    case .group(let index, let field):
      let group = vector.state.groups.groups[index]
      switch field {
      case .size:
        return vector.replacingGroup(at: index) { $0.sized(value) }
      case .kernelPages:
        vector.state.groups.update(group.id) { $0.presentKernelPages = value }
      case .movablePages:
        vector.state.groups.update(group.id) { $0.presentMovablePages = value }
      }
    case .section(let index, let field):
      if field == .first {
        vector.state.sections[index].firstSection = value
      } else {
        vector.state.sections[index].sectionCount = value
      }
      guard vector.hasWellFormedSections else { return nil }
    case .startPFN:
      guard case .zone(var range, let type, let node, let group) = vector.query
      else { return nil }
      range.startPFN = value
      vector.query = .zone(range: range, onlineType: type, nodeID: node, groupID: group)
    case .pageCount:
      switch vector.query {
      case .canOnlineMovable(_, let groupID, let scope):
        vector.query = .canOnlineMovable(pages: value, groupID: groupID, scope: scope)
      case .zone(var range, let type, let node, let group):
        range.pageCount = value
        vector.query = .zone(range: range, onlineType: type, nodeID: node, groupID: group)
      }
    }
    return vector
  }
}

extension MemoryGroup {
  /// The group with another size.
  fileprivate func sized(_ pages: UInt64) -> MemoryGroup {
    MemoryGroup(
      id: id, nodeID: nodeID,
      kind: isDynamic ? .dynamic(unitPages: pages) : .static(maxPages: pages),
      presentKernelPages: presentKernelPages,
      presentMovablePages: presentMovablePages, blockCount: blockCount)
  }
}
