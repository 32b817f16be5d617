// SPDX-License-Identifier: MIT

import Conformance
import Foundation
import Reports

extension TextStyle {
  /// Colour on a terminal, unless `NO_COLOR` is set to something.
  static var ofStandardOutput: TextStyle {
    let isRefused = ProcessInfo.processInfo.environment["NO_COLOR"]?.isEmpty == false
    return isatty(STDOUT_FILENO) == 1 && !isRefused ? .colored : .plain
  }
}
