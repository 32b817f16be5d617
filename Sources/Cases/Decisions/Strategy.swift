// SPDX-License-Identifier: MIT

/// A way to make cases.
public enum Strategy: String, CaseIterable, Hashable, Sendable {
  /// Recorded vectors out of files.
  case vectors
  /// Every combination of a small domain of the ratio test's inputs.
  case exhaustiveRatio = "exhaustive-ratio"
  /// Every combination of a small domain of the zone choice's inputs.
  case exhaustiveZone = "exhaustive-zone"
  /// Machines as they are built: 0.5 GiB to 16 TiB, 1 to 64 nodes.
  case plausible
  /// Movable memory at the limit, one below and one above.
  case boundary
  /// Boot memory at the devices' requirement, and group terms around 0.
  case requirement
  /// Numbers at the edge of 64 bits and ratios at the edge of 31 and 32 bits.
  case extreme
  /// Ranges that touch, or just miss, the span of a zone.
  case zoneEdges = "zone-edges"
  /// Units larger than a block with every pattern of online sections.
  case units
  /// States that the functions define but no kernel reaches.
  case odd
  /// Every number an arbitrary 64-bit word.
  case uniform

  // MARK: Histories

  /// Devices that grow and shrink, mostly onlined by themselves.
  case growShrink = "grow-shrink"
  /// DIMMs, virtio-mem and loose memory on several nodes, onlined either way.
  case mixedDevices = "mixed-devices"
  /// Memory in the hole below 4 GiB, between and beside DMA zones.
  case lowMemory = "low-memory"
  /// All kinds of texts written to files and read back.
  case textFiles = "text-files"
  /// A notifier that refuses half-way.
  case refusals
  /// Operations that the kernel refuses.
  case misuse
}

extension Strategy {
  /// Whether the strategy makes whole histories and not single decisions.
  public var makesHistories: Bool {
    switch self {
    case .growShrink, .mixedDevices, .lowMemory, .textFiles, .refusals, .misuse: true
    default: false
    }
  }

  /// The position among all strategies.
  package var index: Int {
    switch self {
    case .vectors: 0
    case .exhaustiveRatio: 1
    case .exhaustiveZone: 2
    case .plausible: 3
    case .boundary: 4
    case .requirement: 5
    case .extreme: 6
    case .zoneEdges: 7
    case .units: 8
    case .odd: 9
    case .uniform: 10
    case .growShrink: 11
    case .mixedDevices: 12
    case .lowMemory: 13
    case .textFiles: 14
    case .refusals: 15
    case .misuse: 16
    }
  }
}
