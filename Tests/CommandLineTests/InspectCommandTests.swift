// SPDX-License-Identifier: MIT

import Foundation
import Testing

@Suite("automovable inspect")
struct InspectCommandTests {
  private static let root = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
  private static let system = "Vectors/systems/two-virtio-mem-and-a-dimm"

  private func inspect(_ arguments: String..., input: String = "") throws -> CommandRun {
    try CommandRun(["inspect"] + arguments, input: input, in: Self.root)
  }

  @Test("The examples of the documentation print what they say")
  func examples() throws {
    let page = try String(contentsOf: Self.root.appending(path: "docs/inspect.md"), encoding: .utf8)
    var examples: [(arguments: [String], output: [Substring])] = []
    var isOutput = false
    for line in page.split(separator: "\n", omittingEmptySubsequences: false) {
      if line.hasPrefix("    $ automovable ") {
        examples.append((line.split(separator: " ").dropFirst(2).map(String.init), []))
        isOutput = true
      } else if isOutput, line.hasPrefix("    ") {
        examples[examples.count - 1].output.append(line.dropFirst(4))
      } else {
        isOutput = false
      }
    }
    #expect(examples.count >= 4)
    for example in examples {
      let run = try CommandRun(example.arguments, in: Self.root)
      #expect(run.status == 0, "\(run.errors)")
      var rest = run.output.split(separator: "\n", omittingEmptySubsequences: false)[...]
      var mayBeLater = false
      for line in example.output {
        if line == "..." {
          mayBeLater = true
          continue
        }
        let position = mayBeLater ? rest.firstIndex(of: line) : rest.startIndex
        let found = position.flatMap { rest.indices.contains($0) ? rest[$0] : nil }
        #expect(found == line, "\(example.arguments): \(line)")
        rest = rest[((position ?? rest.startIndex) + 1)...]
        mayBeLater = false
      }
    }
  }

  @Test("JSON has what the format has")
  func json() throws {
    let run = try inspect("--sysroot", Self.system, "--json")
    #expect(run.status == 0 && run.errors.isEmpty)
    let object = try #require(
      JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any])
    #expect(Set(object.keys) == ["machine", "inferred", "blocks", "next", "warnings"])
    let blocks = try #require(object["blocks"] as? [[String: Any]])
    #expect(blocks.count == 7)
    #expect(blocks.first?["zone"] is NSNull)
    #expect(blocks.map { $0["first"] as? Int } == [0, 1, 32, 64, 68, 70, 96])
    #expect(blocks.map { $0["count"] as? Int } == [1, 7, 8, 4, 2, 6, 4])
    let inferred = try #require(object["inferred"] as? [String])
    #expect(inferred.contains("nodes[0].zones[1].present_early_pages"))
    #expect(inferred.contains("memory"))
    let next = try #require(object["next"] as? [[String: Any]])
    #expect(next.map { $0["zone"] as? String } == ["Movable", "Movable", "Movable"])
    #expect(next.allSatisfy { ($0["reason"] as? String)?.isEmpty == false })
  }

  @Test("The machine is one that traces take", arguments: ["--machine", "--trace"])
  func machine(_ option: String) throws {
    let run = try inspect("--sysroot", Self.system, option)
    #expect(run.status == 0)
    #expect(run.output.split(separator: "\n").count == (option == "--machine" ? 1 : 32))
    let played = try CommandRun(["evaluate", "--with", "both"], input: run.output)
    #expect(played.status == 0, "\(played.errors)")
    let final = try #require(played.output.split(separator: "\n").last)
    for counters in [
      #""zone":"DMA32","present_pages":258016,"present_early_pages":258016"#,
      #""zone":"Normal","present_pages":65536,"present_early_pages":0"#,
      #""zone":"Movable","present_pages":720896,"present_early_pages":0"#,
    ] {
      #expect(final.contains(counters))
    }
  }

  @Test("Blocks that lsmem doesn't list can't be onlined")
  func lsmem() throws {
    let list = """
      {"memory": [{"range": "0x0000010000000000-0x00000103e7ffffff", "size": "15.6G", \
      "state": "online", "removable": true, "block": "8192-8316", "node": 0, "zones": "DMA"}, \
      {"range": "0x00000103f8000000-0x00000103ffffffff", "size": "128M", "state": "online", \
      "removable": true, "block": "8319", "node": 0, "zones": "DMA"}]}
      """
    let machine = try inspect("--lsmem", "-", "--machine", input: list)
    #expect(machine.status == 0)
    var trace = machine.output
    for block in [8316, 8317, 8318, 8319] {
      trace += "{\"op\":\"write_online\",\"block\":\(block),\"value\":\"1\"}\n"
    }
    let run = try CommandRun(["evaluate", "--with", "both"], input: trace)
    let results = run.output.split(separator: "\n").dropLast()
    #expect(results.map { $0.contains("\"returns\":-2}") } == [false, true, true, false])
  }

  @Test("A machine of 16 KiB pages is one that traces take, with what says so or without")
  func pageSize() throws {
    let list = """
      {"memory": [{"range": "0x0000010000000000-0x00000103ffffffff", "state": "online", \
      "block": "8192-8319", "zones": "DMA"}]}
      """
    for options in [[], ["--geometry", "arm64-16k"], ["--page-size", "16K"]] {
      let run = try CommandRun(
        ["inspect", "--lsmem", "-", "--machine"] + options, input: list, in: Self.root)
      #expect(run.status == 0)
      #expect(run.output.contains(#""geometry":"arm64-16k""#))
      #expect(run.output.contains(#""zone_start_pfn":67108864,"spanned_pages":1048576"#))
      let isSaid = options.first == "--geometry"
      #expect(run.errors.contains("--geometry or --page-size can say so") == options.isEmpty)
      #expect(run.output.contains(" geometry,") != isSaid)
      let played = try CommandRun(["evaluate", "--with", "both"], input: run.output)
      #expect(played.status == 0, "\(played.errors)")
    }
  }

  @Test("The table is lsmem's, with columns by name")
  func table() throws {
    let run = try inspect("--sysroot", Self.system, "-J", "-o", "block,zones", "-a")
    #expect(run.output.hasPrefix(#"{"memory":[{"block":"0","zones":"none"},{"block":"1","#))
    #expect(run.output.split(separator: "{").count == 33)
  }

  @Test(
    "Wrong usage",
    arguments: [
      ["-o", "BLOCK,SIZ"], ["--json", "--machine"], ["--device", "4G=dimm"],
      ["--set", "memory=1"], ["--lsmem", "-", "--zoneinfo", "-"],
      ["--page-size", "5K"], ["--geometry", "vax"],
      ["--page-size", "4K", "--geometry", "x86_64"],
    ])
  func usage(_ arguments: [String]) throws {
    #expect(try CommandRun(["inspect"] + arguments).status == 64)
  }

  @Test("A system without memory blocks can't be inspected")
  func unsupported() throws {
    let run = try inspect("--sysroot", "docs")
    #expect(run.status == 69)
    #expect(run.output.isEmpty)
    #expect(run.errors.hasPrefix("docs: no memory blocks"))
  }

  @Test("A malformed file is told with its line")
  func malformed() throws {
    let run = try inspect("--zoneinfo", "-", input: "Node 0, zone Foo\n")
    #expect(run.status == 65)
    #expect(run.output.isEmpty)
    #expect(run.errors.hasPrefix("<stdin>:1: expected one of the zones DMA, "))
  }
}
