// SPDX-License-Identifier: MIT

/// How a kernel's modules are compressed. Not every kernel can load them so, and
/// busybox is of no help: they are decompressed before they go into the ramdisk.
enum ModuleCompression: String, CaseIterable, Hashable, Sendable {
  case gzip
  case xz
  case zstd

  /// What `virtio_mem.ko` has at its end.
  private var suffix: String {
    switch self {
    case .gzip: ".gz"
    case .xz: ".xz"
    case .zstd: ".zst"
    }
  }

  /// The program that decompresses; Debian's package has the same name, but for xz.
  private var program: String { rawValue }
  private var package: String { self == .xz ? "xz-utils" : rawValue }

  /// How the file at a path is compressed, by its name.
  ///
  /// - Returns: `nil` if it isn't a module; a payload of `nil` is a plain one.
  static func ofModule(at path: String) -> Self?? {
    if path.hasSuffix(".ko") { return .some(nil) }
    return allCases.first { path.hasSuffix(".ko" + $0.suffix) }.map { .some($0) }
  }

  /// The content of a compressed file.
  ///
  /// - Parameter searchPath: Where the program is looked for; `PATH` if left out.
  /// - Throws: `LiveError.missing` if the program isn't there, `LiveError.file` if it
  ///   fails.
  func content(of path: String, searchPath: String? = nil) throws(LiveError) -> [UInt8] {
    guard let program = HostProgram(program, searchPath: searchPath) else {
      throw .missing("no \(program), which \(path) needs: install \(package)")
    }
    guard let bytes = program.output(of: ["-d", "-c", "--", path]), !bytes.isEmpty else {
      throw .file(path: path, reason: "\(self.program) cannot decompress it")
    }
    return bytes
  }
}
