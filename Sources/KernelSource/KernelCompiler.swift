// SPDX-License-Identifier: MIT

import Foundation
import SystemPackage
import TextFiles

/// The C compiler, in the folder of what it compiles.
struct KernelCompiler {
  let folder: TemporaryFolder

  /// `CC`'s words, or `cc`.
  private let command: [String]

  init(in folder: TemporaryFolder) {
    self.folder = folder
    let name = ProcessInfo.processInfo.environment["CC"] ?? ""
    // A path with blanks is one word if it is there.
    let words =
      FileManager.default.isExecutableFile(atPath: name)
      ? [name] : name.split(separator: " ").map(String.init)
    command = words.isEmpty ? ["cc"] : words
  }

  /// Whether what it makes can be loaded here: sizes are those of 64 bits, and the
  /// library runs in this program.
  func check() throws(KernelSourceError) {
    #if arch(x86_64)
      let macro = "__x86_64__"
    #elseif arch(arm64)
      let macro = "__aarch64__"
    #else
      let macro = "__LP64__"
    #endif
    try folder.write(
      source: Array(
        """
        #if !defined(__LP64__) || !defined(\(macro))
        #error another machine
        #endif

        """.utf8), to: "probe.c")
    let found = try errors([], in: "probe.c")
    guard found.isEmpty else {
      throw .failed(
        program: command.joined(separator: " "),
        text: "it compiles for another machine: expected 64 bits and \(macro)")
    }
  }

  /// What is wrong with the text, with some of its parts.
  func errors(
    _ parts: [KernelLibrary.Part], in file: String = "oracle.c"
  ) throws(KernelSourceError) -> [CompilerError] {
    do throws(KernelSourceError) {
      try run(["-fsyntax-only", file], parts)
      return []
    } catch {
      guard case .failed(let program, let text) = error else { throw error }
      let errors = CompilerError.all(in: text)
      // It fails for another reason than the text, such as a wrong argument.
      guard !errors.isEmpty else {
        throw .failed(
          program: program,
          text: text.split(separator: "\n").first.map(String.init) ?? "no reason given")
      }
      return errors
    }
  }

  /// Makes the library.
  func link(_ parts: [KernelLibrary.Part]) throws(KernelSourceError) {
    do throws(KernelSourceError) {
      try run(
        [
          "-O2", "-fPIC", "-shared", "-pthread", "-Wl,-z,defs", "-o", "library.so", "oracle.c",
          "xarray.c",
        ], parts)
    } catch {
      guard case .failed(let program, let text) = error else { throw error }
      let first = CompilerError.all(in: text).first?.description
      // What the linker misses is on a line of its own.
      let lines = text.split(separator: "\n").map(String.init)
      let line = lines.first { $0.contains("undefined") } ?? lines.last ?? ""
      throw .failed(program: program, text: first ?? line.visible)
    }
  }

  private func run(
    _ arguments: [String], _ parts: [KernelLibrary.Part]
  ) throws(KernelSourceError) {
    try HostProgram(name: command[0]).run(
      command.dropFirst() + [
        // The kernel's own: signed sums wrap, pointers alias and may be 0.
        "-std=gnu11", "-fwrapv", "-fno-strict-aliasing", "-fno-delete-null-pointer-checks",
        "-fms-extensions", "-Werror=implicit-function-declaration",
        "-Werror=implicit-int", "-Werror=int-conversion",
        "-Werror=incompatible-pointer-types",
        // clang would take it for the same; trees differ in it.
        "-Wno-incompatible-pointer-types-discards-qualifiers", "-fvisibility=hidden", "-I.",
        "-Iinclude",
      ] + parts.map(\.flag) + arguments,
      in: folder.path.string, scratch: folder)
  }
}
