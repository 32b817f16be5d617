// SPDX-License-Identifier: MIT

import ArgumentParser
import AutoMovable
import LiveSystem
import SystemPackage

struct CapturesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "captures",
    abstract: "Captures of a live kernel: replayed, and what reading alone costs.")

  @Option(help: "Rounds; the alternatives take turns.")
  var rounds = 5

  @Argument(help: "Captures.")
  var files: [String]

  func run() throws {
    var decisions = 0
    var bytes = 0
    for file in files {
      decisions += try Replay.run(path: FilePath(file), subject: try HotplugMachine()) { _, _ in }
        .decisions.count
      let descriptor = try FileDescriptor.open(FilePath(file), .readOnly)
      bytes += Int(try descriptor.seek(offset: 0, from: .end))
      try descriptor.close()
    }
    let sampling = Sampling(rounds: rounds, [{ try! read() }, { try! replay() }])
    print("\(files.count) captures, \(decisions) decisions, one thread")
    sampling.printThroughput(
      ["reading alone", "replay"], count: decisions, of: "decisions", bytes: bytes,
      against: 0)
  }

  private func read() throws {
    for file in files {
      var reader = try CaptureReader(path: FilePath(file))
      while try reader.next() != nil {}
    }
  }

  private func replay() throws {
    for file in files {
      _ = try Replay.run(path: FilePath(file), subject: try HotplugMachine()) { _, _ in }
    }
  }
}
