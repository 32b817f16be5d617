// SPDX-License-Identifier: MIT

import AutoMovable

extension BootError {
  /// What is wrong, for people.
  var message: String {
    switch self {
    case .invalidBlockSize:
      "expected a power of two of at least 134217728 and not more than is addressable"
    case .impossibleNode(let id): "node \(id.rawValue) is not in possible_nids"
    case .memoryNotGiven: "expected machine.memory, as the zone has holes"
    case .wrongEarlyPages(_, _, let memory):
      "expected \(memory), the pages of machine.memory that the zone spans"
    case .memoryNotAddressable:
      "reaches past the last page, \(MemoryGeometry.pageCount - 1)"
    case .memoryNotAscending: "expected runs that ascend and are apart"
    case .memoryOfNoNode: "expected a node of machine.nodes"
    case .memoryInNoZone(_, let pfn):
      "page \(pfn) is spanned by no populated zone of the node"
    case .unorderedNodes, .spanNotAddressable, .spansOverlap: description
    }
  }
}
