// SPDX-License-Identifier: MIT

public import Scenarios
import TextFiles

/// The machine of a capture and the parameters that it was booted with.
public struct CaptureMachine: Hashable, Sendable {
  /// The memory of each node at boot, in MiB.
  public let nodes: [UInt64]

  /// The virtio-mem devices.
  public let virtioMemory: [VirtioMemoryDevice]

  /// Memory that ACPI announces at boot.
  public let acpiMemory: [ACPIMemoryDevice]

  /// The slots for DIMMs.
  public let slots: UInt64

  /// `auto_movable_ratio`, in percent.
  public let ratio: UInt64

  /// `auto_movable_numa_aware`: `Y` or `N`.
  public let numaAware: String

  /// `online_policy`.
  public let policy: String

  /// `memhp_default_state`.
  public let state: String
}

extension CaptureMachine {
  init(_ scenario: Scenario) {
    nodes = scenario.nodes.map(\.mebibytes)
    virtioMemory = scenario.virtioMemory
    acpiMemory = scenario.acpiMemory
    slots = UInt64(scenario.dimmSlots)
    ratio = UInt64(scenario.autoMovableRatio)
    numaAware = scenario.autoMovableNumaAware ? "Y" : "N"
    policy = scenario.onlinePolicy
    state = scenario.defaultState
  }
}

extension CaptureMachine {
  /// The first field that isn't the same in another machine.
  func mismatch(with other: CaptureMachine) -> String? {
    let fields: [(Field, Bool)] = [
      (.nodes, nodes == other.nodes), (.virtioMemory, virtioMemory == other.virtioMemory),
      (.acpiMemory, acpiMemory == other.acpiMemory), (.slots, slots == other.slots),
      (.ratio, ratio == other.ratio), (.numaAware, numaAware == other.numaAware),
      (.policy, policy == other.policy), (.state, state == other.state),
    ]
    return fields.first { !$0.1 }.map { "\($0.0.name)" }
  }
}

extension CaptureMachine: CaptureValue {
  private enum Field: UInt8, JSONName {
    case nodes, virtioMemory, acpiMemory, slots, ratio, numaAware, policy, state

    var name: StaticString {
      switch self {
      case .nodes: "nodes_mib"
      case .virtioMemory: "vmems"
      case .acpiMemory: "acpi_memory"
      case .slots: "slots"
      case .ratio: "ratio"
      case .numaAware: "numa_aware"
      case .policy: "policy"
      case .state: "state"
      }
    }
  }

  init(_ reader: inout JSONReader) throws(JSONError) {
    var nodes: [UInt64]?
    var virtioMemory: [VirtioMemoryDevice] = []
    var acpiMemory: [ACPIMemoryDevice] = []
    var (slots, ratio): (UInt64?, UInt64?)
    var (numaAware, policy, state): (String?, String?, String?)
    var fields = try JSONFields<Field>(&reader)
    while let field = try fields.nextKnown(&reader) {
      switch field {
      case .nodes:
        nodes = try reader.list { reader throws(JSONError) in try reader.integer() }
      case .virtioMemory: virtioMemory = try reader.list()
      case .acpiMemory: acpiMemory = try reader.list()
      case .slots: slots = try reader.integer()
      case .ratio: ratio = try reader.integer(in: 0...UInt64(UInt32.max))
      case .numaAware: numaAware = try reader.text()
      case .policy: policy = try reader.text()
      case .state: state = try reader.text()
      }
    }
    self.nodes = try fields.require(nodes, .nodes)
    self.virtioMemory = virtioMemory
    self.acpiMemory = acpiMemory
    self.slots = try fields.require(slots, .slots)
    self.ratio = try fields.require(ratio, .ratio)
    self.numaAware = try fields.require(numaAware, .numaAware)
    self.policy = try fields.require(policy, .policy)
    self.state = try fields.require(state, .state)
  }

  func write(to writer: inout JSONWriter) {
    writer.beginObject()
    writer.name("nodes_mib")
    writer.beginList()
    for size in nodes { writer.value(size) }
    writer.endList()
    writer.name("vmems")
    writer.list(virtioMemory)
    writer.name("acpi_memory")
    writer.list(acpiMemory)
    writer.field("slots", slots)
    writer.field("ratio", ratio)
    writer.field("numa_aware", numaAware)
    writer.field("policy", policy)
    writer.field("state", state)
    writer.endObject()
  }
}
