// SPDX-License-Identifier: MIT

import AutoMovable

extension ExplorationScope {
  /// All scopes, small ones first. To add one, add it here.
  public static let all: [ExplorationScope] = [
    .smallest, .texts, .refusals, .shapes, .nodes, .units, .groups, .standard, .wide,
  ]

  /// The scope that is explored unless another one is asked for.
  public static var `default`: ExplorationScope { .standard }

  /// The scope with a name.
  public init?(name: String) {
    guard let scope = Self.all.first(where: { $0.name == name }) else { return nil }
    self = scope
  }

  private static let block = BootShape.blockPages

  /// Small enough to count by hand; docs/explore.md does.
  public static let smallest = ExplorationScope(
    name: "smallest", words: "one boot block, one that can be added, no groups"
  ) {
    BootSettings().boots(.oneBlock(added: 1))
  }

  static let texts = ExplorationScope(
    name: "texts", words: "parameters and files, written with good texts and bad ones"
  ) {
    var settings = BootSettings()
    settings.writesParameters = true
    settings.hasOddTexts = true
    return [KernelVersion.first, .standard, KernelVersion(6, 17)].flatMap {
      settings.kernel = $0
      return settings.boots(.oneBlock(added: 1))
    }
  }

  static let refusals = ExplorationScope(
    name: "refusals", words: "a notifier that refuses, two blocks, memory with its own map"
  ) {
    var settings = BootSettings()
    settings.hasNotifier = true
    settings.parameters =
      BootSettings.autoMovable([100]) + BootSettings.withOwnMap(BootSettings.autoMovable([301]))
    settings.autoOnlineTypes = [.offline, .online]
    return settings.boots(.oneBlock(added: 2))
  }

  static let shapes = ExplorationScope(
    name: "shapes", words: "boot memory of one to three blocks, with and without holes"
  ) {
    var settings = BootSettings()
    settings.parameters = BootSettings.allParameters
    return [
      .twoBlocks, .low, .holeInDMA32, .partOfBlock, .belowDMA, .movableAtBoot, .contiguousPages,
    ].flatMap { settings.boots($0) }
  }

  static let nodes = ExplorationScope(
    name: "nodes", words: "two nodes, the second with boot memory or without, and a group"
  ) {
    var settings = BootSettings()
    settings.parameters = BootSettings.allParameters
    settings.groupKinds = [.dynamic(unitPages: block)]
    settings.maximumGroups = (0, 1)
    return [BootShape.twoNodes, .nodeWithoutMemory].flatMap { settings.boots($0) }
  }

  static let units = ExplorationScope(
    name: "units", words: "a virtio-mem device of large units, below 4 GiB and above"
  ) {
    var settings = BootSettings()
    settings.parameters = BootSettings.autoMovable([0, 100, 301])
    settings.maximumGroups = (0, 1)
    return [UInt64(2), 4].flatMap {
      settings.groupKinds = [.dynamic(unitPages: $0 * block)]
      return [BootShape.low, .holeInDMA32, .belowDMA, .twoBlocks].flatMap { settings.boots($0) }
    }
  }

  static let groups = ExplorationScope(
    name: "groups", words: "up to two groups of each kind, two blocks that can be added"
  ) {
    var settings = BootSettings()
    settings.parameters = BootSettings.autoMovable([100, 301])
    settings.groupKinds = [.static(maxPages: 2 * block), .dynamic(unitPages: block)]
    settings.maximumGroups = (2, 2)
    return settings.boots(.oneBlock(added: 2))
  }

  static let standard = ExplorationScope(
    name: "standard",
    words: "a device of each kind, two blocks, all parameters, onlined by hand or not"
  ) {
    var settings = BootSettings()
    settings.parameters =
      BootSettings.allParameters + BootSettings.withOwnMap(BootSettings.autoMovable([100]))
    settings.autoOnlineTypes = [.offline, .online]
    settings.maximumGroups = (1, 1)
    return [
      [.static(maxPages: 2 * block), .dynamic(unitPages: block)],
      [.static(maxPages: block), .dynamic(unitPages: 2 * block)],
    ].flatMap { (kinds: [MemoryGroup.Kind]) in
      settings.groupKinds = kinds
      return settings.boots(.oneBlock(added: 2))
    }
  }

  static let wide = ExplorationScope(
    name: "wide", words: "a device of each kind and three blocks: millions of states"
  ) {
    var settings = BootSettings()
    settings.parameters = BootSettings.autoMovable([100, 200, 301])
    settings.groupKinds = [.static(maxPages: 2 * block), .dynamic(unitPages: block)]
    settings.maximumGroups = (1, 1)
    return settings.boots(.oneBlock(added: 3))
  }
}
