// SPDX-License-Identifier: MIT

@testable import AutoMovable
@testable import Conformance

extension FaultyMachine: ExplorableMachine {
  mutating func save() -> HotplugMachine { core.save() }

  mutating func restore(_ saved: HotplugMachine) { core.restore(saved) }

  mutating func write(_ image: inout StateImage, blocks: [UInt64]) {
    core.write(&image, blocks: blocks)
  }

  var explored: HotplugMachine? { core.explored }
}
