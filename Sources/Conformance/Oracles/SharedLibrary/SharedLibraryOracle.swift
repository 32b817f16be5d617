// SPDX-License-Identifier: MIT

import AutoMovable
import Cases
import OracleInterface

/// An implementation in a shared library, called in this process.
@safe
final class SharedLibraryOracle: Oracle {
  let library: SharedLibrary
  let oracle: OpaquePointer
  private var batch = InterfaceBatch()
  private var libraryAnswers: [automovable_answer] = []

  /// The geometry that the library was last told of, and whether it takes it.
  private var geometry = automovable_geometry()
  private var takesGeometry = false

  init(_ library: SharedLibrary) throws(OracleError) {
    guard let oracle = unsafe library.create() else {
      throw OracleError("\(library.path): automovable_oracle_create() failed")
    }
    self.library = library
    unsafe self.oracle = oracle
  }

  deinit {
    unsafe library.destroy(oracle)
  }

  func decide(
    _ batch: borrowing CaseBatch, into answers: inout MutableSpan<DecisionAnswer>
  ) throws(OracleError) {
    self.batch.load(batch)
    let status = decide(self.batch, into: &libraryAnswers)
    guard status == 0 else {
      throw OracleError("\(library.path): automovable_oracle_decide() returned \(status)")
    }
    for index in batch.queries.indices {
      answers[index] = DecisionAnswer(libraryAnswers[index])
    }
  }

  /// Tells the library of a geometry, if that isn't the one that it was told of
  /// last; returns whether it takes it.
  func use(_ geometry: automovable_geometry) -> Bool {
    guard !geometry.isSame(as: self.geometry) else { return takesGeometry }
    self.geometry = geometry
    let (function, oracle) = unsafe (library.setGeometry, oracle)
    if let function = unsafe function {
      takesGeometry = unsafe withUnsafePointer(to: geometry) {
        unsafe function(oracle, $0) == 0
      }
    } else {
      takesGeometry = geometry.isSame(as: automovable_geometry(.x86_64))
    }
    return takesGeometry
  }

  /// Asks the library; returns what it returns.
  ///
  /// - Parameter answers: Made as long as the batch has queries.
  func decide(
    _ batch: borrowing InterfaceBatch, into answers: inout [automovable_answer]
  ) -> Int32 {
    answers.removeAll(keepingCapacity: true)
    answers.append(
      contentsOf: repeatElement(automovable_answer(), count: batch.queries.count))
    guard use(batch.geometry) else {
      for index in answers.indices { answers[index].result = .max }
      return 0
    }
    let (decide, oracle) = unsafe (library.decide, oracle)
    return unsafe answers.withUnsafeMutableBufferPointer { answers in
      unsafe batch.withPointers { batch in
        unsafe decide(oracle, batch, answers.baseAddress)
      }
    }
  }
}

extension Implementation {
  /// An implementation in a shared library with the functions of
  /// `automovable_oracle.h`.
  ///
  /// A crash of the library is one of this process; see
  /// `isolatedLibrary(_:command:)`.
  public static func sharedLibrary(_ path: String) throws(LibraryError) -> Implementation {
    let library = try SharedLibrary(path: path)
    var implementation = Implementation(
      name: path, origin: library.origin, fields: library.fields,
      largestUnit: library.largestUnit
    ) { () throws(OracleError) in try SharedLibraryOracle(library) }
    implementation.gaps = library.gaps
    if library.judgesHistories {
      implementation.makeJudge = { () throws(OracleError) in
        try SharedLibraryOracle(library)
      }
    }
    return implementation
  }
}
