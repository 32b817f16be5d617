// SPDX-License-Identifier: MIT

import AutoMovable

extension BootError {
  /// What is wrong, for people.
  var message: String {
    switch self {
    case .invalidBlockSize:
      "expected a power of two of at least 134217728 and not more than is addressable"
    case .impossibleNode(let id): "node \(id.rawValue) is not in possible_nids"
    case .unorderedNodes, .spanNotAddressable, .spansOverlap: description
    }
  }
}
