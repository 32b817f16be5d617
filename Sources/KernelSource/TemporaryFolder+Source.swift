// SPDX-License-Identifier: MIT

import TextFiles

extension TemporaryFolder {
  /// Creates a folder for what a library is made of.
  static func ofSource() throws(KernelSourceError) -> TemporaryFolder {
    do {
      return try TemporaryFolder()
    } catch {
      throw .unwritable(path: "TMPDIR", reason: "no folder can be created there: \(error)")
    }
  }

  /// Writes a file that is to be compiled.
  func write(source bytes: [UInt8], to name: String) throws(KernelSourceError) {
    do {
      try write(bytes, to: name)
    } catch {
      throw .unwritable(path: file(name), reason: "cannot be written: \(error)")
    }
  }
}
