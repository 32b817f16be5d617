// SPDX-License-Identifier: MIT

import AutoMovable
import Scenarios

extension Planner {
  /// Adds what is there from the start: memory that ACPI announces, and virtio-mem
  /// devices, which are empty.
  mutating func addBootDevices() throws(PlanError) {
    for (index, device) in scenario.acpiMemory.enumerated() {
      let address = device.address.rawValue
      try addWhole(
        .acpi, "acpi\(index)", size: device.size.rawValue, node: device.node, address: address)
    }
    for id in scenario.placementOrder { try findRoom(id) }
    for device in scenario.virtioMemory where !scenario.placementOrder.contains(device.id) {
      try add(device)
    }
  }

  /// Finds room for a device before those that come first as a rule.
  private mutating func findRoom(_ id: String) throws(PlanError) {
    if let device = scenario.virtioMemory.first(where: { $0.id == id }) { return try add(device) }
    for case .addDIMM(id, let size, _) in scenario.actions {
      if let room = placement.place(size: size.rawValue, alignment: pageBlockBytes) {
        places.append((id, room))
      }
      return
    }
  }

  private mutating func add(_ device: VirtioMemoryDevice) throws(PlanError) {
    warnAboutDriver(.virtioMem)
    let qemuBlock = device.block?.rawValue ?? pageBlockBytes
    guard let addresses = placement.place(size: device.size.rawValue, alignment: qemuBlock)
    else { throw PlanError(device.id, "there is no room for it in the address space") }
    let subBlock = max(qemuBlock, smallestSubBlock)
    let unit = max(qemuBlock, blockBytes)
    let perUnit = unit / blockBytes
    let first = (addresses.lowerBound + unit - 1) / unit * perUnit
    let end = max(first, addresses.upperBound / unit * perUnit)
    let nodeID = NodeID(Int32(device.node))
    var planned = PlannedDevice(
      id: device.id, kind: .virtioMem, nodeID: nodeID, addresses: addresses,
      blocks: first..<end)
    planned.unitPages = unit / machine.geometry.pageSize
    planned.usesMemmapOnMemory = device.usesMemmapOnMemory
    planned.driver =
      subBlock < blockBytes
      ? .subBlocks(
        SubBlocks(
          size: subBlock, perBlock: UInt16(blockBytes / subBlock), firstBlock: first))
      : .bigBlocks(BigBlocks(blocksPerUnit: perUnit, firstBlock: first))
    planned.groupID = try register(
      .dynamic(unitPages: unit / machine.geometry.pageSize), nodeID: nodeID)
    devices.append(planned)
  }

  mutating func perform(
    _ action: ScenarioAction, _ step: inout PlanStep
  ) throws(PlanError) {
    switch action {
    case .resize(let id, let size):
      guard let index = devices.firstIndex(where: { $0.id == id && $0.kind == .virtioMem })
      else { throw PlanError(id, "there is no such virtio-mem device") }
      devices[index].requestedBytes = size.rawValue
      try settle(index)
    case .addDIMM(let id, let size, let node):
      try addWhole(.dimm, id, size: size.rawValue, node: node, address: nil)
      if machine.geometry.architecture?.onlinesDIMMs == true { try online(id, &step) }
    case .addDAX(let id, let size, let node, let address):
      try addWhole(.dax, id, size: size.rawValue, node: node, address: address?.rawValue)
    case .addMemory(let id, let size, let node, let address):
      try addWhole(.plain, id, size: size.rawValue, node: node, address: address?.rawValue)
    case .removeDIMM(let id):
      guard let index = devices.firstIndex(where: { $0.id == id }) else { return }
      removeWhole(index)
    case .writeParameter(let name, let value):
      guard let parameter = ModuleParameter(name: Array(name.utf8).span) else {
        return warn(.unplannedAction, "\(action): the kernel has no such parameter.")
      }
      let policy = machine.parameters.policy
      record(.writeParameter(parameter, value + "\n"))
      attempt(&step) { machine throws(HotplugError) in
        _ = try machine.writeParameter(value + "\n", to: parameter)
      }
      if machine.parameters.policy != policy { warnAboutLatePolicy(name) }
    case .writeAutoOnlineBlocks(let value):
      record(.writeAutoOnlineBlocks(value + "\n"))
      attempt(&step) { machine throws(HotplugError) in
        _ = try machine.writeAutoOnlineBlocks(value + "\n")
      }
    case .writeState(let block, let value):
      try write(UInt64(block), &step, .writeState(MemoryBlockID(UInt64(block)), value + "\n")) {
        machine, id throws(HotplugError) in
        _ = try machine.writeState(value + "\n", block: id)
      }
    case .writeOnline(let block, let value):
      try write(UInt64(block), &step, .writeOnline(MemoryBlockID(UInt64(block)), value + "\n")) {
        machine, id throws(HotplugError) in
        _ = try machine.writeOnline(value + "\n", block: id)
      }
    case .readValidZones, .loadModule: break
    case .write(let path, let value):
      guard path == "/sys/bus/dax/drivers/kmem/new_id" else {
        return warn(.unplannedAction, "\(action): what this does is not planned.")
      }
      try addReserve(value)
    }
  }

  /// Onlines what is offline of a device.
  private mutating func online(_ id: String, _ step: inout PlanStep) throws(PlanError) {
    guard let device = devices.first(where: { $0.id == id }) else { return }
    for block in device.blocks where watchedDecision == nil {
      guard machine.block(MemoryBlockID(block))?.state == .offline else { continue }
      try write(block, &step, .writeOnline(MemoryBlockID(block), "1\n")) {
        machine, id throws(HotplugError) in
        _ = try machine.writeOnline("1\n", block: id)
      }
    }
  }

  /// Has the kernel do something that it may refuse.
  private mutating func attempt(
    _ step: inout PlanStep, _ body: (inout HotplugMachine) throws(HotplugError) -> Void
  ) {
    do throws(HotplugError) {
      try body(&machine)
    } catch {
      step.refusal = error
      refusedWrites.append(step.number)
    }
  }

  /// Writes a block's file, and tells its driver what came of it.
  private mutating func write(
    _ block: UInt64, _ step: inout PlanStep, _ operation: PlanOperation,
    _ body: (inout HotplugMachine, MemoryBlockID) throws(HotplugError) -> Void
  ) throws(PlanError) {
    let id = MemoryBlockID(block)
    let before = machine.block(id)
    let owner = devices.firstIndex { $0.blocks.contains(block) }
    if watchedBlock?.block == block, watchedBlock?.step == step.number, let before {
      var asked = machine
      try? body(&asked, id)
      let isKernel = asked.block(id)?.zone != .movable
      watchedDecision = try? machine.onlineDecision(for: before)
      if isKernel, watchedDecision?.zone == .movable {
        watchedDecision = try? machine.onlineDecision(for: before, onlineType: .onlineKernel)
      }
      return
    }
    record(operation)
    let totals = PlanTotals(of: machine)
    attempt(&step) { machine throws(HotplugError) in try body(&machine, id) }
    if owner == nil { noteEarlier(totals) }
    guard let before, let after = machine.block(id), before.state != after.state else { return }
    let isOnline = after.state == .online
    if !isOnline { isCertain = false }
    guard let owner, !after.isEarly else { return }
    if isOnline, let zone = after.zone { note(block, zone, devices[owner].id) }
    try notify(owner, isOnline: isOnline)
  }

  /// Lets the DAX kmem driver have memory that was set aside at boot.
  private mutating func addReserve(_ name: String) throws(PlanError) {
    // The device of a whole range: `dax0.0` of the first one.
    guard name.hasPrefix("dax"), name.hasSuffix(".0"),
      let number = Int(name.dropFirst(3).dropLast(2)), boot.reserves.indices.contains(number)
    else {
      return warn(.unplannedAction, "No memory that was set aside at boot is \(name).")
    }
    let reserve = boot.reserves[number].addresses
    try addWhole(
      .dax, name, size: reserve.upperBound - reserve.lowerBound,
      node: Int(boot.reserves[number].nodeID.rawValue), address: reserve.lowerBound)
  }
}

// MARK: Devices that come as a whole

extension Planner {
  /// Adds all memory of a device. Mirrors `acpi_memory_enable_device` and
  /// `dev_dax_kmem_probe`.
  private mutating func addWhole(
    _ kind: PlannedDevice.Kind, _ id: String, size: UInt64, node: Int, address: UInt64?
  ) throws(PlanError) {
    let addresses: Range<UInt64>
    if let address {
      guard size <= DevicePlacement.limit, address <= DevicePlacement.limit - size else {
        throw PlanError(id, "expected memory below 4 PiB")
      }
      addresses = address..<address + size
      guard placement.take(addresses) else {
        let other = devices.first { $0.addresses.overlaps(addresses) }
        throw PlanError(
          id,
          "its memory overlaps that of "
            + (other.map { "\($0.id), which is at \(Self.text(of: $0.addresses))" }
              ?? "another device"))
      }
    } else if let index = places.firstIndex(where: { $0.id == id }) {
      addresses = places.remove(at: index).addresses
    } else {
      // QEMU puts a DIMM where a large page begins. Where other memory is, nobody says: it
      // has memory blocks to itself.
      let unit = kind == .dimm ? pageBlockBytes : blockBytes
      guard
        let room = placement.place(size: size.roundedUp(to: unit), alignment: unit)
      else { throw PlanError(id, "there is no room for it in the address space") }
      addresses = room.lowerBound..<room.lowerBound + size
    }
    // What is not a whole block is left out by kmem, and refused by the kernel otherwise.
    let first = (addresses.lowerBound + blockBytes - 1) / blockBytes
    let blocks = first..<max(first, addresses.upperBound / blockBytes)
    let wholeBytes = (blocks.upperBound - blocks.lowerBound) * blockBytes
    let isWhole = wholeBytes == size
    guard isWhole || kind == .dax && !blocks.isEmpty else {
      placement.free(addresses.lowerBound)
      return warnNotWhole(id, kind, addresses, added: 0)
    }
    if !isWhole { warnNotWhole(id, kind, addresses, added: wholeBytes) }
    let nodeID = NodeID(Int32(node))
    var device = PlannedDevice(
      id: id, kind: kind, nodeID: nodeID, addresses: addresses, blocks: blocks)
    let comesByBlock =
      kind == .dimm && machine.geometry.architecture?.addsDIMMsByBlock == true
    device.usesMemmapOnMemory = kind == .dimm && !comesByBlock || kind == .acpi
    warnAboutDriver(kind)
    if kind != .plain, !comesByBlock {
      device.groupID = try register(
        .static(maxPages: wholeBytes / machine.geometry.pageSize), nodeID: nodeID)
    }
    device.requestedBytes = size
    device.pluggedBytes = wholeBytes
    devices.append(device)
    do throws(HotplugError) {
      _ = try add(blocks, of: devices.count - 1)
    } catch {
      if let error = limitError(error, id) { throw error }
      removeWhole(devices.count - 1, isAdded: false)
      if let run = boot.memory?.first(where: { bytes(of: $0).overlaps(addresses) }) {
        return warn(
          .overlap,
          "\(id): the kernel refuses its memory, which overlaps boot memory at "
            + "\(Self.text(of: bytes(of: run))).")
      }
      warn(.notWholeBlocks, "\(id): the kernel refuses its memory: \(error).")
    }
  }

  private func bytes(of run: BootMemory) -> Range<UInt64> {
    let page = machine.geometry.pageSize
    return run.pages.startPFN * page..<run.pages.endPFN * page
  }

  /// `0x100000000-0x13fffffff`
  private static func text(of addresses: Range<UInt64>) -> String {
    "0x\(String(addresses.lowerBound, radix: 16))-0x\(String(addresses.upperBound - 1, radix: 16))"
  }

  /// Removes a device with its memory.
  private mutating func removeWhole(_ index: Int, isAdded: Bool = true) {
    let device = devices.remove(at: index)
    if isAdded { remove(device.blocks) }
    if let groupID = device.groupID {
      record(.unregisterGroup(groupID))
      // It has no blocks any more.
      try? machine.unregisterGroup(groupID)
    }
    placement.free(device.addresses.lowerBound)
  }
}
