// SPDX-License-Identifier: MIT

import Foundation
import Testing

@testable import Conformance
@testable import Reports

@Suite struct ReportTests {
  @Test(arguments: ReportFormat.allCases)
  func `Reports without timing repeat`(format: ReportFormat) {
    for (name, report) in ReportFixtures.all {
      var slower = report
      slower.elapsed = .seconds(3_600)
      slower.jobs = 64
      let text = format.text(of: report, includesTiming: false)
      #expect(text == format.text(of: slower, includesTiming: false), "\(name)")
      if report.cases > 0 {
        #expect(text != format.text(of: slower, includesTiming: true), "\(name)")
      }
    }
  }

  @Test(arguments: ReportFormat.allCases)
  func `No report passes a control character on`(format: ReportFormat) {
    for (name, report) in ReportFixtures.all {
      let text = format.text(of: report, includesTiming: true)
      let controls = text.unicodeScalars.filter {
        ($0.value < 0x20 && $0 != "\n") || $0.value == 0x7F
      }
      #expect(controls.isEmpty, "\(name)")
      // JSON keeps the meaning of a string; for people it is written out.
      if format != .json { #expect(!text.contains("\u{202E}"), "\(name)") }
    }
  }

  @Test(arguments: ReportFormat.allCases)
  func `What is not said is in each report`(format: ReportFormat) {
    let partial = format.text(of: ReportFixtures.partial, includesTiming: false)
    #expect(partial.contains("parameters"))
    #expect(partial.contains("silent"))
    #expect(!format.text(of: ReportFixtures.agreeing, includesTiming: false).contains("silent_on"))
    let none = format.text(of: ReportFixtures.incomparable, includesTiming: false)
    #expect(none.lowercased().contains("not compared"))
    #expect(none.contains("c makes single decisions only"))
  }

  @Test func `Verdicts`() {
    #expect(ReportFixtures.agreeing.verdict == .agree)
    #expect(ReportFixtures.diverging.verdict == .diverge)
    #expect(ReportFixtures.stopped.verdict == .stopped)
    #expect(ReportFixtures.empty.verdict == .empty)
    var complete = ReportFixtures.diverging
    complete.stop = nil
    #expect(complete.verdict == .diverge)
    // Fewer cases than declared is never an agreement, said or not.
    var short = ReportFixtures.stopped
    short.stop = nil
    #expect(short.verdict == .stopped)
  }

  @Test func `Formats are told by extensions`() throws {
    #expect(try ReportFormat(fileName: "a.json") == .json)
    #expect(try ReportFormat(fileName: "/x.d/a.b.XML") == .xml)
    #expect(try ReportFormat(fileName: "a.html") == .html)
    #expect(try ReportFormat(fileName: "./a.ktap") == .ktap)
    for name in ["", "a", "a.", "json", ".json", "a.txt", "a.json/b", "a.json/", "a.jsonl"] {
      #expect(throws: ReportFileError.unknownExtension(file: name)) {
        try ReportFile(name)
      }
    }
    #expect(
      "\(ReportFileError.unknownExtension(file: "a\n.txt"))"
        == "a\\n.txt: unknown report format: "
        + "expected a name ending in .json, .xml, .html or .ktap")
  }

  @Test func `Files are written whole or not at all`() throws {
    let directory = FileManager.default.temporaryDirectory
      .appending(path: "report-\(UUID().uuidString)")
    try FileManager.default.createDirectory(
      at: directory, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: directory) }
    let target = directory.appending(path: "run.json").path
    let file = try ReportFile(target)
    for report in [ReportFixtures.diverging, ReportFixtures.agreeing] {
      try file.write(report, includesTiming: false)
      let text = try String(contentsOfFile: target, encoding: .utf8)
      #expect(text == ReportFormat.json.text(of: report, includesTiming: false))
    }
    // A directory can't be replaced by a file.
    let occupied = directory.appending(path: "taken.json")
    try FileManager.default.createDirectory(
      at: occupied.appending(path: "full"), withIntermediateDirectories: true)
    for path in [occupied.path, directory.appending(path: "none/x.json").path] {
      #expect(throws: ReportFileError.self) {
        try ReportFile(path).write(ReportFixtures.agreeing, includesTiming: false)
      }
    }
    let names = try FileManager.default.contentsOfDirectory(atPath: directory.path)
    #expect(names.sorted() == ["run.json", "taken.json"])
  }
}
