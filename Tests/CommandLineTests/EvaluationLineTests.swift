// SPDX-License-Identifier: MIT

import AutoMovable
import Cases
import Foundation
import TestSupport
import Testing
import TextFiles

@testable import automovable

/// What end-to-end runs can't show: implementations that disagree.
struct EvaluationLineTests {
  private func line(
    _ query: String, _ subject: [DecisionAnswer.Field: UInt64],
    _ reference: [DecisionAnswer.Field: UInt64]
  ) throws -> (text: String, disagrees: Bool) {
    let folder = try TestSupport.TemporaryFolder()
    let file = try folder.write(#"{"id":"\"é\"","query":{\#(query)}}"#, to: "v")
    var reader = VectorReader(try LineReader(path: file.path))
    #expect(try reader.next())
    func answer(_ words: [DecisionAnswer.Field: UInt64]) -> DecisionAnswer {
      words.reduce(into: DecisionAnswer()) { $0[$1.key] = $1.value }
    }
    let line = EvaluationLine(reader.vector, answer(subject), answer(reference))
    var json = JSONWriter()
    line.write(to: &json)
    return (String(decoding: json.bytes, as: UTF8.self), line.disagrees)
  }

  @Test
  func showsBothResults() throws {
    let query = #""function":"auto_movable_can_online_movable""#
    let line = try line(query, [.result: 1], [.result: 0])
    #expect(
      line.text
        == #"{"id":"\"é\"","result":{"can_online_movable":true},"#
        + #""reference":{"can_online_movable":false}}"# + "\n")
    #expect(line.disagrees)
  }

  @Test
  func showsThatThereIsNoResult() throws {
    let query = #""function":"zone_for_pfn_range","online_type":"online_kernel""#
    let line = try line(query, [.result: 2], [.result: .max])
    #expect(
      line.text
        == #"{"id":"\"é\"","result":{"zone":"Normal","nid":0},"reference":null}"#
        + "\n")
    #expect(line.disagrees)
  }

  @Test
  func isSilentAboutValuesOnTheWay() throws {
    let query = #""function":"auto_movable_can_online_movable""#
    let line = try line(query, [.result: 1, .testLimit: 1], [.result: 1])
    #expect(line.text == #"{"id":"\"é\"","result":{"can_online_movable":true}}"# + "\n")
    #expect(!line.disagrees)
  }
}
