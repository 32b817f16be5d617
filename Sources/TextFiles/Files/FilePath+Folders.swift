// SPDX-License-Identifier: MIT

import Glibc
package import SystemPackage

extension FilePath {
  /// Creates a folder in one that is there.
  func createFolder(mode: UInt32) throws(Errno) {
    let status = unsafe withPlatformString { unsafe mkdir($0, mode) }
    guard status == 0 else { throw Errno(rawValue: errno) }
  }

  /// Creates a folder and those that it is in, as far as they aren't there.
  package func createFolders() throws(Errno) {
    guard !isEmpty, (try? stat().type) != .directory else { return }
    try removingLastComponent().createFolders()
    do throws(Errno) {
      try createFolder(mode: 0o777)
    } catch {
      // Somebody else may be about it as well.
      guard error == .fileExists, (try? stat().type) == .directory else { throw error }
    }
  }

  /// The names in a folder but for `.` and `..`, in no order.
  package func entries() throws(Errno) -> [FilePath.Component] {
    guard let folder = unsafe withPlatformString({ unsafe opendir($0) }) else {
      throw Errno(rawValue: errno)
    }
    defer { unsafe closedir(folder) }
    var names: [FilePath.Component] = []
    while let entry = try unsafe nextEntry(of: folder) {
      let component = unsafe withUnsafePointer(to: &entry.pointee.d_name) { name in
        // A name ends with a zero, within `d_name`.
        unsafe name.withMemoryRebound(
          to: CInterop.PlatformChar.self, capacity: MemoryLayout.size(ofValue: name.pointee)
        ) { unsafe FilePath.Component(platformString: $0) }
      }
      if let component, component.kind == .regular { names.append(component) }
    }
    return names
  }

  /// The next entry of a folder; only `errno` tells its end from an error.
  private func nextEntry(
    of folder: OpaquePointer
  ) throws(Errno) -> UnsafeMutablePointer<dirent>? {
    errno = 0
    let entry = unsafe readdir(folder)
    if unsafe entry == nil, errno != 0 { throw Errno(rawValue: errno) }
    return unsafe entry
  }

  /// Takes away a file, or a folder with all that it holds; links are not
  /// followed.
  func removeTree() {
    let isFolder = (try? stat(followTargetSymlink: false).type) == .directory
    guard isFolder else {
      unlink()
      return
    }
    for name in (try? entries()) ?? [] { appending(name).removeTree() }
    _ = unsafe withPlatformString { unsafe rmdir($0) }
  }
}
