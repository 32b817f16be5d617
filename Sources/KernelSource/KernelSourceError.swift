// SPDX-License-Identifier: MIT

import TextFiles

/// Why no library came of a kernel tree.
public enum KernelSourceError: Error, Hashable, Sendable {
  /// A file or folder of the source can't be read.
  case file(path: String, reason: String)

  /// The library, or a file on the way to it, can't be written.
  case unwritable(path: String, reason: String)

  /// What is there is no kernel tree.
  case noTree(path: String)

  /// The tree lacks something that the library is made of.
  ///
  /// - Parameters:
  ///   - file: The file in the tree where it was looked for.
  ///   - item: What it is, such as `function zone_for_pfn_range`, under all
  ///     names that were tried.
  case missing(file: String, item: String)

  /// A file of the tree isn't put together as C is.
  case malformed(file: String, line: Int, reason: String)

  /// What decisions are made of can't be compiled; the text is one line with the
  /// construct and its place.
  case uncompilable(String)

  /// What is wrong with the tree of a version.
  indirect case tree(version: String, KernelSourceError)

  /// A program can't be run.
  case noProgram(String)

  /// A program failed; the text is what it said.
  case failed(program: String, text: String)
}

extension KernelSourceError: CustomStringConvertible {
  /// One line.
  public var description: String {
    switch self {
    case .file(let path, let reason), .unwritable(let path, let reason):
      "\(path): \(reason)"
    case .noTree(let path):
      "\(path): no kernel tree: expected mm/memory_hotplug.c in it"
    case .missing(let file, let item):
      "\(file): no \(item); is this tree 5.15 or newer?"
    case .malformed(let file, let line, let reason):
      "\(file):\(line): \(reason)"
    case .uncompilable(let line):
      "\(line); no library without it"
    case .tree(let version, let error):
      "Linux \(version.visible): \(error)"
    case .noProgram(let name):
      "\(name): not found; expected on PATH"
    case .failed(let program, let text):
      "\(program.visible) failed: \(text)"
    }
  }
}
