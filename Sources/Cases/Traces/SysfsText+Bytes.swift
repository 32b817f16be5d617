// SPDX-License-Identifier: MIT

import AutoMovable

extension SysfsText {
  /// The bytes, which are ASCII.
  var utf8: [UInt8] { (0..<count).map { self[$0] } }
}
