// SPDX-License-Identifier: MIT

package import SystemPackage

/// A folder that gets its name only once all its files are in it.
///
/// Until then it has a name beside that nobody can guess; unless it is committed,
/// nothing is left of it.
package struct WholeFolder: ~Copyable {
  private let path: FilePath
  private var temporaryPath: FilePath?

  /// Creates the folder under its other name, and those that it is in.
  package init(_ path: FilePath) throws(Errno) {
    self.path = path
    let parent = path.removingLastComponent()
    let temporaryPath = parent.appending(".automovable-\(String.random).tmp")
    try parent.createFolders()
    Leftovers.remember(temporaryPath)
    self.temporaryPath = temporaryPath
    try temporaryPath.createFolder(mode: 0o777)
  }

  deinit {
    guard let temporaryPath else { return }
    temporaryPath.removeTree()
    Leftovers.forget(temporaryPath)
  }

  /// Writes a file, in folders that are made if need be.
  ///
  /// - Parameter name: Its path in the folder; one that leads out of it is refused.
  package func write(_ bytes: some Sequence<UInt8>, to name: String) throws(Errno) {
    let name = FilePath(name).lexicallyNormalized()
    guard let temporaryPath, name.isRelative, !name.isEmpty, !name.starts(with: "..") else {
      throw .invalidArgument
    }
    let file = temporaryPath.pushing(name)
    try file.removingLastComponent().createFolders()
    try WholeFile.write(bytes, to: file)
  }

  /// Gives the folder its name, in place of any other that has it.
  package consuming func commit() throws(Errno) {
    guard let temporaryPath else { return }
    path.removeTree()
    try temporaryPath.rename(to: path)
    Leftovers.forget(temporaryPath)
    self.temporaryPath = nil
  }
}
