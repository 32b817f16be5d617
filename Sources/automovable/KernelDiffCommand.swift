// SPDX-License-Identifier: MIT

import ArgumentParser
import AutoMovable
import Cases
import Conformance
import Foundation
import Generation
import KernelSource
import Reports
import TextFiles

struct KernelDiffCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "diff",
    abstract: "Compare what two versions of a kernel tree decide, and their books.",
    discussion: """
      Builds a library of each, as build does, and compares them: the exhaustive \
      scopes, random cases and histories. --rev is given once or twice. With one, the other \
      version is the same with the patches, or without any the folder's files; without \
      --rev, the folder's files are compared with and without the patches. The trees' \
      functions run in this program.

      Examples:

        automovable kernel diff --source linux --rev v6.12 --rev my-branch
        automovable kernel diff --source linux --patch my.patch --report result.ktap

      Exit status: 0 both agree, 1 a divergence, 2 both agree, but one is silent on \
      something (0 with --allow-partial), 64 wrong usage, 65 a version is no kernel \
      tree, lacks something or doesn't compile, 69 a program is missing, 70 internal \
      failure, 130 interrupted.
      """)

  @OptionGroup var source: KernelSourceOptions

  @Option(
    name: .customLong("rev"),
    help: ArgumentHelp("A commit, tag or branch; up to two.", valueName: "revision"))
  var revisions: [String] = []

  @Option(help: "The seed of the random cases.")
  var seed: UInt64 = 1

  @Option(help: "The number of random decisions; a hundredth as many histories are played.")
  var cases: UInt64 = 1_000_000

  @Flag(help: "Leave out the exhaustive scopes, which are 11 million decisions.")
  var quick = false

  @OptionGroup var threads: JobOptions

  @Flag(
    name: .customLong("isolate"),
    help: "Run the libraries in processes of their own; a crash is a divergence then.")
  var isIsolated = false

  @Flag(help: "Stop at the first divergence.")
  var failFast = false

  @OptionGroup var reports: ReportOptions

  func validate() throws {
    guard revisions.count <= 2 else {
      throw ValidationError("--rev: expected two at most, found \(revisions.count)")
    }
    guard revisions.count > 0 || !source.patch.isEmpty else {
      throw ValidationError("expected --rev or --patch: there is nothing to compare with")
    }
    try CaseCount.validate(cases)
  }

  func run() async throws {
    let output = ReportedRun(reports: reports.report, includesTiming: false)
    try output.check()
    let folder: TemporaryFolder
    do {
      folder = try TemporaryFolder()
    } catch {
      StandardError.print("TMPDIR: no folder can be created there: \(error)")
      throw ExitCode.internalFailure
    }
    let interrupt = Interrupt.removingLeftovers()
    let sides = try versions.enumerated().map { position, version in
      try side(of: version, at: folder.file("\(position).so"))
    }
    interrupt.cancel()
    let implementations = sides.map(\.implementation)
    let geometry = try geometry(of: sides.map(\.geometry))
    var run = DifferentialRun(
      subject: implementations[0], reference: implementations[1],
      sources: (quick
        ? []
        : [ExhaustiveRatioCases(geometry: geometry), ExhaustiveZoneCases(geometry: geometry)])
        + [RandomCases(seed: seed, size: cases, geometry: geometry)],
      replayCommand: "automovable diff --of BEFORE.so --against AFTER.so")
    if implementations.allSatisfy(\.judgesHistories) {
      run.histories = [
        HistoryCases(
          seed: seed, strategy: nil, size: max(1, cases / 100), geometry: geometry)
      ]
    }
    run.jobs = threads.jobs
    run.maxDivergences = failFast ? 1 : 8
    run.version = AutoMovableCommand.configuration.version
    run.seed = seed
    // A library that is loaded needs no file any more, unless others load it.
    let kept = isIsolated ? folder : nil
    defer { withExtendedLifetime(kept) {} }
    try await output.present(run, until: nil, in: .million)
    guard source.allowsPartial || implementations.allSatisfy(\.gaps.isEmpty) else {
      throw ExitCode.partial
    }
  }

  /// A side of the comparison.
  private struct Version {
    let name: String
    let revision: String?
    let isPatched: Bool
  }

  private var versions: [Version] {
    let before = revisions.first
    let name = before ?? source.source
    if revisions.count == 2 {
      return revisions.map { Version(name: $0, revision: $0, isPatched: true) }
    }
    let old = Version(name: name, revision: before, isPatched: false)
    return source.patch.isEmpty
      ? [old, Version(name: source.source, revision: nil, isPatched: false)]
      : [old, Version(name: "\(name) patched", revision: before, isPatched: true)]
  }

  /// The geometry of both versions, which patches may have changed.
  private func geometry(of versions: [KernelGeometry]) throws -> Geometry {
    guard versions[0] == versions[1] else {
      StandardError.print(
        "the versions have not the same geometry: \(versions[0]) and \(versions[1])")
      throw ExitCode.data
    }
    guard let geometry = Geometry(versions[0]) else {
      StandardError.print("no cases have this geometry: \(versions[0])")
      throw ExitCode.data
    }
    return geometry
  }

  private func side(
    of version: Version, at path: String
  ) throws -> (implementation: Implementation, geometry: KernelGeometry) {
    var source = source
    if !version.isPatched { source.patch = [] }
    let library = try source.library(of: version.revision, named: version.name, to: path)
    do {
      var implementation = try NamedImplementation.library(path: path)
        .implementation(isIsolated: isIsolated)
      implementation.name = version.name
      return (implementation, library.geometry)
    } catch {
      throw ExitCode.reporting(error)
    }
  }
}
