// SPDX-License-Identifier: MIT

import AutoMovable
import Testing

@testable import LiveSystem

/// What the committed captures don't show.
@Suite("Books of a replay")
struct ReplayBooksTests {
  @Test("A block with its own memory map goes online and offline in two parts")
  func memoryMapOnMemory() throws {
    let online = #"""
      {"adjust":32256,"group":"0xa","pfn":1049088},{"adjust":512,"group":"0xa","pfn":1048576}
      """#
    let offline = #"""
      {"adjust":-512,"group":"0xa","pfn":1048576},{"adjust":-32256,"group":"0xa","pfn":1049088}
      """#
    let dimm = #"{"type":"dimm","id":"d0","addr":4294967296,"size":134217728}"#
    try replay([
      snapshot(0, block: "", dma32: Counters(present: 32768), ownMap: "Y"),
      snapshot(
        1, block: #",[32,"online","Movable",[0]]"#, dma32: Counters(present: 32768),
        movable: Counters(start: 1_048_576, present: 32768, early: 0),
        steps: "\(SmallCapture.decision),\(online)", ownMap: "Y", devices: dimm),
      snapshot(
        2, block: #",[32,"offline","Movable Normal",[0]]"#, dma32: Counters(present: 32768),
        steps: offline, ownMap: "Y", devices: dimm),
    ])
  }

  @Test("An offlining that fails halfway leaves no trace")
  func failedOfflining() throws {
    let movable = Counters(start: 1_048_576, present: 32768, early: 0)
    try replay([
      snapshot(0, block: "", dma32: Counters(present: 32768)),
      snapshot(
        1, block: #",[32,"online","Movable",[0]]"#, dma32: Counters(present: 32768),
        movable: movable, steps: "\(SmallCapture.decision),\(SmallCapture.adjustment)"),
      snapshot(
        2, block: #",[32,"online","Movable",[0]]"#, dma32: Counters(present: 32768),
        movable: movable,
        steps: #"""
          {"adjust":-512,"group":"0xa","pfn":1048576},{"adjust":512,"group":"0xa","pfn":1048576}
          """#),
    ])
  }

  @Test("Boot memory takes its early pages along to another zone")
  func bootMemory() throws {
    let offline = #"{"adjust":-32768,"group":null,"pfn":0}"#
    let decision = #"""
      {"online_type":3,"nid":0,"pfn":0,"nr":32768,"group":null,"zone":"Movable","znode":0}
      """#
    try replay([
      snapshot(0, block: "", dma32: Counters(present: 32768)),
      snapshot(
        1, first: "offline", firstZone: "Normal Movable", block: "",
        dma32: Counters(present: 0), steps: offline),
      snapshot(
        2, firstZone: "Movable", block: "", dma32: Counters(present: 0),
        movable: Counters(present: 32768),
        steps: #"\#(decision),{"adjust":32768,"group":"0x0","pfn":0}"#),
    ])
  }

  @Test("A removed and added boot block isn't early any more")
  func addedBootMemory() throws {
    let offline = #"{"adjust":-32768,"group":null,"pfn":0}"#
    let decision = #"""
      {"online_type":1,"nid":0,"pfn":0,"nr":32768,"group":null,"zone":"Normal","znode":0}
      """#
    try replay([
      snapshot(0, block: "", dma32: Counters(present: 32768)),
      snapshot(1, first: nil, block: "", dma32: Counters(present: 0), steps: offline),
      snapshot(
        2, firstZone: "Normal", block: "", dma32: Counters(present: 0),
        normal: Counters(present: 32768, early: 0),
        steps: #"\#(decision),{"adjust":32768,"group":null,"pfn":0}"#),
    ])
  }

  // MARK: Made-up captures

  private struct Counters {
    var start = 0
    var present: Int
    var early: Int?

    var json: String {
      """
      {"present":\(present),"present_early":\(early ?? present),\
      "raw":{"start_pfn":\(start),"spanned":\(present)}}
      """
    }
  }

  private func snapshot(
    _ sequence: Int, first: String? = "online", firstZone: String = "DMA32", block: String,
    dma32: Counters, normal: Counters = Counters(present: 0),
    movable: Counters = Counters(present: 0), steps: String = "", ownMap: String = "N",
    devices: String = ""
  ) -> String {
    let firstBlock = first.map { "[0,\"\($0)\",\"\(firstZone)\",[0]]" } ?? ""
    return """
      {"kind":"snap","seq":\(sequence),"action":{"op":"block"},"params":{\
      "auto_movable_ratio":"301","online_policy":"auto-movable",\
      "memmap_on_memory":"\(ownMap)"},"block_size":134217728,"devices":[\(devices)],\
      "block_fields":["index","state","valid_zones","nodes"],\
      "blocks":[\(firstBlock)\(block)],"zones":{"0":{"DMA32":\(dma32.json),\
      "Normal":\(normal.json),"Movable":\(movable.json)}},"decisions":[\(steps)]}
      """
  }

  /// Replays the snapshots and expects that nothing differs and all counters
  /// were compared.
  private func replay(_ snapshots: [String]) throws {
    var told: [String] = []
    var replay = Replay(subject: try HotplugMachine()) { event, _ in
      switch event {
      case .decision: break
      case .difference(let difference): told.append(difference.description)
      case .omission(let omission): told.append(omission.description)
      }
    }
    // Only line ends outside of text can be there.
    try replay.take(lines: [SmallCapture.meta] + snapshots.map { $0.filter { $0 != "\n" } })
    #expect(told.isEmpty, "\(told)")
    #expect(replay.report.zoneCounters.count == 6 * (snapshots.count - 1))
    #expect(replay.report.zoneSpans.count == 6 * (snapshots.count - 1))
  }
}
