// SPDX-License-Identifier: MIT

import AutoMovable
import CReference
public import Cases

/// The C port as a machine that histories are played on.
@safe
public final class ReferenceMachine: Machine {
  let context: OpaquePointer

  /// What the port's notifier answers by, and what it takes down.
  let notifier: UnsafeMutablePointer<PortNotifier>

  /// What the port prints texts to.
  let text: UnsafeMutablePointer<CChar>

  /// The sizes of the machine that it is.
  private(set) var geometry = Geometry.x86_64

  /// The bytes that the last operation took of a write to a block's file.
  var bytesTaken = 0

  public var sideEffects: SideEffects {
    SideEffects(
      bytesTaken: bytesTaken, notifications: unsafe notifier.pointee.notifications)
  }

  /// Creates an empty machine.
  public init() throws(OracleError) {
    guard let context = unsafe memory_hotplug_alloc() else {
      throw OracleError("c: memory_hotplug_alloc: out of memory")
    }
    unsafe self.context = context
    unsafe notifier = .allocate(capacity: 1)
    unsafe notifier.initialize(to: PortNotifier())
    let length = Int(max(SYSFS_LINE_MAX, PARAM_LINE_MAX))
    unsafe text = .allocate(capacity: length)
    unsafe text.initialize(repeating: 0, count: length)
  }

  deinit {
    unsafe memory_hotplug_free(context)
    unsafe notifier.deinitialize(count: 1)
    unsafe notifier.deallocate()
    unsafe text.deallocate()
  }
}

// MARK: Boot

extension ReferenceMachine {
  public func boot(_ machine: TraceMachine) throws(OracleError) {
    unsafe memory_hotplug_reset(context)
    geometry = machine.geometry
    try check(
      unsafe memory_hotplug_set_geometry(context, geometry), "memory_hotplug_set_geometry")
    unsafe memory_hotplug_set_version(
      context, UInt32(machine.kernel.major) << 16 + UInt32(machine.kernel.minor) << 8)
    let policy = machine.parameters.policy
    unsafe memory_hotplug_set_params(
      context, CInt(policy.onlinePolicy.rawValue), policy.autoMovableRatio,
      policy.isAutoMovableNUMAAware, policy.isMovableNodeEnabled)
    let memmapOnMemory = machine.parameters.memmapOnMemory
    if memmapOnMemory != .disabled {
      try check(
        unsafe parse_one(
          context, "memory_hotplug.memmap_on_memory", memmapOnMemory.description),
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
    unsafe notifier.pointee = PortNotifier(blockPages: machine.blockPages)
    unsafe memory_hotplug_set_notifier(context, answerNotification, notifier)
  }

  private func bootMemory(_ memory: [BootMemory]?) throws(OracleError) {
    guard let memory else {
      return try check(unsafe memory_hotplug_boot(context), "memory_hotplug_boot")
    }
    var regions = memory.map {
      let (start, size) = $0.pages.bytes(geometry)
      return memblock_region(base: start, size: size, nid: $0.nodeID.rawValue)
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

  private func load(_ given: Node) throws(OracleError) {
    var node = given
    // The port takes what it is given, so without CONFIG_CMA it is given none.
    geometry.conform(&node)
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

/// What a memory notifier of the port has: its answers, and what it was told.
struct PortNotifier {
  var goingOffline = MemoryNotifier.Refusal(errno: 0)
  var goingOnline = MemoryNotifier.Refusal(errno: 0)

  /// What the port told since boot.
  var notifications = MemoryNotifications()

  /// Where blocks went online since the operation began.
  var onlined: [OnlinedBlocks] = []

  var blockPages: UInt64 = 1

  /// Forgets where blocks went online, as an operation begins.
  @inline(__always)
  mutating func forget() {
    if !onlined.isEmpty { onlined.removeAll(keepingCapacity: true) }
  }

  fileprivate static func answer(_ refusal: inout MemoryNotifier.Refusal) -> CInt {
    guard refusal.errno != 0 else { return 0 }
    guard refusal.agreementCount == 0 else {
      refusal.agreementCount -= 1
      return 0
    }
    return -refusal.errno
  }
}

/// The notifier: refuses as it is told to, and notes which blocks go online.
func answerNotification(
  _ context: OpaquePointer?, action: UInt, _ notification: UnsafePointer<memory_notify>?,
  data: UnsafeMutableRawPointer?
) -> CInt {
  guard let data = unsafe data else { return 0 }
  let notifier = unsafe data.assumingMemoryBound(to: PortNotifier.self)
  if let notification = unsafe notification,
    let event = MemoryNotifications.Event(rawValue: UInt8(truncatingIfNeeded: action))
  {
    unsafe notifier.pointee.notifications.add(
      event,
      PageRange(
        startPFN: UInt64(notification.pointee.start_pfn),
        pageCount: UInt64(notification.pointee.nr_pages)))
  }
  switch action {
  case MEM_GOING_OFFLINE: return unsafe PortNotifier.answer(&notifier.pointee.goingOffline)
  case MEM_GOING_ONLINE: return unsafe PortNotifier.answer(&notifier.pointee.goingOnline)
  case MEM_ONLINE:
    guard let notification = unsafe notification,
      let page = unsafe pfn_to_online_page(context, notification.pointee.start_pfn),
      let zone = unsafe ZoneType(
        rawValue: UInt8(truncatingIfNeeded: page.pointee.zone.rawValue))
    else { return 0 }
    let id = unsafe UInt64(notification.pointee.start_pfn) / notifier.pointee.blockPages
    unsafe notifier.pointee.onlined.add(MemoryBlockID(id), zone)
    return 0
  default: return 0
  }
}

extension UnsafeMutablePointer where Pointee == pglist_data {
  /// The zones, which are a tuple to Swift.
  @inline(__always)
  var zones: UnsafeMutablePointer<zone> {
    unsafe UnsafeMutableRawPointer(self).assumingMemoryBound(to: zone.self)
  }
}
