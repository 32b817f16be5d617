// swift-tools-version: 6.3
// SPDX-License-Identifier: MIT

import PackageDescription

let package = Package(
  name: "Benchmarks",
  dependencies: [
    .package(name: "automovable", path: ".."),
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
  ],
  targets: [
    .executableTarget(
      name: "DecisionBenchmark",
      dependencies: [
        .product(name: "AutoMovable", package: "automovable"),
        .product(name: "Conformance", package: "automovable"),
        .product(name: "CReference", package: "automovable"),
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ])
  ],
  swiftLanguageModes: [.v6]
)
