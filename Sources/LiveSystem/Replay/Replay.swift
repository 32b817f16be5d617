// SPDX-License-Identifier: MIT

import AutoMovable
public import SystemPackage
public import TextFiles

/// A replay of a capture: the first snapshot and the recorded steps go in, and
/// whatever the kernel decided, counted and printed is held against the subject.
///
/// What the kernel chose freely is input: which block went offline, which was
/// added, and in which order. After a difference the replay goes on from what
/// the kernel did, as far as operations lead there, and tells each difference
/// once.
public struct Replay<Subject: ReplaySubject> {
  /// What the replay has come to so far.
  public internal(set) var report = ReplayReport()

  var subject: Subject
  let observe: (ReplayEvent, Subject) -> Void
  var meta: CaptureMeta?
  var lastSequence: Int?

  /// Whether something wasn't recorded.
  var hasGaps = false

  var blockPages = Geometry.x86_64.minimumBlockPages

  /// The numbers of the blocks at the last snapshot.
  var blocks: [UInt64] = []

  /// The devices at the last snapshot.
  var devices: [CaptureDevice] = []

  /// The groups by their address in the kernel.
  var groups: [UInt64: KnownGroup] = [:]

  /// The groups by the name of their device. That of other memory has no name.
  var deviceGroups: [String: MemoryGroupID] = [:]

  /// The groups among them that nobody has seen: after a gap, a DIMM's follows from its size.
  var assumedGroups: Set<MemoryGroupID> = []

  /// The devices that have online memory but no known group, and whether that
  /// must be dynamic; other memory is of the device without a name.
  var unsettledDevices: [String: Bool] = [:]

  /// What has been seen of blocks since the last snapshot.
  var moves: [UInt64: BlockMove] = [:]

  /// By how much counters differed when that was told last.
  var toldDeltas: [ReplayDifference.Counter: UInt64] = [:]

  /// What couldn't be replayed since the last snapshot.
  var omissions: [(reason: ReplayOmission.Reason, count: Int)] = []

  /// Creates a replay that hasn't seen anything yet.
  ///
  /// - Parameters:
  ///   - subject: Any machine; it is booted anew.
  ///   - observe: Is told of every decision, difference and omission in order,
  ///     and shown the subject as it is then.
  public init(subject: Subject, observe: @escaping (ReplayEvent, Subject) -> Void) {
    self.subject = subject
    self.observe = observe
  }
}

extension Replay {
  /// What is known of a group besides its counters.
  struct KnownGroup {
    let id: MemoryGroupID
    let kind: MemoryGroup.Kind
    let nodeID: NodeID
  }

  /// What has been seen of a block since the last snapshot.
  struct BlockMove {
    /// A decision that waits for its pages to go online.
    struct Decision {
      let task: String?
      let onlineType: OnlineType
      let kernel: ReplayAnswer
      /// Whether the subject may decide otherwise: it did, which is told, or it doesn't
      /// know all groups.
      let mayDiffer: Bool
    }

    var decisions: [Decision] = []

    /// The pages that were counted, of a block that is not all counted yet.
    var pages: Int64 = 0

    /// The pages before the lowest of those.
    var memmapPages: UInt64 = 0

    /// Whether the block changed in a way that can't be replayed.
    var isUnknown = false
  }
}

extension Replay {
  /// Replays a file.
  ///
  /// - Throws: The first thing that is wrong with the file; what was observed
  ///   until then isn't the whole.
  public static func run(
    path: FilePath, subject: Subject, observe: @escaping (ReplayEvent, Subject) -> Void
  ) throws(InputError) -> ReplayReport {
    var reader = try CaptureReader(path: path)
    var replay = Replay(subject: subject, observe: observe)
    while let record = try reader.next() {
      try replay.take(record, path: path, line: reader.lineNumber)
    }
    return replay.report
  }

  /// Takes the next line of a capture.
  ///
  /// - Throws: What the line says that can't be.
  public mutating func take(
    _ record: CaptureRecord, path: FilePath, line: Int
  ) throws(InputError) {
    do throws(SnapshotError) {
      try take(record)
    } catch {
      throw InputError(
        file: path.string, line: line, field: error.field, message: error.problem)
    }
  }

  mutating func take(_ record: CaptureRecord) throws(SnapshotError) {
    switch record {
    case .meta(let meta):
      self.meta = meta
    case .end: return
    case .snapshot(let snapshot):
      try snapshot.checkBlocks()
      if lastSequence == nil {
        try start(snapshot)
      } else {
        try step(to: snapshot)
      }
      blocks = snapshot.blocks.map(\.index)
      devices = snapshot.devices
      moves.removeAll(keepingCapacity: true)
      tellOmissions(in: snapshot)
      lastSequence = snapshot.sequence
    }
  }

  private mutating func start(_ snapshot: CaptureSnapshot) throws(SnapshotError) {
    blockPages = snapshot.blockSize / Geometry.x86_64.pageSize
    do throws(ReplayBootError) {
      try subject.boot(ReplayBoot(snapshot, of: meta))
    } catch {
      throw SnapshotError(field: "zones", problem: "no machine boots so: \(error)")
    }
    compareBootMemory(in: snapshot)
    followGroups(of: snapshot)
    if snapshot.blocks.contains(where: {
      $0.isOnline && subject.block(MemoryBlockID($0.index)) == nil
    }) {
      hasGaps = true
      omit(follow(snapshot), .unrecorded)
    }
    omit(snapshot.steps?.count ?? 0, .beforeFirstSnapshot)
  }

  private mutating func step(to snapshot: CaptureSnapshot) throws(SnapshotError) {
    if let steps = snapshot.steps, let lastSequence, snapshot.sequence - 1 == lastSequence {
      // Parameters and `valid_zones` are read after the action: what it writes
      // to a parameter is in force for all steps.
      var action = PendingAction(snapshot.action)
      if action?.isOfBlock == false { perform(&action, in: snapshot) }
      compareParameters(in: snapshot)
      registerGroups(of: snapshot, asNumbered: false)
      let policy = snapshot.parameters.policy(
        isMovableNodeEnabled: meta?.isMovableNodeEnabled ?? false)
      for (index, step) in steps.enumerated() {
        do throws(SnapshotError) {
          switch step {
          case .decision(let decision):
            try replay(decision, policy: policy, in: snapshot)
          case .adjustment(let adjustment):
            try replay(adjustment, &action, in: snapshot)
          }
        } catch {
          throw SnapshotError(
            field: "decisions[\(index)].\(error.field)", problem: error.problem)
        }
      }
      perform(&action, in: snapshot)
      leaveUnfinishedMoves()
      settle(snapshot)
    } else {
      hasGaps = true
      writeParameters(of: snapshot)
      followGroups(of: snapshot)
      settle(snapshot)
      omit(follow(snapshot), .unrecorded)
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
            reason: omission.reason, count: omission.count)),
        subject)
    }
    omissions = []
  }

  /// Tells a difference.
  func tell(_ kind: ReplayDifference.Kind, in snapshot: CaptureSnapshot) {
    observe(
      .difference(
        ReplayDifference(
          snapshot: snapshot.sequence, action: snapshot.action.description, kind: kind,
          reference: .replay)),
      subject)
  }
}
