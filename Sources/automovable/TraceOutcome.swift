// SPDX-License-Identifier: MIT

import AutoMovable
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

  /// Why the operation was refused, if it was and the first implementation says
  /// so.
  let refusal: HotplugError?

  /// Whether the implementations' machines are alike after the operation.
  let isSameState: Bool
}

extension TraceOutcome {
  /// Whether the implementations disagree on the result.
  var disagrees: Bool { reference.map { $0 != result } ?? false }

  /// Writes the line that `evaluate` prints.
  ///
  /// - Parameter tellsReasons: Whether a refusal says why.
  func write(to json: inout JSONWriter, tellsReasons: Bool) {
    json.beginObject()
    json.name("op")
    json.value(number)
    json.name("result")
    json.value(result)
    if let reference, disagrees {
      json.name("reference")
      json.value(reference)
    }
    if tellsReasons, let refusal {
      json.name("reason")
      json.value("\(refusal)")
    }
    json.endObject()
    json.endLine()
  }
}
