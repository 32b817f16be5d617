// SPDX-License-Identifier: MIT

import ArgumentParser
import Foundation

/// How many threads compare.
struct JobOptions: ParsableArguments {
  private static let most = 1024

  @Option(help: "The number of threads.")
  var jobs = min(Self.most, ProcessInfo.processInfo.activeProcessorCount)

  func validate() throws {
    guard 1...Self.most ~= jobs else {
      throw ValidationError("--jobs: expected 1 to \(Self.most), found \(jobs)")
    }
  }
}
