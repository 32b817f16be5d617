// swift-tools-version: 6.3
// SPDX-License-Identifier: MIT

// A package of its own: fuzz targets have no `main`, and nobody who depends on
// the package above is to build them.

import PackageDescription

let conformance: Target.Dependency = .product(
  name: "Conformance", package: "automovable")

let strict: [SwiftSetting] = [
  .strictMemorySafety(),
  .treatAllWarnings(as: .error),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
]

let package = Package(
  name: "fuzzing",
  dependencies: [.package(name: "automovable", path: "../..")],
  targets: [
    // Named as fuzzing engines look for targets: something_fuzzer.
    .executableTarget(
      name: "trace_fuzzer", dependencies: [conformance], swiftSettings: strict),
    .executableTarget(
      name: "line_fuzzer", dependencies: [conformance], swiftSettings: strict),
  ],
  swiftLanguageModes: [.v6]
)
