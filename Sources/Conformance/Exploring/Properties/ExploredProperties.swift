// SPDX-License-Identifier: MIT

/// All properties, by topic. To add one, write its file and add it here.
public enum ExploredProperties {
  /// The properties, those first that the documentation is about.
  public static let all: [any ExploredProperty] = [
    // What the documentation promises.
    KernelMemoryOfOthers(),
    RatioOfBootMemory(),
    RatioWithDevices(),
    RatioAfterOfflining(),
    DeviceInOneZone(),
    FirstValidZone(),
    FirstValidZoneByOnlineFile(),
    // What follows from the code.
    DeviceInARow(),
    UnitInARow(),
    GrownAndShrunk(),
    OnlinedAndOfflined(),
    RefusalLeavesNoTrace(),
    SingleNode(),
    NodeTestOnlyRefuses(),
    ExplicitTypes(),
    PolicyKernelZone(),
    Books(),
  ]

  /// The property with a name.
  public static func property(named name: String) -> (any ExploredProperty)? {
    all.first { $0.name == name }
  }
}
