// SPDX-License-Identifier: MIT

import TextFiles

extension Trace {
  /// The trace as lines of the traces' format, to be read, copied and fed to the
  /// commands that read traces.
  package var lines: String {
    var json = JSONWriter()
    write(to: &json)
    return String(decoding: json.bytes, as: UTF8.self)
  }
}
