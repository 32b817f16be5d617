// SPDX-License-Identifier: MIT

import Foundation
import TestSupport
import Testing

/// Where `make kernel-source` leaves a genuine tree.
private let tarball = URL(filePath: #filePath).deletingLastPathComponent()
  .deletingLastPathComponent().deletingLastPathComponent()
  .appending(path: ".build-kernel/linux-source-6.1/usr/src/linux-source-6.1.tar.xz").path

/// Whether a check that lacks something fails, as in CI; see `.ci/not-run`.
private let isStrict =
  !["", "0"].contains(ProcessInfo.processInfo.environment["AUTOMOVABLE_STRICT"] ?? "")

/// A genuine tree, if there is one or has to be.
struct GenuineKernelTests {
  /// Unpacks what a library is made of.
  private func unpack(to folder: URL) throws {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments =
      ["tar", "-xf", tarball, "-C", folder.path, "--strip-components=1"]
      + ["--wildcards", "--anchored", "--no-wildcards-match-slash"]
      + [
        "Makefile", "mm", "include", "lib", "drivers/base", "kernel/params.c",
        "arch/*/include/asm/sparsemem.h",
      ].map { "*/\($0)" }
    try process.run()
    process.waitUntilExit()
    try #require(process.terminationStatus == 0)
  }

  /// What is planted into the books, and what a minimal history shows of it.
  private static let mistakes:
    [(file: String, old: String, new: String, signature: String, operations: Int)] = [
      (
        "mm/memory_hotplug.c", "group->present_movable_pages += nr_pages",
        "group->present_kernel_pages += nr_pages", "present_kernel_pages", 3
      ),
      (
        "mm/memory_hotplug.c", "present_early_pages += nr_pages",
        "present_early_pages += 0", "present_early_pages", 1
      ),
      (
        "mm/memory_hotplug.c", "spanned_pages = pfn - zone->zone_start_pfn + 1",
        "spanned_pages = pfn - zone->zone_start_pfn", "node_spanned_pages", 3
      ),
      (
        "drivers/base/memory.c", "else if (group.is_dynamic)", "else if (0)",
        "among the dynamic", 1
      ),
      ("kernel/params.c", "\"%u\",\t\tkstrtouint", "\"%x\",\t\tkstrtouint", "default", 0),
      ("lib/kstrtox.c", "if (*s == '\\n')", "if (*s == '\\r')", "result", 1),
      ("drivers/base/memory.c", "xa_limit_31b", "XA_LIMIT(1, INT_MAX)", "result", 1),
      (
        "drivers/base/memory.c", "if (!list_empty(&group->memory_blocks))", "if (0)", "result", 3
      ),
      (
        "mm/memory_hotplug.c", "adjust_present_page_count(pfn_to_page(pfn), group, nr_pages);", "",
        "node_present_pages", 1
      ),
      ("mm/memory_hotplug.c", "__read_mostly = 301", "__read_mostly = 300", "default", 0),
      (
        "mm/memory_hotplug.c", "auto_movable_ratio, uint, 0644", "auto_movable_ratio, uint, 0600",
        "mode", 0
      ),
    ]

  /// The tree's code, compiled for other architectures; `make kernel-geometries` does
  /// more of it. What is right on x86-64 alone is found.
  private func judgeGeometries(of tree: String, in folder: TemporaryFolder) throws {
    let configurations = URL(filePath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().appending(path: "KernelConfigurations")
    let fewest =
      #"{"page_size_bytes":65536,"section_size_bytes":536870912,"zones":["Normal","Movable"],"#
      + #""numa":false,"cma":false}"#
    for (name, geometry) in [
      ("arm64-64k", "arm64-64k"), ("ppc64", "ppc64"), ("fewest", fewest),
    ] {
      let library = folder.url.appending(path: "\(name).so").path
      let build = try CommandRun([
        "kernel", "build", "--source", tree, "--output", library, "--config",
        configurations.appending(path: "\(name).config").path,
      ])
      try #require(build.status == 0 && build.errors == "", "\(build.errors)")
      let option = geometry == name ? geometry : "'\(geometry)'"
      #expect(
        build.output.hasSuffix(
          "compare with: automovable diff --against \(library) --geometry \(option)\n"))
      for flags in [
        ["--strategy", "mixed", "--cases", "5000"], ["--model", "histories", "--cases", "200"],
      ] {
        let run = try CommandRun(
          ["diff", "--between", "c", library, "--geometry", geometry] + flags)
        #expect(run.status == 0, "\(run.output)")
      }
      // Of another one it knows nothing, and says so.
      let other = try CommandRun([
        "diff", "--between", "c", library, "--strategy", "mixed", "--cases", "64", "--geometry",
        "s390x",
      ])
      #expect(other.status == 65)
      #expect(other.errors == "\(library): declines all cases of the geometry s390x\n")
    }
    let file = folder.url.appending(path: "mm/memory_hotplug.c")
    let text = try String(contentsOf: file, encoding: .utf8)
    try folder.write(
      text.replacing("PAGES_PER_SUBSECTION", with: "512UL"), to: "mm/memory_hotplug.c")
    let library = folder.url.appending(path: "512.so").path
    for (name, status) in [("x86_64", 0), ("arm64-64k", 1)] as [(String, Int32)] {
      _ = try CommandRun([
        "kernel", "build", "--source", tree, "--output", library, "--config",
        configurations.appending(path: "\(name).config").path,
      ])
      let run = try CommandRun([
        "diff", "--between", "c", library, "--geometry", name, "--model", "histories", "--cases",
        "300", "--fail-fast",
      ])
      #expect(run.status == status, "\(run.output)")
    }
    try folder.write(text, to: "mm/memory_hotplug.c")
  }

  @Test(
    .enabled(
      if: isStrict || FileManager.default.fileExists(atPath: tarball),
      "no kernel tree: make kernel-source fetches one"))
  func judgesBothAndFindsAPlantedMistake() throws {
    let folder = try TemporaryFolder()
    try unpack(to: folder.url)
    func build(_ name: String) throws -> String {
      let output = folder.url.appending(path: name).path
      let run = try CommandRun(
        ["kernel", "build", "--source", folder.url.path, "--output", output])
      try #require(run.status == 0 && run.errors == "", "\(run.errors)")
      return output
    }
    let genuine = try build("genuine.so")
    for other in ["swift", "c"] {
      let run = try CommandRun(
        ["diff", "--between", other, genuine, "--strategy", "mixed", "--cases", "20000"])
      #expect(run.status == 0, "\(run.output)")
    }
    let histories = ["diff", "--model", "histories", "--fail-fast"]
    for other in ["swift", "c"] {
      let run = try CommandRun(histories + ["--cases", "500", "--between", other, genuine])
      #expect(run.status == 0, "\(run.output)")
    }
    try judgeGeometries(of: folder.url.path, in: folder)
    // DMA of a few pages in the first 2 MiB: the kernel's search for where it ends
    // wraps below page 0. The shim has to see that, or nothing ever ends it.
    let endless = try CommandRun([
      "diff", "--model", "histories", "--strategy", "low-memory", "--case", "1349", "--isolate",
      "--between", "swift", genuine,
    ])
    #expect(endless.status == 0, "\(endless.output)\(endless.errors)")
    for mistake in Self.mistakes {
      let url = folder.url.appending(path: mistake.file)
      let text = try String(contentsOf: url, encoding: .utf8)
      try #require(text.contains(mistake.old), "\(mistake)")
      try folder.write(
        text.replacing(mistake.old, with: mistake.new), to: mistake.file)
      let run = try CommandRun(
        histories + ["--cases", "2000", "--against", try build("mistaken.so")])
      #expect(run.status == 1, "\(mistake)")
      #expect(
        run.output.contains(" \(mistake.signature) differs\n")
          && run.output.contains("minimal history: \(mistake.operations) operation"),
        "\(mistake): \(run.output)")
      try folder.write(text, to: mistake.file)
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
