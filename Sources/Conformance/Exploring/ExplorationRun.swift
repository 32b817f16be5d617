// SPDX-License-Identifier: MIT

import Cases

/// An exploration of a scope by two implementations in step.
public struct ExplorationRun: Sendable {
  /// The scope.
  public var scope: ExplorationScope

  /// The implementation under test.
  public var subject: Implementation

  /// The implementation that it is compared with.
  public var reference: Implementation

  /// The properties to check. If there are any, each is explored with the operations
  /// that it is about, those that are about all of them together.
  public var properties: [any ExploredProperty] = []

  /// The part of the boot states to explore.
  public var shard = Shard.whole

  /// Whether to end at the first boot state from which the machines come to differ.
  public var failsFast = false

  /// The number of threads, 1 or more; the outcome doesn't depend on it.
  public var jobs = 1

  /// The bytes that the states of one thread may take.
  public var memory = Self.defaultMemory

  /// The version of the program that explores, which a checkpoint has to be of.
  public var version = ""

  /// Keeps how far the run has come, if anybody wants it: called now and then by any
  /// thread, and at the end.
  public var saveCheckpoint: (@Sendable (ExplorationCheckpoint) throws(CheckpointError) -> Void)?

  /// The bytes unless others are asked for: 1 GiB.
  public static let defaultMemory = 1 << 30

  /// Creates a run.
  public init(scope: ExplorationScope, subject: Implementation, reference: Implementation) {
    self.scope = scope
    self.subject = subject
    self.reference = reference
  }
}

extension ExplorationRun {
  /// Explores all boot states of the shard.
  ///
  /// - Parameter checkpoint: How far it has come before, if it has: the outcome is that
  ///   of a run without a break.
  /// - Throws: `RunError` if there is no verdict.
  public func run(
    control: RunControl = RunControl(), from checkpoint: ExplorationCheckpoint? = nil
  ) async throws(RunError) -> ExplorationReport {
    let parts = parts
    if let checkpoint {
      do throws(CheckpointError) {
        try check(checkpoint, partCount: parts.count)
      } catch {
        throw .checkpoint(error)
      }
    }
    let progress = ExplorationProgress(of: self, from: checkpoint)
    var report = ExplorationReport(
      scope: scope, subject: subject, reference: reference, shard: shard, memory: memory,
      jobs: jobs)
    for part in parts.indices where report.stop == nil {
      try await explore(parts[part], part, progress, control, &report)
    }
    report.properties.sort { position(of: $0.property) < position(of: $1.property) }
    do throws(CheckpointError) {
      try progress.finish()
    } catch {
      throw .checkpoint(error)
    }
    report.elapsed = progress.start.duration(to: .now)
    return report
  }

  /// The properties that can be checked together: those with the same boot states and
  /// operations. Without properties there is one exploration, too.
  private var parts: [[any ExploredProperty]] {
    guard !properties.isEmpty else { return [[]] }
    var parts: [(about: [[Bool]], properties: [any ExploredProperty])] = []
    let boots = scope.makeBoots()
    for property in properties {
      let about = boots.map { boot in
        [property.isAbout(boot.machine)] + boot.operations.map { property.isAbout($0) }
      }
      if let index = parts.firstIndex(where: { $0.about == about }) {
        parts[index].properties.append(property)
      } else {
        parts.append((about, [property]))
      }
    }
    return parts.map(\.properties)
  }

  private func position(of property: any ExploredProperty) -> Int {
    properties.firstIndex { $0.name == property.name } ?? 0
  }

  /// Explores with some properties, or with none.
  private func explore(
    _ properties: [any ExploredProperty], _ part: Int, _ progress: ExplorationProgress,
    _ control: RunControl, _ report: inout ExplorationReport
  ) async throws(RunError) {
    let boots = scope.makeBoots()
    let range = shard.range(of: UInt64(boots.count))
    let indices = (Int(range.lowerBound)..<Int(range.upperBound)).filter { index in
      properties.first?.isAbout(boots[index].machine) ?? true
    }
    guard !indices.isEmpty || !properties.isEmpty else { throw .noCases }
    let queue = BootQueue(
      indices.map { ($0, boots[$0]) }, done: progress.outcomes(ofPart: part),
      failsFast: failsFast
    ) { index, outcome throws(CheckpointError) in
      try progress.note(outcome, of: index, inPart: part)
    }
    await withTaskGroup(of: Void.self) { group in
      for _ in 0..<max(1, min(jobs, indices.count)) {
        group.addTask { work(queue, properties, control) }
      }
    }
    try report.add(
      queue.outcomes, of: indices, boots, properties, control, subject, reference)
  }

  /// One thread's work: boot states, until there are none.
  private func work(
    _ queue: BootQueue, _ properties: [any ExploredProperty], _ control: RunControl
  ) {
    do throws(OracleError) {
      let machines = (try subject.makeMachine(), try reference.makeMachine())
      // Compiled for the pair that is nearly always asked for.
      if let core = machines.0 as? CoreMachine, let port = machines.1 as? ReferenceMachine {
        return explore(core, port, queue, properties, control)
      }
      guard let left = machines.0 as? any ExplorableMachine,
        let right = machines.1 as? any ExplorableMachine
      else { throw OracleError("\(subject.name) or \(reference.name) can't be explored") }
      explore(left, right, queue, properties, control)
    } catch {
      while let item = queue.take() { queue.finish(item.index, .failure(.oracle(error))) }
    }
  }

  private func explore(
    _ subject: some ExplorableMachine, _ reference: some ExplorableMachine,
    _ queue: BootQueue, _ properties: [any ExploredProperty], _ control: RunControl
  ) {
    var exploration = BootExploration(
      subject, reference, properties: properties, memory: memory)
    while !control.isStopRequested, let (index, boot) = queue.take() {
      let boot = properties.isEmpty ? boot : boot.limited { properties[0].isAbout($0) }
      do {
        queue.finish(index, .success(try exploration.explore(boot, control)))
      } catch {
        queue.finish(index, .failure(.oracle(error)))
      }
    }
  }
}

extension ExploredBoot {
  /// The boot state with some of the operations only.
  fileprivate func limited(_ isTaken: (TraceOperation) -> Bool) -> ExploredBoot {
    ExploredBoot(
      machine, added: blocks, operations: operations.filter(isTaken),
      maximumGroups: maximumGroups)
  }
}
