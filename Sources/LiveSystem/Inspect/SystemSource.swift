// SPDX-License-Identifier: MIT

import SystemPackage
import TextFiles

/// Where the files of a system come from.
protocol SystemSource {
  /// What messages call a file.
  func name(of path: String) -> String

  /// A file, or `nil` if it isn't there or may not be read.
  ///
  /// - Parameters:
  ///   - path: The path below the root, such as `proc/zoneinfo`.
  ///   - limit: The most bytes that it may have.
  func text(_ path: String, atMost limit: Int) throws(InputError) -> TextDocument?

  /// The names in a folder, in no order, or `nil` if it isn't there.
  func names(in path: String) throws(InputError) -> [String]?
}

extension SystemSource {
  /// A file of sysfs: a page at most.
  func attribute(_ path: String) throws(InputError) -> TextDocument? {
    try text(path, atMost: 4096)
  }

  /// An error of a file.
  func error(in path: String, _ message: String) -> InputError {
    InputError(file: name(of: path), message: message)
  }
}

/// The files below a folder: those of the running system, or copies.
///
/// They may be anybody's, so no more is read than makes sense, and nothing is
/// waited for.
struct SystemFolder: SystemSource {
  let root: FilePath

  func name(of path: String) -> String { root.appending(path).string }

  func text(_ path: String, atMost limit: Int) throws(InputError) -> TextDocument? {
    do throws(Errno) {
      return TextDocument(
        file: name(of: path), try root.appending(path).contents(atMost: limit))
    } catch {
      switch error {
      case .noSuchFileOrDirectory, .notDirectory, .permissionDenied: return nil
      case .fileTooLarge: throw self.error(in: path, "longer than \(limit) bytes")
      default: throw self.error(in: path, "cannot be read: \(error)")
      }
    }
  }

  func names(in path: String) throws(InputError) -> [String]? {
    do throws(Errno) {
      return try root.appending(path).entries().map(\.string)
    } catch {
      switch error {
      case .noSuchFileOrDirectory, .notDirectory, .permissionDenied: return nil
      default: throw self.error(in: path, "cannot be listed: \(error)")
      }
    }
  }
}
