// SPDX-License-Identifier: MIT

import Foundation
import Glibc
import TestSupport
import Testing

/// The files that `diff` and `generate` write.
@Suite("Files that the command writes")
struct DiffReportTests {
  private static let short = ["diff", "--strategy", "mixed", "--cases", "2000"]

  @Test("A JSON report is the same for the same seed, on any number of threads")
  func json() throws {
    let folder = try TemporaryFolder()
    var reports: [Data] = []
    for (jobs, seed) in [("1", "4"), ("2", "4"), ("5", "4"), ("2", "5")] {
      let file = folder.url.appending(path: "\(jobs)-\(seed).json")
      let run = try CommandRun(
        Self.short + ["--jobs", jobs, "--seed", seed, "--report", file.path])
      #expect(run.status == 0)
      reports.append(try Data(contentsOf: file))
    }
    #expect(reports[0] == reports[1] && reports[0] == reports[2])
    #expect(reports[0] != reports[3])
  }

  @Test("Times are there if asked for")
  func timing() throws {
    let folder = try TemporaryFolder()
    let file = folder.url.appending(path: "timed.json")
    for (flag, isThere) in [([], false), (["--timing"], true)] {
      #expect(try CommandRun(Self.short + flag + ["--report", file.path]).status == 0)
      let text = try String(contentsOf: file, encoding: .utf8)
      #expect(text.contains("\"elapsed_ns\":") == isThere)
    }
  }

  @Test("Every format is written, in place of what was there, and nothing else")
  func formats() throws {
    let folder = try TemporaryFolder()
    let beginnings = [
      "json": "{\n\"schema\":\"automovable-report/1\"", "xml": "<?xml ",
      "html": "<!doctype html>", "ktap": "KTAP version 1\n",
    ]
    var arguments = Self.short
    for format in beginnings.keys {
      let file = try folder.write("old", to: "report.\(format)")
      arguments += ["--report", file.path]
    }
    #expect(try CommandRun(arguments).status == 0)
    for (format, beginning) in beginnings {
      let file = folder.url.appending(path: "report.\(format)")
      #expect(try String(contentsOf: file, encoding: .utf8).hasPrefix(beginning), "\(format)")
    }
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: folder.url.path).sorted()
        == beginnings.keys.map { "report.\($0)" }.sorted())
  }

  @Test("A report that can't be written is told before anything else is done")
  func unwritable() throws {
    let folder = try TemporaryFolder()
    let good = folder.url.appending(path: "good.json")
    let broken = try folder.write("{}\n", to: "broken.jsonl")
    let directory = folder.url.appending(path: "directory.json")
    try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: false)
    for (path, reason) in [
      (folder.url.appending(path: "none/x.json").path, "No such file or directory"),
      (directory.path, "Is a directory"),
      (broken.path + "/x.json", "Not a directory"),
    ] {
      // The vectors would be refused as soon as they are read.
      let run = try CommandRun(["diff", broken.path, "--report", good.path, "--report", path])
      #expect(run.status == 70 && run.output == "")
      #expect(run.errors == "\(path): cannot write the report: \(reason)\n")
    }
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: folder.url.path).sorted()
        == ["broken.jsonl", "directory.json"])
  }

  @Test("Vectors that can't be written are told, and nothing is left")
  func unwritableVectors() throws {
    let folder = try TemporaryFolder()
    let file = folder.url.appending(path: "none/x.jsonl").path
    let run = try CommandRun(["generate", "--cases", "10", "--output", file])
    #expect(run.status == 70 && run.output == "")
    #expect(run.errors == "\(file): cannot be written: No such file or directory\n")
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path).isEmpty)
  }

  @Test(
    "A pipe is written to, not replaced",
    arguments: [
      ["generate", "--cases", "3", "--output"],
      ["diff", "--strategy", "mixed", "--cases", "3", "--report"],
    ])
  func pipe(_ arguments: [String]) throws {
    let folder = try TemporaryFolder()
    let pipe = folder.url.appending(path: "pipe.json").path
    try #require(unsafe mkfifo(pipe, 0o600) == 0)
    // Open for both, so that neither side waits for the other to come; what is
    // written is little enough to stay in it.
    let descriptor = unsafe open(pipe, O_RDWR | O_NONBLOCK)
    try #require(descriptor >= 0)
    let handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
    #expect(try CommandRun(arguments + [pipe]).status == 0)
    let data = try #require(try handle.read(upToCount: 20))
    #expect(String(decoding: data, as: UTF8.self).contains("\"schema\":"))
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path) == ["pipe.json"])
  }
}
