// SPDX-License-Identifier: MIT

import Testing

@testable import AutoMovable
@testable import Cases
@testable import Conformance
@testable import Generation

/// Planted mistakes are found, each by a history that can't be shorter.
@Suite("Planted mistakes in explorations")
struct ExplorationFaultTests {
  @Test("Every mistake is found", arguments: HistoryFault.allCases)
  func isFound(_ fault: HistoryFault) async throws {
    var run = ExplorationRun(
      scope: Self.scope(of: fault), subject: .history(fault), reference: .c)
    run.jobs = 2
    let report = try await run.run()
    let divergence = try #require(report.divergences.first)
    #expect(divergence.shrunk.steps.count <= 7, "\(divergence.shrunk.lines)")
    // Every operation is needed.
    for index in divergence.shrunk.steps.indices.dropLast() {
      var shorter = divergence.shrunk
      shorter.steps.remove(at: index)
      #expect(try !goesWrong(shorter, fault), "\(divergence.shrunk.lines)")
    }
  }

  private func goesWrong(_ trace: Trace, _ fault: HistoryFault) throws -> Bool {
    let comparison = try Implementation.makeHistoryComparison(.history(fault), .c)
    var tally = Tally()
    return try comparison.compare(History(trace), checksInvariants: false, &tally).difference
      != nil
  }

  /// A scope of one boot state that has what the mistake is about.
  private static func scope(of fault: HistoryFault) -> ExplorationScope {
    ExplorationScope(name: "for \(fault)", words: "for tests") { boots(for: fault) }
  }

  private static func boots(for fault: HistoryFault) -> [ExploredBoot] {
    let block = BootShape.blockPages
    var settings = BootSettings()
    settings.parameters = BootSettings.autoMovable([100])
    var shape = BootShape.oneBlock(added: 1)
    switch fault {
    case .octalReadAsDecimal, .twoNewlinesTaken, .emptyWriteRefused,
      .oddAutoOnlineMeansOffline, .tooLargeIsInvalid, .readOnlyIsForbidden:
      settings.writesParameters = true
    case .zoneSpanKeptOnRefusal, .refusalIsBusy:
      settings.hasNotifier = true
      settings.notifierErrno = 110
    case .groupNotAdjustedOnOffline, .groupCountsAllAsKernel, .groupNotErased,
      .dynamicMarkLost:
      settings.groupKinds = [.dynamic(unitPages: block)]
      settings.maximumGroups = (0, 1)
      shape = .oneBlock(added: 2)
    case .unitTakenForBlock:
      settings.groupKinds = [.dynamic(unitPages: 2 * block)]
      settings.maximumGroups = (0, 1)
      shape = .twoBlocks
    case .thirdZoneNotPrinted, .runInOtherZone:
      settings.groupKinds = [.dynamic(unitPages: 2 * block)]
      settings.maximumGroups = (0, 1)
      settings.autoOnlineTypes = [fault == .runInOtherZone ? .online : .offline]
      shape = .holeInDMA32
    case .vmemmapPagesForgotten:
      settings.parameters = BootSettings.withOwnMap(settings.parameters)
    case .nodeTestDropped:
      shape = .twoNodes
    case .emptyNodeStaysOnline:
      shape = .nodeWithoutMemory
    case .movableNodeForgotten:
      settings.parameters = [BootSettings.contigZones[1]]
    case .addedRunsForgotten:
      settings.autoOnlineTypes = [.online]
      shape = .oneBlock(added: 2)
    case .restoredRunsForgotten:
      shape = .partOfBlock
    default: break
    }
    return settings.boots(shape)
  }
}
