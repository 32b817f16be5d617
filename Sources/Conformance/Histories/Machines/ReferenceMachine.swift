// SPDX-License-Identifier: MIT

import AutoMovable
import CReference
public import Cases

/// The C port as a machine that histories are played on.
@safe
public final class ReferenceMachine: Machine {
  let context: OpaquePointer

  /// How the notifier answers: `MEM_GOING_OFFLINE`, then `MEM_GOING_ONLINE`.
  let refusals: UnsafeMutablePointer<MemoryNotifier.Refusal>

  /// What the port prints texts to.
  let text: UnsafeMutablePointer<CChar>

  /// Past the highest id that a group has had since boot.
  var groupEnd: Int32 = 0

  /// Creates an empty machine.
  public init() throws(OracleError) {
    guard let context = unsafe memory_hotplug_alloc() else {
      throw OracleError("c: memory_hotplug_alloc: out of memory")
    }
    unsafe self.context = context
    unsafe refusals = .allocate(capacity: 2)
    unsafe refusals.initialize(repeating: .init(errno: 0), count: 2)
    let length = Int(max(SYSFS_LINE_MAX, PARAM_LINE_MAX))
    unsafe text = .allocate(capacity: length)
    unsafe text.initialize(repeating: 0, count: length)
  }

  deinit {
    unsafe memory_hotplug_free(context)
    unsafe refusals.deallocate()
    unsafe text.deallocate()
  }
}

// MARK: Boot

extension ReferenceMachine {
  public func boot(_ machine: TraceMachine) throws(OracleError) {
    unsafe memory_hotplug_reset(context)
    groupEnd = 0
    unsafe memory_hotplug_set_version(
      context, UInt32(machine.kernel.major) << 16 + UInt32(machine.kernel.minor) << 8)
    let policy = machine.parameters.policy
    unsafe memory_hotplug_set_params(
      context, CInt(policy.onlinePolicy.rawValue), policy.autoMovableRatio,
      policy.isAutoMovableNUMAAware, policy.isMovableNodeEnabled)
    if machine.parameters.isMemmapOnMemoryEnabled {
      try check(
        unsafe parse_one(context, "memory_hotplug.memmap_on_memory", "1"),
        "parse_one")
    }
    try check(
      unsafe memory_hotplug_set_block_size(context, UInt(machine.blockSizeBytes)),
      "memory_hotplug_set_block_size")
    unsafe memory_hotplug_set_max_blocks(
      context, UInt(TraceMachine.maximumAddedBlockCount))
    if let possibleNodes = machine.possibleNodes {
      for nid in 0..<NodeID.maximumCount {
        unsafe memory_hotplug_set_possible(context, nid, false)
      }
      for id in possibleNodes {
        unsafe memory_hotplug_set_possible(context, id.rawValue, true)
      }
    }
    for node in machine.nodes { try load(node) }
    try bootMemory(machine.memory)
    let autoOnline = unsafe writing(TraceText("\(machine.autoOnlineType.name)")) {
      unsafe auto_online_blocks_store(context, $0, $1)
    }
    try check(autoOnline < 0 ? CInt(autoOnline) : 0, "auto_online_blocks_store")
    unsafe refusals.update(repeating: .init(errno: 0), count: 2)
    unsafe memory_hotplug_set_notifier(context, answerNotification, refusals)
  }

  private func bootMemory(_ memory: [BootMemory]?) throws(OracleError) {
    guard let memory else {
      return try check(unsafe memory_hotplug_boot(context), "memory_hotplug_boot")
    }
    let pageSize = MemoryGeometry.pageSize
    var regions = memory.map {
      memblock_region(
        base: $0.pages.startPFN &* pageSize, size: $0.pages.pageCount &* pageSize,
        nid: $0.nodeID.rawValue)
    }
    // No memory at all is still a list, and so needs an address.
    regions.append(memblock_region())
    let result = unsafe regions.withUnsafeBufferPointer {
      unsafe memory_hotplug_boot_memblock(context, $0.baseAddress, memory.count)
    }
    try check(result, "memory_hotplug_boot_memblock")
  }

  private func check(_ result: CInt, _ function: StaticString) throws(OracleError) {
    guard result == 0 else { throw OracleError("c: \(function): \(result)") }
  }

  private func load(_ node: Node) throws(OracleError) {
    guard let target = unsafe memory_hotplug_add_node(context, node.id.rawValue)
    else { throw OracleError("c: memory_hotplug_add_node(\(node.id.rawValue))") }
    let zones = unsafe target.zones
    for index in 0..<ZoneType.count {
      let source = node.zones[index]
      unsafe zones[index].zone_start_pfn = UInt(source.startPFN)
      unsafe zones[index].spanned_pages = UInt(source.spannedPages)
      unsafe zones[index].present_pages = UInt(source.presentPages)
      unsafe zones[index].present_early_pages = UInt(source.presentEarlyPages)
      unsafe zones[index].cma_pages = UInt(source.cmaPages)
      // Only the sum of all zones counts, and sums wrap.
      unsafe target.pointee.node_present_pages &+= UInt(source.presentPages)
    }
  }
}

/// The notifier: refuses as the first or second of the two records says.
func answerNotification(
  _: OpaquePointer?, action: UInt, _: UnsafePointer<memory_notify>?,
  data: UnsafeMutableRawPointer?
) -> CInt {
  let index: Int
  switch action {
  case MEM_GOING_OFFLINE: index = 0
  case MEM_GOING_ONLINE: index = 1
  default: return 0
  }
  guard let data = unsafe data else { return 0 }
  let refusal = unsafe data.assumingMemoryBound(to: MemoryNotifier.Refusal.self) + index
  guard unsafe refusal.pointee.errno != 0 else { return 0 }
  guard unsafe refusal.pointee.agreementCount == 0 else {
    unsafe refusal.pointee.agreementCount -= 1
    return 0
  }
  return unsafe -refusal.pointee.errno
}

extension UnsafeMutablePointer where Pointee == pglist_data {
  /// The zones, which are a tuple to Swift.
  @inline(__always)
  var zones: UnsafeMutablePointer<zone> {
    unsafe UnsafeMutableRawPointer(self).assumingMemoryBound(to: zone.self)
  }
}
