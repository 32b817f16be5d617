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

      Examples:

        automovable kernel build --source linux --output genuine.so
        automovable kernel build --source linux.git --rev v6.12 --patch my.patch --output patched.so

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
    try OutputBuffer.printing {
      try $0.print("\(output): \(library.origin)".visible)
      guard source.config != nil else { return }
      let option = Geometry(library.geometry).map { "\($0.arguments)" }
      try $0.print(
        option.map { "compare with: automovable diff --against \(output.shellWord)\($0)" }
          ?? "\(output.visible): no cases have its geometry")
    }
    guard library.gaps.isEmpty || source.allowsPartial else { throw ExitCode.partial }
  }
}
