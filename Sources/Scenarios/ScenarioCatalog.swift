// SPDX-License-Identifier: MIT

import SystemPackage
public import TextFiles

/// The scenarios of some files and directories.
public struct ScenarioCatalog: Sendable {
  /// The scenarios, in the order of the paths; those of a directory by name.
  public let scenarios: [Scenario]

  /// Reads scenario files.
  ///
  /// - Parameter paths: Files, or directories whose `.json` files are meant.
  /// - Throws: What is wrong with a file; also when two scenarios have one name, or
  ///   there is none.
  public init(paths: [String]) throws(InputError) {
    var scenarios: [Scenario] = []
    var files: [String: String] = [:]
    var candidates: [FilePath] = []
    for path in paths { candidates += try Self.files(of: FilePath(path)) }
    for path in candidates {
      let scenario = try Scenario(JSONDocument(path: path))
      if let other = files.updateValue(path.string, forKey: scenario.name) {
        throw InputError(
          file: path.string, message: "\(other) has the name \(scenario.name) too")
      }
      scenarios.append(scenario)
    }
    if scenarios.isEmpty {
      throw InputError(
        file: paths.joined(separator: ", "),
        message: "expected at least one scenario (NAME.json)")
    }
    self.scenarios = scenarios
  }

  private static func files(of path: FilePath) throws(InputError) -> [FilePath] {
    // What can't be looked at can't be read either, which is told then.
    guard (try? path.stat().type) == .directory else { return [path] }
    do {
      return try path.entries()
        .map(\.string)
        .filter { $0.hasSuffix(".json") && !$0.hasPrefix(".") }
        .sorted { $0.isInOrder(before: $1) }
        .map { path.appending($0) }
    } catch {
      throw InputError(file: path.string, message: "cannot be listed: \(error)")
    }
  }
}

extension String {
  /// Whether the text comes before another one, with numbers by their value.
  fileprivate func isInOrder(before other: String) -> Bool {
    var (rest, otherRest) = (self[...], other[...])
    while let first = rest.first, let otherFirst = otherRest.first {
      if let number = rest.removeNumber(), let otherNumber = otherRest.removeNumber() {
        if number != otherNumber {
          return (number.count, number) < (otherNumber.count, otherNumber)
        }
        continue
      }
      if first != otherFirst { return first < otherFirst }
      (rest, otherRest) = (rest.dropFirst(), otherRest.dropFirst())
    }
    return rest.isEmpty && !otherRest.isEmpty
  }
}

extension Substring {
  /// Takes a number away from the beginning; `nil`, and nothing, if there is none.
  fileprivate mutating func removeNumber() -> Substring? {
    let digits = prefix { ("0"..."9").contains($0) }
    guard !digits.isEmpty else { return nil }
    self = self[digits.endIndex...]
    return digits.drop { $0 == "0" }
  }
}
