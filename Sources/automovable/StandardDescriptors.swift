// SPDX-License-Identifier: MIT

import Glibc

/// The descriptors 0 to 2, which whoever starts the program may have closed.
enum StandardDescriptors {
  /// Lets each that is closed be one whose use fails.
  ///
  /// The next file that is opened would take its place otherwise, and be read as
  /// standard input or have standard output written into it.
  static func fill() {
    for descriptor: Int32 in 0...2 where fcntl(descriptor, F_GETFD) == -1 {
      // The lowest that is free, so this one.
      _ = unsafe open("/dev/null", descriptor == STDIN_FILENO ? O_WRONLY : O_RDONLY)
    }
  }
}
