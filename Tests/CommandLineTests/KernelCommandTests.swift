// SPDX-License-Identifier: MIT

import Foundation
import TestSupport
import Testing

/// Kernel trees as judges, from the command line.
struct KernelCommandTests {
  private let tree = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "KernelTrees/small").path

  /// Proving takes minutes and solvers from elsewhere, so only its refusals are tried here:
  /// with solvers there is no such tree, and without there are no solvers.
  @Test("What can't be proven for want of something ends in a line")
  func provesNothingWithout() throws {
    let run = try CommandRun(["kernel", "prove", "--source", "no-such-tree"])
    #expect([65, 69].contains(run.status), "\(run.errors)")
    #expect(run.output == "")
    #expect(run.errors.split(separator: "\n").count == 1, "\(run.errors)")
    #expect(run.errors.contains(run.status == 69 ? "make solvers" : "no-such-tree"))
  }

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

  /// A repository of the made-up tree with three commits, of which the second
  /// changes what is decided.
  private func repository(in folder: TemporaryFolder) throws -> String {
    let path = folder.url.appending(path: "a tree").path
    try FileManager.default.copyItem(atPath: tree, toPath: path)
    func git(_ arguments: [String]) throws {
      let process = Process()
      process.executableURL = URL(filePath: "/usr/bin/env")
      process.arguments =
        ["git", "-C", path, "-c", "user.name=A", "-c", "user.email=a@example.org"] + arguments
      process.standardOutput = FileHandle.nullDevice
      process.standardError = FileHandle.nullDevice
      try process.run()
      process.waitUntilExit()
      try #require(process.terminationStatus == 0, "\(arguments)")
    }
    func commit(_ name: String, replacing old: String, with new: String) throws {
      let file = URL(filePath: "\(path)/mm/memory_hotplug.c")
      let text = try String(contentsOf: file, encoding: .utf8)
      try Data(text.replacing(old, with: new).utf8).write(to: file)
      try git(["add", "-A"])
      try git(["commit", "-q", "--allow-empty", "-m", name])
      try git(["tag", name])
    }
    try git(["init", "-q"])
    try commit("one", replacing: "", with: "")
    try commit("two", replacing: "Made up", with: "Made-up")
    try commit("three", replacing: "nr_pages % 2", with: "nr_pages % 3")
    try commit("four", replacing: "Made-up", with: "Made up")
    return path
  }

  @Test
  func twoRevisionsAreCompared() throws {
    let folder = try TemporaryFolder()
    let path = try repository(in: folder)
    let report = folder.url.appending(path: "report.ktap").path
    let diff = [
      "kernel", "diff", "--source", path, "--cases", "200", "--quick", "--report", report,
    ]
    let same = try CommandRun(diff + ["--rev", "one", "--rev", "two"])
    #expect(same.status == 0, "\(same.errors)")
    #expect(same.output.contains("AGREE  one = two on "))
    let other = try CommandRun(diff + ["--rev", "two", "--rev", "HEAD", "--fail-fast"])
    #expect(other.status == 1, "\(other.errors)")
    #expect(other.output.contains("DIVERGE  two != HEAD in "))
    #expect(try String(contentsOfFile: report, encoding: .utf8).contains("not ok "))
    let nobody = try CommandRun(diff + ["--rev", "nobody", "--rev", "two"])
    #expect(nobody.status == 65)
    #expect(nobody.errors.contains("--rev nobody: no such commit"))
    #expect(try CommandRun(diff).status == 64)
  }

  @Test
  func bisectFindsTheCommit() throws {
    let folder = try TemporaryFolder()
    let path = try repository(in: folder)
    try folder.write(
      """
      "$AUTOMOVABLE" kernel diff --source . --rev "$1" --rev HEAD --fail-fast --quick --cases 200
      status=$?
      [ $status -le 1 ] && exit $status
      exit 125
      """, to: "judge")
    let process = Process()
    process.executableURL = URL(filePath: "/bin/sh")
    process.currentDirectoryURL = URL(filePath: path)
    let tool = try CommandRun.executable.path
    process.environment = ProcessInfo.processInfo.environment.merging(["AUTOMOVABLE": tool]) { $1 }
    process.arguments = [
      "-c",
      """
      git rev-parse three && git bisect start four one && git bisect run sh "$1" one
      """, "sh", folder.url.appending(path: "judge").path,
    ]
    let output = Pipe()
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    try process.run()
    let text = String(
      decoding: try output.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
    process.waitUntilExit()
    let three = text.split(separator: "\n").first ?? ""
    #expect(process.terminationStatus == 0)
    #expect(!three.isEmpty && text.contains("\n\(three) is the first bad commit"), "\(text)")
  }

  @Test
  func whatIsMissingIsAStatusOfItsOwn() throws {
    let folder = try TemporaryFolder()
    let path = folder.url.appending(path: "tree").path
    try FileManager.default.copyItem(atPath: tree, toPath: path)
    try FileManager.default.removeItem(atPath: "\(path)/kernel/params.c")
    let library = folder.url.appending(path: "kernel.so").path
    let build = ["kernel", "build", "--source", path, "--output", library]
    let run = try CommandRun(build)
    #expect(run.status == 2)
    #expect(run.errors.hasPrefix("\(library): without parameters: "))
    #expect(run.errors.split(separator: "\n").count == 1)
    #expect(try CommandRun(build + ["--allow-partial"]).status == 0)
    let report = folder.url.appending(path: "report.json").path
    let same = try CommandRun([
      "diff", "--between", library, library, "--strategy", "mixed", "--cases", "64", "--report",
      report,
    ])
    #expect(same.status == 0)
    #expect(same.output.contains("\(library) is silent on parameters"))
    #expect(
      try String(contentsOfFile: report, encoding: .utf8).contains("\"silent_on\":[\"parameters\"]")
    )
  }
}
