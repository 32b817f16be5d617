// SPDX-License-Identifier: MIT

import Foundation
import TestSupport
import Testing

/// Where `make kernel` leaves a genuine tree.
private let tarball = URL(filePath: #filePath).deletingLastPathComponent()
  .deletingLastPathComponent().deletingLastPathComponent()
  .appending(path: ".build-kernel/linux-source-6.1/usr/src/linux-source-6.1.tar.xz").path

/// A genuine tree, if there is one.
struct GenuineKernelTests {
  /// Unpacks what a library is made of.
  private func unpack(to folder: URL) throws {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments =
      ["tar", "-xf", tarball, "-C", folder.path, "--strip-components=1"]
      + ["--wildcards", "--anchored", "--no-wildcards-match-slash", "--occurrence=1"]
      + [
        "*/Makefile", "*/mm/memory_hotplug.c", "*/mm/mmzone.c", "*/drivers/base/memory.c",
        "*/include/linux/mmzone.h", "*/include/linux/memory.h",
        "*/include/linux/memory_hotplug.h", "*/include/linux/xarray.h", "*/lib/xarray.c",
      ]
    try process.run()
    process.waitUntilExit()
    try #require(process.terminationStatus == 0)
  }

  @Test(
    .enabled(
      if: FileManager.default.fileExists(atPath: tarball),
      "no kernel tree: make kernel fetches one"))
  func judgesBothAndFindsAPlantedMistake() throws {
    let folder = try TemporaryFolder()
    try unpack(to: folder.url)
    func build(_ name: String) throws -> String {
      let output = folder.url.appending(path: name).path
      let run = try CommandRun(
        ["kernel", "build", "--source", folder.url.path, "--output", output])
      try #require(run.status == 0, "\(run.errors)")
      return output
    }
    let genuine = try build("genuine.so")
    for other in ["swift", "c"] {
      let run = try CommandRun(
        ["diff", "--between", other, genuine, "--strategy", "mixed", "--cases", "20000"])
      #expect(run.status == 0, "\(run.output)")
    }
    // `<=` of the limit as `<`.
    let file = folder.url.appending(path: "mm/memory_hotplug.c")
    let text = try String(contentsOf: file, encoding: .utf8)
    try #require(text.contains("return movable_pages <= "))
    try folder.write(
      text.replacing("return movable_pages <= ", with: "return movable_pages < "),
      to: "mm/memory_hotplug.c")
    let patched = try build("patched.so")
    let run = try CommandRun([
      "diff", "--between", genuine, patched, "--strategy", "mixed", "--cases", "20000",
      "--fail-fast",
    ])
    #expect(run.status == 1)
    #expect(
      run.output.contains("minimal case: 1 node, 0 groups")
        || run.output.contains("minimal case: 0 nodes, 1 group"), "\(run.output)")
  }
}
