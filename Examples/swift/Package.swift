// swift-tools-version: 6.3
// SPDX-License-Identifier: MIT

import PackageDescription

let package = Package(
  name: "capacity",
  dependencies: [.package(name: "automovable", path: "../..")],
  targets: [
    .executableTarget(
      name: "capacity",
      dependencies: [.product(name: "AutoMovable", package: "automovable")])
  ]
)
