// SPDX-License-Identifier: MIT

/// A way to make cases.
public enum Strategy: Int, CaseIterable, Hashable, Sendable {
  /// Recorded vectors out of files.
  case vectors
  /// Every combination of a small domain of the ratio test's inputs.
  case exhaustiveRatio
  /// Every combination of a small domain of the zone choice's inputs.
  case exhaustiveZone
  /// Machines as they are built: 0.5 GiB to 16 TiB, 1 to 64 nodes.
  case plausible
  /// Movable memory at the limit, one below and one above.
  case boundary
  /// Boot memory at the devices' requirement, and group terms around 0.
  case requirement
  /// Numbers at the edge of 64 bits and ratios at the edge of 31 and 32 bits.
  case extreme
  /// Ranges that touch, or just miss, the span of a zone.
  case zoneEdges
  /// Units larger than a block with every pattern of online sections.
  case units
  /// States that the functions define but no kernel reaches.
  case odd
  /// Every number an arbitrary 64-bit word.
  case uniform

  // MARK: Histories

  /// Devices that grow and shrink, mostly onlined by themselves.
  case growShrink
  /// DIMMs, virtio-mem and loose memory on several nodes, onlined either way.
  case mixedDevices
  /// Memory in the hole below 4 GiB, between and beside DMA zones.
  case lowMemory
  /// All kinds of texts written to files and read back.
  case textFiles
  /// A notifier that refuses half-way.
  case refusals
  /// Operations that the kernel refuses.
  case misuse
  /// Machines that can't be, or only just; few operations.
  case oddBoots
}

extension Strategy {
  /// Where the cases of a strategy come from.
  public enum Kind: Hashable, Sendable {
    /// Files.
    case recorded
    /// An enumeration.
    case exhaustive
    /// Random decisions.
    ///
    /// No strategy finds all mistakes; the share of each in the mix, in 64ths,
    /// follows from what it found alone.
    case decisions(share: Int)
    /// Random histories, with the share in the mix in 16ths.
    case histories(share: Int)
  }

  /// All there is to say about a strategy, in the order of the cases.
  private var row: (name: String, kind: Kind, words: String) {
    switch self {
    case .vectors: ("vectors", .recorded, "recorded vectors out of files")
    case .exhaustiveRatio:
      ("exhaustive-ratio", .exhaustive, "every combination of a small domain of the ratio test")
    case .exhaustiveZone:
      ("exhaustive-zone", .exhaustive, "every combination of a small domain of the zone choice")
    case .plausible: ("plausible", .decisions(share: 5), "machines as they are built")
    case .boundary:
      ("boundary", .decisions(share: 14), "movable memory at the limit, one below, one above")
    case .requirement:
      ("requirement", .decisions(share: 8), "boot memory at the devices' requirement")
    case .extreme: ("extreme", .decisions(share: 8), "numbers at the edge of 31, 32 and 64 bits")
    case .zoneEdges:
      ("zone-edges", .decisions(share: 8), "ranges that touch or just miss a zone's span")
    case .units:
      ("units", .decisions(share: 12), "units larger than a block, every pattern of sections")
    case .odd: ("odd", .decisions(share: 6), "states that no kernel reaches")
    case .uniform: ("uniform", .decisions(share: 3), "arbitrary 64-bit words")
    case .growShrink:
      (
        "grow-shrink", .histories(share: 3),
        "devices that grow and shrink, mostly onlined by themselves"
      )
    case .mixedDevices:
      (
        "mixed-devices", .histories(share: 4),
        "DIMMs, virtio-mem and loose memory, onlined either way"
      )
    case .lowMemory:
      ("low-memory", .histories(share: 3), "memory in the hole below 4 GiB, beside DMA zones")
    case .textFiles:
      ("text-files", .histories(share: 1), "all kinds of texts written to files and read back")
    case .refusals: ("refusals", .histories(share: 3), "a notifier that refuses half-way")
    case .misuse: ("misuse", .histories(share: 2), "operations that the kernel refuses")
    case .oddBoots: ("odd-boots", .histories(share: 0), "machines that can't be, or only just")
    }
  }
}

extension Strategy {
  /// The name in reports and on the command line.
  public var name: String { row.name }

  /// Where the cases come from.
  public var kind: Kind { row.kind }

  /// What the strategy makes, in words.
  public var words: String { row.words }

  /// The strategy with a name, or `nil`.
  public init?(name: String) {
    guard let strategy = Self.allCases.first(where: { $0.name == name }) else { return nil }
    self = strategy
  }

  /// Whether the strategy makes whole histories and not single decisions.
  public var makesHistories: Bool { if case .histories = kind { true } else { false } }
}

extension Strategy: CustomStringConvertible {
  /// The name.
  public var description: String { name }
}
