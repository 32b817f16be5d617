// swift-tools-version: 6.3
// SPDX-License-Identifier: MIT

import PackageDescription

let strict: [SwiftSetting] = [
  .strictMemorySafety(),
  .treatAllWarnings(as: .error),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
]

let package = Package(
  name: "Benchmarks",
  dependencies: [
    .package(name: "automovable", path: ".."),
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-system", from: "1.8.1"),
  ],
  targets: [
    .executableTarget(
      name: "DecisionBenchmark",
      dependencies: [
        .product(name: "AutoMovable", package: "automovable"),
        .product(name: "CReference", package: "automovable"),
        .product(name: "Cases", package: "automovable"),
        .product(name: "Conformance", package: "automovable"),
        .product(name: "Generation", package: "automovable"),
        .product(name: "LiveSystem", package: "automovable"),
        .product(name: "TextFiles", package: "automovable"),
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "SystemPackage", package: "swift-system"),
      ],
      swiftSettings: strict)
  ],
  swiftLanguageModes: [.v6]
)
