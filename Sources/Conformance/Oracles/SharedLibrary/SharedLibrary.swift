// SPDX-License-Identifier: MIT

import Cases
import Glibc
import OracleInterface

/// A shared library that exports the functions of `automovable_oracle.h`.
///
/// It stays loaded to the end of the process: its text may be in reports.
@safe
struct SharedLibrary: Sendable {
  /// Where it is.
  let path: String

  /// Where it comes from, in its own words.
  let origin: String

  /// The fields that its answers hold.
  let fields: DecisionAnswer.FieldSet

  /// What it says that it can't say.
  let gaps: [String]

  /// The largest unit about which it wants to be asked, in pages.
  let largestUnit: UInt64

  let create: Create
  let destroy: Destroy
  let decide: Decide

  /// The function that goes through histories, if there is one.
  let replay: Replay?

  /// The function that takes geometries, if there is one.
  let setGeometry: SetGeometry?

  typealias Create = @convention(c) @Sendable () -> OpaquePointer?
  typealias Destroy = @convention(c) @Sendable (OpaquePointer?) -> Void
  typealias Decide =
    @convention(c) @Sendable (
      OpaquePointer?, UnsafePointer<automovable_batch>?,
      UnsafeMutablePointer<automovable_answer>?
    ) -> Int32
  typealias Replay =
    @convention(c) @Sendable (
      OpaquePointer?, UnsafePointer<automovable_history>?,
      UnsafeMutablePointer<automovable_outcome>?
    ) -> Int32

  typealias SetGeometry =
    @convention(c) @Sendable (
      OpaquePointer?, UnsafePointer<automovable_geometry>?
    ) -> Int32

  /// The versions of the interface that are taken: decisions alone, and
  /// histories too.
  private static let versions = 1...UInt32(AUTOMOVABLE_ORACLE_ABI)

  /// Whether it goes through histories.
  var judgesHistories: Bool { unsafe replay != nil }

  /// Loads a library and checks that it has what is needed.
  init(path: String) throws(LibraryError) {
    // Without a slash, dlopen() would search the system's directories.
    let file = path.contains("/") ? path : "./\(path)"
    guard let handle = unsafe dlopen(file, RTLD_NOW | RTLD_LOCAL) else {
      throw .cannotLoad(path: path, reason: Self.reason(path: file))
    }
    func function<Function>(
      _ name: String, as type: Function.Type
    ) throws(LibraryError) -> Function {
      guard let symbol = unsafe dlsym(handle, name) else {
        throw .missingSymbol(path: path, name: name)
      }
      return unsafe unsafeBitCast(symbol, to: type)
    }
    typealias Number = @convention(c) () -> UInt32
    typealias Text = @convention(c) () -> UnsafePointer<CChar>?
    // The version says whether the other functions are what they seem.
    let abi = try function("automovable_oracle_abi", as: Number.self)()
    guard Self.versions.contains(abi) else {
      throw .abiMismatch(path: path, found: abi, expected: Self.versions)
    }
    let origin = try unsafe function("automovable_oracle_origin", as: Text.self)
    let words = try function("automovable_oracle_words", as: Number.self)
    unsafe create = try function("automovable_oracle_create", as: Create.self)
    unsafe destroy = try function("automovable_oracle_destroy", as: Destroy.self)
    unsafe decide = try function("automovable_oracle_decide", as: Decide.self)
    unsafe replay =
      abi >= 2
      ? dlsym(handle, "automovable_oracle_replay").map { unsafe unsafeBitCast($0, to: Replay.self) }
      : nil
    unsafe setGeometry = dlsym(handle, "automovable_oracle_set_geometry").map {
      unsafe unsafeBitCast($0, to: SetGeometry.self)
    }
    guard let oracle = unsafe create() else { throw .noOracle(path: path) }
    unsafe destroy(oracle)
    self.path = path
    self.origin = unsafe origin().map { unsafe String(cString: $0) } ?? path
    gaps =
      unsafe dlsym(handle, "automovable_oracle_gaps").flatMap { symbol in
        unsafe unsafeBitCast(symbol, to: Text.self)().map { unsafe String(cString: $0) }
      }?.split(separator: "\n").map(String.init) ?? []
    typealias Pages = @convention(c) () -> UInt64
    largestUnit =
      unsafe dlsym(handle, "automovable_oracle_largest_unit").map {
        unsafe unsafeBitCast($0, to: Pages.self)()
      } ?? Implementation.usualLargestUnit
    // Results are due, whatever the library says.
    fields = DecisionAnswer.FieldSet(rawValue: words()).union(.results)
  }

  /// What `dlopen` says, without the path with which it starts.
  private static func reason(path: String) -> String {
    guard let text = unsafe dlerror() else { return "unknown reason" }
    let reason = unsafe String(cString: text)
    return reason.hasPrefix("\(path): ")
      ? String(reason.dropFirst(path.count + 2)) : reason
  }
}
