// SPDX-License-Identifier: MIT

public import AutoMovable

/// What a scenario leaves, once its last action is done.
public struct PlanSummary: Sendable {
  /// What became of a device's memory. All sizes are in bytes; blocks count as a whole.
  public struct Device: Sendable {
    /// The device's name.
    public let id: String
    /// The kind of device.
    public let kind: PlannedDevice.Kind
    /// Its node.
    public let nodeID: NodeID
    /// What the device gives.
    public let pluggedBytes: UInt64
    /// What is in `ZONE_MOVABLE`.
    public internal(set) var movableBytes: UInt64 = 0
    /// What is in kernel zones.
    public internal(set) var kernelBytes: UInt64 = 0
    /// What is offline.
    public internal(set) var offlineBytes: UInt64 = 0
    /// What can be taken away again for sure: memory that nothing unmovable is in, of a
    /// virtio-mem device as far as it is plugged. A device that comes as a whole goes as
    /// a whole. Memory without a group goes block by block, if its driver gives any back.
    public internal(set) var unpluggableBytes: UInt64 = 0
    /// Where its blocks are.
    public internal(set) var layout = PlanLayout()

    /// What is there, online or not.
    public var presentBytes: UInt64 { movableBytes + kernelBytes + offlineBytes }
  }

  /// The devices, in the order in which they came.
  public internal(set) var devices: [Device] = []

  /// Hotplugged memory in `ZONE_MOVABLE`, in bytes.
  public internal(set) var movableBytes: UInt64 = 0

  /// Hotplugged memory in kernel zones, in bytes.
  public internal(set) var kernelBytes: UInt64 = 0

  /// Hotplugged memory that is offline, in bytes.
  public internal(set) var offlineBytes: UInt64 = 0

  /// The first hotplugged block that went to a kernel zone.
  public internal(set) var firstKernelBlock: Planner.FirstKernelBlock?

  /// Whether what the last step leaves is sure.
  public internal(set) var isCertain: Bool
}

extension PlanSummary {
  /// Hotplugged memory, in bytes.
  public var hotpluggedBytes: UInt64 { movableBytes + kernelBytes + offlineBytes }

  /// What all devices give, in bytes.
  public var pluggedBytes: UInt64 { devices.reduce(0) { $0 + $1.pluggedBytes } }
}

extension Planner {
  /// What there is now.
  public func summary() -> PlanSummary {
    var summary = PlanSummary(isCertain: isCertain)
    summary.devices = devices.map {
      PlanSummary.Device(
        id: $0.id, kind: $0.kind, nodeID: $0.nodeID, pluggedBytes: $0.pluggedBytes)
    }
    for run in blockRuns() {
      guard case .device(let index) = run.owner else { continue }
      let bytes = run.count * blockBytes
      summary.devices[index].layout.append(run.count, in: run.zone)
      switch run.zone {
      case nil:
        summary.devices[index].offlineBytes += bytes
        summary.offlineBytes += bytes
      case .movable:
        summary.devices[index].movableBytes += bytes
        summary.movableBytes += bytes
      default:
        summary.devices[index].kernelBytes += bytes
        summary.kernelBytes += bytes
      }
    }
    for (index, device) in devices.enumerated() {
      summary.devices[index].unpluggableBytes = unpluggableBytes(of: device)
    }
    summary.firstKernelBlock = firstKernelBlock
    return summary
  }

  /// What of a device can be taken away for sure. Mirrors what each driver removes at a
  /// time: `acpi_memory_device_remove` and `dev_dax_kmem_remove` all of it.
  private func unpluggableBytes(of device: PlannedDevice) -> UInt64 {
    var kernel: Set<UInt64> = []
    var free: [UInt64] = []
    machine.forEachBlock(in: pages(device.blocks)) { (block) throws(Never) in
      guard !block.isEarly, block.groupID == device.groupID else { return }
      if block.zone == nil || block.zone == .movable {
        free.append(block.id.rawValue)
      } else {
        kernel.insert(block.id.rawValue)
      }
    }
    switch device.driver {
    case .whole where device.kind == .plain: return UInt64(free.count) * blockBytes
    case .whole: return kernel.isEmpty ? UInt64(free.count) * blockBytes : 0
    case .subBlocks(let state): return free.reduce(0) { $0 + state.pluggedBytes(of: $1) }
    case .bigBlocks(let state):
      let units = state.isAdded.indices.filter {
        state.isAdded[$0] && state.blocks(of: $0).allSatisfy { !kernel.contains($0) }
      }
      return UInt64(units.count) * state.blocksPerUnit * blockBytes
    }
  }
}
