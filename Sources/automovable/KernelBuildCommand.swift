// SPDX-License-Identifier: MIT

import ArgumentParser
import KernelSource

struct KernelBuildCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "build",
    abstract: "Make a shared library of a kernel tree's own decision.",
    discussion: """
      Cuts the policy's functions and types out of the tree by name and compiles \
      them unmodified; needs cc and sha256sum, and tar for a tarball. The \
      library is one for diff, evaluate and verify.

      Exit status: 0 done, 64 wrong usage, 65 the source is no kernel tree, lacks \
      something or doesn't compile, 69 a program is missing, 70 the output \
      can't be written.
      """)

  @Option(
    help: ArgumentHelp(
      "The kernel's source: a folder or a tarball, 5.15 or newer.", valueName: "path"))
  var source: String

  @Option(help: ArgumentHelp("The library to write.", valueName: "file"))
  var output = "kernel.so"

  func run() throws {
    let interrupt = Interrupt.removingLeftovers()
    defer { interrupt.cancel() }
    do throws(KernelSourceError) {
      let library = try KernelLibrary(source: source, output: output)
      print("\(output): \(library.origin)")
      for part in KernelLibrary.Part.allCases {
        guard let lack = library.lacks[part] else { continue }
        StandardError.print("\(output): no \(part): \(lack)")
      }
    } catch {
      StandardError.print("\(error)")
      throw exitCode(error)
    }
  }

  private func exitCode(_ error: KernelSourceError) -> ExitCode {
    switch error {
    case .noProgram: .unavailable
    case .unwritable: .internalFailure
    case .file, .noTree, .missing, .malformed, .failed: .data
    }
  }
}
