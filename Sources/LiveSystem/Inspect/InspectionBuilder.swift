// SPDX-License-Identifier: MIT

import AutoMovable
import TextFiles

/// Puts an inspection together.
struct InspectionBuilder {
  let record: SystemRecord
  let systemGeometry: SystemGeometry
  let blockPages: UInt64
  let origins: MemoryOrigins
  let parameters: ModuleParameters
  let autoOnlineType: OnlineType
  let kernel: KernelVersion

  /// The nodes as the files have them, with early pages to be found; ids ascending.
  var nodes: [Node]

  /// Whether the counters and spans of nodes are the files'.
  let hasCounters: Bool

  /// The blocks, ascending, and the device that each came with.
  let blocks: [(block: CaptureBlock, device: Int?)]

  /// The positions of each device's blocks.
  let blocksOfDevices: [[Int]]

  /// What the user says about zones.
  let zoneSettings: [(node: Int, type: ZoneType, FieldSetting.ZoneField, UInt64)]

  var warnings: [InspectionWarning] = []

  init(_ record: SystemRecord) throws(InputError) {
    guard let blockSize = record.blockSize else {
      throw InputError(file: record.name, message: "the size of a memory block is unknown")
    }
    var record = record
    record.applySettings()
    self.record = record
    let systemGeometry = SystemGeometry(record)
    self.systemGeometry = systemGeometry
    let geometry = systemGeometry.geometry
    guard blockSize >= geometry.sectionSize else {
      throw InputError(
        file: record.name,
        message: "expected blocks of a section, \(geometry.sectionSize) bytes, or more with "
          + "--geometry, found \(blockSize)")
    }
    let blockPages = blockSize / geometry.pageSize
    self.blockPages = blockPages
    let origins = MemoryOrigins(record, geometry, blockPages: blockPages)
    self.origins = origins
    do throws(CaptureParameters.Refusal) {
      parameters = try record.policyParameters.moduleParameters(
        isMovableNodeEnabled: record.isMovableNodeEnabled)
    } catch {
      throw InputError(
        file: record.name, message: "\(error.name): expected \(error.expectation)")
    }
    autoOnlineType =
      record.parameters["auto_online_blocks"].flatMap {
        OnlineType(sysfsText: Array($0.utf8).span)
      } ?? .offline
    let release = record.kernelRelease.flatMap { KernelVersion(release: Array($0.utf8).span) }
    kernel = release.map { max($0, .first) } ?? .standard
    blocks = record.blocks.map { ($0, origins.device(of: $0)) }
    var blocksOfDevices = origins.devices.map { _ in [Int]() }
    for (index, entry) in blocks.enumerated() {
      if let device = entry.device { blocksOfDevices[device].append(index) }
    }
    self.blocksOfDevices = blocksOfDevices
    hasCounters = !record.zones.isEmpty
    nodes = hasCounters ? record.nodesOfZones : record.nodesOfBlocks(blockPages)
    zoneSettings = try Self.zoneSettings(record, &nodes)
  }

  /// The kernel's sizes and zones.
  var geometry: Geometry { systemGeometry.geometry }

  mutating func warn(_ kind: String, _ text: String) {
    warnings.append(InspectionWarning(kind: kind, text: text))
  }

  mutating func build() throws(InputError) -> Inspection {
    if let doubt = systemGeometry.doubt { warn("geometry", doubt) }
    for doubt in origins.doubts { warn("boot-memory", doubt) }
    let early = earlyPagesNow()
    let boot = bootMachine(early)
    var machine: HotplugMachine
    let steps: [InspectionStep]
    let groups: [Int: MemoryGroupID]
    do throws(BootError) {
      let (history, ids) = try historySinceBoot(boot)
      (machine, steps, groups) = (history.machine, history.steps, ids)
    } catch {
      throw InputError(
        file: record.name, message: "no machine can be as the files say: \(error)")
    }
    machine.autoOnlineType = autoOnlineType
    compare(machine)
    let now = machineOfNow(boot, early)
    let next = nextBlocks(machine, groups)
    warnOfTheRest()
    return Inspection(
      record: record, geometry: geometry, blockPages: blockPages, devices: origins.devices,
      boot: boot,
      steps: steps, machine: machine, groups: groups, now: now, nodes: nodes,
      blocks: record.areBlocksAssumed
        ? [] : blocks.map { InspectedBlock(block: $0.block, device: name(of: $0.device)) },
      inferred: inferredFields(now), next: next,
      warnings: warnings)
  }

  /// The name of a device, or `boot`.
  private func name(of device: Int?) -> String { device.map { origins.devices[$0].id } ?? "boot" }
}

extension SystemRecord {
  /// The nodes with the counters and spans of their zones.
  fileprivate var nodesOfZones: [Node] {
    var nodes: [Node] = []
    for zone in zones {
      if nodes.last?.id != zone.nodeID { nodes.append(Node(id: zone.nodeID)) }
      // Without pages, start_pfn is left out, and there is no span.
      nodes[nodes.count - 1][zone.type] = Zone(
        startPFN: zone.spanned == 0 ? 0 : zone.startPFN ?? 0, spannedPages: zone.spanned ?? 0,
        presentPages: zone.present, cmaPages: zone.cma ?? 0)
    }
    return nodes
  }

  /// The nodes as far as blocks tell: all pages of an online block are in its zone.
  fileprivate func nodesOfBlocks(_ blockPages: UInt64) -> [Node] {
    var nodes: [Node] = []
    for id in Set(blocks.map(\.nodeID)).sorted() { nodes.append(Node(id: id)) }
    for (position, block) in blocks.enumerated() where block.isOnline {
      guard let index = nodes.firstIndex(where: { $0.id == block.nodeID }) else { continue }
      // A block of several zones is counted where the next one is.
      let type =
        block.currentZone ?? blocks[position...].prefix(8).lazy.compactMap(\.currentZone).first
        ?? .normal
      var zone = nodes[index][type]
      let start = block.index * blockPages
      if zone.spannedPages == 0 { zone.startPFN = start }
      zone.spannedPages = start + blockPages - zone.startPFN
      zone.presentPages += blockPages
      nodes[index][type] = zone
    }
    return nodes
  }
}
