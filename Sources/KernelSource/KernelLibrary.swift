// SPDX-License-Identifier: MIT

internal import Foundation
internal import SystemPackage

/// A kernel tree's decision as a shared library with the oracle interface.
public struct KernelLibrary {
  /// Where the library comes from, as it says itself: the version and the hashes
  /// of the files.
  public let origin: String

  /// Whether it tells values on the way too. It doesn't if the tree's accounting
  /// functions are other than they used to be.
  public let hasTraces: Bool

  /// Why it keeps no books of histories, or `nil` if it does. It doesn't if the
  /// tree lacks one of the functions, or has another one than it used to be.
  public let lackOfHistories: KernelSourceError?

  /// Builds the library of a tree.
  ///
  /// The functions and types are compiled as they are in the tree; around them is
  /// a shim with zones, nodes and sections of our own.
  ///
  /// - Parameters:
  ///   - source: A folder or a tarball.
  ///   - output: The file to write; it is there whole or not at all.
  public init(source: String, output: String) throws(KernelSourceError) {
    let folder = try TemporaryFolder()
    let tree = try KernelTree(source, scratch: folder)
    let extract = try KernelExtract(tree)
    var flags: Set<Flag> = [.traces, .histories]
    var lack: KernelSourceError?
    do throws(KernelSourceError) {
      let books = try KernelExtract(tree, KernelRecipe.books)
      try folder.write(books.text, to: "books.c")
    } catch {
      flags.remove(.histories)
      lack = error
    }
    origin = try Self.origin(
      tree, KernelRecipe.olderFiles.filter(extract.files.contains), scratch: folder)
    try Self.write(extract, of: tree, origin: origin, to: folder)
    (flags, lack) = try Self.compile(in: folder, flags, lack)
    hasTraces = flags.contains(.traces)
    lackOfHistories = lack
    try Self.move(folder.file("library.so"), to: output)
  }
}

// MARK: Steps

extension KernelLibrary {
  private static func origin(
    _ tree: KernelTree, _ olderFiles: [String], scratch: TemporaryFolder
  ) throws(KernelSourceError) -> String {
    let files = KernelRecipe.files.dropFirst() + olderFiles
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
    try folder.write(PackageResources.shim_h, to: "shim.h")
    try folder.write(PackageResources.zones_h, to: "zones.h")
    try folder.write(PackageResources.trace_h, to: "trace.h")
    try folder.write(PackageResources.memmap_h, to: "memmap.h")
    try folder.write(PackageResources.history_h, to: "history.h")
    try folder.write(PackageResources.history_c, to: "history.c")
    try folder.write(PackageResources.oracle_c, to: "oracle.c")
    try folder.write(PackageResources.xarray_c, to: "xarray.c")
    try folder.write(PackageResources.automovable_h, to: "automovable.h")
    try folder.write(PackageResources.automovable_oracle_h, to: "automovable_oracle.h")
    try folder.write(extract.text, to: "extract.c")
    try folder.write(
      Array("#define SHIM_ORIGIN \"\(origin.escapedForC)\"\n".utf8), to: "origin.h")
    // The array of the tree is compiled whole; what it includes is the shim.
    for file in ["lib/xarray.c", "include/linux/xarray.h"] {
      let bytes = try tree.read(file)
      let text = String(decoding: bytes, as: UTF8.self)
      for header in text.headers where header != "linux/xarray.h" {
        try folder.write(Array("#include \"shim.h\"\n".utf8), to: "include/\(header)")
      }
      let place = file == "lib/xarray.c" ? "tree/lib/xarray.c" : "include/linux/xarray.h"
      try folder.write(Array("#line 1 \"\(file)\"\n".utf8) + bytes, to: place)
    }
  }

  /// What a library may tell besides results of decisions.
  private enum Flag: String {
    case traces = "-DSHIM_TRACES"
    case histories = "-DSHIM_HISTORIES"
  }

  /// Compiles with as much as the tree's functions allow.
  ///
  /// - Returns: With what, and why without histories.
  private static func compile(
    in folder: TemporaryFolder, _ flags: Set<Flag>, _ lack: KernelSourceError?
  ) throws(KernelSourceError) -> (Set<Flag>, KernelSourceError?) {
    var lack = lack
    do throws(KernelSourceError) {
      try compile(in: folder, flags)
      return (flags, lack)
    } catch {
      guard case .failed = error else { throw error }
      if flags.contains(.histories) { lack = error }
    }
    for fewer: Set<Flag> in [[.traces], [.histories], []] where fewer.isStrictSubset(of: flags) {
      do throws(KernelSourceError) {
        try compile(in: folder, fewer)
        return (fewer, fewer.contains(.histories) ? nil : lack)
      } catch {
        guard case .failed = error, !fewer.isEmpty else { throw error }
      }
    }
    preconditionFailure("the empty set is the last")
  }

  private static func compile(
    in folder: TemporaryFolder, _ flags: Set<Flag>
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
      ] + flags.map(\.rawValue).sorted(),
      in: folder.path, scratch: folder)
  }

  private static func move(
    _ library: String, to output: String
  ) throws(KernelSourceError) {
    // Written beside its place first, which may be on another device.
    let temporary = "\(output).\(ProcessInfo.processInfo.processIdentifier).tmp"
    let files = FileManager.default
    do {
      try? files.removeItem(atPath: temporary)
      try files.copyItem(atPath: library, toPath: temporary)
      guard unsafe rename(temporary, output) == 0 else { throw Errno(rawValue: errno) }
    } catch {
      try? files.removeItem(atPath: temporary)
      let reason = (error as? Errno).map { "\($0)" } ?? "cannot be written"
      throw .file(path: output, reason: reason)
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
