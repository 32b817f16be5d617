// SPDX-License-Identifier: MIT

import AutoMovable

/// The probes on the functions under test, and how to read what they record.
struct PolicyProbes {
  /// The symbols that the probes sit on.
  static let symbols = ["zone_for_pfn_range", "adjust_present_page_count"]

  /// The names of the probes' events.
  static let events = ["decide", "decided", "adjust"]

  private let layout: KernelLayout
  private let pageArray: UInt64?
  private let group: String

  /// - Parameters:
  ///   - pageArray: The address of the page with PFN 0; `nil` if each event is to have
  ///     it from the kernel's variable.
  ///   - group: The group of the events.
  init(layout: KernelLayout, pageArray: UInt64?, group: String = "policy") {
    self.group = group
    self.layout = layout
    self.pageArray = pageArray
  }

  /// The lines for the kernel's file `kprobe_events`.
  var definitions: [String] {
    let (group, zone) = (layout.group, layout.zone)
    return [
      "p:\(self.group)/decide zone_for_pfn_range online_type=$arg1:s32 nid=$arg2:s32 group=$arg3:x64"
        + " pfn=$arg4:u64 nr=$arg5:u64"
        + " kernel=+\(group.presentKernelPages)($arg3):u64"
        + " movable=+\(group.presentMovablePages)($arg3):u64"
        + " dynamic=+\(group.isDynamic)($arg3):u8"
        + " unit_or_max=+\(group.unitPages)($arg3):u64"
        + " group_nid=+\(group.node)($arg3):s32",
      "r:\(self.group)/decided zone_for_pfn_range zone=+0(+\(zone.name)($retval)):string"
        + " znode=+\(zone.node)($retval):s32",
      "p:\(self.group)/adjust adjust_present_page_count page=$arg1:x64 group=$arg2:x64"
        + " nr=$arg3:s64" + (pageArray == nil ? " base=@vmemmap_base:x64" : ""),
    ]
  }

  /// Puts together what the kernel did from the lines of its trace.
  ///
  /// - Throws: `LiveError.kernel` if the trace has lost events or holds what the
  ///   probes do not record.
  func steps(trace: [String]) throws(LiveError) -> [CaptureStep] {
    var steps: [CaptureStep] = []
    var calls: [String: ProbeLine] = [:]
    for line in trace {
      if line.hasPrefix("#") {
        try Self.checkNothingLost(line)
        continue
      }
      guard let line = ProbeLine(line) else {
        throw .kernel("the trace holds a line that is no event: \(line)")
      }
      switch line.event {
      case "decide":
        calls[line.task] = line
      case "decided":
        guard let call = calls.removeValue(forKey: line.task),
          let step = decision(call: call, answer: line)
        else { throw .kernel("the trace holds an answer without its call: \(line)") }
        steps.append(step)
      case "adjust":
        guard let step = adjustment(line) else {
          throw .kernel("the trace holds an incomplete event: \(line)")
        }
        steps.append(step)
      default:
        throw .kernel("the trace holds an unknown event: \(line.event)")
      }
    }
    guard calls.isEmpty else { throw .kernel("the trace holds a call without its answer") }
    return steps
  }

  private func decision(call: ProbeLine, answer: ProbeLine) -> CaptureStep? {
    guard let type: UInt8 = call.number("online_type"),
      let onlineType = OnlineType(rawValue: type), let node: Int32 = call.number("nid"),
      let pfn: UInt64 = call.number("pfn"), let pages: UInt64 = call.number("nr"),
      let address: UInt64 = call.number("group"), let name = answer.text("zone"),
      let zone = ZoneType(name: name),
      let zoneNode: Int32 = answer.number("znode")
    else { return nil }
    var group: CaptureGroup?
    if address != 0 {
      guard let kernel: UInt64 = call.number("kernel"),
        let movable: UInt64 = call.number("movable"), let dynamic: UInt8 = call.number("dynamic"),
        let unitOrMax: UInt64 = call.number("unit_or_max"),
        let groupNode: Int32 = call.number("group_nid")
      else { return nil }
      group = CaptureGroup(
        address: address, nodeID: NodeID(groupNode),
        kind: dynamic != 0 ? .dynamic(unitPages: unitOrMax) : .static(maxPages: unitOrMax),
        presentKernelPages: kernel, presentMovablePages: movable)
    }
    return .decision(
      CaptureDecision(
        task: call.task, onlineType: onlineType, nodeID: NodeID(node),
        range: PageRange(startPFN: pfn, pageCount: pages), group: group, zone: zone,
        zoneNodeID: NodeID(zoneNode)))
  }

  private func adjustment(_ line: ProbeLine) -> CaptureStep? {
    guard let page: UInt64 = line.number("page"), let group: UInt64 = line.number("group"),
      let pages: Int64 = line.number("nr"),
      let pageArray: UInt64 = pageArray ?? line.number("base"), page >= pageArray
    else { return nil }
    let pfn = (page - pageArray) / UInt64(layout.pageSize)
    return .adjustment(
      CaptureAdjustment(
        task: line.task, pages: pages, startPFN: pfn, groupAddress: group == 0 ? nil : group))
  }

  /// `# entries-in-buffer/entries-written: 12/12   #P:1`
  private static func checkNothingLost(_ line: String) throws(LiveError) {
    guard line.contains("entries-written:") else { return }
    let counts = line.split(separator: " ").first { $0.contains("/") && $0.first!.isNumber }
    let parts = (counts ?? "").split(separator: "/")
    guard parts.count == 2, parts[0] == parts[1] else {
      throw .kernel("the trace has lost events: \(line)")
    }
  }
}
