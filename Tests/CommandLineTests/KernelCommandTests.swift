// SPDX-License-Identifier: MIT

import Foundation
import TestSupport
import Testing

/// Kernel trees as judges, from the command line.
struct KernelCommandTests {
  private let tree = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "KernelTrees/small").path

  @Test
  func theTreesOwnFunctionsAnswer() throws {
    let folder = try TemporaryFolder()
    let library = folder.url.appending(path: "kernel.so").path
    let build = try CommandRun(["kernel", "build", "--source", tree, "--output", library])
    #expect(build.status == 0, "\(build.errors)")
    #expect(build.output.hasPrefix("\(library): Linux 9.8.7-made-up (sha256: "))
    // The made-up tree allows odd numbers of pages and knows but DMA32.
    let run = try CommandRun(
      ["evaluate", "--with", library],
      input: Line.test("odd", pages: 3) + Line.test("even", pages: 4)
        + Line.zone("zone", nid: 0))
    #expect(
      run.output == """
        {"id":"odd","result":{"can_online_movable":true}}
        {"id":"even","result":{"can_online_movable":false}}
        {"id":"zone","result":{"zone":"DMA32","nid":0}}

        """)
    let diff = try CommandRun(
      ["diff", "--between", "c", library, "--cases", "64", "--strategy", "mixed"])
    #expect(diff.status == 1)
    #expect(diff.output.contains("DIVERGE  c != \(library) in "))
    let report = folder.url.appending(path: "report.json").path
    _ = try CommandRun([
      "diff", "--against", library, "--cases", "64", "--strategy", "mixed", "--report", report,
    ])
    #expect(try String(contentsOfFile: report, encoding: .utf8).contains("Linux 9.8.7-made-up"))
  }

  @Test
  func theTreesOwnFunctionsKeepTheBooks() throws {
    let folder = try TemporaryFolder()
    let library = folder.url.appending(path: "kernel.so").path
    let build = try CommandRun(["kernel", "build", "--source", tree, "--output", library])
    #expect(build.status == 0 && build.errors == "", "\(build.errors)")
    // The made-up tree gets it wrong from boot on.
    for sides in [["swift", library], [library, "c"]] {
      let run = try CommandRun(
        ["diff", "--model", "histories", "--cases", "64", "--between"] + sides)
      #expect(run.status == 1)
      #expect(run.output.contains("DIVERGE  \(sides[0]) != \(sides[1]) in "))
      #expect(run.output.contains("minimal history: 0 operations, "))
    }
    let same = try CommandRun(
      ["diff", "--model", "histories", "--cases", "64", "--between", library, library])
    #expect(same.status == 0, "\(same.output)")
  }

  @Test(arguments: ["/nonexistent", "/etc/passwd", "/usr"])
  func whatIsNoTreeIsTold(_ path: String) throws {
    let folder = try TemporaryFolder()
    let output = folder.url.appending(path: "kernel.so").path
    let run = try CommandRun(["kernel", "build", "--source", path, "--output", output])
    #expect(run.status == 65)
    #expect(run.errors != "")
    #expect(!FileManager.default.fileExists(atPath: output))
  }

  @Test
  func aMissingSourceIsNoFaultOfAnOutputWithItsName() throws {
    let folder = try TemporaryFolder()
    let output = folder.url.appending(path: "kernel").path
    let run = try CommandRun(
      ["kernel", "build", "--source", "\(output).tar", "--output", output])
    #expect(run.status == 65)
    #expect(run.errors.hasPrefix("\(output).tar: "))
  }

  @Test
  func anOutputThatCannotBeWrittenIsTold() throws {
    let run = try CommandRun(
      ["kernel", "build", "--source", tree, "--output", "/nonexistent/kernel.so"])
    #expect(run.status == 70)
    #expect(run.errors.hasPrefix("/nonexistent/kernel.so: "))
  }
}
