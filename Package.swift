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

// The condition of whatever needs another package. With `traits: []` you get the core and
// its C interface, and SwiftPM fetches no other package.
let tools: TargetDependencyCondition? = .when(traits: ["Tools"])

let package = Package(
  name: "automovable",
  products: [
    .library(name: "AutoMovable", targets: ["AutoMovable"]),
    .library(name: "AutoMovableC", targets: ["AutoMovableC"]),
    .library(name: "CReference", targets: ["CReference"]),
    .library(name: "Cases", targets: ["Cases"]),
    .library(name: "Conformance", targets: ["Conformance"]),
    .library(name: "Generation", targets: ["Generation"]),
    .library(name: "KernelSource", targets: ["KernelSource"]),
    .library(name: "LiveSystem", targets: ["LiveSystem"]),
    .library(name: "OracleInterface", targets: ["OracleInterface"]),
    .library(name: "Planning", targets: ["Planning"]),
    .library(name: "Reports", targets: ["Reports"]),
    .library(name: "Scenarios", targets: ["Scenarios"]),
    .library(name: "TextFiles", targets: ["TextFiles"]),
    .executable(name: "automovable", targets: ["automovable"]),
  ],
  traits: [
    .default(enabledTraits: ["Tools"]),
    .trait(name: "Tools", description: "The command-line tool, and the libraries that read files."),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-system", from: "1.8.1"),
    // `swift package generate-documentation`; no target needs it, so nobody else fetches it.
    .package(url: "https://github.com/swiftlang/swift-docc-plugin", from: "1.5.0"),
  ],
  targets: [
    .target(name: "AutoMovable", swiftSettings: strict),
    .target(name: "CAutoMovable", exclude: ["abi.txt"]),
    .target(
      name: "AutoMovableC",
      dependencies: ["AutoMovable", "CAutoMovable"],
      swiftSettings: strict),
    .target(name: "CReference", path: "CReference", exclude: ["COPYING", "README.md"]),
    .target(name: "OracleInterface"),
    .target(
      name: "TextFiles",
      dependencies: [.product(name: "SystemPackage", package: "swift-system", condition: tools)],
      // The JSON reader keeps a span, so its initializer says `@_lifetime`.
      swiftSettings: strict + [.enableExperimentalFeature("Lifetimes")]),
    .target(
      name: "Cases",
      dependencies: ["AutoMovable", "TextFiles"],
      swiftSettings: strict),
    .target(name: "Generation", dependencies: ["AutoMovable", "Cases"], swiftSettings: strict),
    .target(
      name: "Conformance",
      dependencies: [
        "AutoMovable", "CReference", "Cases", "Generation", "OracleInterface", "TextFiles",
        .product(name: "SystemPackage", package: "swift-system", condition: tools),
      ],
      // A fuzzer's source of bytes keeps a span too.
      swiftSettings: strict + [.enableExperimentalFeature("Lifetimes")]),
    .target(
      name: "Scenarios",
      dependencies: [
        "TextFiles",
        .product(name: "SystemPackage", package: "swift-system", condition: tools),
      ],
      swiftSettings: strict),
    .target(name: "Planning", dependencies: ["AutoMovable", "Scenarios"], swiftSettings: strict),
    .target(
      name: "Reports",
      dependencies: [
        "AutoMovable", "Cases", "Conformance", "Planning", "Scenarios", "TextFiles",
        .product(name: "SystemPackage", package: "swift-system", condition: tools),
      ],
      resources: [.embedInCode("HTML/report.css")],
      swiftSettings: strict),
    .target(
      name: "LiveSystem",
      dependencies: [
        "AutoMovable", "Scenarios", "TextFiles",
        .product(name: "SystemPackage", package: "swift-system", condition: tools),
      ],
      resources: [.embedInCode("VirtualMachine/Guest/guest-init.sh")],
      swiftSettings: strict),
    .target(
      name: "KernelSource",
      dependencies: [
        "TextFiles",
        .product(name: "SystemPackage", package: "swift-system", condition: tools),
      ],
      resources: [.embedInCode("Shim")],
      swiftSettings: strict),
    .executableTarget(
      name: "automovable",
      dependencies: [
        "AutoMovable", "Cases", "Conformance", "Generation", "KernelSource", "LiveSystem",
        "Planning", "Reports", "Scenarios", "TextFiles",
        .product(name: "ArgumentParser", package: "swift-argument-parser", condition: tools),
        .product(name: "SystemPackage", package: "swift-system", condition: tools),
      ],
      swiftSettings: strict),
    // The how-to of Conformance. Nobody who depends on the package builds it.
    .executableTarget(
      name: "ComparePort",
      dependencies: ["AutoMovable", "Cases", "Conformance", "Generation", "Reports"],
      path: "Examples/port",
      exclude: ["agrees.txt", "mistake.txt"],
      swiftSettings: strict),
    .target(
      name: "TestSupport",
      dependencies: ["AutoMovable", "TextFiles"],
      path: "Tests/TestSupport",
      swiftSettings: strict),
    .testTarget(
      name: "AutoMovableTests",
      dependencies: ["AutoMovable", "TestSupport"],
      swiftSettings: strict),
    .testTarget(
      name: "AutoMovableCTests",
      dependencies: ["AutoMovable", "AutoMovableC", "CAutoMovable"],
      swiftSettings: strict),
    .target(
      name: "CaseSupport",
      dependencies: ["AutoMovable", "Cases", "Generation", "TextFiles"],
      path: "Tests/CaseSupport",
      swiftSettings: strict),
    .target(
      name: "PlantedMistakes",
      dependencies: ["AutoMovable", "Cases", "Conformance", "Generation"],
      path: "Tests/PlantedMistakes",
      swiftSettings: strict),
    .testTarget(
      name: "TextFilesTests",
      dependencies: [
        "Generation", "TextFiles",
        .product(name: "SystemPackage", package: "swift-system", condition: tools),
      ],
      swiftSettings: strict),
    .testTarget(
      name: "CasesTests",
      dependencies: [
        "AutoMovable", "CaseSupport", "Cases", "Generation", "TestSupport", "TextFiles",
      ],
      swiftSettings: strict),
    .testTarget(
      name: "GenerationTests",
      dependencies: ["AutoMovable", "CaseSupport", "Cases", "Conformance", "Generation"],
      swiftSettings: strict),
    .testTarget(
      name: "ConformanceTests",
      dependencies: [
        "AutoMovable", "CReference", "CaseSupport", "Cases", "Conformance", "Generation",
        "PlantedMistakes", "Reports", "TestSupport", "TextFiles",
        .product(name: "SystemPackage", package: "swift-system", condition: tools),
      ],
      swiftSettings: strict),
    .testTarget(
      name: "ReportsTests",
      dependencies: [
        "AutoMovable", "CaseSupport", "Cases", "Conformance", "Generation", "PlantedMistakes",
        "Reports", "TestSupport", "TextFiles",
        .product(name: "SystemPackage", package: "swift-system", condition: tools),
      ],
      swiftSettings: strict),
    .testTarget(
      name: "KernelSourceTests",
      dependencies: ["KernelSource", "TextFiles"],
      swiftSettings: strict),
    .testTarget(
      name: "ScenariosTests",
      dependencies: [
        "AutoMovable", "Scenarios", "TextFiles",
        .product(name: "SystemPackage", package: "swift-system", condition: tools),
      ],
      swiftSettings: strict),
    .testTarget(
      name: "PlanningTests",
      dependencies: [
        "AutoMovable", "LiveSystem", "Planning", "Scenarios", "TextFiles",
        .product(name: "SystemPackage", package: "swift-system", condition: tools),
      ],
      swiftSettings: strict),
    .testTarget(
      name: "LiveSystemTests",
      dependencies: [
        "AutoMovable", "LiveSystem", "Scenarios", "TextFiles",
        .product(name: "SystemPackage", package: "swift-system", condition: tools),
      ],
      swiftSettings: strict),
    .testTarget(
      name: "CommandLineTests",
      dependencies: [
        "AutoMovable", "Cases", "Conformance", "Planning", "Reports", "Scenarios", "TestSupport",
        "automovable",
      ],
      swiftSettings: strict),
    // The libraries are there to be read about, not to be called.
    .testTarget(
      name: "DocumentationTests",
      dependencies: [
        "AutoMovable", "AutoMovableC", "Cases", "Conformance", "Generation", "KernelSource",
        "LiveSystem", "Planning", "Reports", "Scenarios", "TestSupport", "TextFiles",
      ],
      swiftSettings: strict),
  ],
  swiftLanguageModes: [.v6]
)
