// SPDX-License-Identifier: MIT

internal import Foundation
import SystemPackage
import TextFiles

/// The guest's only file system: busybox, a few modules, and process 1.
struct InitialRamdisk {
  /// The cpio archive.
  let bytes: [UInt8]

  /// The drivers that every guest needs.
  static let drivers = ["virtio_pci", "virtio_console", "virtio_mem"]

  /// What they are made of; a kernel may do without, or have it in one piece.
  static let libraries = [
    "virtio_ring", "virtio", "virtio_pci_modern_dev", "virtio_pci_legacy_dev",
  ]

  /// Puts the ramdisk together.
  ///
  /// - Parameters:
  ///   - busybox: The path of a statically linked busybox.
  ///   - furtherModules: Modules that the scenario loads by itself.
  ///   - folder: A folder whose files the guest has as well.
  /// - Throws: `LiveError.missing` if something that goes in is not there.
  init(
    kernel: GuestKernel, busybox: String, furtherModules: [String], folder: String?
  ) throws(LiveError) {
    let program: [UInt8]
    do throws(Errno) {
      program = try FilePath(busybox).contents(atMost: 64 << 20)
    } catch .noSuchFileOrDirectory {
      throw .missing("no busybox at \(busybox): install busybox-static")
    } catch {
      throw .file(path: busybox, reason: "cannot be read: \(error)")
    }
    // Near its start a dynamic executable names its loader.
    guard program.prefix(4096).firstRange(of: "/ld-".utf8) == nil else {
      throw .missing("\(busybox) is dynamically linked: install busybox-static")
    }
    var archive = NewcArchive()
    for directory in ["bin", "dev", "modules"] {
      archive.addDirectory(directory)
    }
    archive.addFile("bin/busybox", content: program)
    archive.addFile("init", content: PackageResources.guest_init_sh)
    for module in try kernel.content(
      ofModules: Self.drivers + furtherModules, after: Self.libraries)
    {
      archive.addFile("modules/\(module.name).ko", content: module.bytes)
    }
    if let folder { try Self.add(folder, to: &archive) }
    bytes = archive.finished()
  }

  private static func add(
    _ folder: String, to archive: inout NewcArchive
  ) throws(LiveError) {
    guard let paths = FileManager.default.enumerator(atPath: folder) else {
      throw .missing("no folder \(folder) for the guest")
    }
    while let path = paths.nextObject() as? String {
      var isFolder = false as ObjCBool
      let file = "\(folder)/\(path)"
      guard unsafe FileManager.default.fileExists(atPath: file, isDirectory: &isFolder) else {
        throw .file(path: file, reason: "cannot be read")
      }
      if isFolder.boolValue {
        archive.addDirectory(path)
        continue
      }
      do throws(Errno) {
        archive.addFile(path, content: try FilePath(file).contents(atMost: 256 << 20))
      } catch {
        throw .file(path: file, reason: "cannot be read: \(error)")
      }
    }
  }
}
