// SPDX-License-Identifier: MIT

/// A field of a snapshot that can't be, found while replaying it.
struct SnapshotError: Error {
  let field: String
  let problem: String
}
