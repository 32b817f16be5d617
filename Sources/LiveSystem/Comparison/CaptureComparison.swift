// SPDX-License-Identifier: MIT

import AutoMovable
public import SystemPackage
public import TextFiles

/// A comparison of two captures of the same scenario: of a kernel with a patch and of
/// one without it, for example.
///
/// It takes a snapshot of both after the other. What follows from something that was
/// told isn't told again: of a block only the first difference in a snapshot, counters
/// only where all blocks agree, and nothing that was as different in the snapshot
/// before. All of it is counted.
///
/// Which block goes offline is up to what it holds. Once the kernels chose otherwise,
/// nothing can be compared any more.
public struct CaptureComparison {
  /// What the comparison has come to so far.
  public internal(set) var report = ReplayReport()

  private let observe: (ReplayEvent) -> Void

  /// The last snapshots' blocks.
  var lastBlocks: (kernel: [UInt64: CaptureBlock], other: [UInt64: CaptureBlock])?

  /// What differed in the last snapshot, and what does in this one.
  private var seen: (before: Set<ReplayDifference.Kind>, now: Set<ReplayDifference.Kind>) =
    ([], [])

  /// The blocks of this snapshot that a difference was told of.
  var toldBlocks: Set<UInt64> = []

  /// Whether a block is in another state or zone.
  var hasOtherBlocks = false

  /// The first snapshot that can't be compared.
  private var end: CaptureSnapshot?

  /// Creates a comparison that hasn't seen anything yet.
  ///
  /// - Parameter observe: Is told of every difference and omission in order.
  public init(observe: @escaping (ReplayEvent) -> Void) { self.observe = observe }
}

extension CaptureComparison {
  /// Compares two files.
  ///
  /// - Parameters:
  ///   - path: The capture whose kernel is judged.
  ///   - other: The capture that it is held against.
  ///   - observe: Is told of every difference and omission in order.
  /// - Throws: The first thing that is wrong with a file, and the first action that
  ///   isn't the same in both.
  public static func run(
    path: FilePath, against other: FilePath, observe: @escaping (ReplayEvent) -> Void
  ) throws(InputError) -> ReplayReport {
    var comparison = CaptureComparison(observe: observe)
    var reader = try CaptureReader(path: path)
    var otherReader = try CaptureReader(path: other)
    while true {
      let record = try reader.next()
      let otherRecord = try otherReader.next()
      switch (record, otherRecord) {
      case (.meta(let meta)?, .meta(let otherMeta)?):
        if let machine = meta.machine, let otherMachine = otherMeta.machine,
          let field = machine.mismatch(with: otherMachine)
        {
          throw InputError(
            file: path.string, line: 1, field: "params.\(field)",
            message: "expected the same as in \(other.string.visible):1: captures of one scenario")
        }
      case (nil, nil):
        comparison.finish()
        return comparison.report
      case (.snapshot(let snapshot)?, .snapshot(let otherSnapshot)?):
        try snapshot.check(path, reader.lineNumber)
        try otherSnapshot.check(other, otherReader.lineNumber)
        if let (field, expected, found) = snapshot.mismatch(with: otherSnapshot) {
          throw InputError(
            file: path.string, line: reader.lineNumber, field: field,
            message: "expected \(expected) as in \(other.string.visible):"
              + "\(otherReader.lineNumber), found \(found)")
        }
        comparison.take(snapshot, otherSnapshot)
      case (nil, _), (_, nil):
        let shorter = record == nil ? path : other
        throw InputError(
          file: shorter.string,
          message: "has fewer snapshots than \((record == nil ? other : path).string.visible)")
      default: continue
      }
    }
  }

  /// Compares the next snapshot of both.
  mutating func take(_ snapshot: CaptureSnapshot, _ other: CaptureSnapshot) {
    let blocks = snapshot.blocksByNumber
    let otherBlocks = other.blocksByNumber
    if end == nil, choseOtherwise(snapshot, other, blocks, otherBlocks) { end = snapshot }
    if end != nil {
      report.omitted += 1
      return
    }
    seen = (seen.now, [])
    (toldBlocks, hasOtherBlocks) = ([], false)
    compareOutcome(of: snapshot, other)
    compareDecisions(of: snapshot, other)
    compareBlocks(of: snapshot, blocks, otherBlocks)
    compareMachine(of: snapshot, other)
    lastBlocks = (blocks, otherBlocks)
  }

  /// Tells what couldn't be compared.
  func finish() {
    guard let end else { return }
    observe(
      .omission(
        ReplayOmission(
          snapshot: end.sequence, action: end.action.description, reason: .otherChoice,
          count: report.omitted)))
  }

  /// Tells a difference, unless it follows from what was told or was there before.
  mutating func tell(
    _ kind: ReplayDifference.Kind, isConsequence: Bool = false, in snapshot: CaptureSnapshot
  ) {
    seen.now.insert(kind)
    guard !isConsequence, !seen.before.contains(kind) else { return }
    observe(
      .difference(
        ReplayDifference(
          snapshot: snapshot.sequence, action: snapshot.action.description, kind: kind,
          reference: .capture)))
  }
}

extension CaptureSnapshot {
  /// The blocks by number, each of which is there once.
  fileprivate var blocksByNumber: [UInt64: CaptureBlock] {
    Dictionary(blocks.lazy.map { ($0.index, $0) }) { first, _ in first }
  }

  /// Checks that the blocks can be.
  fileprivate func check(_ path: FilePath, _ line: Int) throws(InputError) {
    do throws(SnapshotError) {
      try checkBlocks()
    } catch {
      throw InputError(
        file: path.string, line: line, field: error.field, message: error.problem)
    }
  }

  /// What isn't the same in another capture's snapshot, so that they can't be compared.
  fileprivate func mismatch(
    with other: CaptureSnapshot
  ) -> (field: String, expected: String, found: String)? {
    if sequence != other.sequence { return ("seq", "\(other.sequence)", "\(sequence)") }
    if blockSize != other.blockSize {
      return ("block_size", "\(other.blockSize)", "\(blockSize)")
    }
    let (request, expected) = (action.request, other.action.request)
    return request == expected ? nil : ("action", expected, request)
  }
}

extension CaptureAction {
  /// The action without what came of it, as JSON.
  fileprivate var request: String {
    var details = details
    for outcome in ["rc", "error", "text", "reached"] { details[outcome] = nil }
    var writer = JSONWriter()
    CaptureAction(operation, details).write(to: &writer)
    return String(decoding: writer.bytes, as: UTF8.self)
  }
}
