// SPDX-License-Identifier: MIT

import Cases
import Conformance
import TextFiles

/// What `evaluate` prints of a vector.
struct EvaluationLine {
  /// The vector's name, in UTF-8.
  let id: [UInt8]

  /// The first implementation's result.
  let result: DecisionResult?

  /// The other implementation's result, if it is another one.
  let reference: DecisionResult??

  /// Creates the line of a vector that one implementation or two answered.
  init(_ vector: borrowing VectorBuffer, _ subject: DecisionAnswer, _ reference: DecisionAnswer?) {
    let query = vector.batch.queries[0]
    id = vector.id
    result = subject.result(of: query)
    self.reference =
      if let reference, !subject.hasSameResult(as: reference) {
        .some(reference.result(of: query))
      } else {
        nil
      }
  }

  /// Whether the implementations disagree.
  var disagrees: Bool { reference != nil }

  /// Writes the line.
  ///
  /// - Parameter reason: Why the first implementation's result is what it is, if
  ///   that is to be told.
  func write(to json: inout JSONWriter, reason: String? = nil) {
    json.beginObject()
    json.name("id")
    json.value(utf8: id)
    json.name("result")
    json.value(result)
    if let reference {
      json.name("reference")
      json.value(reference)
    }
    if let reason {
      json.name("reason")
      json.value(reason)
    }
    json.endObject()
    json.endLine()
  }
}
