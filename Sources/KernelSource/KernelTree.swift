// SPDX-License-Identifier: MIT

import Foundation
import SystemPackage
import TextFiles

/// A kernel's source tree.
struct KernelTree {
  /// The folder that has `mm` in it.
  private let root: String

  /// What keeps an unpacked tree until nobody needs it.
  private let folder: TemporaryFolder?

  /// The commit, if it is one of a repository.
  private let commit: String?

  /// The files that patches have changed, and where; those that aren't there are
  /// gone.
  private let patched: PatchedFiles?

  /// Opens a tree. Of a tarball or repository only what may be needed is unpacked.
  ///
  /// - Parameter configuration: What the tree is to be compiled for.
  init(
    _ source: KernelSource, for configuration: KernelConfiguration = .usual,
    scratch: TemporaryFolder
  ) throws(KernelSourceError) {
    let path = source.path
    let folders =
      KernelRecipe.folders
      + (configuration == .usual
        ? [] : KernelArchitecture(configuration).map { [$0.header] } ?? [])
    var isFolder: ObjCBool = false
    let isThere = unsafe FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
    guard isThere || path == "-" else {
      throw .file(path: path, reason: "no such file or folder")
    }
    let isTree = FileManager.default.fileExists(atPath: "\(path)/\(KernelRecipe.policy)")
    if isFolder.boolValue, source.revision != nil || !isTree {
      let repository = GitRepository(path, scratch: scratch)
      guard try repository.exists() else {
        if source.revision != nil { throw .file(path: path, reason: "--rev: no git repository") }
        throw .noTree(path: path)
      }
      let folder = try TemporaryFolder.ofSource()
      commit = try repository.unpack(
        source.revision ?? "HEAD", folders, to: folder)
      root = folder.path.string
      self.folder = folder
    } else if source.revision != nil {
      throw .file(path: path, reason: "--rev: no git repository")
    } else if isFolder.boolValue {
      (root, folder, commit) = (path, nil, nil)
    } else {
      let folder = try TemporaryFolder.ofSource()
      try Tarball(path, scratch: scratch).unpack(folders, to: folder)
      root = try Self.root(in: folder, of: path)
      (self.folder, commit) = (folder, nil)
    }
    guard FileManager.default.fileExists(atPath: "\(root)/\(KernelRecipe.policy)") else {
      throw .noTree(path: path)
    }
    patched =
      source.patches.isEmpty
      ? nil : try PatchedFiles(source.patches, of: root, folders, scratch: scratch)
  }

  /// A tarball's tree is all of it, or the folder that all of it is in.
  private static func root(
    in folder: TemporaryFolder, of path: String
  ) throws(KernelSourceError) -> String {
    var root = folder.path.string
    for _ in 0..<2 {
      if FileManager.default.fileExists(atPath: "\(root)/\(KernelRecipe.policy)") { return root }
      let names = (try? FileManager.default.contentsOfDirectory(atPath: root)) ?? []
      guard
        let name = names.sorted().first(where: {
          FileManager.default.fileExists(atPath: "\(root)/\($0)/\(KernelRecipe.policy)")
        }) ?? names.first
      else { break }
      root += "/\(name)"
    }
    throw .noTree(path: path)
  }

  /// Where a file is.
  func path(_ file: String) -> String {
    if let patched, patched.names.contains(file) { return patched.folder.file(file) }
    return "\(root)/\(file)"
  }

  /// Whether there is a file.
  func has(_ file: String) -> Bool {
    FileManager.default.fileExists(atPath: path(file))
  }

  /// The bytes of a file.
  func read(_ file: String) throws(KernelSourceError) -> [UInt8] {
    guard has(file) else { throw .file(path: file, reason: "not in the tree") }
    return try FilePath(path(file)).source(as: file)
  }
}

extension KernelTree {
  /// The kernel's version as its Makefile has it, such as 6.1.192, and what it was
  /// taken from.
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
    var text = parts.joined(separator: ".") + (value("EXTRAVERSION") ?? "")
    if let commit { text += " at \(commit.prefix(12))" }
    if let patched { text += " with \(patched.count) patch\(patched.count == 1 ? "" : "es")" }
    return text
  }
}
