// SPDX-License-Identifier: MIT

import AutoMovable

extension BootError {
  /// What is wrong with a machine of a geometry, for people.
  func message(_ geometry: Geometry) -> String {
    switch self {
    case .invalidBlockSize:
      "expected a power of two of at least \(geometry.sectionSize)\(geometry.suffix) "
        + "and not more than is addressable"
    case .impossibleNode(let id): "node \(id.rawValue) is not in possible_nids"
    case .memoryNotGiven: "expected machine.memory, as the zone has holes"
    case .wrongEarlyPages(_, _, let memory):
      "expected \(memory), the pages of machine.memory that the zone spans"
    case .memoryNotAddressable:
      "reaches past the last page, \(geometry.pageCount - 1)\(geometry.suffix)"
    case .spanNotAddressable:
      "\(description), \(geometry.pageCount - 1)\(geometry.suffix)"
    case .noSuchZone(_, let zone): "there is no \(zone) on \(geometry.words)"
    case .memoryNotAscending: "expected runs that ascend and are apart"
    case .memoryOfNoNode: "expected a node of machine.nodes"
    case .memoryInNoZone(_, let pfn):
      "page \(pfn) is spanned by no populated zone of the node"
    case .unorderedNodes, .spansOverlap: description
    }
  }
}
