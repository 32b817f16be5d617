// SPDX-License-Identifier: MIT

import AutoMovable
import Testing

/// What architectures and configurations fix, and what follows from it.
struct GeometryTests {
  /// Page, section, sections per 2^52, pages of a subsection and of a page block.
  typealias Sizes = (Geometry, UInt64, UInt64, UInt64, UInt64, UInt64)

  static let sizes: [Sizes] = [
    (.x86_64, 4096, 32768, 1 << 25, 512, 512),
    (.arm64With4KiB, 4096, 32768, 1 << 25, 512, 512),
    (.arm64With16KiB, 16384, 8192, 1 << 25, 128, 2048),
    (.arm64With64KiB, 65536, 8192, 1 << 23, 32, 8192),
    (.s390x, 4096, 65536, 1 << 24, 512, 512),
    (.ppc64, 65536, 256, 1 << 28, 32, 256),
    (.riscv64, 4096, 32768, 1 << 25, 512, 512),
  ]

  @Test(arguments: sizes.indices)
  func hasTheSizesOfItsArchitecture(_ index: Int) {
    let (geometry, page, section, count, subsection, pageBlock) = Self.sizes[index]
    #expect(geometry.pageSize == page)
    #expect(geometry.pagesPerSection == section)
    #expect(geometry.sectionSize == page * section)
    #expect(geometry.sectionCount == count)
    #expect(geometry.pageCount == count * section)
    #expect(geometry.pagesPerSubsection == subsection)
    #expect(geometry.pageBlockPages == pageBlock)
    #expect(geometry.section(ofPFN: 3 * section - 1) == 2)
    #expect(geometry.startPFN(ofSection: 2) == 2 * section)
  }

  @Test
  func refusesSizesThatNoKernelHas() {
    let section: UInt64 = 1 << 27
    for page: UInt64 in [0, 1, 2048, 4097, 12288, 1 << 17] {
      #expect(Geometry(pageSize: page, sectionSize: section) == nil)
    }
    for section: UInt64 in [0, 1 << 23, 3 << 26, 1 << 35, .max] {
      #expect(Geometry(pageSize: 4096, sectionSize: section) == nil)
    }
    #expect(Geometry(pageSize: 4096, sectionSize: section) == .x86_64)
    #expect(Geometry(pageSize: 1 << 16, sectionSize: 1 << 29) == .arm64With64KiB)
  }

  @Test
  func hasTheZonesOfItsArchitecture() {
    func names(_ geometry: Geometry) -> [String] {
      ZoneType.allCases.filter { geometry.zones.contains($0) }.map(\.description)
    }
    #expect(names(.x86_64) == ["DMA", "DMA32", "Normal", "Movable", "Device"])
    #expect(names(.arm64With64KiB) == names(.x86_64))
    #expect(names(.s390x) == ["DMA", "Normal", "Movable"])
    #expect(names(.ppc64) == ["Normal", "Movable", "Device"])
    #expect(names(.riscv64) == ["DMA32", "Normal", "Movable", "Device"])
  }

  /// The walk over a unit goes by the geometry's sections.
  @Test(arguments: sizes.indices)
  func findsTheSectionInAUnit(_ index: Int) {
    let geometry = Self.sizes[index].0
    let pages = geometry.pagesPerSection
    let sections = [SectionRun(firstSection: 6, sectionCount: 1, zone: .normal, nodeID: 0)]
    func contents(_ unit: UInt64) -> UnitContents {
      UnitContents(
        of: PageRange(startPFN: unit * 4 * pages, pageCount: 4 * pages), in: sections.span,
        geometry)
    }
    guard case .hasKernelSection(let pfn) = contents(1) else {
      Issue.record("nothing found in sections 4 to 7")
      return
    }
    #expect(pfn == 6 * pages)
    guard case .movableOnly(0) = contents(2) else {
      Issue.record("something found in sections 8 to 11")
      return
    }
  }
}

// MARK: Machines

extension GeometryTests {
  private static func machine(
    _ geometry: Geometry, bootBlocks: UInt64 = 4, blockSections: UInt64 = 1,
    in zone: ZoneType = .normal, memmapOnMemory: MemmapOnMemory = .disabled
  ) throws -> HotplugMachine {
    let blockPages = geometry.pagesPerSection * blockSections
    var node = Node(id: 0)
    node[zone] = Zone(
      spannedPages: bootBlocks * blockPages, presentPages: bootBlocks * blockPages,
      presentEarlyPages: bootBlocks * blockPages)
    return try HotplugMachine(
      nodes: [node], blockPages: blockPages,
      parameters: ModuleParameters(
        policy: Policy(onlinePolicy: .autoMovable),
        memmapOnMemory: memmapOnMemory),
      autoOnlineType: .online, geometry: geometry)
  }

  /// Blocks from a section on, as POWER has them from 16 MiB to 256 MiB.
  @Test(arguments: [1, 2, 4, 8, 16])
  func hasBlocksOfSomeSections(_ sections: UInt64) throws {
    var machine = try Self.machine(.ppc64, blockSections: sections)
    let pages = 256 * sections
    #expect(machine.blockPages == pages)
    #expect(throws: HotplugError.misalignedRange) {
      try machine.addMemory(PageRange(startPFN: 1 << 16, pageCount: pages / 2), to: .node(0))
    }
    try machine.addMemory(PageRange(startPFN: 1 << 16, pageCount: pages), to: .node(0))
    #expect(machine.block(MemoryBlockID((1 << 16) / pages))?.zone == .movable)
    #expect(machine.state.sections.last?.firstSection == 256)
    #expect(machine.state.sections.last?.sectionCount == sections)
  }

  @Test
  func refusesBlocksSmallerThanASection() {
    #expect(throws: BootError.invalidBlockSize) {
      try HotplugMachine(blockPages: 4096, geometry: .arm64With64KiB)
    }
    #expect(throws: BootError.invalidBlockSize) {
      try HotplugMachine(blockPages: 32768, geometry: .s390x)
    }
  }

  @Test
  func refusesMemoryInAZoneThatIsNotConfigured() {
    #expect(throws: BootError.noSuchZone(0, .dma32)) {
      try Self.machine(.s390x, in: .dma32)
    }
    #expect(throws: BootError.noSuchZone(0, .dma)) { try Self.machine(.ppc64, in: .dma) }
    #expect(throws: Never.self) { try Self.machine(.s390x, in: .dma) }
  }

  /// A block's map has to fill page blocks, and so has the rest.
  @Test
  func blocksThatHoldTheirOwnMap() throws {
    let cases: [(Geometry, UInt64, Bool)] = [
      (.x86_64, 1, true), (.arm64With16KiB, 1, false), (.arm64With16KiB, 64, true),
      (.arm64With64KiB, 1, false), (.arm64With64KiB, 512, false),
      (.arm64With64KiB, 1024, true), (.s390x, 1, true), (.ppc64, 1, false),
      (.ppc64, 16, false), (.riscv64, 1, true),
    ]
    for (geometry, sections, isSupported) in cases {
      let machine = try Self.machine(
        geometry, blockSections: sections, memmapOnMemory: .enabled)
      let range = PageRange(startPFN: machine.blockPages * 8, pageCount: machine.blockPages)
      #expect(machine.supportsMemmapOnMemory(range) == isSupported, "\(geometry) \(sections)")
    }
  }

  /// The map's pages are those that its bytes take.
  @Test
  func countsThePagesOfTheMap() throws {
    for (geometry, sections, pages): (Geometry, UInt64, UInt64) in [
      (.s390x, 1, 1024), (.arm64With16KiB, 64, 2048), (.arm64With64KiB, 1024, 8192),
    ] {
      var machine = try Self.machine(
        geometry, blockSections: sections, memmapOnMemory: .enabled)
      try machine.addMemory(
        PageRange(startPFN: machine.blockPages * 8, pageCount: machine.blockPages),
        to: .node(0), usesMemmapOnMemory: true)
      #expect(machine.block(8)?.vmemmapPages == pages)
    }
  }

  @Test
  func hasNodeZeroAloneWithoutNUMA() throws {
    let geometry = try #require(
      Geometry(pageSize: 4096, sectionSize: 1 << 27, isNUMA: false, hasCMA: false))
    var node = Node(id: 0)
    node[.normal] = Zone(
      spannedPages: 32768, presentPages: 32768, presentEarlyPages: 32768, cmaPages: 512)
    var machine = try HotplugMachine(nodes: [node], geometry: geometry)
    #expect(machine.state.nodes[0][.normal].cmaPages == 0)
    #expect(!machine.parameters.policy.isAutoMovableNUMAAware)
    machine.parameters.policy.isAutoMovableNUMAAware = true
    #expect(!machine.parameters.policy.isAutoMovableNUMAAware)
    #expect(throws: HotplugError.noSuchParameter) {
      try machine.readParameter(.autoMovableNUMAAware)
    }
    #expect(throws: HotplugError.noSuchParameter) {
      try machine.writeParameter("Y", to: .autoMovableNUMAAware)
    }
    #expect("\(try machine.readParameter(.autoMovableRatio))" == "301\n")
    #expect(throws: HotplugError.impossibleNode) {
      try machine.registerGroup(.static(maxPages: 1), nodeID: 1)
    }
    #expect(throws: HotplugError.impossibleNode) {
      try machine.addMemory(PageRange(startPFN: 1 << 20, pageCount: 32768), to: .node(1))
    }
    #expect(throws: BootError.impossibleNode(1)) {
      try HotplugMachine(nodes: [Node(id: 1)], geometry: geometry)
    }
  }

  /// A write to a file takes a page, and so much is read of it.
  @Test
  func writesTakeAPage() throws {
    let text = [UInt8](repeating: UInt8(ascii: "0"), count: 5000) + [UInt8(ascii: "7")]
    for (geometry, taken, ratio): (Geometry, Int, UInt32) in [
      (.x86_64, 4096, 0), (.arm64With64KiB, 5001, 7),
    ] {
      var machine = try Self.machine(geometry)
      #expect(try machine.writeParameter(text.span, to: .autoMovableRatio) == taken)
      #expect(machine.parameters.policy.autoMovableRatio == ratio)
    }
  }
}
