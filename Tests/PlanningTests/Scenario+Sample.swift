// SPDX-License-Identifier: MIT

import Planning
import Scenarios
import Testing

extension Scenario {
  /// A scenario with boot memory by sizes such as `4G`, one a node.
  init(
    boot: [String], ratio: UInt32 = 301, virtioMemory: [VirtioMemoryDevice] = [],
    actions: [ScenarioAction] = []
  ) throws {
    self.init(
      name: "test", nodes: try boot.map { try #require(ByteCount($0)) },
      virtioMemory: virtioMemory, autoMovableRatio: ratio, actions: actions)
    #expect(validate() == nil)
  }

  /// A scenario with one virtio-mem device that grows to a size.
  init(boot: String, ratio: UInt32 = 301, grow size: String, block: String? = nil) throws {
    let size = try #require(ByteCount(size))
    let unit: UInt64 = 1 << 27
    let whole = (size.rawValue + unit - 1) / unit * unit
    try self.init(
      boot: [boot], ratio: ratio,
      virtioMemory: [
        VirtioMemoryDevice(
          id: "vm0", size: ByteCount(rawValue: whole), block: block.flatMap { ByteCount($0) })
      ],
      actions: [.resize(device: "vm0", size: size)])
  }

  /// What the scenario comes to.
  func planned(_ options: PlannedBoot.Options = PlannedBoot.Options()) throws -> Plan {
    try Plan(PlanCase(self, boot: .usual(options)).planner())
  }
}

extension Plan {
  /// The devices' layouts in one line.
  var layout: String { summary.devices.map { "\($0.layout)" }.joined(separator: " | ") }

  /// The kinds of warnings.
  var warningKinds: [PlanWarning.Kind] { warnings.map(\.kind) }
}

/// A size such as `4G` that is known to be one.
func bytes(_ text: String) -> ByteCount { ByteCount(text) ?? ByteCount(rawValue: 0) }
