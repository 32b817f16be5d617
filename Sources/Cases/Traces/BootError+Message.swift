// SPDX-License-Identifier: MIT

import AutoMovable

extension BootError {
  /// What is wrong, for people.
  var message: String {
    switch self {
    case .invalidBlockSize:
      "expected a power of two of at least 134217728 and not more than is addressable"
    case .unorderedNodes: "the nodes don't ascend"
    case .impossibleNode(let id): "node \(id.rawValue) is not in possible_nids"
    case .spanNotAddressable(let id, let zone):
      "the span of \(zone.name) of node \(id.rawValue) reaches past the last page, "
        + "\(MemoryGeometry.pageCount - 1)"
    case .spansOverlap(let id, let zone):
      "the span of \(zone.name) of node \(id.rawValue) meets that of another zone"
    }
  }
}
