// SPDX-License-Identifier: MIT

import AutoMovable

/// Worked cases of several devices on one node with 4 GiB of boot memory.
enum DeviceExamples {
  /// One device of a case and the zones of its blocks.
  private struct Device {
    let kind: ExampleDevice.Kind
    let zones: [ZoneType]

    init(_ kind: ExampleDevice.Kind, _ pattern: ZonePattern) {
      self.kind = kind
      self.zones = pattern.zones
    }

    static func dimm(_ pattern: ZonePattern) -> Device {
      Device(.dimm(blocks: pattern.zones.count), pattern)
    }

    static func virtioMem(_ pattern: ZonePattern) -> Device {
      Device(.virtioMem(unitBlocks: 1), pattern)
    }
  }

  /// The decisions at the ends of every device and at each change of its zone.
  static var vectors: [DecisionVector] {
    histories.flatMap(\.vectors)
  }

  private static var histories: [ExampleHistory] {
    [
      history(
        "g", "two DIMMs of 8 GiB", [.dimm("M64"), .dimm("N64")]),
      history(
        "h", "a DIMM of 16 GiB that doesn't fit, then one of 12 GiB",
        [.dimm("N128"), .dimm("M96")]),
      history(
        "i", "four DIMMs of 4 GiB",
        [.dimm("M32"), .dimm("M32"), .dimm("M32"), .dimm("N32")]),
      history(
        "j", "two virtio-mem devices of 16 GiB, one after the other",
        [.virtioMem("M96 (N1 M3)x8"), .virtioMem("(N1 M3)x32")]),
      history(
        "k", "the same with ratio 300, an exact fit that starves the second", ratio: 300,
        [.virtioMem("M96 (N1 M3)x8"), .virtioMem("N128")]),
      history(
        "l", "virtio-mem A 96 blocks, B 4, A 4, B 16", ratio: 300,
        [.virtioMem("M96 N1 M3"), .virtioMem("N20")],
        turns: [(0, 96), (1, 4), (0, 4), (1, 16)]),
      history(
        "m", "two virtio-mem devices, block by block in turn",
        [
          .virtioMem("M48 (N1 M1)x24 (N1 M3)x8"),
          .virtioMem("M96 (N1 M3)x8"),
        ],
        turns: Array(repeating: [(0, 1), (1, 1)], count: 128).flatMap { $0 }),
      history(
        "n", "a DIMM of 8 GiB, then virtio-mem of 16 GiB",
        [.dimm("M64"), .virtioMem("M32 (N1 M3)x24")]),
      history(
        "o", "virtio-mem of 8 GiB, then DIMMs of 4 GiB and 1 GiB",
        [.virtioMem("M64"), .dimm("M32"), .dimm("N8")]),
    ]
  }

  /// - Parameter turns: Which device grows next and by how many blocks; by
  ///   default one device after the other.
  private static func history(
    _ letter: String, _ note: String, ratio: UInt32 = 301, _ devices: [Device],
    turns: [(device: Int, blocks: Int)]? = nil
  ) -> ExampleHistory {
    var done = Array(repeating: 0, count: devices.count)
    var steps: [ExampleHistory.Step] = []
    for turn in turns ?? devices.enumerated().map({ ($0, $1.zones.count) }) {
      for _ in 0..<turn.blocks {
        steps.append(
          ExampleHistory.Step(
            device: turn.device, zone: devices[turn.device].zones[done[turn.device]]))
        done[turn.device] += 1
      }
    }
    precondition(done == devices.map(\.zones.count), "the turns leave blocks over")
    return ExampleHistory(
      name: "worked-odd-cases-\(letter)",
      note: note,
      ratio: ratio,
      boot: ExampleMachine.node(early: 1 << 20),
      devices: devices.enumerated().map { index, device in
        // A region of 64 GiB each, from 64 GiB on.
        ExampleDevice(kind: device.kind, startPFN: UInt64(index + 1) << 24)
      },
      steps: steps)
  }
}
