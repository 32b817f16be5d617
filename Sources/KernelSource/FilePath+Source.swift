// SPDX-License-Identifier: MIT

import SystemPackage
import TextFiles

extension FilePath {
  /// The bytes of a file of a source; none of a kernel's comes near the limit.
  ///
  /// - Parameter name: What an error calls it.
  func source(as name: String? = nil) throws(KernelSourceError) -> [UInt8] {
    do throws(Errno) {
      return try contents(atMost: 256 << 20)
    } catch {
      throw .file(path: name ?? string, reason: "cannot be read: \(error)")
    }
  }
}
