// SPDX-License-Identifier: MIT

import ArgumentParser
import Conformance

/// An implementation, as the command line names it.
enum NamedImplementation: Hashable {
  /// The Swift core.
  case swift

  /// The C port.
  case c

  /// The Swift core, deciding by running totals.
  case totals

  /// A shared library with the functions of `automovable_oracle.h`.
  case library(path: String)
}

extension NamedImplementation {
  /// The implementation.
  ///
  /// - Parameter isIsolated: Whether a library is to run in a process of its own.
  func implementation(isIsolated: Bool) throws(LibraryError) -> Implementation {
    switch self {
    case .swift: .swift
    case .c: .c
    case .totals: .totals
    case .library(let path):
      isIsolated
        ? try .isolatedLibrary(path, command: ServeLibraryCommand.command(for: path))
        : try LibraryWatch([path]).call { () throws(LibraryError) in try .sharedLibrary(path) }
    }
  }
}

extension NamedImplementation: ExpressibleByArgument {
  init?(argument: String) {
    switch argument {
    case "swift": self = .swift
    case "c": self = .c
    // The second is the name that it had in versions before.
    case "totals", "model": self = .totals
    case _ where argument.contains("/") || argument.hasSuffix(".so"):
      self = .library(path: argument)
    default: return nil
    }
  }

  /// Whether it is a shared library.
  var isLibrary: Bool {
    if case .library = self { true } else { false }
  }

  /// Whether it says why an operation is refused, and not only with which number.
  var tellsReasons: Bool {
    switch self {
    case .swift, .totals: true
    case .c, .library: false
    }
  }

  /// The name on the command line.
  var name: String {
    switch self {
    case .swift: "swift"
    case .c: "c"
    case .totals: "totals"
    case .library(let path): path
    }
  }

  var defaultValueDescription: String { name }

  static var allValueStrings: [String] { ["swift", "c", "totals", "PATH.so"] }
}
