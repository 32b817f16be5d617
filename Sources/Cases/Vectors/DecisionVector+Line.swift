// SPDX-License-Identifier: MIT

import TextFiles

extension DecisionVector {
  /// The vector as a line of the vectors' format, to be read, copied and fed to
  /// the commands that read vectors.
  package var line: String {
    var json = JSONWriter()
    write(to: &json)
    return String(decoding: json.bytes, as: UTF8.self)
  }
}
