// SPDX-License-Identifier: MIT

import AutoMovable
import CReference
import Cases

/// What a memory notifier of the C port was told, in order.
@safe
final class NotifierLog {
  /// A block that went online, was refused to, or went offline.
  struct Entry {
    enum Kind { case online, refused, offline }

    let kind: Kind
    let id: MemoryBlockID
    let block: BlockSnapshot
    /// The zone that it is in then, if that is known.
    let zone: ZoneType?
  }

  /// The entries since the last operation.
  var entries: [Entry] = []

  private let port: ReferenceMachine
  private var blockPages: UInt64 = 1

  init(_ port: ReferenceMachine) { self.port = port }

  /// Listens to the machine that the port has become.
  func attach(to machine: TraceMachine) {
    blockPages = machine.blockPages
    entries.removeAll(keepingCapacity: true)
    unsafe memory_hotplug_set_notifier(
      port.context, notify, Unmanaged.passUnretained(self).toOpaque())
  }

  fileprivate func add(_ kind: Entry.Kind, _ pfn: UInt) {
    let id = MemoryBlockID(UInt64(pfn) / blockPages)
    // Told of by its own block, so that is there.
    guard let block = port.block(id) else { return }
    let page = unsafe pfn_to_online_page(port.context, pfn)
    let zone = unsafe page.flatMap {
      unsafe ZoneType(rawValue: UInt8(truncatingIfNeeded: $0.pointee.zone.rawValue))
    }
    entries.append(
      Entry(kind: kind, id: id, block: block, zone: kind == .offline ? block.zone : zone))
  }

  fileprivate func answer(
    _ action: UInt, _ notification: UnsafePointer<memory_notify>?
  ) -> CInt {
    unsafe answerNotification(
      port.context, action: action, notification, data: port.notifier)
  }
}

/// The notifier: answers as the port's own does, and takes down what happens.
private func notify(
  _: OpaquePointer?, action: UInt, notification: UnsafePointer<memory_notify>?,
  data: UnsafeMutableRawPointer?
) -> CInt {
  guard let data = unsafe data, let notification = unsafe notification else { return 0 }
  let log = unsafe Unmanaged<NotifierLog>.fromOpaque(data).takeUnretainedValue()
  let pfn = unsafe notification.pointee.start_pfn
  switch action {
  case MEM_ONLINE: log.add(.online, pfn)
  case MEM_OFFLINE: log.add(.offline, pfn)
  case MEM_CANCEL_ONLINE: log.add(.refused, pfn)
  default: break
  }
  return unsafe log.answer(action, notification)
}
