// SPDX-License-Identifier: MIT

import Foundation
import TestSupport
import Testing

/// The public symbols of a built module, as the compiler's tool lists them.
struct SymbolGraph: Decodable {
  struct Symbol: Decodable {
    struct Comment: Decodable {
      let module: String?
    }
    struct Location: Decodable {
      let uri: String
    }

    let pathComponents: [String]
    let docComment: Comment?
    /// Where it is written; what the compiler makes is nowhere.
    let location: Location?

    var name: String { pathComponents.joined(separator: ".") }
  }

  let symbols: [Symbol]

  /// Lists the symbols of a module that was built with these tests.
  init(of module: String) throws {
    let folder = try TemporaryFolder()
    let binaries = try Repository.binaries
    try run(
      "swift-symbolgraph-extract",
      [
        "-module-name", module, "-target", try Self.target(),
        "-I", binaries.appending(path: "Modules").path,
        "-minimum-access-level", "public", "-skip-synthesized-members",
        "-output-dir", folder.url.path,
      ]
        // Modules in C are found by these alone.
        + (try Repository.moduleMaps).flatMap { ["-Xcc", "-fmodule-map-file=\($0.path)"] })
    let file = folder.url.appending(path: "\(module).symbols.json")
    self = try JSONDecoder().decode(Self.self, from: Data(contentsOf: file))
  }

  private static func target() throws -> String {
    struct Info: Decodable {
      struct Target: Decodable { let triple: String }
      let target: Target
    }
    let text = try run("swiftc", ["-print-target-info"])
    return try JSONDecoder().decode(Info.self, from: Data(text.utf8)).target.triple
  }
}
