// SPDX-License-Identifier: MIT

import Testing

@testable import AutoMovable
@testable import Cases
@testable import Conformance

@Suite("Properties in explorations")
struct ExploredPropertyTests {
  @Test("Names are different, and so are claims")
  func names() {
    let all = ExploredProperties.all
    #expect(Set(all.map(\.name)).count == all.count)
    #expect(Set(all.map(\.claim)).count == all.count)
  }
}
