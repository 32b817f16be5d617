// SPDX-License-Identifier: MIT

package import TextFiles

extension TraceDecoder {
  /// Reads a result, as it is written; but for counters, which no report has.
  package func result(_ reader: inout JSONReader) throws(JSONError) -> TraceResult {
    _ = reader.peek()
    let start = reader.position
    var expectation = Expectation()
    try expectation.read(&reader)
    guard let result = expectation.result else {
      throw reader.invalid("expected a result with returns or text", at: start)
    }
    return result
  }
}
