// SPDX-License-Identifier: MIT

internal import Foundation

/// The scenarios of some files and directories.
public struct ScenarioCatalog: Sendable {
  /// The scenarios, in the order of the paths; those of a directory by name.
  public let scenarios: [Scenario]

  /// Reads scenario files.
  ///
  /// - Parameter paths: Files, or directories whose `.json` files are meant.
  /// - Throws: `LiveError.file` or `LiveError.scenario`; also when two scenarios
  ///   have one name, or there is none.
  public init(paths: [String]) throws(LiveError) {
    var scenarios: [Scenario] = []
    var files: [String: String] = [:]
    var candidates: [String] = []
    for path in paths {
      candidates += try Self.files(of: path)
    }
    for path in candidates {
      let scenario = try Scenario(path: path, content: Self.content(of: path))
      if let other = files.updateValue(path, forKey: scenario.name) {
        throw .scenario(
          file: path, field: "", reason: "\(other) has the name \(scenario.name) too")
      }
      scenarios.append(scenario)
    }
    if scenarios.isEmpty {
      throw .scenario(
        file: paths.joined(separator: ", "), field: "",
        reason: "expected at least one scenario (NAME.json)")
    }
    self.scenarios = scenarios
  }

  private static func files(of path: String) throws(LiveError) -> [String] {
    guard let attributes = try? FileManager.default.attributesOfItem(atPath: path) else {
      throw .file(path: path, reason: "no such file or directory")
    }
    guard attributes[.type] as? FileAttributeType == .typeDirectory else { return [path] }
    do {
      return try FileManager.default.contentsOfDirectory(atPath: path)
        .filter { $0.hasSuffix(".json") && !$0.hasPrefix(".") }
        .sorted { $0.compare($1, options: .numeric) == .orderedAscending }
        .map { "\(path)/\($0)" }
    } catch {
      throw .file(path: path, reason: "cannot be listed: \(error.localizedDescription)")
    }
  }

  private static func content(of path: String) throws(LiveError) -> [UInt8] {
    guard let data = FileManager.default.contents(atPath: path) else {
      throw .file(path: path, reason: "cannot be read")
    }
    return [UInt8](data)
  }
}
