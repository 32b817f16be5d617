// SPDX-License-Identifier: MIT

import AutoMovable
import SystemPackage
import Testing
import TextFiles

@testable import LiveSystem

/// Files that anybody may have written.
@Suite("Files of a system that can't be")
struct SystemErrorTests {
  /// A file in place of a captured one, and what is said of it.
  struct Fault: CustomTestStringConvertible {
    let path: String
    let text: String?
    let message: String

    var testDescription: String { "\(path): \(text?.prefix(40) ?? "missing")" }

    init(_ path: String, _ text: String?, _ message: String) {
      (self.path, self.text, self.message) = (path, text, message)
    }
  }

  private static let memory = "sys/devices/system/memory"
  private static let parameters = "sys/module/memory_hotplug/parameters"

  static let faults = [
    Fault(
      "\(memory)/block_size_bytes", "8000001\n",
      ":1: expected a power of two from 2^24 to 2^40 in hexadecimal, found 8000001"),
    Fault(
      "\(memory)/block_size_bytes", "",
      ":1: expected a power of two from 2^24 to 2^40 in "
        + "hexadecimal, found "),
    Fault(
      "\(memory)/block_size_bytes", nil,
      ": not there, so the size of a memory block is unknown"),
    Fault("\(memory)/memory0/state", nil, ": not there"),
    Fault(
      "\(memory)/memory0/state", "on\u{1B}[31mline\n",
      ":1: expected online, offline or going-offline, found on\\u{1B}[31mline"),
    Fault(
      "\(memory)/memory0/valid_zones", "DMA33\n",
      ":1: expected names of zones or none, found DMA33"),
    Fault(
      "\(memory)/auto_online_blocks", "yes\n",
      ": expected offline, online, online_kernel or online_movable, found yes"),
    Fault(
      "\(parameters)/auto_movable_ratio", "4294967296\n",
      ": expected a decimal 32-bit number as text, found 4294967296"),
    Fault(
      "\(parameters)/online_policy", "auto\n",
      ": expected contig-zones or auto-movable, found auto"),
    Fault(
      "sys/devices/system/node/possible", "3-1\n",
      ":1: expected a list of nodes below 1024 such as 0-3,8, found 3-1"),
    Fault(
      "sys/devices/system/node/possible", "0-99999999999999999999\n",
      ":1: expected a list of nodes below 1024 such as 0-3,8, found 0-99999999999999999999"),
    Fault(
      "proc/zoneinfo", "Node 1024, zone DMA\n",
      ":1: expected \"Node N, zone NAME\" with N below 1024"),
    Fault(
      "proc/zoneinfo", "\nNode 0, zone HighMem\n",
      ":2: expected one of the zones DMA, DMA32, Normal, Movable, Device, found HighMem"),
    Fault(
      "proc/zoneinfo", "Node 0, zone DMA\n  spanned 1\n  present -1\n",
      ":3: present: expected a number of pages, found   present -1"),
    Fault(
      "proc/zoneinfo", "Node 0, zone DMA\n  spanned 18446744073709551615\n",
      ":2: spanned: expected pages below 1099511627776, the most that any kernel addresses, found "
        + "  spanned 18446744073709551615"),
    Fault(
      "proc/zoneinfo", "Node 0, zone DMA\n  spanned 1099511627776\n  start_pfn: 1\n",
      ":3: start_pfn: expected pages below 1099511627776, the most that any kernel addresses, found "
        + "  start_pfn: 1"),
    Fault(
      "proc/zoneinfo", "Node 0, zone DMA\n  spanned 1\n  present 1\n",
      ":1: zone DMA of node 0 has no counter managed"),
    Fault(
      "proc/zoneinfo",
      "Node 0, zone DMA\nspanned 0\npresent 0\nmanaged 0\nNode 0, zone DMA\n",
      ":5: zone DMA of node 0 is there twice"),
    Fault(
      "proc/zoneinfo", "", ": expected lines such as \"Node 0, zone Normal\", found none"),
    Fault(
      "proc/iomem", "00001000-0009fbff : System RAM\n9-8 : System RAM\n",
      ":2: expected START-END : NAME, found 9-8 : System RAM"),
  ]

  private static func files() throws -> CapturedSystem {
    let moment = try #require(LiveCaptures.all.first?.moments.last)
    return CapturedSystem(moment.snapshot, of: moment.meta)
  }

  @Test("The file, the line and what was expected are told", arguments: faults)
  func tells(_ fault: Fault) throws {
    let files = try Self.files().replacing([fault.path: fault.text])
    let error = #expect(throws: InputError.self) { try SystemRecord(files, name: "x") }
    #expect(error?.description == fault.path + fault.message)
  }

  @Test("A block number that can't be is told")
  func blockNumber() throws {
    let files = try Self.files()
      .replacing(["\(Self.memory)/memory33554432/state": "online\n"])
    let error = #expect(throws: InputError.self) { try SystemRecord(files, name: "x") }
    #expect(
      error?.description
        == "\(Self.memory)/memory33554432: expected a block number below 33554432")
  }

  @Test("Zones that no machine has are told, or what is inferred in their stead")
  func zones() throws {
    for (start, spanned) in [(1 << 39, 4095 as UInt64), (1, 1 << 30)] as [(UInt64, UInt64)] {
      let text = """
        Node 0, zone DMA
          present 3998
          managed 3998
          spanned \(spanned)
          start_pfn: \(start)
        Node 0, zone Normal
          present 3998
          managed 3998
          spanned 4096
          start_pfn: 1048576
        """
      let files = try Self.files().replacing(["proc/zoneinfo": text])
      let record = try SystemRecord(files, name: "x")
      do throws(InputError) {
        let warnings = try Inspection(record).warnings
        #expect(warnings.contains { $0.kind == "inference" || $0.kind == "boot-memory" })
      } catch {
        #expect(error.description.hasPrefix("x: no machine can be as the files say: "))
      }
    }
  }

  @Test(
    "Counters that no zone has can't be set",
    arguments: [
      ("cma_pages=99999999", "expected at most 3998, its present_pages, found 99999999"),
      ("present_early_pages=3999", "expected at most 3998, its present_pages, found 3999"),
      ("present_early_pages=3998", nil), ("cma_pages=3998", nil),
    ])
  func settings(_ setting: String, _ message: String?) throws {
    var record = try SystemRecord(Self.files(), name: "x")
    record.settings = [try #require(FieldSetting("nodes[0].zones[0].\(setting)"))]
    guard let message else {
      #expect(throws: Never.self) { try Inspection(record) }
      return
    }
    let error = #expect(throws: InputError.self) { try Inspection(record) }
    let field = setting.prefix { $0 != "=" }
    #expect(error?.description == "x: nodes[0].zones[0].\(field): \(message)")
    // What is set besides is taken into account, in any order.
    record.settings.append(try #require(FieldSetting("nodes[0].zones[0].present_pages=100000000")))
    #expect(throws: Never.self) { try Inspection(record) }
    record.settings = try ["cma_pages=3998", "present_pages=3997"].map {
      try #require(FieldSetting("nodes[0].zones[0].\($0)"))
    }
    let lower = #expect(throws: InputError.self) { try Inspection(record) }
    #expect(
      lower?.description
        == "x: nodes[0].zones[0].cma_pages: expected at most 3997, its present_pages, found 3998")
  }

  @Test("Whatever stands in the files, nothing but an error comes of it", arguments: 0..<16)
  func hostile(_ seed: UInt64) throws {
    let capture = try #require(LiveCaptures.all.first { $0.name.hasPrefix("s14_") })
    let moment = try #require(capture.moments.last)
    let files = CapturedSystem(moment.snapshot, of: moment.meta)
    let paths = files.files.keys.sorted()
    var state = seed &* 0x9E37_79B9_7F4A_7C15 | 1
    func random(below limit: Int) -> Int {
      state ^= state << 13
      state ^= state >> 7
      state ^= state << 17
      return Int(state % UInt64(limit))
    }
    let words = [
      "0", "1", "18446744073709551615", "9223372036854775808", "ffffffffffffffff", "-", "Movable",
      "DMA32", "offline", "\n", " ", "4294967296", "none", "System RAM", "1099511627776",
    ]
    for _ in 0..<24 {
      var changes: [String: String?] = [:]
      for _ in 0...random(below: 4) {
        // Mostly the two files that have most to say.
        let path =
          [paths[random(below: paths.count)], "proc/zoneinfo", "proc/iomem"][random(below: 3)]
        var parts = (files.files[path] ?? "").split(
          separator: " ", omittingEmptySubsequences: false)
        guard !parts.isEmpty else { continue }
        parts[random(below: parts.count)] = Substring(words[random(below: words.count)])
        changes[path] = parts.joined(separator: " ")
      }
      do throws(InputError) {
        let record = try SystemRecord(files.replacing(changes), name: "x")
        _ = try Inspection(record)
      } catch {
        #expect(!error.description.contains("\n"))
      }
    }
  }

  @Test("Files of a folder are read as those in memory are")
  func folder() throws {
    let files = try Self.files()
    let folder = try TemporaryFolder()
    for (path, text) in files.files { try folder.write(text.utf8, to: path) }
    for (path, names) in files.links {
      for name in names { try folder.write("".utf8, to: "\(path)/\(name)") }
    }
    let read = try Inspection(SystemRecord(root: folder.path))
    let inspection = try Inspection(SystemRecord(files, name: "x"))
    #expect(read.now.nodes == inspection.now.nodes)
    #expect(read.blocks == inspection.blocks)
    #expect(read.warnings == inspection.warnings)
  }
}
