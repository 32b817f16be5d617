// SPDX-License-Identifier: MIT

import Glibc
package import SystemPackage

extension FilePath {
  /// Gives a file another name, in place of any other file that has it.
  func rename(to target: FilePath) throws(Errno) {
    let status = unsafe withPlatformString { source in
      // The other name is a C string only within its closure.
      unsafe target.withPlatformString { unsafe Glibc.rename(source, $0) }
    }
    // Read before anything else can set it.
    guard status == 0 else { throw Errno(rawValue: errno) }
  }

  /// Takes a name away; that there is none is fine.
  package func unlink() {
    _ = unsafe withPlatformString { unsafe Glibc.unlink($0) }
  }
}
