// SPDX-License-Identifier: MIT

/// Where a kernel tree comes from.
public struct KernelSource: Hashable, Sendable {
  /// A folder, a tarball, a git repository, or `-` for a tarball from standard
  /// input.
  public var path: String

  /// What of a git repository: a commit, tag or branch. Without one it is the
  /// folder's files, or `HEAD` of a repository without any.
  public var revision: String?

  /// Patches to apply to a copy, in order.
  public var patches: [String]

  /// Creates a source.
  public init(path: String, revision: String? = nil, patches: [String] = []) {
    self.path = path
    self.revision = revision
    self.patches = patches
  }
}
