// SPDX-License-Identifier: MIT

extension Implementation {
  /// Makes a model of whole histories.
  ///
  /// - Throws: If the implementation has decisions only.
  public func makeHistory() throws(OracleError) -> any HistoryModel {
    switch name {
    case Implementation.swift.name: try CoreHistory()
    case Implementation.c.name: try CReferenceHistory()
    default: throw OracleError("\(name): decides only, and has no memory to plug")
    }
  }
}
