// SPDX-License-Identifier: MIT

import Foundation
import Testing

@Suite("automovable replay")
struct ReplayCommandTests {
  @Test("All committed captures agree")
  func captures() throws {
    let captures = try FileManager.default.contentsOfDirectory(atPath: Self.live.path)
      .filter { $0.hasSuffix(".jsonl") }.sorted().map { Self.live.appending(path: $0).path }
    let run = try Self.run(captures)
    #expect(run.status == 0)
    #expect(
      run.error.hasPrefix("automovable replay: \(captures[0]) and 44 more: no number of snapshots"))
    #expect(run.error.split(separator: "\n").count == 1)
    #expect(run.output.split(separator: "\n").count == captures.count)
  }

  @Test("JSON has a line of figures for each file")
  func json() throws {
    let run = try Self.run(["--json", Self.capture])
    #expect(run.status == 0)
    let line = try #require(run.output.split(separator: "\n").first)
    let figures =
      #""decisions":20,"agree":20,"differ":0,"counters":300,"counters_differ":0,"skipped":0,"#
      + #""group_counters":40,"group_counters_differ":0,"spans":200,"spans_differ":0,"#
      + #""blocks":410,"blocks_differ":0,"nodes":80,"nodes_differ":0,"#
      + #""texts":490,"texts_differ":0,"operations":61,"operations_differ":0"#
    #expect(line.hasSuffix("\(figures),\"c\":{\(figures)}}"))
    #expect(try JSONSerialization.jsonObject(with: Data(line.utf8)) is [String: Any])
  }

  @Test("A kernel that answers otherwise makes it fail", arguments: [false, true])
  func difference(isJSON: Bool) throws {
    let changed = try Self.changed("\"zone\":\"Normal\"", to: "\"zone\":\"Movable\"")
    defer { try? FileManager.default.removeItem(atPath: changed) }
    let run = try Self.run((isJSON ? ["--json"] : []) + [changed])
    #expect(run.status == 1)
    let told = isJSON ? run.error : run.output
    for name in ["swift", "c"] {
      #expect(
        told.split(separator: "\n").contains {
          $0.hasPrefix("\(name): ")
            && $0.hasSuffix("zone: kernel Movable of node 0, replayed Normal of node 0")
        })
    }
    #expect(run.output.contains(isJSON ? "\"differ\":1" : "agree 19, differ 1"))
  }

  @Test("A malformed capture is told with its place and has no summary")
  func malformed() throws {
    let changed = try Self.changed("\"online_type\":1", to: "\"online_type\":true")
    defer { try? FileManager.default.removeItem(atPath: changed) }
    let run = try Self.run([changed])
    #expect(run.status == 65)
    #expect(run.output.isEmpty)
    let message = "decisions[0].online_type: expected an integer in 0...3, found true"
    #expect(run.error == "\(changed):3: \(message)\n")
  }

  // MARK: Another capture

  @Test("Another file of ours is named")
  func otherFile() throws {
    for (schema, name) in [
      ("automovable-decisions/1", "decision vectors"), ("automovable-report/1", "a report, which"),
      ("automovable-checkpoint/1", "a checkpoint, which"),
      ("automovable-exploration/1", "what `explore` has found"),
    ] {
      let run = try CommandRun(["replay", "-"], input: "{\"schema\":\"\(schema)\"}\n")
      #expect(run.status == 65)
      #expect(run.errors.hasPrefix("<stdin>:1: expected a capture, found \(name)"), "\(run.errors)")
    }
  }

  @Test("A capture is compared with another one, or its namesake in a folder")
  func comparison() throws {
    for against in [Self.capture, Self.live.path] {
      let run = try Self.run(["--against", against, Self.capture])
      #expect(run.status == 0)
      #expect(run.error.isEmpty)
      #expect(
        run.output == "\(Self.capture): against \(Self.capture): decisions 20, agree 20, differ 0; "
          + "counters 315, agree 315, differ 0; group counters 0, agree 0, differ 0; "
          + "spans 210, agree 210, differ 0; blocks 399, agree 399, differ 0; "
          + "nodes 21, agree 21, differ 0; texts 504, agree 504, differ 0; "
          + "operations 0, agree 0, differ 0; not replayed 0\n")
    }
  }

  @Test("The first block that another kernel takes elsewhere is told", arguments: [false, true])
  func comparedDifference(isJSON: Bool) throws {
    let changed = try Self.changed("\"zone\":\"Normal\"", to: "\"zone\":\"Movable\"")
    defer { try? FileManager.default.removeItem(atPath: changed) }
    let run = try Self.run((isJSON ? ["--json"] : []) + ["--against", Self.capture, changed])
    #expect(run.status == 1)
    let told = isJSON ? run.error : run.output
    #expect(
      told.hasPrefix(
        "snapshot 17 (resize vm0): memory block 48, pfn 1572864: zone: "
          + "kernel Movable of node 0, there Normal of node 0\n"))
    #expect(run.output.contains(isJSON ? "\"differ\":1" : "agree 19, differ 1"))
    #expect(run.output.contains(isJSON ? "\"against\":\"/" : ": against /"))
  }

  @Test("Captures of other scenarios, and one that is not whole, can't be compared")
  func comparedMismatch() throws {
    let other = Self.live.appending(path: "s1c_ratio301_boot1g_vm8g_step384m.jsonl").path
    let machine = try Self.run(["--against", other, Self.capture])
    #expect(machine.status == 65)
    #expect(!machine.output.contains(": against "))
    #expect(
      machine.error
        == "\(Self.capture):1: params.nodes_mib: expected the same as in \(other):1: captures of "
        + "one scenario\n")
    let larger = try Self.changed(#""requested":134217728"#, to: #""requested":268435456"#)
    defer { try? FileManager.default.removeItem(atPath: larger) }
    func action(_ size: Int) -> String {
      #"{"dev":"vm0","op":"resize","requested":\#(size)}"#
    }
    #expect(
      try Self.run(["--against", larger, Self.capture]).error
        == "\(Self.capture):3: action: expected \(action(268_435_456)) as in "
        + "\(larger):3, found \(action(134_217_728))\n")
    let text = try String(contentsOfFile: Self.capture, encoding: .utf8)
    let last = try #require(text.split(separator: "\n").last)
    let shorter = try Self.changed("\n\(last)\n", to: "\n")
    defer { try? FileManager.default.removeItem(atPath: shorter) }
    #expect(
      try Self.run(["--against", shorter, Self.capture]).error
        == "\(shorter): has fewer snapshots than \(Self.capture)\n")
    #expect(try Self.run(["--against", "/nonexistent", Self.capture]).status == 65)
    #expect(try Self.run(["--against", other, "--with", "c", Self.capture]).status == 64)
  }

  @Test("Wrong usage", arguments: [[], ["--nonsense", capture]])
  func usage(_ arguments: [String]) throws {
    #expect(try Self.run(arguments).status == 64)
  }

  @Test("Vectors that can't be written are told")
  func unwritableVectors() throws {
    let run = try CommandRun(["vectors", "live", "--output", "/nowhere", Self.capture])
    #expect(run.status == 70)
    #expect(run.errors.hasPrefix("/nowhere/live-"))
    #expect(run.errors.hasSuffix(".jsonl: cannot be written: No such file or directory\n"))
  }

  @Test("The golden vectors are what the captures give")
  func vectors() throws {
    let directory = FileManager.default.temporaryDirectory
      .appending(path: "automovable-vectors-\(getpid())")
    try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: directory) }
    let captures = try FileManager.default.contentsOfDirectory(atPath: Self.live.path)
      .filter { $0.hasSuffix(".jsonl") }.sorted().map { Self.live.appending(path: $0).path }
    let output = ["--output", directory.path]
    #expect(try Self.run(["live"] + output + captures, of: "vectors").status == 0)
    let names = try FileManager.default.contentsOfDirectory(atPath: directory.path)
    let decisions = Self.root.appending(path: "Vectors/decisions")
    let committed = try FileManager.default.contentsOfDirectory(atPath: decisions.path)
      .filter { $0.hasPrefix("live-") }
    #expect(Set(names) == Set(committed))
    for name in names {
      let isSame = FileManager.default.contentsEqual(
        atPath: decisions.appending(path: name).path, andPath: directory.appending(path: name).path)
      #expect(isSame, "\(name) isn't what was generated: run make vectors and look at it")
    }
  }

  // MARK: Running the tool

  private static let root = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
  private static let live = root.appending(path: "Vectors/live")
  private static let capture =
    live.appending(path: "s10_boundary_equal_ratio181_boot1132m.jsonl").path

  /// Writes the capture with the first occurrence of a text replaced.
  private static func changed(_ old: String, to new: String) throws -> String {
    var text = try String(contentsOfFile: capture, encoding: .utf8)
    let range = try #require(text.range(of: old))
    text.replaceSubrange(range, with: new)
    let path = FileManager.default.temporaryDirectory
      .appending(path: "automovable-\(UUID().uuidString).jsonl").path
    try text.write(toFile: path, atomically: true, encoding: .utf8)
    return path
  }

  private static func run(
    _ arguments: [String], of command: String = "replay"
  ) throws -> (status: Int32, output: String, error: String) {
    // The tool is built beside the test bundle.
    let bundle = URL(filePath: CommandLine.arguments[0]).resolvingSymlinksInPath()
    let process = Process()
    process.executableURL = bundle.deletingLastPathComponent().appending(path: "automovable")
    process.arguments = [command] + arguments
    let files = try (0..<2).map { _ in try TemporaryOutput() }
    defer { for file in files { file.remove() } }
    process.standardOutput = files[0].handle
    process.standardError = files[1].handle
    try process.run()
    process.waitUntilExit()
    return (process.terminationStatus, try files[0].text(), try files[1].text())
  }
}

/// A file that takes the output of a process; a pipe could fill up and block.
private struct TemporaryOutput {
  let path: String
  let handle: FileHandle

  init() throws {
    path =
      FileManager.default.temporaryDirectory
      .appending(path: "automovable-\(UUID().uuidString).out").path
    try Data().write(to: URL(filePath: path))
    handle = try FileHandle(forWritingTo: URL(filePath: path))
  }

  func text() throws -> String { try String(contentsOfFile: path, encoding: .utf8) }

  func remove() {
    try? handle.close()
    try? FileManager.default.removeItem(atPath: path)
  }
}
