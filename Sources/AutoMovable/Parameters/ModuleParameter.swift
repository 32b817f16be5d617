// SPDX-License-Identifier: MIT

/// A parameter of the built-in module `memory_hotplug`: a file in
/// `/sys/module/memory_hotplug/parameters`.
@frozen
public enum ModuleParameter: UInt8, Hashable, Sendable {
  /// The rule in force: `contig-zones` or `auto-movable`.
  case onlinePolicy = 0
  /// The ratio of `auto-movable`, in percent.
  case autoMovableRatio = 1
  /// Whether the ratio must hold on each node.
  case autoMovableNUMAAware = 2
  /// Whether a memory block may hold its own memory map. Set at boot only.
  case memmapOnMemory = 3
}

extension ModuleParameter {
  /// The name of the file.
  @inlinable
  public var name: StaticString {
    switch self {
    case .onlinePolicy: "online_policy"
    case .autoMovableRatio: "auto_movable_ratio"
    case .autoMovableNUMAAware: "auto_movable_numa_aware"
    case .memmapOnMemory: "memmap_on_memory"
    }
  }

  /// The parameter of a file's name.
  public init?(name: Span<UInt8>) {
    self.init(name) { $0 == $1 }
  }

  /// The parameter of a name on the kernel's command line, less the
  /// `memory_hotplug.` before it; dashes are as good as underscores there.
  /// Mirrors `parameq`.
  public init?(bootName name: Span<UInt8>) {
    self.init(name) {
      $0 == $1 || $0 == UInt8(ascii: "-") && $1 == UInt8(ascii: "_")
    }
  }

  private init?(_ name: Span<UInt8>, isSame: (UInt8, UInt8) -> Bool) {
    var index: UInt8 = 0
    search: while let parameter = Self(rawValue: index) {
      index += 1
      let own = parameter.name
      guard own.utf8CodeUnitCount == name.count else { continue }
      for position in 0..<name.count {
        guard unsafe isSame(name[position], own.utf8Start[position]) else {
          continue search
        }
      }
      self = parameter
      return
    }
    return nil
  }

  /// Whether the file can be opened for writing: all but mode 0444.
  @inlinable
  public var isWritable: Bool { self != .memmapOnMemory }
}

#if !hasFeature(Embedded) || Descriptions
  extension ModuleParameter: CaseIterable {}

  extension ModuleParameter: CustomStringConvertible {
    /// The name of the file.
    public var description: String { "\(name)" }
  }
#endif
