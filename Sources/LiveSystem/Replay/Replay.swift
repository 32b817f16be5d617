// SPDX-License-Identifier: MIT

import AutoMovable
public import SystemPackage
public import TextFiles

/// A replay of a capture: the first snapshot and the recorded steps go in, and
/// whatever the kernel decided and counted is held against the model.
///
/// Memory that goes offline is input, for that doesn't depend on the policy.
/// After a difference the replay goes on from what the kernel did, so that
/// each difference is told once.
public struct Replay<Model: ReplayModel> {
  /// What the replay has come to so far.
  public internal(set) var report = ReplayReport()

  let model: Model
  let observe: (ReplayEvent) -> Void
  var machine: ReplayMachine?
  var meta: CaptureMeta?
  var lastSequence: Int?

  /// What couldn't be replayed since the last snapshot.
  var omissions: [(reason: ReplayOmission.Reason, count: Int)] = []

  /// Creates a replay that hasn't seen anything yet.
  ///
  /// - Parameters:
  ///   - model: What to predict with.
  ///   - observe: Is told of every decision, difference and omission in order.
  public init(model: Model, observe: @escaping (ReplayEvent) -> Void) {
    self.model = model
    self.observe = observe
  }
}

extension Replay where Model == CoreModel {
  /// Creates a replay with the core.
  public init(observe: @escaping (ReplayEvent) -> Void) {
    self.init(model: CoreModel(), observe: observe)
  }
}

extension Replay {
  /// Replays a file.
  ///
  /// - Throws: The first thing that is wrong with the file; what was observed
  ///   until then isn't the whole.
  public static func run(
    path: FilePath, model: Model, observe: @escaping (ReplayEvent) -> Void
  ) throws(InputError) -> ReplayReport {
    var reader = try CaptureReader(path: path)
    var replay = Replay(model: model, observe: observe)
    while let record = try reader.next() {
      do {
        try replay.take(record)
      } catch {
        throw InputError(
          file: path.string, line: reader.lineNumber, field: error.field,
          message: error.problem)
      }
    }
    return replay.report
  }

  /// Takes the next line of a capture.
  mutating func take(_ record: CaptureRecord) throws(SnapshotError) {
    switch record {
    case .meta(let meta):
      self.meta = meta
    case .snapshot(let snapshot):
      try snapshot.checkBlocks()
      if machine == nil {
        start(snapshot)
      } else {
        try step(to: snapshot)
      }
      tellOmissions(in: snapshot)
      lastSequence = snapshot.sequence
    }
  }

  private mutating func start(_ snapshot: CaptureSnapshot) {
    var machine = ReplayMachine(blockPages: snapshot.blockSize / MemoryGeometry.pageSize)
    machine.adopt(snapshot, isBoot: true)
    self.machine = machine
    omit(snapshot.steps?.count ?? 0, .beforeFirstSnapshot)
  }

  private mutating func step(to snapshot: CaptureSnapshot) throws(SnapshotError) {
    if let steps = snapshot.steps, let lastSequence, snapshot.sequence - 1 == lastSequence {
      // The parameters are read after the action, and so are `valid_zones`: if
      // the action is to write a parameter, its new value is in force for both.
      let policy = snapshot.parameters.policy(
        isMovableNodeEnabled: meta?.isMovableNodeEnabled ?? false)
      for (index, step) in steps.enumerated() {
        do {
          switch step {
          case .decision(let decision):
            try replay(decision, policy: policy, in: snapshot)
          case .adjustment(let adjustment):
            try replay(adjustment, in: snapshot)
          }
        } catch {
          throw SnapshotError(
            field: "decisions[\(index)].\(error.field)", problem: error.problem)
        }
      }
    } else {
      let changed = changedBlocks(in: snapshot)
      if changed > 0 {
        omit(changed, .unrecorded)
        machine?.adopt(snapshot, isBoot: false)
        machine?.forgetWhatIsGone(in: snapshot)
        return
      }
    }
    compare(snapshot)
  }
}

extension Replay {
  /// Notes that something can't be replayed.
  mutating func omit(_ count: Int, _ reason: ReplayOmission.Reason) {
    guard count > 0 else { return }
    report.omitted += count
    if let index = omissions.firstIndex(where: { $0.reason == reason }) {
      omissions[index].count += count
    } else {
      omissions.append((reason, count))
    }
  }

  private mutating func tellOmissions(in snapshot: CaptureSnapshot) {
    for omission in omissions {
      observe(
        .omission(
          ReplayOmission(
            snapshot: snapshot.sequence, action: snapshot.action.description,
            reason: omission.reason, count: omission.count)))
    }
    omissions = []
  }

  /// Tells a difference.
  func tell(_ kind: ReplayDifference.Kind, in snapshot: CaptureSnapshot) {
    observe(
      .difference(
        ReplayDifference(
          snapshot: snapshot.sequence, action: snapshot.action.description, kind: kind)))
  }
}
