// SPDX-License-Identifier: MIT

import ArgumentParser
import Conformance

struct WorkedVectorsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "worked",
    abstract: "Write the cases that were worked out by hand.")

  @OptionGroup var destination: VectorDestination

  func run() throws {
    let files: [(name: String, source: String, vectors: [DecisionVector])] = [
      (
        "worked-ratio-tests", "the ratio test, worked out case by case",
        RatioExample.all.map(\.vector)
      ),
      (
        "worked-layouts", "layouts of 32 GiB above 4 GiB of boot memory",
        LayoutExamples.vectors
      ),
      (
        "worked-odd-cases", "odd kernel zones and several devices; case f is a trace",
        OddExamples.vectors
      ),
    ]
    for file in files {
      let output = VectorFile(
        directory: destination.directory, name: file.name, source: file.source)
      try output.write(file.vectors)
    }
  }
}
