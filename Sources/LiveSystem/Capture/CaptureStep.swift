// SPDX-License-Identifier: MIT

import AutoMovable
import TextFiles

/// One thing that a kernel did, as function probes saw it.
public enum CaptureStep: Hashable, Sendable {
  /// A call of `zone_for_pfn_range` and its result.
  ///
  /// It needn't have an effect: reading `valid_zones` asks too.
  case decision(CaptureDecision)
  /// A call of `adjust_present_page_count`.
  case adjustment(CaptureAdjustment)
}

extension CaptureStep: CaptureValue {
  private enum Field: UInt8, JSONName {
    case task, onlineType, nodeID, startPFN, pageCount, adjust, group, zone, zoneNodeID

    var name: StaticString {
      switch self {
      case .task: "task"
      case .onlineType: "online_type"
      case .nodeID: "nid"
      case .startPFN: "pfn"
      case .pageCount: "nr"
      case .adjust: "adjust"
      case .group: "group"
      case .zone: "zone"
      case .zoneNodeID: "znode"
      }
    }
  }

  init(_ reader: inout JSONReader) throws(JSONError) {
    var task: String?
    var onlineType: OnlineType?
    var (nodeID, zoneNodeID): (NodeID?, NodeID?)
    var (startPFN, pageCount): (UInt64?, UInt64?)
    var pages: Int64?
    var group: CaptureGroup?
    var groupAddress: UInt64?
    var zone: ZoneType?
    var fields = try JSONFields<Field>(&reader)
    while let field = try fields.nextKnown(&reader) {
      switch field {
      case .task: task = try reader.text()
      case .onlineType:
        onlineType = OnlineType(rawValue: UInt8(try reader.integer(in: 0...3)))
      case .nodeID: nodeID = try reader.nodeID()
      case .startPFN: startPFN = try reader.integer()
      case .pageCount: pageCount = try reader.integer()
      case .adjust: pages = try reader.integer(in: Int64.min...Int64.max)
      case .group:
        // A decision has the group as it is, an adjustment its address.
        if reader.peek() == UInt8(ascii: "{") {
          group = try CaptureGroup(&reader)
        } else if !reader.null() {
          groupAddress = try reader.address()
        }
      case .zone: zone = try reader.name(ZoneName.self).type
      case .zoneNodeID: zoneNodeID = try reader.nodeID()
      }
    }
    if let pages {
      guard group == nil else {
        throw reader.expected("the address of a group", at: fields.offset(of: .group, in: reader))
      }
      self = .adjustment(
        CaptureAdjustment(
          task: task, pages: pages,
          startPFN: try fields.require(startPFN, .startPFN),
          // A probe prints a null pointer as a number.
          groupAddress: groupAddress == 0 ? nil : groupAddress))
      return
    }
    guard groupAddress == nil else {
      throw reader.expected("a group's fields", at: fields.offset(of: .group, in: reader))
    }
    self = .decision(
      CaptureDecision(
        task: task,
        onlineType: try fields.require(onlineType, .onlineType),
        nodeID: try fields.require(nodeID, .nodeID),
        range: PageRange(
          startPFN: try fields.require(startPFN, .startPFN),
          pageCount: try fields.require(pageCount, .pageCount)),
        group: group,
        zone: try fields.require(zone, .zone),
        zoneNodeID: try fields.require(zoneNodeID, .zoneNodeID)))
  }

  func write(to writer: inout JSONWriter) {
    writer.beginObject()
    switch self {
    case .decision(let decision):
      writer.field("task", decision.task)
      writer.field("online_type", UInt64(decision.onlineType.rawValue))
      writer.name("nid")
      writer.value(decision.nodeID.rawValue)
      writer.field("pfn", decision.range.startPFN)
      writer.field("nr", decision.range.pageCount)
      writer.name("group")
      if let group = decision.group { group.write(to: &writer) } else { writer.null() }
      writer.name("zone")
      writer.value(decision.zone.name)
      writer.name("znode")
      writer.value(decision.zoneNodeID.rawValue)
    case .adjustment(let adjustment):
      writer.field("task", adjustment.task)
      writer.name("adjust")
      writer.value(adjustment.pages)
      writer.name("group")
      writer.address(adjustment.groupAddress ?? 0)
      writer.field("pfn", adjustment.startPFN)
    }
    writer.endObject()
  }
}

/// The kernel's name of a zone.
struct ZoneName: JSONName {
  let type: ZoneType

  init?(rawValue: UInt8) {
    guard let type = ZoneType(rawValue: rawValue) else { return nil }
    self.type = type
  }

  var rawValue: UInt8 { type.rawValue }

  var name: StaticString { type.name }
}
