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
    origin = try Self.origin(tree, scratch: folder)
    try Self.write(extract, of: tree, origin: origin, to: folder)
    do {
      try Self.compile(in: folder, flags: ["-DSHIM_TRACES"])
      hasTraces = true
    } catch .failed {
      try Self.compile(in: folder, flags: [])
      hasTraces = false
    }
    try Self.move(folder.file("library.so"), to: output)
  }
}

// MARK: Steps

extension KernelLibrary {
  private static func origin(
    _ tree: KernelTree, scratch: TemporaryFolder
  ) throws(KernelSourceError) -> String {
    let files = KernelRecipe.files.dropFirst()
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

  private static func compile(
    in folder: TemporaryFolder, flags: [String]
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
      ] + flags,
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
