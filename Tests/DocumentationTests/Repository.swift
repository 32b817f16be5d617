// SPDX-License-Identifier: MIT

import Foundation

/// Where things are.
enum Repository {
  /// The top of the sources.
  static let root = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  /// The core's documentation catalog.
  static let catalog = root.appending(path: "Sources/AutoMovable/AutoMovable.docc")

  /// The folder that these tests were built into.
  static var binaries: URL {
    get throws {
      let tests = try FileManager.default.destinationOfSymbolicLink(
        atPath: "/proc/self/exe")
      return URL(filePath: tests).deletingLastPathComponent()
    }
  }

  /// The module maps of the C modules that are built, here and in packages
  /// that this one depends on.
  static var moduleMaps: [URL] {
    get throws {
      let checkouts = try binaries.appending(path: "../../checkouts").standardizedFileURL
      return [root.appending(path: "CReference"), root.appending(path: "Sources"), checkouts]
        .flatMap { folder in
          FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)?
            .compactMap { $0 as? URL } ?? []
        }
        .filter { $0.lastPathComponent == "module.modulemap" }
    }
  }

  /// The text of a file.
  static func text(_ path: String) throws -> String {
    try String(contentsOf: root.appending(path: path), encoding: .utf8)
  }
}
