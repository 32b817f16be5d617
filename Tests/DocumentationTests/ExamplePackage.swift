// SPDX-License-Identifier: MIT

import Foundation
import TestSupport

/// A package as somebody would write it who links the core, built.
final class ExamplePackage: Sendable {
  /// The pages that have an example.
  static let pages = [
    "README.md", "Sources/AutoMovable/AutoMovable.docc/GettingStarted.md",
  ]

  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    let targets = Self.pages.indices.map {
      """
          .executableTarget(
            name: "Example\($0)",
            dependencies: [.product(name: "AutoMovable", package: "automovable")],
            swiftSettings: [.treatAllWarnings(as: .error)]),

      """
    }
    try folder.write(
      """
      // swift-tools-version: 6.3
      import PackageDescription
      let package = Package(
        name: "Examples",
        dependencies: [.package(name: "automovable", path: "\(Repository.root.path)", traits: [])],
        targets: [
      \(targets.joined())  ])

      """, to: "Package.swift")
    for (index, page) in Self.pages.enumerated() {
      try FileManager.default.createDirectory(
        at: folder.url.appending(path: "Sources/Example\(index)"),
        withIntermediateDirectories: true)
      try folder.write(
        Example(page: Repository.text(page)).program,
        to: "Sources/Example\(index)/main.swift")
    }
    try DocumentationTests.run("swift", ["build"], in: folder.url)
  }

  /// Runs the program of a page and returns what it prints.
  func run(_ page: String) throws -> String {
    let index = Self.pages.firstIndex(of: page) ?? 0
    return try DocumentationTests.run(
      folder.url.appending(path: ".build/debug/Example\(index)").path, [])
  }
}
