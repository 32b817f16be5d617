// SPDX-License-Identifier: MIT

import Foundation
import Testing
import TextFiles

@testable import KernelSource

/// Trees are read and cut from.
struct KernelTreeTests {
  /// A copy of the made-up tree that may be spoilt.
  private final class SmallTree {
    let folder: TemporaryFolder
    var path: String { folder.file("small") }

    init() throws {
      folder = try TemporaryFolder()
      let tests = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent()
      try FileManager.default.copyItem(
        at: tests.appending(path: "KernelTrees/small"), to: URL(filePath: path))
    }

    /// Replaces text in a file.
    func edit(_ file: String, _ old: String, _ new: String) throws {
      let url = URL(filePath: "\(path)/\(file)")
      let text = try String(contentsOf: url, encoding: .utf8)
      try #require(text.contains(old))
      try Data(text.replacing(old, with: new).utf8).write(to: url)
    }

    var extract: String {
      get throws {
        let tree = try KernelTree(path, scratch: folder)
        return String(decoding: try KernelExtract(tree).text, as: UTF8.self)
      }
    }
  }

  @Test
  func readsTheVersion() throws {
    let small = try SmallTree()
    let tree = try KernelTree(small.path, scratch: small.folder)
    #expect(try tree.version() == "9.8.7-made-up")
  }

  @Test
  func cutsWithPlacesAndConditions() throws {
    let text = try SmallTree().extract
    #expect(
      text.contains(
        """
        #ifdef CONFIG_NUMA
        #line 10 "mm/memory_hotplug.c"
        static bool auto_movable_numa_aware __read_mostly = true;
        #endif

        """))
    // The older spelling is there, and known by it.
    #expect(text.contains("#define HAVE_register_static_memory_group 1"))
    #expect(!text.contains("HAVE_memory_group_register_static"))
    #expect(text.contains("HAVE_memory_group_register 1"))
  }

  @Test(arguments: [
    ("mm/memory_hotplug.c", "auto_movable_zone_for_pfn", "function auto_movable_zone_for_pfn"),
    (
      "drivers/base/memory.c", "unregister_memory_group",
      "function memory_group_unregister or function unregister_memory_group"
    ),
    ("include/linux/memory.h", "memory_group", "struct memory_group"),
  ])
  func whatIsMissingIsNamed(_ file: String, _ name: String, _ item: String) throws {
    let small = try SmallTree()
    try small.edit(file, name, "renamed")
    #expect(throws: KernelSourceError.missing(file: file, item: item)) {
      try small.extract
    }
  }

  @Test
  func whatMovedIsFoundWhereItWas() throws {
    let small = try SmallTree()
    let file = "include/linux/mmzone.h"
    try small.edit(file, "static inline bool is_zone_movable_page", "static bool renamed")
    #expect(
      throws: KernelSourceError.missing(file: file, item: "function is_zone_movable_page")
    ) { try small.extract }
    try small.folder.write(
      Array(
        """
        static inline bool is_zone_movable_page(const struct page *page)
        {
        \treturn page_zonenum(page) == ZONE_MOVABLE;
        }
        """.utf8), to: "small/include/linux/mm.h")
    let library = try KernelLibrary(
      source: small.path, output: small.folder.file("kernel.so"))
    #expect(library.lacks.isEmpty)
    #expect(library.origin.contains("include/linux/mm.h "))
  }

  @Test
  func aMissingFileIsNamed() throws {
    let small = try SmallTree()
    try FileManager.default.removeItem(atPath: "\(small.path)/mm/mmzone.c")
    #expect(throws: KernelSourceError.file(path: "mm/mmzone.c", reason: "not in the tree")) {
      try small.extract
    }
    try FileManager.default.removeItem(atPath: "\(small.path)/mm/memory_hotplug.c")
    #expect(throws: KernelSourceError.noTree(path: small.path)) { try small.extract }
  }

  @Test
  func aTarballIsAsGoodAsAFolder() throws {
    let small = try SmallTree()
    let tarball = small.folder.file("small.tar.gz")
    try HostProgram(name: "tar").run(
      ["-czf", tarball, "-C", "\(small.folder.path)", "small"], scratch: small.folder)
    let tree = try KernelTree(tarball, scratch: small.folder)
    #expect(try KernelExtract(tree).text == Array(try small.extract.utf8))
    try small.folder.write(Array("no tarball".utf8), to: "text")
    #expect(throws: KernelSourceError.self) {
      try KernelTree(small.folder.file("text"), scratch: small.folder)
    }
  }

  @Test
  func buildsALibraryThatTellsWhereItIsFrom() throws {
    let small = try SmallTree()
    let output = small.folder.file("kernel.so")
    let library = try KernelLibrary(source: small.path, output: output)
    #expect(library.lacks.isEmpty)
    #expect(library.origin.hasPrefix("Linux 9.8.7-made-up (sha256: mm/memory_hotplug.c "))
    #expect(FileManager.default.fileExists(atPath: output))
    // Another text has another hash.
    try small.edit("mm/memory_hotplug.c", "nr_pages % 2", "nr_pages % 3")
    #expect(try KernelLibrary(source: small.path, output: output).origin != library.origin)
  }

  @Test
  func otherAccountingMeansResultsOnly() throws {
    let small = try SmallTree()
    try small.edit("mm/memory_hotplug.c", "req_kernel_early_pages", "renamed")
    let output = small.folder.file("kernel.so")
    let library = try KernelLibrary(source: small.path, output: output)
    #expect(Set(library.lacks.keys) == [.traces])
  }

  @Test(arguments: [
    // From 6.17 on there is a flag more.
    ("int migratetype)", "int migratetype, bool isolate_pageblock)"),
    ("int migratetype)", "enum migratetype migratetype)"),
  ])
  func eitherSignatureIsCalled(_ old: String, _ new: String) throws {
    let small = try SmallTree()
    try small.edit("mm/memory_hotplug.c", old, new)
    let library = try KernelLibrary(
      source: small.path, output: small.folder.file("kernel.so"))
    #expect(library.lacks.isEmpty)
  }

  @Test
  func withoutBooksThereAreDecisions() throws {
    let small = try SmallTree()
    try small.edit("mm/memory_hotplug.c", "resize_pgdat_range", "renamed")
    let library = try KernelLibrary(
      source: small.path, output: small.folder.file("kernel.so"))
    let lack = KernelSourceError.missing(
      file: "mm/memory_hotplug.c", item: "function resize_pgdat_range")
    #expect(library.lacks == [.histories: lack, .parameters: lack])
    // With another signature they are there, but can't be called.
    try small.edit("mm/memory_hotplug.c", "renamed", "resize_pgdat_range")
    try small.edit("mm/memory_hotplug.c", "int migratetype)", "int migratetype, long more)")
    let other = try KernelLibrary(
      source: small.path, output: small.folder.file("kernel.so"))
    guard case .failed(_, let text)? = other.lacks[.histories] else {
      Issue.record("compiled")
      return
    }
    #expect(Set(other.lacks.keys) == [.histories, .parameters])
    #expect(text.contains("move_pfn_range_to_zone"))
  }

  @Test
  func withoutParametersThereAreHistories() throws {
    let small = try SmallTree()
    let output = small.folder.file("kernel.so")
    try FileManager.default.removeItem(atPath: "\(small.path)/kernel/params.c")
    #expect(
      try KernelLibrary(source: small.path, output: output).lacks
        == [.parameters: .file(path: "kernel/params.c", reason: "not in the tree")])
    let other = try SmallTree()
    try other.edit("mm/memory_hotplug.c", "sysfs_match_string(", "unheard_of(")
    let library = try KernelLibrary(source: other.path, output: output)
    #expect(Set(library.lacks.keys) == [.parameters])
  }

  @Test
  func whatDoesNotCompileIsSaidByItsPlace() throws {
    let small = try SmallTree()
    try small.edit("mm/memory_hotplug.c", "nr_pages % 2", "nonsense")
    let output = small.folder.file("kernel.so")
    let error = #expect(throws: KernelSourceError.self) {
      try KernelLibrary(source: small.path, output: output)
    }
    #expect(error?.description.contains("mm/memory_hotplug.c:51") == true)
    #expect(!FileManager.default.fileExists(atPath: output))
  }
}
