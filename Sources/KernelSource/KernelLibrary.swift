// SPDX-License-Identifier: MIT

import Foundation
import SystemPackage
import TextFiles

/// A kernel tree's decision as a shared library with the oracle interface.
public struct KernelLibrary {
  /// Where the library comes from, as it says itself: the version and the hashes
  /// of the files.
  public let origin: String

  /// What a library may tell besides results of decisions.
  public enum Part: CaseIterable, Sendable {
    /// The values on the way to a decision.
    case traces
    /// The books of histories.
    case histories
    /// Parameters as texts, in histories.
    case parameters
  }

  /// What it doesn't tell, and why: the tree lacks one of the functions, or has
  /// another one than it used to be.
  public let lacks: [Part: KernelSourceError]

  /// Builds the library of a tree.
  ///
  /// The functions and types are compiled as they are in the tree; around them is
  /// a shim with zones, nodes and sections of our own.
  ///
  /// - Parameters:
  ///   - source: A folder or a tarball.
  ///   - output: The file to write; it is there whole or not at all.
  public init(source: String, output: String) throws(KernelSourceError) {
    let folder = try TemporaryFolder.ofSource()
    let tree = try KernelTree(source, scratch: folder)
    let extract = try KernelExtract(tree)
    var lacks: [Part: KernelSourceError] = [:]
    var files = extract.files
    for part in Part.cut {
      do throws(KernelSourceError) {
        let extract = try KernelExtract(tree, part.steps)
        try folder.write(source: extract.text, to: part.file)
        files.formUnion(extract.files)
      } catch {
        lacks[part] = error
      }
    }
    origin = try Self.origin(
      tree, KernelRecipe.optionalFiles.filter(files.contains), scratch: folder)
    try Self.write(extract, of: tree, origin: origin, to: folder)
    self.lacks = try Self.compile(in: folder, lacks)
    try Self.move(folder.path.appending("library.so"), to: FilePath(output))
  }
}

// MARK: Steps

extension KernelLibrary {
  private static func origin(
    _ tree: KernelTree, _ optionalFiles: [String], scratch: TemporaryFolder
  ) throws(KernelSourceError) -> String {
    let files = KernelRecipe.files.dropFirst() + optionalFiles
    let sums = try HostProgram(name: "sha256sum").run(
      ["--"] + files, in: tree.root, scratch: scratch)
    let hashes = sums.split(separator: "\n").map { line in
      // The sum, two spaces, the name.
      let parts = line.split(separator: " ", maxSplits: 1)
      let name = parts.last.map { $0.drop { $0 == " " || $0 == "*" } } ?? ""
      return "\(name) \(parts.first?.prefix(16) ?? "")"
    }
    return "Linux \(try tree.version()) (sha256: \(hashes.joined(separator: ", ")))"
  }

  private static func write(
    _ extract: KernelExtract, of tree: KernelTree, origin: String,
    to folder: TemporaryFolder
  ) throws(KernelSourceError) {
    try folder.write(source: PackageResources.shim_h, to: "shim.h")
    try folder.write(source: PackageResources.zones_h, to: "zones.h")
    try folder.write(source: PackageResources.trace_h, to: "trace.h")
    try folder.write(source: PackageResources.memmap_h, to: "memmap.h")
    try folder.write(source: PackageResources.history_h, to: "history.h")
    try folder.write(source: PackageResources.history_c, to: "history.c")
    try folder.write(source: PackageResources.settings_h, to: "settings.h")
    try folder.write(source: PackageResources.settings_c, to: "settings.c")
    try folder.write(source: PackageResources.oracle_c, to: "oracle.c")
    try folder.write(source: PackageResources.xarray_c, to: "xarray.c")
    try folder.write(source: PackageResources.automovable_h, to: "automovable.h")
    try folder.write(source: PackageResources.automovable_oracle_h, to: "automovable_oracle.h")
    try folder.write(source: extract.text, to: "extract.c")
    try folder.write(
      source:
        Array("#define SHIM_ORIGIN \"\(origin.escapedForC)\"\n".utf8), to: "origin.h")
    // The array of the tree is compiled whole; what it includes is the shim.
    for file in ["lib/xarray.c", "include/linux/xarray.h"] {
      let bytes = try tree.read(file)
      let text = String(decoding: bytes, as: UTF8.self)
      for header in text.headers where header != "linux/xarray.h" {
        try folder.write(source: Array("#include \"shim.h\"\n".utf8), to: "include/\(header)")
      }
      let place = file == "lib/xarray.c" ? "tree/lib/xarray.c" : "include/linux/xarray.h"
      try folder.write(source: Array("#line 1 \"\(file)\"\n".utf8) + bytes, to: place)
    }
  }

  /// Compiles with as much as the tree's functions allow.
  ///
  /// - Returns: What is left out, and why.
  private static func compile(
    in folder: TemporaryFolder, _ lacks: [Part: KernelSourceError]
  ) throws(KernelSourceError) -> [Part: KernelSourceError] {
    var lacks = lacks
    // Parameters are a part of histories.
    if let lack = lacks[.histories] { lacks[.parameters] = lacks[.parameters] ?? lack }
    // What is cut out of the most places is left out first.
    var parts = Part.allCases.filter { lacks[$0] == nil }
    while true {
      let failure: KernelSourceError
      do throws(KernelSourceError) {
        try compile(in: folder, parts)
        return lacks
      } catch {
        guard case .failed = error, !parts.isEmpty else { throw error }
        failure = error
      }
      // One alone may be at fault; if not, the last one is as good as any.
      var culprit = parts[parts.count - 1]
      for part in parts.reversed() {
        let others = parts.filter { $0 != part && !(part == .histories && $0 == .parameters) }
        guard (try? compile(in: folder, others)) != nil else { continue }
        culprit = part
        break
      }
      parts.removeAll { $0 == culprit || (culprit == .histories && $0 == .parameters) }
      for part in Part.allCases where lacks[part] == nil && !parts.contains(part) {
        lacks[part] = failure
      }
    }
  }

  private static func compile(
    in folder: TemporaryFolder, _ parts: [Part]
  ) throws(KernelSourceError) {
    try HostProgram(name: ProcessInfo.processInfo.environment["CC"] ?? "cc").run(
      [
        // The kernel's own: signed sums wrap, pointers alias and may be 0.
        "-std=gnu11", "-fwrapv", "-fno-strict-aliasing",
        "-fno-delete-null-pointer-checks",
        "-O2", "-Werror=implicit-function-declaration", "-Werror=int-conversion", "-fPIC",
        "-shared",
        "-fvisibility=hidden", "-pthread", "-Wl,-z,defs", "-I.", "-Iinclude", "-o", "library.so",
        "oracle.c", "xarray.c",
      ] + parts.map(\.flag),
      in: folder.path.string, scratch: folder)
  }

  private static func move(
    _ library: FilePath, to output: FilePath
  ) throws(KernelSourceError) {
    do {
      try WholeFile.copy(library, to: output, permissions: WholeFile.executable)
    } catch {
      throw .unwritable(path: output.string, reason: "cannot be written: \(error)")
    }
  }
}

extension KernelLibrary.Part {
  /// Those that are cut out of the tree; the others are the shim's.
  fileprivate static let cut: [Self] = [.histories, .parameters]

  fileprivate var steps: [KernelRecipe.Step] {
    switch self {
    case .traces: []
    case .histories: KernelRecipe.books
    case .parameters: KernelRecipe.parameters
    }
  }

  /// What the text that was cut out is called.
  fileprivate var file: String {
    switch self {
    case .traces: "trace.h"
    case .histories: "books.c"
    case .parameters: "parameters.c"
    }
  }

  /// The compiler's argument.
  fileprivate var flag: String {
    switch self {
    case .traces: "-DSHIM_TRACES"
    case .histories: "-DSHIM_HISTORIES"
    case .parameters: "-DSHIM_PARAMETERS"
    }
  }
}

extension String {
  /// The text for between the quotes of a C literal.
  fileprivate var escapedForC: String {
    var text = ""
    for character in unicodeScalars {
      switch character {
      case "\"", "\\": text += "\\\(character)"
      case "\n", "\r": text += " "
      default: text.unicodeScalars.append(character)
      }
    }
    return text
  }

  /// The headers that a C text includes, of the kernel's or beside the text.
  fileprivate var headers: [String] {
    split(separator: "\n").compactMap { line in
      guard line.hasPrefix("#include "), let start = line.firstIndex(where: { "<\"".contains($0) })
      else { return nil }
      let header = line[start...].dropFirst().prefix { !">\"".contains($0) }
      // Nothing outside of the folder.
      return header.contains("..") || header.hasPrefix("/") ? nil : String(header)
    }
  }
}
