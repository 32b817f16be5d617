// SPDX-License-Identifier: MIT

import Foundation
import SystemPackage
import Testing

@testable import LiveSystem

/// The committed captures, each read once.
enum LiveCaptures {
  /// One capture.
  struct Capture: Sendable, CustomTestStringConvertible {
    let name: String
    let records: [CaptureRecord]

    var testDescription: String { name }
  }

  private static let vectors = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "Vectors")

  /// The directory of the captures.
  static let directory = vectors.appending(path: "live")

  /// The directory of the scenarios that they were made from.
  static let scenarios = vectors.appending(path: "scenarios").path

  /// The captures by name.
  static let all: [Capture] = {
    do {
      return try FileManager.default.contentsOfDirectory(atPath: directory.path)
        .filter { $0.hasSuffix(".jsonl") }
        .sorted()
        .map(read)
    } catch {
      fatalError("the captures can't be read: \(error)")
    }
  }()

  /// The lines of a capture's file.
  static func lines(of name: String) throws -> [String] {
    try String(contentsOf: directory.appending(path: name), encoding: .utf8)
      .split(separator: "\n").map(String.init)
  }

  private static func read(_ file: String) throws -> Capture {
    var reader = try CaptureReader(path: FilePath(directory.appending(path: file).path))
    var records: [CaptureRecord] = []
    while let record = try reader.next() { records.append(record) }
    return Capture(name: file, records: records)
  }
}

extension LiveCaptures.Capture {
  /// Replays the capture on a machine.
  func replay(
    _ subject: some ReplaySubject, observe: @escaping (ReplayEvent) -> Void = { _ in }
  ) throws -> ReplayReport {
    var replay = Replay(subject: subject) { event, _ in observe(event) }
    for record in records { try replay.take(record) }
    return replay.report
  }
}
