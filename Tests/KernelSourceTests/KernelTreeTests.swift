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
        let tree = try KernelTree(KernelSource(path: path), scratch: folder)
        var extract = KernelExtract(tree, shim: KernelShim())
        return String(decoding: try extract.cut(.decisions), as: UTF8.self)
      }
    }

    /// Builds its library.
    func build(arguments: [String: KernelField] = [:]) throws -> KernelLibrary {
      try KernelLibrary(
        source: KernelSource(path: path), arguments: arguments,
        output: folder.file("kernel.so"))
    }
  }

  @Test
  func readsTheVersion() throws {
    let small = try SmallTree()
    let tree = try KernelTree(KernelSource(path: small.path), scratch: small.folder)
    #expect(try tree.version() == "9.8.7-made-up")
  }

  @Test
  func cutsWithPlacesAndConditions() throws {
    let text = try SmallTree().extract
    #expect(
      text.contains(
        """
        #ifdef CONFIG_NUMA
        #line 15 "mm/memory_hotplug.c"
        static bool auto_movable_numa_aware __read_mostly = true;
        #endif

        """))
    // The older spelling is there, and known by it.
    #expect(text.contains("#define HAVE_register_static_memory_group 1"))
    #expect(!text.contains("HAVE_memory_group_register_static"))
    #expect(text.contains("HAVE_memory_group_register 1"))
  }

  @Test(arguments: [
    ("mm/memory_hotplug.c", "struct zone *zone_for_pfn_range(", "zone_for_pfn_range"),
    (
      "drivers/base/memory.c", "int unregister_memory_group(",
      "memory_group_unregister or unregister_memory_group"
    ),
    ("include/linux/memory.h", "struct memory_group {", "struct memory_group"),
  ])
  func whatIsMissingIsNamed(_ file: String, _ text: String, _ item: String) throws {
    let small = try SmallTree()
    try small.edit(file, text, "struct renamed { ")
    #expect(throws: KernelSourceError.missing(file: "mm/memory_hotplug.c", item: item)) {
      try small.extract
    }
  }

  @Test
  func whatIsNeededComesAlong() throws {
    let small = try SmallTree()
    try small.edit(
      "mm/memory_hotplug.c", "static bool auto_movable_can_online_movable(",
      """
      #define MADE_UP_LIMIT 3
      #include <linux/made_up.h>
      static __cold_as_ice bool made_up_helper(unsigned long nr_pages)
      {
      \tunsigned long online_pages = nr_pages;

      \treturn IS_ENABLED(CONFIG_NUMA) && online_pages % made_up_inline(MADE_UP_LIMIT);
      }

      static bool auto_movable_can_online_movable(
      """)
    try small.edit("mm/memory_hotplug.c", "return nr_pages % 2", "return made_up_helper(nr_pages)")
    try small.folder.write(
      Array(
        """
        #define __cold_as_ice __attribute__((__cold__))
        static inline int made_up_inline(int a) { return made_up_deeper(a); }
        #define made_up_deeper(a) (a)
        """.utf8), to: "small/include/linux/made_up.h")
    let library = try small.build()
    #expect(library.gaps == [])
    #expect(library.origin.contains("include/linux/made_up.h "))
  }

  @Test
  func anArgumentThatNobodyKnowsIsZeroAndSaid() throws {
    let small = try SmallTree()
    try small.edit(
      "mm/memory_hotplug.c", "zone_for_pfn_range(int online_type,",
      "zone_for_pfn_range(struct vmem_altmap *altmap, int online_type,")
    try small.edit(
      "drivers/base/memory.c", "zone_for_pfn_range(mem->", "zone_for_pfn_range(mem->altmap, mem->")
    let gaps = try small.build().gaps
    #expect(gaps.map(\.what) == ["zone_for_pfn_range()'s argument altmap"])
    let library = try small.build(arguments: ["altmap": .memmapOnMemory])
    #expect(library.gaps == [])
    #expect(library.remarks.count == 1)
  }

  @Test
  func whatDoesNothingIsSaid() throws {
    let small = try SmallTree()
    try small.edit(
      "mm/memory_hotplug.c", "\treturn nr_pages % 2",
      "\ttrace_made_up(nid);\n\tmade_up_hook(nid);\n\treturn nr_pages % 2")
    let library = try small.build()
    #expect(library.gaps.map(\.what) == ["made_up_hook()"])
    #expect(
      library.remarks.contains { $0.hasPrefix("trace_made_up(), as of mm/memory_hotplug.c:") })
  }

  @Test(arguments: [
    "#include \"/etc/passwd\"", "asm(\".incbin \\\"/etc/passwd\\\"\");",
  ])
  func noOtherFileIsRead(_ line: String) throws {
    let small = try SmallTree()
    try small.edit(
      "mm/memory_hotplug.c", "\treturn nr_pages % 2", "\n\(line)\n\treturn nr_pages % 2")
    let error = #expect(throws: KernelSourceError.self) { try small.build() }
    #expect(error?.description.contains("mm/memory_hotplug.c:") == true)
    #expect(error?.description.contains("could read any file") == true)
  }

  @Test
  func aMissingFileIsNamed() throws {
    let small = try SmallTree()
    try FileManager.default.removeItem(atPath: "\(small.path)/mm/mmzone.c")
    #expect(throws: KernelSourceError.self) { try small.extract }
    try FileManager.default.removeItem(atPath: "\(small.path)/mm/memory_hotplug.c")
    #expect(throws: KernelSourceError.noTree(path: small.path)) { try small.extract }
  }

  @Test
  func aTarballIsAsGoodAsAFolder() throws {
    let small = try SmallTree()
    let tarball = small.folder.file("small.tar.gz")
    try HostProgram(name: "tar").run(
      ["-czf", tarball, "-C", "\(small.folder.path)", "small"], scratch: small.folder)
    let tree = try KernelTree(KernelSource(path: tarball), scratch: small.folder)
    var extract = KernelExtract(tree, shim: KernelShim())
    #expect(try extract.cut(.decisions) == Array(try small.extract.utf8))
    try small.folder.write(Array("no tarball".utf8), to: "text")
    #expect(throws: KernelSourceError.self) {
      try KernelTree(KernelSource(path: small.folder.file("text")), scratch: small.folder)
    }
  }

  @Test
  func aTarballThatIsCutOffIsNoticed() throws {
    let small = try SmallTree()
    // No folder around it, and a name that tar would take for a machine's.
    let tarball = small.folder.file("a:b.tar")
    try HostProgram(name: "tar").run(
      ["--force-local", "-cf", tarball, "-C", small.path, "."], scratch: small.folder)
    _ = try KernelTree(KernelSource(path: tarball), scratch: small.folder)
    let bytes = try #require(FileManager.default.contents(atPath: tarball))
    try bytes[..<(bytes.count / 2)].write(to: URL(filePath: tarball))
    let error = #expect(throws: KernelSourceError.self) {
      try KernelTree(KernelSource(path: tarball), scratch: small.folder)
    }
    #expect(error?.description.contains("is cut off, damaged or no tarball") == true)
  }

  @Test
  func patchesAreAppliedToACopy() throws {
    let small = try SmallTree()
    let before = try small.build().origin
    try small.folder.write(
      Array(
        """
        A mail's text.
        ---
         mm/memory_hotplug.c | 2 +-
        diff --git a/mm/memory_hotplug.c b/mm/memory_hotplug.c
        --- a/mm/memory_hotplug.c
        +++ b/mm/memory_hotplug.c
        @@ -1,3 +1,3 @@
         // SPDX-License-Identifier: GPL-2.0-only
        -/* Made up: nothing here decides as the kernel does. */
        +/* Something else. */
         #include <linux/memory_hotplug.h>
        diff --git a/arch/elsewhere.c b/arch/elsewhere.c
        --- a/arch/elsewhere.c
        +++ b/arch/elsewhere.c
        @@ -1 +1 @@
        -a
        +b

        """.utf8), to: "a.patch")
    let source = KernelSource(path: small.path, patches: [small.folder.file("a.patch")])
    let library = try KernelLibrary(source: source, output: small.folder.file("kernel.so"))
    #expect(library.origin.hasPrefix("Linux 9.8.7-made-up with 1 patch (sha256: "))
    #expect(library.origin != before)
    #expect(try small.build().origin == before)
    try small.edit("mm/memory_hotplug.c", "Made up", "Made-up")
    let error = #expect(throws: KernelSourceError.self) {
      try KernelLibrary(source: source, output: small.folder.file("kernel.so"))
    }
    #expect(error?.description.contains("a.patch: doesn't apply: ") == true)
  }

  @Test
  func buildsALibraryThatTellsWhereItIsFrom() throws {
    let small = try SmallTree()
    let library = try small.build()
    #expect(library.gaps == [])
    #expect(library.origin.hasPrefix("Linux 9.8.7-made-up (sha256: mm/memory_hotplug.c "))
    #expect(FileManager.default.fileExists(atPath: small.folder.file("kernel.so")))
    // Another text has another hash.
    try small.edit("mm/memory_hotplug.c", "nr_pages % 2", "nr_pages % 3")
    #expect(try small.build().origin != library.origin)
  }

  @Test
  func otherAccountingMeansResultsOnly() throws {
    let small = try SmallTree()
    try small.edit("mm/memory_hotplug.c", "req_kernel_early_pages", "renamed")
    let gaps = try small.build().gaps
    #expect(gaps.map(\.what) == ["values on the way to a decision"])
    #expect(gaps.first?.reason.contains("req_kernel_early_pages") == true)
  }

  @Test
  func withoutAWalkThereIsTheRest() throws {
    let small = try SmallTree()
    try small.edit("drivers/base/memory.c", "walk_dynamic_memory_groups", "renamed")
    #expect(try small.build().gaps.map(\.what) == ["the walk over dynamic groups"])
  }

  @Test(arguments: [
    // From 6.17 on there is a flag more.
    ("int migratetype)", "int migratetype, bool isolate_pageblock)"),
    ("int migratetype)", "enum migratetype migratetype)"),
  ])
  func eitherSignatureIsCalled(_ old: String, _ new: String) throws {
    let small = try SmallTree()
    try small.edit("mm/memory_hotplug.c", old, new)
    if new.contains("bool") {
      try small.edit("mm/memory_hotplug.c", "MIGRATE_ISOLATE)", "MIGRATE_ISOLATE, true)")
    }
    #expect(try small.build().gaps == [])
  }

  @Test
  func withoutBooksThereAreDecisions() throws {
    let small = try SmallTree()
    try small.edit("mm/memory_hotplug.c", "void __ref move_pfn_range_to_zone(", "void __ref other(")
    let gaps = try small.build().gaps
    #expect(gaps.map(\.what).contains("histories") && gaps.map(\.what).contains("parameters"))
    #expect(gaps[0].reason.contains("move_pfn_range_to_zone"))
  }

  @Test
  func withoutOnlineBlocksThereAreBooks() throws {
    let small = try SmallTree()
    try small.edit(
      "mm/memory_hotplug.c", "kswapd_run(zone_to_nid(zone))", "if (unheard_of()) return 1")
    let gaps = try small.build().gaps
    #expect(gaps.count == 1)
    #expect(gaps.first?.what.contains("online_pages()") == true)
    #expect(gaps.first?.reason.contains("mm/memory_hotplug.c:") == true)
    #expect(gaps.first?.reason.contains("unheard_of") == true)
  }

  @Test
  func withoutParametersThereAreHistories() throws {
    let small = try SmallTree()
    try FileManager.default.removeItem(atPath: "\(small.path)/kernel/params.c")
    let gaps = try small.build().gaps
    #expect(gaps.map(\.what) == ["parameters"])
    #expect(gaps.first?.reason.contains("param_ops_") == true)
    let other = try SmallTree()
    try other.edit("mm/memory_hotplug.c", "sysfs_match_string(", "unheard_of(")
    #expect(try other.build().gaps.map(\.what) == ["parameters"])
  }

  @Test
  func whatDoesNotCompileIsSaidByItsPlace() throws {
    let small = try SmallTree()
    try small.edit("mm/memory_hotplug.c", "nr_pages % 2", "nonsense")
    let error = #expect(throws: KernelSourceError.self) { try small.build() }
    #expect(
      error?.description
        == "Linux 9.8.7-made-up: mm/memory_hotplug.c:56: 'nonsense' undeclared (first use in this function); no library without it"
    )
    #expect(!FileManager.default.fileExists(atPath: small.folder.file("kernel.so")))
  }
}
