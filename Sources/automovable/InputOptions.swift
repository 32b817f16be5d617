// SPDX-License-Identifier: MIT

import ArgumentParser

/// Which vectors and traces to read and who is to answer them.
struct InputOptions: ParsableArguments {
  @Option(
    name: .customLong("with"),
    help: "Who answers; PATH.so is a shared library, both is swift compared with c.")
  var choice = ImplementationChoice.swift

  @Flag(
    name: .customLong("isolate"),
    help: "Run the library in a process of its own, which may crash.")
  var isIsolated = false

  @Argument(
    help: ArgumentHelp(
      "Files of decision vectors or of traces; standard input if none is given or "
        + "for '-'.",
      valueName: "file"),
    completion: .file(extensions: ["jsonl"]))
  var files: [String] = []

  /// The files to read.
  var inputs: [String] { files.isEmpty ? ["-"] : files }
}
