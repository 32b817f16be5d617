// SPDX-License-Identifier: MIT

import AutoMovable

/// Worked layouts: 32 GiB hotplugged block by block above 4 GiB of boot memory.
public enum LayoutExamples {
  /// The decisions at the ends of every layout and at each change of the zone.
  public static var vectors: [DecisionVector] {
    layouts.enumerated().flatMap { index, layout in
      history(layout, number: index + 1).vectors
    }
  }

  private struct Layout {
    let ratio: UInt32
    let boot: BootMemory
    let device: ExampleDevice.Kind
    let pattern: ZonePattern
    let name: String

    init(
      _ ratio: UInt32, _ boot: BootMemory, _ device: ExampleDevice.Kind,
      _ pattern: StaticString
    ) {
      self.ratio = ratio
      self.boot = boot
      self.device = device
      self.pattern = ZonePattern(stringLiteral: "\(pattern)")
      self.name = "ratio \(ratio), boot memory \(boot.name), \(device.name): \(pattern)"
    }
  }

  /// Boot memory of 4 GiB.
  fileprivate enum BootMemory {
    /// All of it in `ZONE_NORMAL`.
    case exactly
    /// As QEMU's i440fx lays it out: 3 GiB below 4 GiB, 1 GiB above, and 130
    /// pages absent.
    case i440fx
    /// The boot memory that a much-cited drawing of the policy implies.
    case drawing
  }

  private static let layouts: [Layout] = [
    Layout(300, .exactly, .virtioMem(unitBlocks: 1), "M96 (N1 M3)x40"),
    Layout(300, .exactly, .virtioMem(unitBlocks: 2), "M96 (N2 M6)x20"),
    Layout(300, .exactly, .virtioMem(unitBlocks: 8), "M96 (N8 M24)x5"),
    Layout(300, .exactly, .dimm(blocks: 256), "N256"),
    Layout(300, .exactly, .ungrouped, "M96 N160"),
    Layout(300, .i440fx, .virtioMem(unitBlocks: 1), "M95 N1 (M3 N1)x40"),
    Layout(300, .i440fx, .virtioMem(unitBlocks: 2), "M94 N2 (M6 N2)x20"),
    Layout(300, .i440fx, .virtioMem(unitBlocks: 8), "M88 N8 (M24 N8)x5"),
    Layout(300, .i440fx, .dimm(blocks: 256), "N256"),
    Layout(300, .i440fx, .ungrouped, "M95 N161"),
    Layout(301, .exactly, .virtioMem(unitBlocks: 1), "M96 (N1 M3)x40"),
    Layout(301, .exactly, .virtioMem(unitBlocks: 2), "M96 (N2 M6)x20"),
    Layout(301, .exactly, .virtioMem(unitBlocks: 8), "M96 (N8 M24)x5"),
    Layout(301, .exactly, .dimm(blocks: 256), "N256"),
    Layout(301, .exactly, .ungrouped, "M96 N160"),
    Layout(301, .i440fx, .virtioMem(unitBlocks: 1), "M96 (N1 M3)x40"),
    Layout(301, .i440fx, .virtioMem(unitBlocks: 2), "M96 (N2 M6)x20"),
    Layout(301, .i440fx, .virtioMem(unitBlocks: 8), "M96 (N8 M24)x5"),
    Layout(301, .i440fx, .dimm(blocks: 256), "N256"),
    Layout(301, .i440fx, .ungrouped, "M96 N160"),
    Layout(300, .drawing, .virtioMem(unitBlocks: 1), "M8 N1 M3 N1 M3"),
  ]

  private static func history(_ layout: Layout, number: Int) -> ExampleHistory {
    ExampleHistory(
      name: "worked-layouts-\(number < 10 ? "0" : "")\(number)",
      note: layout.name,
      ratio: layout.ratio,
      boot: layout.boot.node,
      // 8 GiB is past all boot memory and a multiple of every unit.
      devices: [ExampleDevice(kind: layout.device, startPFN: 2 << 20)],
      steps: layout.pattern.zones.map { ExampleHistory.Step(device: 0, zone: $0) })
  }
}

extension LayoutExamples.BootMemory {
  fileprivate var name: String {
    switch self {
    case .exactly: "exactly 4 GiB"
    case .i440fx: "4 GiB less 130 pages"
    case .drawing: "87382 pages"
    }
  }

  fileprivate var node: Node {
    switch self {
    case .exactly:
      return ExampleMachine.node(early: 1 << 20)
    case .drawing:
      return ExampleMachine.node(early: 87_382)
    case .i440fx:
      var node = ExampleMachine.node(early: 262_144)
      node[.dma] = Zone(
        startPFN: 1, spannedPages: 4095, presentPages: 3998, presentEarlyPages: 3998)
      node[.dma32] = Zone(
        startPFN: 4096, spannedPages: 782_304, presentPages: 782_304,
        presentEarlyPages: 782_304)
      return node
    }
  }
}

extension ExampleDevice.Kind {
  fileprivate var name: String {
    switch self {
    case .ungrouped: "no group"
    case .dimm: "one DIMM"
    case .virtioMem(let blocks): "virtio-mem with units of \(blocks) blocks"
    }
  }
}
