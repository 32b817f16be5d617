// SPDX-License-Identifier: MIT

import Foundation
import SystemPackage
import TextFiles

/// Copies of the files that patches change, with the patches applied.
struct PatchedFiles {
  /// Where the copies are, under their own paths.
  let folder: TemporaryFolder

  /// The files that are changed; one that isn't in the folder is gone.
  let names: Set<String>

  /// How many patches there are.
  let count: Int

  /// Applies patches to copies of a tree's files, as `patch -p1` does. What they
  /// change outside of some folders is left out.
  init(
    _ patches: [String], of root: String, _ folders: [String], scratch: TemporaryFolder
  ) throws(KernelSourceError) {
    folder = try TemporaryFolder.ofSource()
    count = patches.count
    var names: Set<String> = []
    for patch in patches {
      let sections = Self.sections(try FilePath(patch).source())
      guard sections.contains(where: { !$0.files.isEmpty }) else {
        throw .file(path: patch, reason: "no patch: expected lines --- a/FILE and +++ b/FILE")
      }
      let relevant = sections.filter { section in
        section.files.contains { file in
          folders.contains { file == $0 || file.hasPrefix("\($0)/") }
        }
      }
      for file in relevant.flatMap(\.files) where names.insert(file).inserted {
        let original = FilePath(root).appending(file)
        // A patch may bring files along.
        guard (try? original.stat()) != nil else { continue }
        try folder.write(source: original.source(), to: file)
      }
      if relevant.isEmpty { continue }
      try folder.write(source: relevant.flatMap(\.text), to: ".patch")
      do throws(KernelSourceError) {
        try HostProgram(name: "patch").run(
          [
            "-p1", "--forward", "--batch", "--no-backup-if-mismatch", "--reject-file=-",
            "--posix", "-i", ".patch",
          ], in: folder.path.string, scratch: scratch)
      } catch {
        guard case .failed(_, let text) = error else { throw error }
        let line =
          text.split(separator: "\n").first { $0.contains("FAILED") || $0.contains("can't find") }
          ?? text.split(separator: "\n").first ?? ""
        throw .file(path: patch, reason: "doesn't apply: \(String(line).visible)")
      }
    }
    self.names = names
  }

  private struct Section {
    var files: Set<String> = []
    var text: [UInt8] = []
  }

  /// A patch's parts, each of one file.
  private static func sections(_ patch: [UInt8]) -> [Section] {
    var sections: [Section] = []
    var isInHeader = false
    var rest = (old: 0, new: 0)
    for line in patch.split(separator: .newline, omittingEmptySubsequences: false) {
      let text = String(decoding: line, as: UTF8.self)
      let isInHunk = rest.old > 0 || rest.new > 0
      if !isInHunk, text.hasPrefix("diff ") || (text.hasPrefix("--- ") && !isInHeader) {
        sections.append(Section())
        isInHeader = text.hasPrefix("diff ")
      }
      if !isInHunk, text.hasPrefix("--- ") || text.hasPrefix("+++ "), !sections.isEmpty {
        isInHeader = text.hasPrefix("--- ")
        let name = text.dropFirst(4).prefix { $0 != "\t" }
        if name != "/dev/null", let slash = name.firstIndex(of: "/") {
          let file = String(name[name.index(after: slash)...])
          if !file.split(separator: "/").contains("..") {
            sections[sections.count - 1].files.insert(file)
          }
        }
      } else if !isInHunk, text.hasPrefix("@@ ") {
        isInHeader = false
        rest = Self.counts(text)
      } else if isInHunk {
        switch text.first {
        case "-": rest.old -= 1
        case "+": rest.new -= 1
        case "\\": break
        default: rest = (rest.old - 1, rest.new - 1)
        }
      }
      if !sections.isEmpty { sections[sections.count - 1].text += line + [.newline] }
    }
    return sections
  }

  /// The lines of a hunk: `@@ -1,2 +3,4 @@`, where 1 may be left out.
  private static func counts(_ line: String) -> (old: Int, new: Int) {
    let words = line.split(separator: " ")
    func count(_ word: Substring?) -> Int {
      let parts = word?.dropFirst().split(separator: ",") ?? []
      return parts.count == 2 ? Int(parts[1]) ?? 0 : 1
    }
    guard words.count >= 3 else { return (0, 0) }
    return (count(words[1]), count(words[2]))
  }
}
