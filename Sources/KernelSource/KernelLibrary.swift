// SPDX-License-Identifier: MIT

import Foundation
import SystemPackage
import TextFiles

/// A kernel tree's decision as a shared library with the oracle interface.
public struct KernelLibrary {
  /// Where the library comes from, as it says itself: the version and the hashes
  /// of the files.
  public let origin: String

  /// What the library can't say, or where it isn't the tree, and why.
  public let gaps: [KernelGap]

  /// What was taken as it is that a reader may want to know of, in a line each.
  public let remarks: [String]

  /// The sizes and zones that it is compiled for.
  public let geometry: KernelGeometry

  /// What a library is made of.
  enum Part: CaseIterable {
    /// Decisions; without them there is no library.
    case decisions
    /// The values on the way to a decision.
    case traces
    /// The books of histories.
    case histories
    /// What takes blocks online and offline.
    case blocks
    /// Parameters as texts, their defaults and files' modes.
    case parameters
  }

  /// Builds the library of a tree.
  ///
  /// The functions and types are compiled as they are in the tree; around them is
  /// a shim with zones, nodes and sections of our own.
  ///
  /// - Parameters:
  ///   - source: The tree.
  ///   - arguments: For parameters that no tree known has, what they are.
  ///   - configuration: A `.config` of the tree; without one it is x86-64 with all that
  ///     the policy looks at.
  ///   - output: The file to write; it is there whole or not at all.
  public init(
    source: KernelSource, arguments: [String: KernelField] = [:],
    configuration path: String? = nil, output: String
  ) throws(KernelSourceError) {
    let configuration: KernelConfiguration =
      if let path { try KernelConfiguration(path: path) } else { .usual }
    let folder = try TemporaryFolder.ofSource()
    let tree = try KernelTree(source, for: configuration, scratch: folder)
    let version = try tree.version()
    do throws(KernelSourceError) {
      let build = try KernelBuild(
        tree, arguments: arguments, configuration: configuration, in: folder)
      origin = build.origin
      geometry = build.geometry
      gaps = build.gaps
      remarks = build.remarks
    } catch {
      throw .tree(version: version, error)
    }
    try Self.move(folder.path.appending("library.so"), to: FilePath(output))
  }

  private static func move(
    _ library: FilePath, to output: FilePath
  ) throws(KernelSourceError) {
    do {
      try WholeFile.copy(library, to: output, permissions: WholeFile.executable)
    } catch {
      throw .unwritable(path: output.string, reason: "cannot be written: \(error)")
    }
  }
}
