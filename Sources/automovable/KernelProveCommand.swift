// SPDX-License-Identifier: MIT

import ArgumentParser
import Foundation
import KernelSource
import SystemPackage
import TextFiles

struct KernelProveCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "prove",
    abstract: "Prove that a kernel tree decides as the C port, for all inputs.",
    discussion: """
      Cuts the policy's functions out of the tree, as build does, looks for a decision that differs \
      from the C port's, which is printed as a vector, and then proves that there is none; see \
      docs/proof.md. Takes minutes. Needs what build needs, and runs in a checkout: \
      its scripts are in Tests/Proof, and make solvers installs what they import.

      Examples:

        automovable kernel prove --source linux
        automovable kernel prove --source linux.git --rev v6.12 --patch my.patch

      Exit status: 0 proven, 1 refuted by a decision, 2 open: neither, or not all was asked; \
      64 wrong usage, 65 the source is no kernel tree, lacks something or \
      doesn't compile, 69 no checkout, no solvers or no compiler, 70 internal failure, 130 interrupted.
      """)

  @OptionGroup var source: KernelSourceOptions

  @Option(
    name: .customLong("rev"),
    help: ArgumentHelp(
      "Of a git repository: a commit, tag or branch.", valueName: "revision"))
  var revision: String?

  @Option(help: ArgumentHelp("Ask only theorems whose names contain this.", valueName: "text"))
  var only: String?

  func run() throws {
    let checkout = try Self.checkout()
    let python = checkout.appending(path: ".build-proof/venv/bin/python")
    guard FileManager.default.isExecutableFile(atPath: python.path) else {
      StandardError.print(
        "kernel prove: \(checkout.path.visible) has no solvers; run make solvers there")
      throw ExitCode.unavailable
    }
    let command =
      [python.path, "-B", checkout.appending(path: Self.script).path, "--tool"]
      + [try Self.program().path] + arguments
    // In this one's place, so that whoever ends the command ends the proof.
    var words = unsafe command.map { unsafe strdup($0) } + [nil]
    unsafe execv(python.path, &words)
    throw ExitCode.reporting(Errno(rawValue: errno))
  }

  /// What the script gets: the same options.
  private var arguments: [String] {
    var words = ["--source", source.source]
    if let revision { words += ["--rev", revision] }
    if !source.patch.isEmpty { words += ["--patch"] + source.patch }
    for argument in source.argument {
      words += ["--argument", "\(argument.name)=\(argument.field.rawValue)"]
    }
    if let config = source.config { words += ["--config", config] }
    if source.allowsPartial { words.append("--allow-partial") }
    if let only { words += ["--only", only] }
    return words
  }

  private static let script = "Tests/Proof/prove_kernel.py"

  private static func program() throws -> URL {
    guard let path = Bundle.main.executablePath else { throw ExitCode.internalFailure }
    return URL(filePath: path).resolvingSymlinksInPath()
  }

  /// The checkout that this program was built in, or that it is run in.
  private static func checkout() throws -> URL {
    let here = URL(filePath: FileManager.default.currentDirectoryPath)
    for start in [try program(), here] {
      var folder = start
      while true {
        if FileManager.default.fileExists(atPath: folder.appending(path: script).path) {
          return folder
        }
        guard folder.path != "/" else { break }
        folder.deleteLastPathComponent()
      }
    }
    StandardError.print(
      "kernel prove: neither the program nor this folder is in a checkout, which has \(script)")
    throw ExitCode.unavailable
  }
}
