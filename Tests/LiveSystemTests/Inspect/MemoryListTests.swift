// SPDX-License-Identifier: MIT

import AutoMovable
import SystemPackage
import Testing
import TextFiles

@testable import LiveSystem

/// What other programs print.
@Suite("Lists of lsmem, QEMU and daxctl")
struct MemoryListTests {
  /// A machine with pages of 16 KiB, whose firmware keeps two blocks for itself.
  static let pagesOf16K = """
    {"memory": [{"range": "0x0000010000000000-0x00000103e7ffffff", "size": "15.6G", \
    "state": "online", "removable": true, "block": "8192-8316", "node": 0, "zones": "DMA"}, \
    {"range": "0x00000103f8000000-0x00000103ffffffff", "size": "128M", "state": "online", \
    "removable": true, "block": "8319", "node": 0, "zones": "DMA"}]}
    """

  private func record(lsmem text: String) throws -> SystemRecord {
    let folder = try TemporaryFolder()
    var record = SystemRecord()
    try record.readMemoryList(FilePath(folder.write(text.utf8, to: "lsmem")))
    return record
  }

  @Test("Blocks that aren't listed don't exist")
  func lsmem() throws {
    let inspection = try Inspection(record(lsmem: Self.pagesOf16K))
    #expect(inspection.blocks.count == 126)
    for block in 8190..<8322 as Range<UInt64> {
      let isThere = 8192...8316 ~= block || block == 8319
      #expect((inspection.machine.block(MemoryBlockID(block)) != nil) == isThere, "\(block)")
    }
    #expect(inspection.nodes.count == 1)
    #expect(inspection.nodes[0][.dma].presentPages == 126 * 8192)
    let inferred = Set(inspection.inferred.map(\.path))
    #expect(inferred.contains("block_size_bytes") && inferred.contains("memory"))
    #expect(inferred.contains("nodes[0].zones[0].present_pages") && inferred.contains("geometry"))
    #expect(inspection.geometry == .arm64With16KiB)
    #expect(inspection.warnings.contains { $0.kind == "geometry" })
  }

  @Test("Blocks that x86 kernels don't choose are remarked")
  func blocksOfOthers() throws {
    for (blocks, size, isRemarked) in [
      ("0-31", 128 << 20, false), ("0-15", 256 << 20, true), ("0-63", 2 << 30, false),
      ("0-15", 16 << 30, true), ("0-127", 512 << 20, true), ("0-128", 512 << 20, false),
    ] as [(String, UInt64, Bool)] {
      let count = UInt64(blocks.dropFirst(2))! + 1
      let end = String(count * size - 1, radix: 16)
      var record = try record(
        lsmem: """
          {"memory":[{"range":"0x0-0x\(end)","state":"online","block":"\(blocks)"}]}
          """)
      record.geometry = .x86_64
      let warnings = try Inspection(record).warnings.filter { $0.kind == "geometry" }
      #expect(warnings.isEmpty == !isRemarked, "\(blocks) of \(size): \(warnings)")
    }
  }

  @Test(
    "A list that can't be is told",
    arguments: [
      ("{}", ":1: expected \"memory\", a list that isn't empty"),
      (
        #"{"memory":[{"range":"0x0-0x7ffffff","state":"online","block":"0-2"}]}"#,
        ":1: memory[0]: range and block don't fit together"
      ),
      (
        #"{"memory":[{"range":"0x0-0x7ffffff","block":0}]}"#, ":1: memory[0]: state is missing"
      ),
      (
        #"{"memory":[{"range":"0x0-0x7fffffffffffffff","state":"online","block":"0-33554431"}]}"#,
        ":1: memory[0].range: expected a range such as \"0x0-0x7ffffff\", found "
          + "\"0x0-0x7fffffffffffffff\""
      ),
      (
        #"{"memory":[{"range":"0x0-0xfffffffffffff","state":"online","block":"0-33554431"}]}"#,
        ":1: memory[0]: expected at most 1048576 blocks, ascending"
      ),
      (
        "{\"memory\":\n[{\"state\":\"no\"}]}",
        ":2: memory[0].state: expected online, offline or "
          + "going-offline, found \"no\""
      ),
    ])
  func wrongList(_ text: String, _ message: String) throws {
    let error = #expect(throws: InputError.self) { try record(lsmem: text) }
    #expect(error?.description.hasSuffix("/lsmem" + message) == true, "\(error as Any)")
  }

  @Test("QEMU's answer is taken whole, and its list alone")
  func memoryDevices() throws {
    let list = """
      [{"type":"dimm","data":{"addr":4294967296,"size":1073741824,"node":1,"id":"d0"}},
       {"type":"nvdimm","data":{"addr":8589934592,"size":1073741824,"node":0}}]
      """
    let folder = try TemporaryFolder()
    for text in [list, "{\"return\": \(list)}"] {
      var record = SystemRecord()
      try record.readMemoryDevices(FilePath(folder.write(text.utf8, to: "qmp")))
      #expect(record.devices.map(\.id) == ["d0", ""])
      record.blockSize = 1 << 27
      // What is no memory to Linux isn't a device here.
      #expect(MemoryOrigins(record, .x86_64, blockPages: 32768).devices.map(\.id) == ["d0"])
    }
    var record = SystemRecord()
    let error = #expect(throws: InputError.self) {
      try record.readMemoryDevices(
        FilePath(folder.write(#"[{"type":"dimm","data":{"addr":1}}]"#.utf8, to: "qmp")))
    }
    #expect(
      error?.description.hasSuffix(
        "/qmp:1: [0]: expected a memory device with type, address and size") == true)
  }

  @Test("A DAX device's ranges are one static group of whole blocks")
  func daxDevices() throws {
    // 502 MiB that begin in the middle of a block: three blocks are whole.
    let list = """
      [{"path":"/platform/x","id":0,"size":526385152,"devices":[{"chardev":"dax0.0",
       "size":526385152,"target_node":1,"align":2097152,"mode":"system-ram","movable":true,
       "mappings":[{"page_offset":0,"start":4362076160,"end":4888461311}]}]}]
      """
    let folder = try TemporaryFolder()
    var record = try record(lsmem: Self.pagesOf16K)
    try record.readDAXDevices(FilePath(folder.write(list.utf8, to: "daxctl")))
    let inspection = try Inspection(record)
    #expect(inspection.devices.map(\.id) == ["dax0.0"])
    #expect(inspection.group(of: 0)?.kind == .static(maxPages: 24576))
    #expect(inspection.next.first?.device == "dax0.0")
    #expect(inspection.next.first?.range.startPFN == 33 * 8192)
  }

  @Test("Zones alone make a machine of which blocks are unknown")
  func zonesAlone() throws {
    let capture = try #require(LiveCaptures.all.first { $0.name.hasPrefix("s20_") })
    let moment = try #require(capture.moments.first)
    let files = CapturedSystem(moment.snapshot, of: moment.meta)
    let folder = try TemporaryFolder()
    var record = SystemRecord()
    try record.readZoneInfo(
      FilePath(folder.write((files.files["proc/zoneinfo"] ?? "").utf8, to: "zoneinfo")))
    try record.assumeBlocks()
    let inspection = try Inspection(record)
    #expect(inspection.blocks.isEmpty)
    #expect(inspection.warnings.contains { $0.kind == "blocks" })
    for zone in moment.snapshot.zones {
      let counters = inspection.now.nodes.first { $0.id == zone.nodeID }?[zone.type]
      #expect(counters?.presentPages == zone.present)
      #expect(counters?.presentEarlyPages == zone.presentEarly)
    }
  }
}

/// What users say in place of what files say or don't.
@Suite("Claims and settings")
struct InspectionSettingTests {
  @Test("A range is said to be of a device")
  func claim() throws {
    let capture = try #require(LiveCaptures.all.first { $0.name.hasPrefix("s8_") })
    let moment = try #require(capture.moments.last)
    var record = try moment.record()
    record.claims = [try #require(MemoryClaim("4G+16G=virtio-mem:256M"))]
    let inspection = try Inspection(record)
    #expect(inspection.group(of: 0)?.kind == .dynamic(unitPages: 65536))
    #expect(inspection.devices.map(\.isInferred) == [false])
    #expect(!inspection.warnings.contains { $0.kind == "device" })
  }

  @Test(
    "A claim that isn't one is refused",
    arguments: [
      "", "4G", "4G+1G", "4G+1G=", "4G+1G=dimm:2M", "4G+1G=ram", "4G-8G=dimm", "0x1-0x0=dimm",
      "0x100000000-0x13ffffffe=dimm", "0x0-0xffffffffffffffff=dimm", "4G+0=boot",
      "4G+16777216T=dimm", "4G+1G=virtio-mem:3M", "0x+5-0x5=dimm",
    ])
  func wrongClaim(_ text: String) {
    #expect(MemoryClaim(text) == nil)
  }

  @Test("What is set isn't inferred")
  func settings() throws {
    let capture = try #require(LiveCaptures.all.first { $0.name.hasPrefix("s20_") })
    var record = try #require(capture.moments.first).record()
    let plain = try Inspection(record)
    record.settings = [
      "nodes[0].zones[2].cma_pages=16384", "nodes[0].zones[2].present_early_pages=524000",
      "params.auto_movable_ratio=401", "movable_node=Y", "kernel=6.6",
    ].compactMap(FieldSetting.init)
    #expect(record.settings.count == 5)
    let inspection = try Inspection(record)
    #expect(inspection.now.nodes[0][.normal].cmaPages == 16384)
    #expect(inspection.now.nodes[0][.normal].presentEarlyPages == 524000)
    #expect(inspection.machine.parameters.policy.autoMovableRatio == 401)
    #expect(inspection.machine.parameters.policy.isMovableNodeEnabled)
    #expect(inspection.machine.kernel == KernelVersion(6, 6))
    let path = "nodes[0].zones[2].present_early_pages"
    #expect(plain.inferred.contains { $0.path == path })
    #expect(!inspection.inferred.contains { $0.path == path })
    // Less was there at boot than blocks hold, and a machine can be so.
    let pages = inspection.now.memory?.reduce(0) { $0 + $1.pages.pageCount }
    #expect(pages == plain.now.memory.map { $0.reduce(0) { $0 + $1.pages.pageCount } - 288 })
  }

  @Test("A zone that isn't there can't be set")
  func wrongZone() throws {
    var record = try #require(LiveCaptures.all.first?.moments.first).record()
    record.settings = [try #require(FieldSetting("nodes[7].zones[0].cma_pages=1"))]
    let error = #expect(throws: InputError.self) { try Inspection(record) }
    #expect(
      error?.description.hasSuffix("nodes[7].zones[0].cma_pages: there is no such zone to set")
        == true)
  }

  @Test(
    "A zone is set to what it can be",
    arguments: [
      ("spanned_pages=9223372036854775900", "at most 1099511627776, all that any kernel addresses"),
      (
        "zone_start_pfn=18446744073709551615",
        "at most 1099511627776, all that any kernel addresses"
      ),
      ("zone_start_pfn=1099511627776", "a zone that ends at page 1099511627776 or before"),
      ("cma_pages=99999999", "at most "), ("present_pages=18446744073709551615", "at most "),
    ])
  func impossibleZone(_ field: String, _ expected: String) throws {
    var record = try #require(LiveCaptures.all.first?.moments.first).record()
    record.settings = [try #require(FieldSetting("nodes[0].zones[0].\(field)"))]
    let error = #expect(throws: InputError.self) { try Inspection(record) }
    #expect(error?.message.hasPrefix("expected \(expected)") == true, "\(error?.message ?? "")")
  }

  @Test("Zones alone have no more blocks than a list may have")
  func manyBlocks() throws {
    let folder = try TemporaryFolder()
    let zone = "Node 0, zone Normal\n spanned 1099511000000\n present 1\n managed 1\n"
    var record = SystemRecord()
    try record.readZoneInfo(FilePath(folder.write((zone + " start_pfn: 1\n").utf8, to: "z")))
    let error = #expect(throws: InputError.self) { try record.assumeBlocks() }
    #expect(error?.message.hasPrefix("expected zones of at most 1048576 memory blocks") == true)
  }

  @Test(
    "A field that can't be set is refused",
    arguments: [
      "", "kernel", "kernel=6", "kernel=4.19", "memory=1", "nodes[0].zones[0].free=1",
      "nodes[-1].zones[0].cma_pages=1", "nodes[0].zones[0].cma_pages=-1",
      "nodes[99999].zones[0].cma_pages=1", "params.online_policy=auto", "movable_node=maybe",
    ])
  func wrongField(_ text: String) {
    #expect(FieldSetting(text) == nil)
  }

  @Test("The kernel's log of its boot says what was there")
  func bootLog() throws {
    let capture = try #require(LiveCaptures.all.first { $0.name.hasPrefix("s19_") })
    let moment = try #require(capture.moments.last)
    var record = try moment.record()
    let first = try #require(capture.moments.first)
    let log = try #require(first.snapshot.bootMemory).map { run in
      let (start, end) = (run.range.startPFN * 4096, run.range.endPFN * 4096 - 1)
      return "[    0.1]   node \(run.nodeID): [mem 0x\(String(start, radix: 16))-"
        + "0x\(String(end, radix: 16))]\n"
    }
    let folder = try TemporaryFolder()
    try record.readBootLog(FilePath(folder.write(log.joined().utf8, to: "dmesg")))
    record.zones = moment.snapshot.zones
    let inspection = try Inspection(record)
    #expect(!inspection.inferred.contains { $0.path.hasSuffix("present_early_pages") })
    for zone in moment.snapshot.zones {
      let node = inspection.nodes.first { $0.id == zone.nodeID }
      #expect(node?[zone.type].presentEarlyPages == zone.presentEarly)
    }
    let error = #expect(throws: InputError.self) {
      try record.readBootLog(FilePath(folder.write("nothing\n".utf8, to: "dmesg")))
    }
    #expect(error?.description.contains("expected lines such as \"node   0: [mem") == true)
  }
}
