// SPDX-License-Identifier: MIT

import Testing

/// What keeps the sources in order: which module may know which, nothing that
/// nobody uses, and no comment about what is gone.
@Suite("The house")
struct HouseTests {
  private static let tree = Result { try SourceTree() }

  /// The modules that each module may import; those of C and of other packages
  /// included.
  private static let arrows: [Substring: Set<Substring>] = [
    "AutoMovable": [],
    "AutoMovableC": ["AutoMovable", "CAutoMovable", "CAutoMovableRoom"],
    "TextFiles": [system, "Glibc", "Synchronization"],
    "Cases": ["AutoMovable", "TextFiles"],
    "Generation": ["AutoMovable", "Cases"],
    "Conformance": [
      "AutoMovable", "CReference", "Cases", "Generation", "OracleInterface", "TextFiles", system,
      "Dispatch", "Glibc", "Synchronization",
    ],
    "Scenarios": ["TextFiles", system],
    "Planning": ["AutoMovable", "Scenarios"],
    "Reports": [
      "AutoMovable", "Cases", "Conformance", "Planning", "Scenarios", "TextFiles", system,
    ],
    "LiveSystem": [
      "AutoMovable", "Scenarios", "TextFiles", system, "Foundation", "FoundationEssentials",
      "Glibc",
    ],
    "KernelSource": ["TextFiles", system, "Foundation", "Glibc"],
    "AutoMovablePlanC": [
      "AutoMovable", "CAutoMovablePlan", "Cases", "Planning", "Reports", "Scenarios", "TextFiles",
    ],
  ]
  private static let system: Substring = "SystemPackage"

  @Test("Arrows point one way: a module imports what it may")
  func arrows() throws {
    let sources = try Self.tree.get().sources
    #expect(sources.count > 300)
    for file in sources {
      guard let allowed = Self.arrows[file.module] else {
        #expect(file.module == "automovable", "\(file.path): in no module that is known")
        continue
      }
      #expect(file.imports.subtracting(allowed) == [], "\(file.path)")
    }
  }

  @Test("Who reads vectors needs no code under the GPL")
  func casesAreFree() {
    var reached: Set<Substring> = ["Cases"]
    while true {
      let next = reached.union(reached.flatMap { Self.arrows[$0] ?? [] })
      if next == reached { break }
      reached = next
    }
    #expect(!reached.contains("CReference"))
  }

  @Test("Nothing talks to a network")
  func noNetwork() throws {
    let words: Set<Substring> = [
      "AF_INET", "AF_INET6", "FoundationNetworking", "URLSession", "getaddrinfo", "inet_pton",
    ]
    let tree = try Self.tree.get()
    for file in tree.sources {
      #expect(file.imports.intersection(words) == [], "\(file.path)")
      #expect(words.intersection(file.code.words) == [], "\(file.path)")
    }
  }

  @Test("Each name that a source declares stands elsewhere too")
  func nothingIsDead() throws {
    let tree = try Self.tree.get()
    // The program starts there, and libraries call the others by their names in C.
    let started: Set<Substring> = ["AutoMovableCommand", "exitAtOnce", "exitAtOnceByStandard"]
    for file in tree.sources {
      let unused = file.declared.subtracting(started).filter { tree.counts[$0] == 1 }
      #expect(unused.sorted() == [], "\(file.path)")
    }
  }

  @Test("Each name in a comment stands in the code")
  func nothingIsGone() throws {
    let tree = try Self.tree.get()
    // The kernel's, the C library's and other packages'; nothing here has their names.
    let others: Set<Substring> = [
      "ARCH_ENABLE_MEMORY_HOTPLUG", "EX_UNAVAILABLE", "MAX_ORDER_NR_PAGES", "VIRTIO_MEM",
      "VIRTIO_MEM_USABLE_EXTENT", "acpi_memory_device_remove", "acpi_memory_enable_device",
      "add_memory_merged", "arm64_dma_phys_limit", "bbm", "cma_activate_area",
      "cmdline_parse_core", "dax_hmem", "dev_dax_kmem_probe", "dev_dax_kmem_remove",
      "dlpar_add_lmb", "dlpar_online_lmb", "dma32_phys_limit", "dma_contiguous_reserve",
      "early_cma", "find_zone_movable_pfns_for_nodes", "init_unavailable_range", "isspace",
      "kernfs_fop_write_iter", "memparse", "next_arg", "next_mb_id", "nodemask_t",
      "offline_threshold", "parse_memmap_one", "probe_memory_block_size", "sbm",
      "simple_strtoull", "validValues", "virtio_mem_bbm_plug_request",
      "virtio_mem_bbm_unplug_request", "virtio_mem_could_add_memory",
      "virtio_mem_default_block_size", "virtio_mem_memory_notifier_cb",
      "virtio_mem_sbm_plug_request", "virtio_mem_sbm_unplug_request",
    ]
    for file in tree.files where file.path.hasSuffix(".swift") {
      let gone = file.quoted.filter { tree.counts[$0] == nil && !others.contains($0) }
      #expect(gone == [], "\(file.path)")
    }
  }
}
