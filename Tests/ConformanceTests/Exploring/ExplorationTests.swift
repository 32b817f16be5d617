// SPDX-License-Identifier: MIT

import Testing

@testable import AutoMovable
@testable import Cases
@testable import Conformance
@testable import Reports

@Suite("Exploration")
struct ExplorationTests {
  /// docs/explore.md derives the number: the boot block is in one of 12 states, or gone,
  /// or added again and in one of 12; the other is gone or in one of 12.
  @Test("The smallest scope has the states that one counts by hand")
  func smallest() async throws {
    let report = try await Self.run(.smallest).run()
    #expect(report.isComplete)
    #expect(report.states == (12 + 1 + 12) * (1 + 12))
    // Every operation is tried in every state.
    let boots = ExplorationScope.smallest.makeBoots()
    #expect(report.steps == report.states * UInt64(boots[0].operations.count))
  }

  /// Without a table of digests, without going back, and with whole images.
  @Test("A search that does without the engine finds the same states")
  func bruteForce() async throws {
    let boot = ExplorationScope.smallest.makeBoots()[0]
    var paths: [[TraceOperation]] = [[]]
    var known: Set<StateImage> = []
    var next = 0
    while next < paths.count {
      let path = paths[next]
      next += 1
      for operation in path.isEmpty ? [nil] + boot.operations : boot.operations as [TraceOperation?]
      {
        let longer = path + [operation].compactMap(\.self)
        var machine = try CoreMachine()
        try machine.boot(boot.machine)
        for operation in longer { _ = machine.apply(operation) }
        var image = StateImage()
        machine.write(&image, blocks: boot.blocks)
        if known.insert(image).inserted, operation != nil { paths.append(longer) }
      }
    }
    let report = try await Self.run(.smallest).run()
    #expect(UInt64(known.count) == report.states)
    #expect(paths.map(\.count).max() == report.depth)
  }

  @Test("The outcome doesn't depend on the number of jobs, and shards add up")
  func jobsAndShards() async throws {
    var run = Self.run(Self.several)
    let alone = try await run.run()
    run.jobs = 3
    let together = try await run.run()
    #expect(alone.counts == together.counts)
    #expect(alone.states == together.states)
    #expect(alone.depth == together.depth)
    var counts = OperationCounts()
    for index in 1...2 {
      run.shard = try #require(Shard(index: index, of: 2))
      counts.add(try await run.run().counts)
    }
    #expect(counts == alone.counts)
  }

  @Test("States that don't fit are no success")
  func memory() async throws {
    var run = Self.run(.smallest)
    run.memory = 2 * StateStore.bytesPerState * 300
    let report = try await run.run()
    #expect(report.stop == .memory)
    #expect(!report.isComplete)
    #expect(report.states == 300)
    #expect(ExplorationText(report).text().contains("NOT COMPLETED"))
  }

  @Test("The port goes back to where it was", arguments: [0, 1, 2])
  func goingBack(_ seed: Int) throws {
    let boot = Self.several.makeBoots()[seed]
    let port = try ReferenceMachine()
    try port.boot(boot.machine)
    func image() -> StateImage {
      var image = StateImage(keepsParts: true)
      port.write(&image, blocks: boot.blocks)
      return image
    }
    // Every other operation, so that there is something to go back to.
    var saved: [(state: ReferenceMachine.Saved, image: StateImage)] = []
    for (index, operation) in boot.operations.enumerated() where index % 2 == 0 {
      saved.append((port.save(), image()))
      _ = port.apply(operation)
    }
    for entry in saved.reversed() + saved {
      port.restore(entry.state)
      #expect(image().differences(from: entry.image).isEmpty)
    }
  }

  static func run(_ scope: ExplorationScope) -> ExplorationRun {
    ExplorationRun(scope: scope, subject: .swift, reference: .c)
  }

  /// A few small boot states, with a group and a notifier.
  static let several = ExplorationScope(name: "several", words: "for tests") {
    var settings = BootSettings()
    settings.hasNotifier = true
    settings.hasMisuse = false
    settings.onlineTypes = [.offline, .online]
    settings.groupKinds = [.dynamic(unitPages: BootShape.blockPages)]
    settings.maximumGroups = (0, 1)
    settings.parameters = BootSettings.autoMovable([100, 301]) + [BootSettings.contigZones[0]]
    return settings.boots(.oneBlock(added: 1))
  }
}
