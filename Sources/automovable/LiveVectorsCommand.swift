// SPDX-License-Identifier: MIT

import ArgumentParser
import AutoMovable
import Conformance
import LiveSystem
import SystemPackage

struct LiveVectorsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "live",
    abstract: "Turn what live kernels decided into vectors, a file for each capture.",
    discussion: """
      The kernel's answer is what a vector expects. A decision that was made \
      before in the same state, in whichever capture, isn't repeated; a \
      capture without a new one gets no file.

      Examples:

        automovable vectors live --output Vectors/decisions Vectors/live/s10.jsonl

      Exit status: 0 done, 64 wrong usage, 65 malformed or unreadable file, 70 output \
      that can't be written.
      """)

  @OptionGroup var destination: VectorDestination

  @Argument(
    help: ArgumentHelp("Captures, as JSON Lines.", valueName: "file"),
    completion: .file(extensions: ["jsonl"]))
  var files: [String]

  func run() throws {
    let collector = LiveVectors()
    for file in files {
      let path = FilePath(file)
      let name = path.stem ?? file
      let output = VectorFile(
        directory: destination.directory, name: "live-\(name)",
        source: "what a live kernel decided in live/\(name).jsonl")
      do {
        _ = try Replay.run(path: path, subject: try HotplugMachine()) { event, machine in
          collector.take(event, machine.state, capture: name)
        }
        let vectors = collector.removeAll()
        if !vectors.isEmpty { try output.write(vectors) }
      } catch {
        throw ExitCode.reporting(error)
      }
    }
  }
}
