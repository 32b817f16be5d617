// SPDX-License-Identifier: MIT

import Foundation
import Testing

@testable import LiveSystem

@Suite struct ModuleCompressionTests {
  private let folder = KernelFolder()

  @Test(arguments: [
    ("a/b.ko", true, nil), ("b.ko.gz", true, ModuleCompression.gzip),
    ("b.ko.xz", true, .xz), ("b.ko.zst", true, .zstd),
    ("b.ko.bz2", false, nil), ("b.kobold", false, nil), ("b.xz", false, nil),
    ("modules.dep", false, nil),
  ])
  func isToldByTheName(_ path: String, isModule: Bool, expected: ModuleCompression?) {
    let found = ModuleCompression.ofModule(at: path)
    #expect((found != nil) == isModule)
    #expect((found ?? nil) == expected)
  }

  /// `gzip`, the one that every system has, packs what is then unpacked.
  @Test func isUndone() throws {
    let module = try folder.write("a module".utf8, to: "lib/modules/1/kernel/virtio_mem.ko")
    let gzip = try #require(HostProgram("gzip"))
    #expect(gzip.output(of: [module]) == [])
    let tree = try #require(ModuleTree(path: "\(folder.path)/lib/modules/1"))
    #expect(try tree.content(of: "virtio_mem") == Array("a module".utf8))
  }

  @Test(arguments: ModuleCompression.allCases)
  func saysWhatToInstall(_ compression: ModuleCompression) throws {
    let error = #expect(throws: LiveError.self) {
      try compression.content(of: "virtio_mem.ko", searchPath: folder.path)
    }
    let program = compression.rawValue
    #expect(
      error
        == .missing(
          "no \(program), which virtio_mem.ko needs: install "
            + (compression == .xz ? "xz-utils" : program)))
  }

  @Test func refusesWhatIsDamaged() throws {
    let module = try folder.write("no gzip".utf8, to: "virtio_mem.ko.gz")
    #expect(throws: LiveError.file(path: module, reason: "gzip cannot decompress it")) {
      try ModuleCompression.gzip.content(of: module)
    }
  }
}
