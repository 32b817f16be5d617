// SPDX-License-Identifier: MIT

import TextFiles

extension TraceResult {
  /// The result as a file holds it.
  public var jsonText: String {
    var json = JSONWriter()
    json.value(self)
    return String(decoding: json.bytes, as: UTF8.self)
  }
}

extension TraceExpectation {
  /// What is expected, as a file holds it.
  public var jsonText: String {
    var json = JSONWriter()
    json.value(self)
    return String(decoding: json.bytes, as: UTF8.self)
  }
}
