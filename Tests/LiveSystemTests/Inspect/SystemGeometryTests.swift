// SPDX-License-Identifier: MIT

import AutoMovable
import Testing

@testable import LiveSystem

/// The size of pages, which no file has.
@Suite("Geometry of systems")
struct SystemGeometryTests {
  /// A machine with 16 GiB from 1 TiB on, all of it DMA, and two blocks missing, as Apple's
  /// are under Linux with pages of 16 KiB.
  private static let asahi: CapturedSystem = {
    var files = [
      "sys/devices/system/memory/block_size_bytes": "8000000\n",
      "proc/zoneinfo": """
      Node 0, zone      DMA
        pages free     52000
              spanned  1048576
              present  1031168
              managed  1010000
        start_pfn:           67108864
      Node 0, zone    DMA32
        pages free     0
              spanned  0
              present  0
              managed  0
      Node 0, zone   Normal
        pages free     0
              spanned  0
              present  0
              managed  0
      Node 0, zone  Movable
        pages free     0
              spanned  0
              present  0
              managed  0

      """,
    ]
    for block in Array(8192...8316) + [8319] {
      let folder = "sys/devices/system/memory/memory\(block)"
      files["\(folder)/state"] = "online\n"
      files["\(folder)/valid_zones"] = "DMA\n"
    }
    return CapturedSystem(files: files, links: [:])
  }()

  private func inspection(
    _ source: CapturedSystem, _ change: (inout SystemRecord) throws -> Void = { _ in }
  ) throws -> Inspection {
    var record = try SystemRecord(source, name: "asahi")
    try change(&record)
    return try Inspection(record)
  }

  @Test("Pages of 16 KiB are found by zones and blocks")
  func asahi() throws {
    let inspection = try inspection(Self.asahi)
    #expect(inspection.geometry == .arm64With16KiB)
    #expect(inspection.blockPages == 8192)
    #expect(inspection.inferred.contains { $0.path == "geometry" && $0.reason.contains("16 KiB") })
    #expect(!inspection.warnings.contains { ["geometry", "inference"].contains($0.kind) })
    let zone = inspection.machine.state.nodes[0][.dma]
    #expect(zone.presentPages == 1_031_168 && zone.presentEarlyPages == 1_031_168)
    #expect(zone.startPFN == 8192 * 8192 && zone.spannedPages == 128 * 8192)
    #expect(inspection.machine.block(8316) != nil && inspection.machine.block(8319) != nil)
    #expect(inspection.machine.block(8317) == nil && inspection.machine.block(8318) == nil)
    #expect(inspection.now.geometry == .arm64With16KiB)
  }

  @Test("What is said counts, and what contradicts it is told")
  func override() throws {
    let said = try inspection(Self.asahi) { $0.geometry = .arm64With16KiB }
    #expect(!said.inferred.contains { $0.path == "geometry" })
    #expect(!said.warnings.contains { $0.kind == "geometry" })
    let sized = try inspection(Self.asahi) { $0.pageSize = 16 << 10 }
    #expect(sized.geometry == .arm64With16KiB)
    for pageSize in [4 << 10, 64 << 10] as [UInt64] {
      let wrong = try inspection(Self.asahi) { $0.pageSize = pageSize }
      #expect(wrong.geometry.pageSize == pageSize)
      #expect(wrong.warnings.contains { $0.kind == "geometry" })
    }
  }

  @Test("Without counters it isn't taken for an x86 machine in silence")
  func withoutCounters() throws {
    let bare = Self.asahi.replacing(["proc/zoneinfo": nil])
    let inspection = try inspection(bare)
    #expect(inspection.warnings.contains { $0.kind == "geometry" })
    for release in ["6.14.2-401.asahi.fc42.aarch64+16k", "6.12.0-20-arm64-16k"] {
      let named = bare.replacing(["proc/sys/kernel/osrelease": "\(release)\n"])
      let inspection = try self.inspection(named)
      #expect(inspection.geometry == .arm64With16KiB, "\(release)")
      #expect(!inspection.warnings.contains { $0.kind == "geometry" })
    }
  }

  @Test("Zones alone are in the pages that blocks are assumed by")
  func zonesAlone() throws {
    let zones = CapturedSystem(
      files: Self.asahi.files.filter { $0.key == "proc/zoneinfo" })
    for release in [nil, "6.1.0-13-arm64-16k", "5.14.0-427.el9.aarch64+64k", "6.1.0-13-s390x"] {
      let inspection = try inspection(zones) {
        $0.kernelRelease = release
        // IBM Z has no DMA32.
        if release?.hasSuffix("s390x") == true { $0.zones.removeAll { $0.type == .dma32 } }
        try $0.assumeBlocks()
      }
      let size =
        release?.hasSuffix("64k") == true ? 64 : release?.hasSuffix("s390x") == true ? 4 : 16
      #expect(inspection.geometry.pageSize == UInt64(size) << 10)
      #expect(inspection.machine.state.nodes[0][.dma].presentPages == 1_031_168)
      #expect(!inspection.warnings.contains { $0.kind == "inference" })
    }
  }

  @Test("An x86 machine has its own", arguments: LiveCaptures.all)
  func x86(_ capture: LiveCaptures.Capture) throws {
    for moment in capture.moments {
      var record = try moment.record()
      record.kernelRelease = nil
      let geometry = SystemGeometry(record)
      #expect(geometry.geometry == .x86_64 && geometry.doubt == nil, "\(moment)")
    }
  }

  @Test("The same memory in larger pages is found", arguments: LiveCaptures.all)
  func scaled(_ capture: LiveCaptures.Capture) throws {
    for moment in capture.moments {
      for factor in [4, 16] as [UInt64] {
        var record = try moment.record()
        record.kernelRelease = nil
        for index in record.zones.indices {
          // A page that is there in part is no page.
          record.zones[index].present /= factor
          let (start, spanned) = (record.zones[index].startPFN, record.zones[index].spanned)
          guard let start, let spanned, spanned > 0 else { continue }
          record.zones[index].startPFN = (start + factor - 1) / factor
          record.zones[index].spanned =
            (start + spanned) / factor - (start + factor - 1) / factor
        }
        let geometry = SystemGeometry(record)
        #expect(geometry.geometry.pageSize == 4096 * factor && geometry.doubt == nil, "\(moment)")
      }
    }
  }
}
