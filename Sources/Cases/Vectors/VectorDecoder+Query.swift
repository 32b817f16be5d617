// SPDX-License-Identifier: MIT

import AutoMovable
public import TextFiles

extension OnlineType: JSONName {}

extension VectorDecoder {
  /// The object `query`.
  struct Query {
    /// The questions that can be asked.
    enum Function: UInt8, JSONName {
      case canOnlineMovable, zone

      var name: StaticString {
        switch self {
        case .canOnlineMovable: "auto_movable_can_online_movable"
        case .zone: "zone_for_pfn_range"
        }
      }
    }

    /// The fields of both functions.
    enum Field: UInt8, JSONName {
      case function, onlineType, nid, mgid, startPFN, nrPages, movableNode,
        note

      var name: StaticString {
        switch self {
        case .function: "function"
        case .onlineType: "online_type"
        case .nid: "nid"
        case .mgid: "mgid"
        case .startPFN: "start_pfn"
        case .nrPages: "nr_pages"
        case .movableNode: "movable_node"
        case .note: "note"
        }
      }
    }

    /// The question, once it is read.
    private(set) var function: Function = .canOnlineMovable

    /// Whether the boot parameter is given here.
    private(set) var movableNode: Bool?

    private var fields: JSONFields<Field>?
    private var onlineType: OnlineType = .online
    private var nid: Int32 = 0
    private var mgid: MemoryGroupID?
    private var startPFN: UInt64 = 0
    private var pageCount: UInt64 = 0
  }
}

extension VectorDecoder.Query {
  mutating func read(_ reader: inout JSONReader) throws(JSONError) {
    var fields = try JSONFields<Field>(&reader)
    while let field = try fields.next(&reader) {
      switch field {
      case .function: function = try reader.name()
      case .onlineType: onlineType = try reader.name(from: 1)
      case .nid: nid = try reader.integer(in: -1...(NodeID.maximumCount - 1))
      case .mgid:
        if !reader.null() {
          mgid = MemoryGroupID(try reader.integer(in: 0...Int32.max))
        }
      case .startPFN: startPFN = try reader.integer()
      case .nrPages: pageCount = try reader.integer()
      case .movableNode: movableNode = try reader.boolean()
      case .note: _ = try reader.string()
      }
    }
    guard fields.contains(.function) else {
      throw fields.missing(.function)
    }
    self.fields = fields
    switch function {
    case .canOnlineMovable: try checkCanOnlineMovable(reader)
    case .zone: try checkZone(reader)
    }
  }

  private func checkCanOnlineMovable(
    _ reader: borrowing JSONReader
  ) throws(JSONError) {
    for field in [Field.onlineType, .startPFN, .movableNode]
    where fields?.contains(field) == true {
      throw reader.invalid(
        "not a field of \(Function.canOnlineMovable.name)",
        at: offset(of: field, in: reader))
    }
  }

  private func checkZone(_ reader: borrowing JSONReader) throws(JSONError) {
    if fields?.contains(.onlineType) == false {
      throw reader.invalid("online_type is missing", at: start)
    }
    if nid == -1 {
      throw reader.invalid(
        "expected an integer in 0...\(NodeID.maximumCount - 1), found -1",
        at: offset(of: .nid, in: reader))
    }
  }
}

extension VectorDecoder.Query {
  /// The position of the object.
  var start: Int { fields?.start ?? 0 }

  /// The position of a field's value.
  func offset(of field: Field, in reader: borrowing JSONReader) -> Int {
    fields?.offset(of: field, in: reader) ?? 0
  }

  /// Whether the answer depends on the policy, besides its ratio.
  var readsPolicy: Bool { function == .zone && onlineType == .online }

  /// The question, its group known to exist.
  ///
  /// Without `CONFIG_NUMA`, every node that a function is asked about is node 0.
  func decisionQuery(
    for state: borrowing MemoryState, in reader: borrowing JSONReader
  ) throws(JSONError) -> DecisionQuery {
    let nid = state.geometry.isNUMA ? nid : min(nid, 0)
    if let mgid, state.groups.index(forID: mgid) == nil {
      throw reader.invalid(
        "no group has mgid \(mgid.rawValue)", at: offset(of: .mgid, in: reader))
    }
    switch function {
    case .canOnlineMovable:
      return .canOnlineMovable(
        pages: pageCount, groupID: mgid,
        scope: nid < 0 ? .system : .node(NodeID(nid)))
    case .zone:
      return .zone(
        range: PageRange(startPFN: startPFN, pageCount: pageCount),
        onlineType: onlineType, nodeID: NodeID(nid), groupID: mgid)
    }
  }
}
