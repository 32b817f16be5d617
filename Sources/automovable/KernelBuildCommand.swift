// SPDX-License-Identifier: MIT

import ArgumentParser
import AutoMovable
import Cases
import KernelSource
import TextFiles

struct KernelBuildCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "build",
    abstract: "Make a shared library of a kernel tree's own decision.",
    discussion: """
      Cuts the policy's functions out of the tree, with all that they need, and \
      compiles them unmodified; needs cc and sha256sum, and tar for a tarball, git \
      for a repository, and patch for patches. The library is one for diff, evaluate \
      and verify. Nothing of the tree runs.

      Exit status: 0 done, 2 done, but something is missing that standard error \
      names (0 with --allow-partial), 64 wrong usage, 65 the source is no kernel tree, lacks \
      something or doesn't compile, 69 a program is missing, 70 the output \
      can't be written.
      """)

  @OptionGroup var source: KernelSourceOptions

  @Option(
    name: .customLong("rev"),
    help: ArgumentHelp(
      "Of a git repository: a commit, tag or branch.", valueName: "revision"))
  var revision: String?

  @Option(help: ArgumentHelp("The library to write.", valueName: "file"))
  var output = "kernel.so"

  func run() throws {
    let interrupt = Interrupt.removingLeftovers()
    defer { interrupt.cancel() }
    let library = try source.library(of: revision, to: output)
    print("\(output): \(library.origin)")
    if source.config != nil {
      let option = Geometry(library.geometry).map { "\($0.arguments)" }
      print(
        option.map { "compare with: automovable diff --against \(output.shellWord)\($0)" }
          ?? "\(output): no cases have its geometry")
    }
    guard library.gaps.isEmpty || source.allowsPartial else { throw ExitCode.partial }
  }
}
