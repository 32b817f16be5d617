// SPDX-License-Identifier: MIT

internal import Foundation

/// The modules that belong to a kernel: `lib/modules/RELEASE`, or the folder that a
/// kernel was built in.
struct ModuleTree: Hashable, Sendable {
  /// The folder.
  let path: String

  /// The modules' files below it, by the modules' names.
  private let files: [String: String]

  /// The names of what is built into the kernel; `nil` if the folder doesn't say.
  private let builtIn: Set<String>?

  /// Looks through a folder.
  ///
  /// - Returns: `nil` if there is no such folder.
  init?(path: String) {
    guard (try? FileManager.default.contentsOfDirectory(atPath: path)) != nil else { return nil }
    self.path = path
    var files: [String: String] = [:]
    let paths = FileManager.default.enumerator(atPath: path)
    while let file = paths?.nextObject() as? String {
      guard ModuleCompression.ofModule(at: file) != nil else { continue }
      files[Self.name(ofFile: file)] = file
    }
    self.files = files
    builtIn = FileManager.default.contents(atPath: "\(path)/modules.builtin").map { data in
      Set(
        String(decoding: data, as: UTF8.self).split(separator: "\n")
          .map { Self.name(ofFile: String($0)) })
    }
  }

  /// Whether a module is in a file of its own.
  func hasFile(of name: String) -> Bool {
    files[Self.name(ofFile: name)] != nil
  }

  /// The content of a module, decompressed; `nil` if it is built into the kernel.
  ///
  /// A folder without `modules.builtin` is taken to hold all that isn't built in.
  ///
  /// - Throws: `LiveError.missing` if the kernel has no such module, or if what would
  ///   decompress it isn't installed.
  func content(of name: String) throws(LiveError) -> [UInt8]? {
    let name = Self.name(ofFile: name)
    guard let file = files[name] else {
      guard let builtIn, !builtIn.contains(name) else { return nil }
      throw .missing("the kernel has no \(name): it is neither below \(path) nor built in")
    }
    if let compression = ModuleCompression.ofModule(at: file) ?? nil {
      return try compression.content(of: "\(path)/\(file)")
    }
    guard let data = FileManager.default.contents(atPath: "\(path)/\(file)") else {
      throw .file(path: "\(path)/\(file)", reason: "cannot be read")
    }
    return [UInt8](data)
  }

  /// `kernel/drivers/virtio/virtio-mem.ko.xz` holds `virtio_mem`.
  private static func name(ofFile path: String) -> String {
    let file = path.split(separator: "/").last ?? ""
    return file.prefix { $0 != "." }.replacingOccurrences(of: "-", with: "_")
  }
}
