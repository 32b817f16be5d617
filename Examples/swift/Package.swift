// swift-tools-version: 6.3
// SPDX-License-Identifier: MIT

import PackageDescription

let package = Package(
  name: "capacity",
  // Without traits it is the core alone, for which no other package is fetched.
  dependencies: [.package(name: "automovable", path: "../..", traits: [])],
  targets: [
    .executableTarget(
      name: "capacity",
      dependencies: [.product(name: "AutoMovable", package: "automovable")])
  ]
)
