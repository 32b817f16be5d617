// SPDX-License-Identifier: MIT

import AutoMovable

extension ZoneType {
  /// The zone that a kernel calls so in its files; `nil` if there is none.
  init?(name: some StringProtocol) {
    guard let zone = Self.allCases.first(where: { $0.description == name }) else { return nil }
    self = zone
  }
}
