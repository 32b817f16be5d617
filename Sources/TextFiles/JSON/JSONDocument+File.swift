// SPDX-License-Identifier: MIT

package import SystemPackage

extension JSONDocument {
  /// Reads a file.
  package init(path: FilePath) throws(InputError) {
    let content = try FileContent(path: path.string)
    self.init(file: content.name, content.bytes)
  }
}
