// SPDX-License-Identifier: MIT

public import TextFiles

/// The report of a run that was made in parts, of the parts' reports.
///
/// It is the one that the run would have had in one part, but for times; and but
/// for a run that enough kinds of divergences end, since each part goes on until
/// it has found as many.
public struct MergedReport: Sendable {
  /// The sum so far; its shard is that of the first report.
  private var sum: DifferentialReport?

  /// The files that the shards came from, by the shards' numbers.
  private var files: [Int: String] = [:]

  /// The file of the first report, by which the others are checked.
  private var firstFile = ""

  /// Whether all reports so far have times.
  private var isTimed = true

  /// Creates the sum of no reports.
  public init() {}
}

extension MergedReport {
  /// Adds the report of a part.
  ///
  /// - Parameter file: Where it comes from, for messages.
  /// - Throws: If it isn't one of the same run, is there already, or doesn't tell
  ///   of the whole part.
  public mutating func add(_ report: DifferentialReport, file: String) throws(InputError) {
    try Self.checkIsWhole(report, file)
    if let sum {
      try Self.check(report, file, like: sum, firstFile)
    } else {
      firstFile = file
    }
    if let other = files.updateValue(file, forKey: report.shard.index) {
      throw InputError(
        file: file, field: "shard",
        message: "\(report.shard), which \(other.visible) has too")
    }
    isTimed = isTimed && report.elapsed > .zero
    guard sum != nil else {
      sum = report
      return
    }
    sum!.add(report)
  }

  /// The report of the whole run.
  ///
  /// - Throws: If a part is missing.
  public consuming func finish() throws(InputError) -> DifferentialReport {
    guard var sum else {
      throw InputError(file: "<none>", message: "expected at least one report")
    }
    let count = sum.shard.count
    // A shard that has no cases has no report, and isn't missed.
    let isAllThere = sum.sources.allSatisfy { $0.declaredCases == $0.size }
    guard files.count == count || isAllThere else {
      let first = (1...count).first { files[$0] == nil } ?? count
      let missing = count - files.count
      throw InputError(
        file: firstFile, field: "shard",
        message: missing == 1
          ? "\(first)/\(count) is missing"
          : "\(missing) of \(count) are missing, the first is \(first)/\(count)")
    }
    for source in sum.sources where source.declaredCases != source.size {
      throw InputError(
        file: firstFile, field: "sources",
        message: "\(source.name.visible): all shards have \(source.declaredCases) cases, "
          + "expected \(source.size)")
    }
    sum.shard = .whole
    sum.sortDivergences()
    if !isTimed { (sum.elapsed, sum.jobs) = (.zero, 1) }
    return sum
  }

  private static func checkIsWhole(
    _ report: DifferentialReport, _ file: String
  ) throws(InputError) {
    if let reason = report.incomparable {
      throw InputError(file: file, message: "nothing was compared: \(reason.visible)")
    }
    guard report.stop != .interrupted else {
      throw InputError(file: file, field: "stop", message: "interrupted; expected the whole shard")
    }
    for source in report.sources where report.stop == nil && source.cases < source.declaredCases {
      throw InputError(
        file: file, field: "sources",
        message: "\(source.name.visible): \(source.cases) cases, "
          + "expected \(source.declaredCases)")
    }
  }

  /// Checks that a report is of the same run as another one.
  private static func check(
    _ report: DifferentialReport, _ file: String, like first: DifferentialReport,
    _ firstFile: String
  ) throws(InputError) {
    func same(_ field: String, _ found: String, _ expected: String) throws(InputError) {
      guard found != expected else { return }
      throw InputError(
        file: file, field: field,
        message: "\(found.visible), expected \(expected.visible) as in "
          + firstFile.visible)
    }
    try same("version", report.version, first.version)
    for (name, found, expected) in [
      ("subject", report.subject, first.subject),
      ("reference", report.reference, first.reference),
    ] {
      try same("\(name).name", found.name, expected.name)
      try same("\(name).origin", found.origin, expected.origin)
      try same(
        "\(name).silent_on", found.gaps.joined(separator: ", "),
        expected.gaps.joined(separator: ", "))
    }
    try same("seed", "\(report.seed)", "\(first.seed)")
    try same("shard.count", "\(report.shard.count)", "\(first.shard.count)")
    func sources(_ report: DifferentialReport) -> String {
      report.sources.map { "\($0.name) (\($0.size))" }.joined(separator: ", ")
    }
    try same("sources", sources(report), sources(first))
    // What has no field of its own: the vectors in files, and how many kinds of
    // divergences are enough.
    guard report.identity != first.identity else { return }
    throw InputError(
      file: file, field: "run",
      message: "other vectors or options than \(firstFile.visible) has")
  }
}
