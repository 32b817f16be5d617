// SPDX-License-Identifier: MIT

import AutoMovable

extension CaptureSnapshot {
  /// A running system as its files have it, and its kernel's memory as far as that was read.
  init(
    _ record: SystemRecord, _ state: KernelState?, blockSize: UInt64, sequence: Int,
    _ action: CaptureAction, time: Double, steps: [CaptureStep]?
  ) throws(CaptureParameters.Refusal) {
    let geometry = Geometry.x86_64
    let origins = MemoryOrigins(record, geometry, blockPages: blockSize / geometry.pageSize)
    self.init(
      sequence: sequence, action: action, time: time,
      parameters: try record.policyParameters, blockSize: blockSize,
      devices: origins.devices.compactMap { CaptureDevice($0, of: geometry) },
      blocks: record.blocks, zones: record.zones.map { $0.withKernelsFields(of: state) },
      nodes: (state?.nodes ?? [:]).sorted { $0.key < $1.key }.map(\.value.counters),
      groups: state?.groups,
      memoryMap: (record.memoryMap?.resources ?? []).lazy.map(\.line)
        .filter { $0.contains("System RAM") || $0.contains("virtio") },
      steps: steps)
  }

  /// The machine as it booted, by what is inferred of it: memory was hotplugged before
  /// anybody looked.
  init(bootOf inspection: Inspection) throws {
    let boot = inspection.boot
    let machine = try boot.machine(possibleNodes: inspection.possibleNodes)
    let blocks = inspection.record.blocks.compactMap { block -> CaptureBlock? in
      let id = MemoryBlockID(block.index)
      guard machine.block(id) != nil, let text = machine.read(.validZones(id)) else { return nil }
      var block = block
      block.state = "online"
      block.validZones = "\(text)".split(separator: "\n").joined()
      return block
    }
    var zones: [CaptureZone] = []
    for node in boot.nodes {
      for type in ZoneType.allCases where type != .device {
        let zone = node[type]
        zones.append(
          CaptureZone(
            nodeID: node.id, type: type, spanned: zone.spannedPages, present: zone.presentPages,
            cma: zone.cmaPages, startPFN: zone.spannedPages > 0 ? zone.startPFN : nil))
      }
    }
    let pageSize = inspection.geometry.pageSize
    self.init(
      sequence: 0, action: CaptureAction("boot", ["inferred": .bool(true)]), time: 0,
      parameters: try inspection.record.policyParameters,
      blockSize: inspection.blockPages * pageSize, devices: [], blocks: blocks, zones: zones,
      memoryMap: (boot.memory ?? []).map { run in
        MemoryMap.Resource(
          first: run.pages.startPFN * pageSize, last: run.pages.endPFN * pageSize - 1,
          name: "System RAM", depth: 0
        ).line
      })
  }

  /// The same after one parameter was written as it is among others, and nothing else has
  /// happened.
  func writing(
    _ action: CaptureAction, to others: CaptureParameters, sequence: Int, time: Double
  ) throws(CaptureParameters.Refusal) -> CaptureSnapshot {
    let name = action.parameter ?? action.operation
    var texts = parameters.texts
    texts[name] = others.texts[name]
    return CaptureSnapshot(
      sequence: sequence, action: action, time: time, parameters: try CaptureParameters(texts),
      blockSize: blockSize, devices: devices, blocks: blocks, zones: zones, nodes: nodes,
      groups: groups, memoryMap: memoryMap, steps: [])
  }
}

extension CaptureParameters {
  /// The writes that lead to other parameters.
  func changes(to other: CaptureParameters) -> [CaptureAction] {
    other.texts.sorted { $0.key < $1.key }.compactMap { name, text in
      guard texts[name] != text else { return nil }
      let outcome: [String: QMPValue] = ["value": .string(text), "rc": .unsigned(0)]
      return name == "auto_online_blocks"
        ? CaptureAction(name, outcome)
        : CaptureAction("param", outcome.merging(["param": .string(name)]) { $1 })
    }
  }
}

extension CaptureZone {
  /// The zone with the kernel's own fields, or with what `/proc/zoneinfo` has of them, which
  /// is the span of a zone that has one.
  fileprivate func withKernelsFields(of state: KernelState?) -> CaptureZone {
    var zone = self
    if let raw = state?.nodes[Int(nodeID.rawValue)]?.zones[type.description] {
      zone.raw = raw
      zone.presentEarly = raw.presentEarly
      return zone
    }
    guard let startPFN else { return self }
    zone.raw = Raw(startPFN: startPFN, spanned: spanned, present: present, managed: managed)
    return zone
  }
}

extension CaptureDevice {
  /// A device that is known or inferred, unless it is of a kind that QEMU doesn't tell.
  fileprivate init?(_ device: MemoryDevice, of geometry: Geometry) {
    guard device.kind == .virtioMem || device.kind == .dimm, let first = device.pages.first,
      let last = device.pages.last
    else { return nil }
    self.init(
      type: device.kind.rawValue, id: device.id, address: first.lowerBound * geometry.pageSize,
      maximumSize: (last.upperBound - first.lowerBound) * geometry.pageSize, size: nil,
      requestedSize: nil, blockSize: nil, node: nil, slot: nil, isHotplugged: nil,
      isHotpluggable: nil)
  }
}
