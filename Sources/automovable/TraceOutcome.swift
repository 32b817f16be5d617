// SPDX-License-Identifier: MIT

import Cases
import Conformance
import TextFiles

/// What an operation of a trace gave.
struct TraceOutcome {
  /// The position of the operation in its trace, counted from 0.
  let number: UInt64

  /// The operation.
  let step: TraceStep

  /// The first implementation's result.
  let result: TraceResult

  /// The other implementation's result, if there is another implementation.
  let reference: TraceResult?

  /// Whether the implementations' machines are alike after the operation.
  let isSameState: Bool
}

extension TraceOutcome {
  /// Whether the implementations disagree on the result.
  var disagrees: Bool { reference.map { $0 != result } ?? false }

  /// Writes the line that `evaluate` prints.
  func write(to json: inout JSONWriter) {
    json.beginObject()
    json.name("op")
    json.value(number)
    json.name("result")
    json.value(result)
    if let reference, disagrees {
      json.name("reference")
      json.value(reference)
    }
    json.endObject()
    json.endLine()
  }
}
