// SPDX-License-Identifier: MIT

import SystemPackage
import TextFiles

extension WholeFile {
  /// Writes a file of results. A signal that ends the program meanwhile leaves nothing of it.
  static func write(
    results bytes: some Sequence<UInt8>, to path: String
  ) throws(OutputBuffer.Failure) {
    let interrupt = Interrupt.removingLeftovers()
    defer { interrupt.cancel() }
    do throws(Errno) {
      try write(bytes, to: FilePath(path))
    } catch {
      throw OutputBuffer.Failure(file: path, errno: error)
    }
  }
}
