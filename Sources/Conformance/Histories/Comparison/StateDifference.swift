// SPDX-License-Identifier: MIT

import AutoMovable
import Cases

/// One thing in which two machines differ.
package struct StateDifference: Hashable, Sendable {
  /// Where it is, as `node 0 Normal`.
  package let place: String
  /// What it is, under the kernel's name.
  package let kind: String
  package let subject: String
  package let reference: String

  /// Creates a difference.
  package init(place: String, kind: String, subject: String, reference: String) {
    self.place = place
    self.kind = kind
    self.subject = subject
    self.reference = reference
  }
}

extension HistoryExplanation {
  /// All differences of the machines after the last operation.
  package var differences: [StateDifference] {
    var list = DifferenceList()
    list.add(
      "machine", "boots", bootErrors.subject.map { "\($0)" } ?? "yes",
      bootErrors.reference.map { "\($0)" } ?? "yes")
    let nodes = Set(subject.nodes.map(\.id)).union(reference.nodes.map(\.id)).sorted()
    for id in nodes {
      let place = "node \(id.rawValue)"
      let left = subject.nodes.firstIndex { $0.id == id }
      let right = reference.nodes.firstIndex { $0.id == id }
      guard let left, let right else {
        list.add(place, "online", left == nil ? "no" : "yes", right == nil ? "no" : "yes")
        continue
      }
      list.add(place, subject.totals[left], reference.totals[right])
      for type in ZoneType.allCases {
        list.add(
          "\(place) \(type)", subject.nodes[left][type], reference.nodes[right][type])
      }
    }
    let groups = Set(subject.groups.map(\.id)).union(reference.groups.map(\.id)).sorted()
    for id in groups {
      list.add(
        "group \(id.rawValue)", subject.groups.first { $0.id == id },
        reference.groups.first { $0.id == id })
    }
    for block in blocks {
      list.add("memory\(block.id.rawValue)", block.subject, block.reference)
    }
    list.add(sideEffects.subject, sideEffects.reference)
    return list.differences + judged
  }
}

private struct DifferenceList {
  var differences: [StateDifference] = []

  mutating func add<Value: Equatable>(
    _ place: String, _ kind: String, _ subject: Value, _ reference: Value
  ) {
    guard subject != reference else { return }
    differences.append(
      StateDifference(
        place: place, kind: kind, subject: "\(subject)", reference: "\(reference)"))
  }

  mutating func add(_ subject: SideEffects, _ reference: SideEffects) {
    add("write", "bytes", subject.bytesTaken, reference.bytesTaken)
    let (left, right) = (subject.notifications, reference.notifications)
    let place = "notifier"
    add(place, "MEM_GOING_ONLINE", left.goingOnlineCount, right.goingOnlineCount)
    add(place, "MEM_ONLINE", left.onlineCount, right.onlineCount)
    add(place, "MEM_CANCEL_ONLINE", left.cancelOnlineCount, right.cancelOnlineCount)
    add(place, "MEM_GOING_OFFLINE", left.goingOfflineCount, right.goingOfflineCount)
    add(place, "MEM_OFFLINE", left.offlineCount, right.offlineCount)
    add(place, "MEM_CANCEL_OFFLINE", left.cancelOfflineCount, right.cancelOfflineCount)
    add(place, "nr_pages", left.pageCount, right.pageCount)
    add(place, "start_pfn", left.startPFNs, right.startPFNs)
  }

  mutating func add(_ place: String, _ subject: NodeExtent, _ reference: NodeExtent) {
    add(place, "node_start_pfn", subject.startPFN, reference.startPFN)
    add(place, "node_spanned_pages", subject.spannedPages, reference.spannedPages)
    add(place, "node_present_pages", subject.presentPages, reference.presentPages)
  }

  mutating func add(_ place: String, _ subject: Zone, _ reference: Zone) {
    add(place, "zone_start_pfn", subject.startPFN, reference.startPFN)
    add(place, "spanned_pages", subject.spannedPages, reference.spannedPages)
    add(place, "present_pages", subject.presentPages, reference.presentPages)
    add(place, "present_early_pages", subject.presentEarlyPages, reference.presentEarlyPages)
    add(place, "cma_pages", subject.cmaPages, reference.cmaPages)
  }

  mutating func add(_ place: String, _ subject: MemoryGroup?, _ reference: MemoryGroup?) {
    guard let subject, let reference else {
      let words = (subject == nil ? "no" : "yes", reference == nil ? "no" : "yes")
      return add(place, "registered", words.0, words.1)
    }
    add(place, "nid", subject.nodeID.rawValue, reference.nodeID.rawValue)
    add(place, "is_dynamic", subject.isDynamic, reference.isDynamic)
    add(place, "pages", subject.kind.pages, reference.kind.pages)
    add(place, "present_kernel_pages", subject.presentKernelPages, reference.presentKernelPages)
    add(
      place, "present_movable_pages", subject.presentMovablePages,
      reference.presentMovablePages)
    add(place, "memory_blocks", subject.blockCount, reference.blockCount)
  }

  mutating func add(_ place: String, _ subject: BlockSnapshot?, _ reference: BlockSnapshot?) {
    guard let subject, let reference else {
      let words = (subject == nil ? "no" : "yes", reference == nil ? "no" : "yes")
      return add(place, "there", words.0, words.1)
    }
    func name(_ zone: ZoneType?) -> String { zone.map { "\($0.name)" } ?? "none" }
    func name(_ type: OnlineType?) -> String { type.map { "\($0.name)" } ?? "?" }
    add(place, "state", subject.state, reference.state)
    add(place, "zone", name(subject.zone), name(reference.zone))
    add(place, "online_type", name(subject.onlineType), name(reference.onlineType))
    add(place, "dev.offline", subject.isDeviceOffline, reference.isDeviceOffline)
    add(place, "nid", subject.nodeID.rawValue, reference.nodeID.rawValue)
    add(
      place, "mgid", subject.groupID?.rawValue ?? -1, reference.groupID?.rawValue ?? -1)
    add(place, "nr_vmemmap_pages", subject.vmemmapPages, reference.vmemmapPages)
    add(place, "early", subject.isEarly, reference.isEarly)
  }
}
