// SPDX-License-Identifier: MIT

import Synchronization
import SystemPackage

/// The files and folders that are there for a while only.
///
/// Whoever creates one takes it away again; a signal that ends the program
/// leaves them no time for it. Whoever handles the signal does it for them.
package enum Leftovers {
  private static let paths = Mutex<Set<FilePath>>([])

  /// Notes what will be taken away; it needn't be there yet.
  static func remember(_ path: FilePath) {
    paths.withLock { _ = $0.insert(path) }
  }

  /// Strikes what was taken away or is there to stay.
  static func forget(_ path: FilePath) {
    paths.withLock { _ = $0.remove(path) }
  }

  /// Takes all of them away, for the program is about to end.
  package static func removeAll() {
    let paths = paths.withLock { paths in
      defer { paths = [] }
      return paths
    }
    for path in paths { path.removeTree() }
  }
}
