// SPDX-License-Identifier: MIT

import Foundation
import SystemPackage
import TextFiles

/// A kernel's source tree.
struct KernelTree {
  /// The folder that has `mm` in it.
  let root: String

  /// What keeps an unpacked tree until nobody needs it.
  private let folder: TemporaryFolder?

  /// Opens a folder or a tarball.
  ///
  /// Of a tarball only the files that are needed are unpacked.
  init(_ path: String, scratch: TemporaryFolder) throws(KernelSourceError) {
    var isFolder: ObjCBool = false
    guard unsafe FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
      throw .file(path: path, reason: "no such file or folder")
    }
    if isFolder.boolValue {
      root = path
      folder = nil
    } else {
      let folder = try TemporaryFolder.ofSource()
      // The first folder in the names is the tree's own. A file that isn't
      // there makes tar fail, but is missed by its name later.
      let failure: KernelSourceError?
      do throws(KernelSourceError) {
        try HostProgram(name: "tar").run(
          [
            "-xf", path, "-C", folder.path.string, "--strip-components=1", "--wildcards",
            "--anchored", "--no-wildcards-match-slash", "--occurrence=1",
          ] + (KernelRecipe.files + KernelRecipe.optionalFiles).map { "*/\($0)" },
          scratch: scratch)
        failure = nil
      } catch {
        failure = error
      }
      let isTree = FileManager.default.fileExists(
        atPath: folder.file("mm/memory_hotplug.c"))
      if let failure, !isTree { throw failure }
      root = folder.path.string
      self.folder = folder
    }
    guard FileManager.default.fileExists(atPath: "\(root)/mm/memory_hotplug.c") else {
      throw .noTree(path: path)
    }
  }

  /// Whether there is a file.
  func has(_ file: String) -> Bool {
    FileManager.default.fileExists(atPath: "\(root)/\(file)")
  }

  /// The bytes of a file.
  func read(_ file: String) throws(KernelSourceError) -> [UInt8] {
    guard let data = FileManager.default.contents(atPath: "\(root)/\(file)") else {
      throw .file(path: file, reason: "not in the tree")
    }
    return [UInt8](data)
  }
}

extension KernelTree {
  /// The kernel's version as its Makefile has it, such as 6.1.192.
  func version() throws(KernelSourceError) -> String {
    let makefile = String(decoding: try read("Makefile"), as: UTF8.self)
    func value(_ name: String) -> String? {
      for line in makefile.split(separator: "\n") {
        let parts = line.split(separator: "=", maxSplits: 1)
        if let first = parts.first, first.trimmingCharacters(in: .whitespaces) == name {
          return parts.count == 2 ? parts[1].trimmingCharacters(in: .whitespaces) : ""
        }
      }
      return nil
    }
    guard let version = value("VERSION"), let level = value("PATCHLEVEL") else {
      throw .missing(file: "Makefile", item: "VERSION and PATCHLEVEL")
    }
    let parts = [version, level, value("SUBLEVEL") ?? ""].filter { !$0.isEmpty }
    return parts.joined(separator: ".") + (value("EXTRAVERSION") ?? "")
  }
}
