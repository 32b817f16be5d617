// SPDX-License-Identifier: MIT

import ArgumentParser
import KernelSource
import TextFiles

/// Where a kernel tree comes from, and what is done if not all of it can be had.
struct KernelSourceOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The kernel's source, 5.15 or newer: a folder, a tarball, a git repository, or - for a tarball from standard input.",
      valueName: "path"))
  var source: String

  @Option(
    parsing: .upToNextOption,
    help: ArgumentHelp(
      "Patches to apply to a copy, as patch -p1 does.", valueName: "file"))
  var patch: [String] = []

  @Option(
    help: ArgumentHelp(
      "What a parameter is that only this tree's functions have; otherwise it is 0. May be repeated.",
      valueName: "name=field"))
  var argument: [KernelArgument] = []

  @Option(
    help: ArgumentHelp(
      "A configuration of the tree, for x86-64, arm64, s390, 64-bit POWER or RISC-V. Without one it is x86-64 with all that the policy looks at.",
      valueName: ".config"))
  var config: String?

  @Flag(
    name: .customLong("allow-partial"),
    help: "Take a library that lacks something for a whole one.")
  var allowsPartial = false

  /// Builds the library of a revision; says what it lacks.
  ///
  /// - Parameter name: What it is called; otherwise by its file.
  func library(
    of revision: String?, named name: String? = nil, to output: String
  ) throws -> KernelLibrary {
    do throws(KernelSourceError) {
      let library = try KernelLibrary(
        source: KernelSource(path: source, revision: revision, patches: patch),
        arguments: Dictionary(argument.map { ($0.name, $0.field) }) { $1 },
        configuration: config, output: output)
      let name = (name ?? output).visible
      for gap in library.gaps {
        StandardError.print("\(name): without \(gap.what.visible): \(gap.reason)")
      }
      for remark in library.remarks { StandardError.print("\(name): \(remark)") }
      return library
    } catch {
      StandardError.print("\(error)")
      throw exitCode(error)
    }
  }

  private func exitCode(_ error: KernelSourceError) -> ExitCode {
    switch error {
    case .noProgram: .unavailable
    case .unwritable: .internalFailure
    case .tree(_, let error): exitCode(error)
    case .file, .noTree, .missing, .malformed, .failed, .uncompilable: .data
    }
  }
}

/// `name=field`: what a function's parameter is taken from.
struct KernelArgument: ExpressibleByArgument {
  let name: String
  let field: KernelField

  init?(argument: String) {
    let parts = argument.split(separator: "=", omittingEmptySubsequences: false)
    guard parts.count == 2, !parts[0].isEmpty, let field = KernelField(rawValue: String(parts[1]))
    else { return nil }
    name = String(parts[0])
    self.field = field
  }

  static var allValueStrings: [String] { KernelField.allCases.map { "NAME=\($0.rawValue)" } }
}
