// SPDX-License-Identifier: MIT

import Foundation
import Testing
import TextFiles

@testable import KernelSource

/// Configurations of trees are read, and what follows of them.
struct KernelConfigurationTests {
  private let folder: TemporaryFolder
  private var path: String { folder.file("config") }

  init() throws { folder = try TemporaryFolder() }

  private static let root = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent()

  private func configuration(_ text: String) throws -> KernelConfiguration {
    try folder.write(Array(text.utf8), to: "config")
    return try KernelConfiguration(path: path)
  }

  /// What a geometry needs, with some options more.
  private static func options(_ options: String...) -> String {
    (["64BIT", "SPARSEMEM", "MEMORY_HOTPLUG", "BASE_SMALL"] + options)
      .map { "CONFIG_\($0)" + ($0.contains("=") ? "\n" : "=y\n") }.joined()
      .replacing("BASE_SMALL=y", with: "BASE_SMALL=0")
  }

  private func geometry(_ text: String) throws -> KernelGeometry {
    let small = Self.root.appending(path: "KernelTrees/small").path
    let configuration = try configuration(text)
    let tree = try KernelTree(
      KernelSource(path: small), for: configuration, scratch: folder)
    return try KernelGeometry(of: tree, configuration)
  }

  @Test
  func optionsAreMacros() throws {
    let configuration = try configuration(
      """
      #
      # Linux/x86 6.1.192 Kernel Configuration
      #
      CONFIG_A=y
      CONFIG_B=m
      # CONFIG_C is not set
      CONFIG_D="a text; \\" #"
      CONFIG_E=-3
      CONFIG_F=0x10
      CONFIG_G=n

      """)
    #expect(
      configuration.macros == """
        #define CONFIG_A 1
        #define CONFIG_B_MODULE 1
        #define CONFIG_E -3
        #define CONFIG_F 0x10

        """)
    #expect(configuration.names == ["CONFIG_A", "CONFIG_B_MODULE", "CONFIG_E", "CONFIG_F"])
    #expect(configuration.number("CONFIG_F") == 16 && configuration.number("CONFIG_C") == nil)
    for (expression, truth) in [
      ("CONFIG_A", true), ("CONFIG_B", false), ("CONFIG_B_MODULE", true), ("CONFIG_C", false),
      ("IS_ENABLED(CONFIG_B)", true), ("IS_BUILTIN(CONFIG_B)", false),
      ("IS_MODULE(CONFIG_B)", true), ("IS_MODULE(CONFIG_A)", false),
      ("defined(CONFIG_E) && CONFIG_E", true), ("defined CONFIG_G", false),
    ] {
      #expect(
        configuration.truth(of: "if", Array(expression.utf8)[...]) == truth, "\(expression)")
    }
  }

  /// Nothing but a number gets into what is compiled.
  @Test(arguments: [
    "CONFIG_A=1; asm(\".incbin \\\"/etc/passwd\\\"\")", "CONFIG_A=y y", "CONFIG_A", "=y",
    "CONFIG_=y", "CONFIG_A(x)=1", "OTHER_A=y", "CONFIG_A=+1", "CONFIG_A=0xg", "CONFIG_A=\"",
  ])
  func whatIsNoOptionIsNamedByItsLine(_ line: String) throws {
    #expect(
      throws: KernelSourceError.malformed(
        file: path, line: 2, reason: "expected CONFIG_NAME=y, m, a number or a \"text\"")
    ) { try configuration("CONFIG_B=y\n\(line)\n") }
  }

  @Test
  func whatIsNoConfigurationIsSaid() throws {
    #expect(throws: KernelSourceError.file(path: path, reason: "no option is set in it")) {
      try configuration("# CONFIG_A is not set\n")
    }
    let error = #expect(throws: KernelSourceError.self) {
      try KernelConfiguration(path: folder.file("missing"))
    }
    #expect(error?.description.contains("cannot be read: ") == true)
    let endless = #expect(throws: KernelSourceError.self) {
      try KernelConfiguration(path: "/dev/zero")
    }
    #expect(endless?.description == "/dev/zero: longer than 4194304 bytes")
  }

  @Test
  func sizesAreThoseOfTheTreeAndTheConfiguration() throws {
    let large = try geometry(
      Self.options(
        "ARM64", "ARM64_64K_PAGES", "NUMA", "ZONE_DMA", "ZONE_DEVICE", "HUGETLB_PAGE",
        "ARCH_FORCE_MAX_ORDER=13"))
    #expect(large.pageShift == 16 && large.sectionSizeBits == 30 && large.pageBlockOrder == 13)
    #expect(large.zones == [.dma, .normal, .movable, .device])
    #expect(large.isNUMA && !large.hasCMA && large.oddPageBlocks == nil)
    #expect(
      "\(large)"
        == "pages of 64 KiB, sections of 1024 MiB, zones DMA Normal Movable Device, NUMA, no CMA")
    // Since 6.9 the size of a page has an option of its own.
    let small = try geometry(Self.options("ARM64", "PAGE_SHIFT=12", "CMA"))
    #expect(small.pageShift == 12 && small.sectionSizeBits == 26)
    #expect(!small.isNUMA && small.hasCMA && small.zones == [.normal, .movable])
    // Without huge pages a page block is what the page allocator has at most.
    #expect(small.pageBlockOrder == 10 && small.oddPageBlocks?.contains("1024") == true)
  }

  @Test(arguments: [
    (options("ARM64"), "it doesn't say how large a page is"),
    (options("PAGE_SHIFT=12"), "expected one of CONFIG_X86_64, CONFIG_ARM64, "),
    (options("ARM64", "RISCV"), "expected one of CONFIG_X86_64, CONFIG_ARM64, "),
    (options("ARM64", "ARM64_4K_PAGES", "ARM64_64K_PAGES"), "how large a page is"),
    (options("ARM64", "PAGE_SHIFT=3"), "how large a page is"),
    (options("ARM64", "ARM64_16K_PAGES"), "no SECTION_SIZE_BITS that is a number"),
    (options("X86_64"), "arch/x86/include/asm/sparsemem.h: not in the tree"),
    ("CONFIG_64BIT=y\nCONFIG_SPARSEMEM=y\n", "CONFIG_MEMORY_HOTPLUG is not set"),
    ("CONFIG_SPARSEMEM=y\nCONFIG_MEMORY_HOTPLUG=m\n", "CONFIG_64BIT is not set"),
  ])
  func whatCantBeCompiledForIsSaid(_ text: String, _ reason: String) throws {
    let error = #expect(throws: KernelSourceError.self) { try geometry(text) }
    #expect(error?.description.contains(reason) == true, "\(String(describing: error))")
  }

  /// The library says what it is for, and what can't happen with it.
  @Test
  func aLibraryIsBuiltForAConfiguration() throws {
    let small = Self.root.appending(path: "KernelTrees/small").path
    _ = try configuration(
      Self.options("ARM64", "ARM64_64K_PAGES", "NUMA", "CMA", "ZONE_DMA", "ZONE_DMA32"))
    func library(_ path: String) throws -> KernelLibrary {
      try KernelLibrary(
        source: KernelSource(path: small), configuration: path,
        output: folder.file("kernel.so"))
    }
    let partial = try library(path)
    #expect(partial.gaps.map(\.what) == ["blocks that go offline"])
    #expect(
      partial.origin.hasPrefix(
        "Linux 9.8.7-made-up (pages of 64 KiB, sections of 1024 MiB, zones DMA DMA32 Normal Movable, NUMA, CMA; sha256: "
      ))
    _ = try configuration(
      Self.options(
        "X86_64", "MEMORY_HOTREMOVE", "NUMA", "CMA", "ZONE_DMA", "ZONE_DMA32", "HUGETLB_PAGE"))
    let error = #expect(throws: KernelSourceError.self) { try library(path) }
    #expect(
      error?.description
        == "Linux 9.8.7-made-up: arch/x86/include/asm/sparsemem.h: not in the tree")
    _ = try configuration(
      Self.options(
        "ARM64", "ARM64_4K_PAGES", "MEMORY_HOTREMOVE", "NUMA", "CMA", "ZONE_DMA", "ZONE_DMA32"))
    #expect(try library(path).gaps == [])
  }
}
