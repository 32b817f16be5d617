// SPDX-License-Identifier: MIT

import Foundation
import Testing

@testable import Conformance
@testable import Reports
@testable import TextFiles

@Suite struct ReportMarkupTests {
  @Test func `JUnit XML is well-formed and counts right`() throws {
    for (name, report) in ReportFixtures.all {
      let text = ReportFormat.xml.text(of: report, includesTiming: true)
      let document = try XMLOutline(text)
      let root = try #require(document.elements.first { $0.name == "testsuites" })
      let cases = document.elements.filter { $0.name == "testcase" }
      let failures = document.elements.filter { $0.name == "failure" }
      #expect(root.attributes["tests"] == "\(cases.count)", "\(name)")
      #expect(root.attributes["failures"] == "\(failures.count)", "\(name)")
      #expect(root.attributes["errors"] == "0")
      #expect(root.attributes["time"]?.contains(".") == true)
      let unsaid = report.reference.gaps.count + (report.incomparable == nil ? 0 : 1)
      #expect(
        cases.count == report.sources.count + report.tallies.count + unsaid, "\(name)")
      let failing = report.tallies.values.count { $0.divergences > 0 }
      #expect(failures.count == failing, "\(name)")
      #expect(document.elements.allSatisfy { $0.name != "script" })
    }
  }

  @Test func `JUnit failures carry the divergence`() throws {
    let report = ReportFixtures.diverging
    let document = try XMLOutline(ReportFormat.xml.text(of: report, includesTiming: false))
    let failures = document.elements.filter { $0.name == "failure" }.map(\.text)
    #expect(
      failures
        == report.divergences.map { DivergenceText($0, in: report).text() })
  }

  @Test func `HTML is well-formed apart from void elements`() throws {
    for (name, report) in ReportFixtures.all {
      let text = ReportFormat.html.text(of: report, includesTiming: true)
      let document = try XMLOutline(html: text)
      let names = Set(document.elements.map(\.name))
      #expect(names.isDisjoint(with: ["script", "link", "img", "iframe", "object"]), "\(name)")
      // Nothing is fetched.
      #expect(!text.contains("http"), "\(name)")
      #expect(!text.contains("url("), "\(name)")
      for element in document.elements {
        #expect(element.attributes.keys.allSatisfy { !$0.hasPrefix("on") && $0 != "src" })
      }
      let ids = document.elements.compactMap { $0.attributes["id"] }
      #expect(Set(ids).count == ids.count, "\(name)")
    }
  }

  @Test func `HTML shows divergences first`() throws {
    let text = ReportFormat.html.text(of: ReportFixtures.diverging, includesTiming: true)
    let document = try XMLOutline(html: text)
    #expect(document.elements.first { $0.name == "h2" }?.text == "Divergences")
    // The style sheet is there.
    #expect(text.contains("<style>\n/* SPDX-License-Identifier: MIT */"))
  }

  @Test func `Hostile text is shown, not obeyed`() {
    let text = ReportFormat.html.text(of: ReportFixtures.diverging, includesTiming: true)
    #expect(!text.contains("<script"))
    #expect(
      text.contains("&lt;script&gt;alert(&quot;1&quot; &amp; &#39;2&#39;)&lt;/script&gt;\\u{1B}[2J")
    )
  }

  @Test func `Escapes`() {
    #expect("a&b<c>\"'".markup == "a&amp;b&lt;c&gt;&quot;&#39;")
    #expect("\nx\n\ny\n".markup == "\nx\n\ny\n")
    #expect(
      "\u{0}\u{1B}\u{7F}\u{85}\u{FFFE}\r".markup == "\\0\\u{1B}\\u{7F}\\u{0085}\\u{FFFE}\\r")
    #expect("größe 🙂".markup == "größe 🙂")
    var json = JSONWriter()
    json.value("\0\u{1B}\u{7F}\u{85}\u{61C}\u{202E}\u{FEFF}größe 🙂\u{FFFD}\r")
    #expect(
      String(decoding: json.bytes, as: UTF8.self)
        == #""\u0000\u001b\u007f\u0085\u061c\u202e\ufeffgröße 🙂\#u{FFFD}\r""#)
  }
}
