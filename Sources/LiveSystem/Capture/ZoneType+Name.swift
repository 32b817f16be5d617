// SPDX-License-Identifier: MIT

import AutoMovable

extension ZoneType {
  /// The zone that the kernel prints so, or `nil`.
  init?(name: String) {
    guard let type = Self.allCases.first(where: { $0.description == name }) else { return nil }
    self = type
  }
}
