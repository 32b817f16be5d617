// SPDX-License-Identifier: MIT

import Foundation
import SystemPackage
import TextFiles

/// A git repository, with or without files beside it.
///
/// Objects are read as they are: filters and hooks, which a repository could bring
/// along, don't run.
struct GitRepository {
  private let path: String
  private let scratch: TemporaryFolder

  init(_ path: String, scratch: TemporaryFolder) {
    self.path = path
    self.scratch = scratch
  }

  /// Whether it is one.
  func exists() throws(KernelSourceError) -> Bool {
    do throws(KernelSourceError) {
      _ = try git(["rev-parse", "--git-dir"])
      return true
    } catch {
      guard case .failed = error else { throw error }
      return false
    }
  }

  /// Writes some folders and files of a revision.
  ///
  /// - Returns: The commit.
  func unpack(
    _ revision: String, _ folders: [String], to folder: TemporaryFolder
  ) throws(KernelSourceError) -> String {
    let commit: String
    do throws(KernelSourceError) {
      commit = try git([
        "rev-parse", "--verify", "--quiet", "--end-of-options", "\(revision)^{commit}",
      ])
      .trimmingCharacters(in: .whitespacesAndNewlines)
    } catch {
      guard case .failed = error else { throw error }
      throw .file(path: path, reason: "--rev \(revision): no such commit".visible)
    }
    let listing = try git(["ls-tree", "-r", "-z", "--full-tree", commit, "--"] + folders)
    // mode type object TAB path
    let files = listing.split(separator: "\0").compactMap {
      entry -> (object: String, path: String)? in
      let parts = entry.split(separator: "\t", maxSplits: 1)
      let words = parts.first?.split(separator: " ") ?? []
      guard parts.count == 2, words.count == 3, words[0].hasPrefix("100"),
        parts[1].hasSuffix(".h") || parts[1].hasSuffix(".c") || parts[1] == "Makefile",
        !parts[1].split(separator: "/").contains("..")
      else { return nil }
      return (String(words[2]), String(parts[1]))
    }
    let list = scratch.file("objects")
    try scratch.write(source: Array(files.map { "\($0.object)\n" }.joined().utf8), to: "objects")
    try HostProgram(name: "git").run(
      arguments(["cat-file", "--batch"]), input: list, scratch: scratch)
    try write(files.map(\.path), to: folder)
    return commit
  }

  /// Writes the files that `cat-file` has put one behind the other.
  private func write(
    _ files: [String], to folder: TemporaryFolder
  ) throws(KernelSourceError) {
    let bytes = try scratch.path.appending("output").source()
    var rest = bytes[...]
    for file in files {
      // object type size, the bytes, and a newline
      guard let end = rest.firstIndex(of: UInt8.newline),
        let size = String(decoding: rest[..<end], as: UTF8.self).split(separator: " ").last
          .flatMap({ Int($0) }), rest.endIndex - end > size + 1
      else { throw .file(path: path, reason: "git doesn't have all of \(file)".visible) }
      try folder.write(source: Array(rest[(end + 1)..<(end + 1 + size)]), to: file)
      rest = rest[(end + 2 + size)...]
    }
  }

  private func git(_ words: [String]) throws(KernelSourceError) -> String {
    try HostProgram(name: "git").output(of: arguments(words), scratch: scratch)
  }

  private func arguments(_ words: [String]) -> [String] {
    ["-C", path, "-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null"] + words
  }
}
