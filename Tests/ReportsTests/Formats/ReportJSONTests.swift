// SPDX-License-Identifier: MIT

import Foundation
import Testing

@testable import Cases
@testable import Conformance
@testable import Reports
@testable import TextFiles

@Suite struct ReportJSONTests {
  @Test func `Integers are exact and names stable`() throws {
    let report = ReportFixtures.diverging
    let text = ReportFormat.json.text(of: report, includesTiming: true)
    let object = try #require(
      try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    #expect(object["schema"] as? String == "automovable-report/1")
    #expect(object["verdict"] as? String == "diverge")
    #expect(object["stop"] as? String == "max-divergences")
    #expect((object["seed"] as? NSNumber)?.uint64Value == .max)
    #expect(object["checksum"] as? String == "0x0123456789abcdef")
    let divergences = try #require(object["divergences"] as? [[String: Any]])
    #expect((divergences[1]["case"] as? NSNumber)?.uint64Value == .max)
    #expect(
      divergences[0]["signature"] as? String
        == "auto_movable_can_online_movable/system-wide/limit/refused/allowed")
    #expect((divergences[0]["divergent_cases"] as? NSNumber)?.uint64Value == 1)
    #expect(divergences[1]["first_difference"] as? String == "test_movable_pages")
    let vector = try #require(divergences[1]["vector"] as? [String: Any])
    #expect(vector["id"] as? String == ReportFixtures.hostile)
    for (found, divergence) in zip(divergences, report.divergences) {
      for (key, answer) in [("subject", divergence.subject), ("reference", divergence.reference)] {
        let words = try #require(found[key] as? [String: NSNumber])
        #expect(words.count == DecisionAnswer.Field.allCases.count)
        for field in DecisionAnswer.Field.allCases {
          #expect(words["\(field.name)"]?.uint64Value == answer[field])
        }
      }
    }
    let timing = try #require(object["timing"] as? [String: Any])
    #expect((timing["elapsed_ns"] as? NSNumber)?.uint64Value == 4_120_000_000)
  }

  @Test func `What was written can be read, and written again`() throws {
    for (name, fixture) in ReportFixtures.all {
      var report = fixture
      // Made by hand: their kinds aren't those that results alone tell.
      if report.reference.fields == .results { report.divergences = [] }
      let text = ReportFormat.json.text(of: report, includesTiming: true)
      let read = try JSONDocument(file: name, Array(text.utf8)).decode { reader throws(JSONError) in
        try ReportDecoder().decode(&reader)
      }
      for format in ReportFormat.allCases {
        #expect(
          format.text(of: read, includesTiming: true)
            == format.text(of: report, includesTiming: true), "\(name)")
      }
    }
  }

  @Test func `Every kind of report is JSON`() throws {
    for (name, report) in ReportFixtures.all {
      let text = ReportFormat.json.text(of: report, includesTiming: false)
      let object = try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any]
      #expect(object?["verdict"] as? String == report.verdict.rawValue, "\(name)")
      #expect(object?["timing"] == nil, "\(name)")
    }
  }

  /// The contract with programs that read reports.
  @Test func `An agreeing run, word by word`() {
    let text = ReportFormat.json.text(of: ReportFixtures.agreeing, includesTiming: true)
    let outcomes = """
      "outcomes":{"test-refused-by-requirement":0,"test-refused-by-limit":300,\
      "test-allowed":700,"kernel-requested":0,"movable-requested":0,"contig-zones":0,\
      "ratio-zero":0,"group-has-kernel-pages":0,"unit-has-kernel-section":0,\
      "refused-by-system":0,"refused-by-node":0,"allowed":0}
      """
    let others = """
      "outcomes":{"test-refused-by-requirement":0,"test-refused-by-limit":0,\
      "test-allowed":0,"kernel-requested":0,"movable-requested":0,"contig-zones":0,\
      "ratio-zero":0,"group-has-kernel-pages":0,"unit-has-kernel-section":0,\
      "refused-by-system":0,"refused-by-node":200,"allowed":34}
      """
    #expect(
      text == """
        {
        "schema":"automovable-report/1",
        "version":"0.2.0",
        "verdict":"agree",
        "stop":null,
        "cases":1234,
        "declared_cases":1234,
        "divergent_cases":0,
        "declined_cases":0,
        "checksum":"0x0123456789abcdef",
        "seed":1,
        "run":"0x0000000000000007",
        "shard":{"index":1,"count":1},
        "subject":{"name":"swift","origin":"Sources/AutoMovable","tells":"every value"},
        "reference":{"name":"c","origin":"CReference/memory_hotplug.c","tells":"every value"},
        "sources":[
        {"name":"boundary","cases":1000,"declared_cases":1000,"all_cases":1000},
        {"name":"uniform","cases":234,"declared_cases":234,"all_cases":234}],
        "strategies":[
        {"name":"boundary","cases":1000,"divergent_cases":0,"declined_cases":0,\(outcomes),"margins":[\
        {"side":"above","from":1,"to":1,"cases":300},{"side":"at","from":0,"to":0,"cases":350},\
        {"side":"below","from":1,"to":1,"cases":350}]},
        {"name":"uniform","cases":234,"divergent_cases":0,"declined_cases":0,\(others),"margins":[\
        {"side":"above","from":9223372036854775808,"to":18446744073709551615,"cases":200},\
        {"side":"below","from":9223372036854775808,"to":18446744073709551615,"cases":34}]}],
        "divergences":[],
        "timing":{"elapsed_ns":4120000000,"jobs":2,"cases_per_second":299}}

        """)
  }
}
