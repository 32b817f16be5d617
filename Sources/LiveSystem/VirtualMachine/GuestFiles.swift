// SPDX-License-Identifier: MIT

import SystemPackage
import TextFiles

/// Files of a guest as it prints them, such as those that tell what its memory is.
struct GuestFiles {
  /// The files, by their path below the root.
  private(set) var files: [(path: String, text: String)] = []

  /// Takes apart what was printed: `=proc/iomem`, and then the file's lines, each after a
  /// space.
  ///
  /// - Throws: `LiveError.machine` if it is something else.
  init(lines: [String]) throws(LiveError) {
    for line in lines {
      if line.hasPrefix("=") {
        files.append((String(line.dropFirst()), ""))
      } else if line.hasPrefix(" "), !files.isEmpty {
        files[files.count - 1].text += line.dropFirst() + "\n"
      } else {
        throw .machine("the guest's files have a line that cannot be read: \(line)")
      }
    }
  }

  /// Writes them as a folder, in place of an older one.
  func write(directory: String, name: String) throws(LiveError) {
    let path = FilePath(directory).appending(name)
    do throws(Errno) {
      let folder = try WholeFolder(path)
      for file in files { try folder.write(file.text.utf8, to: file.path) }
      try folder.commit()
    } catch {
      throw .file(path: path.string, reason: "cannot be written: \(error)")
    }
  }
}
