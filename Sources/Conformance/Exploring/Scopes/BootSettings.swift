// SPDX-License-Identifier: MIT

import AutoMovable
import Cases

/// What is tried on machines of some shapes.
struct BootSettings: Sendable {
  /// The parameters at boot: each combination is a boot state.
  var parameters: [ModuleParameters] = Self.autoMovable([301])

  /// What becomes of added blocks.
  var autoOnlineTypes: [OnlineType] = [.offline]

  /// The kinds that groups are registered with.
  var groupKinds: [MemoryGroup.Kind] = []

  /// The most groups at a time.
  var maximumGroups: (static: Int, dynamic: Int) = (0, 0)

  /// What is written to the files state. Each one more is one more thing that can
  /// stick to a block.
  var onlineTypes = OnlineType.allCases

  /// Whether a notifier refuses from time to time.
  var hasNotifier = false

  /// With which error number.
  var notifierErrno: Int32 = 16

  /// Whether parameters are written, with good texts and bad ones.
  var writesParameters = false

  /// Whether the files of blocks are written with bad texts too, and read.
  var hasOddTexts = false

  /// Whether operations are tried that are always refused.
  var hasMisuse = true

  /// The kernel.
  var kernel = KernelVersion.standard
}

extension BootSettings {
  /// The policy `auto-movable` with ratios, with and without the test of the node.
  static func autoMovable(_ ratios: [UInt32], isNUMAAware: [Bool] = [true]) -> [ModuleParameters] {
    ratios.flatMap { ratio in
      isNUMAAware.map {
        ModuleParameters(
          policy: Policy(
            onlinePolicy: .autoMovable, autoMovableRatio: ratio, isAutoMovableNUMAAware: $0))
      }
    }
  }

  /// The policy `contig-zones`, with and without `movable_node`.
  static let contigZones = [false, true].map {
    ModuleParameters(policy: Policy(onlinePolicy: .contigZones, isMovableNodeEnabled: $0))
  }

  /// Everything that parameters decide: both policies, and all ratios of interest.
  static let allParameters =
    contigZones + autoMovable([0, 1, 100, 301], isNUMAAware: [true, false])

  /// The same parameters with `memmap_on_memory`.
  static func withOwnMap(_ parameters: [ModuleParameters]) -> [ModuleParameters] {
    parameters.map {
      var parameters = $0
      parameters.memmapOnMemory = .enabled
      return parameters
    }
  }

  /// The boot states of a shape.
  func boots(_ shape: BootShape) -> [ExploredBoot] {
    parameters.flatMap { parameters in
      autoOnlineTypes.map { type in
        let machine = TraceMachine(
          parameters: parameters, nodes: shape.nodes, memory: shape.memory,
          autoOnlineType: type, kernel: kernel)
        return ExploredBoot(
          machine, added: shape.added.map(\.block), operations: operations(machine, shape),
          maximumGroups: maximumGroups)
      }
    }
  }
}
