// SPDX-License-Identifier: MIT

import AutoMovable
import Cases
import Conformance
import Generation
import Reports

/// Your port of `auto_movable_can_online_movable()`. With a mistake: it forgets that
/// memory for contiguous allocation (CMA) isn't for the kernel.
final class Port: Oracle {
  let hasMistake: Bool

  init(hasMistake: Bool) { self.hasMistake = hasMistake }

  func decide(
    _ batch: borrowing CaseBatch, into answers: inout MutableSpan<DecisionAnswer>
  ) throws(OracleError) {
    for index in batch.queries.indices {
      switch batch.queries[index] {
      case .canOnlineMovable(let pages, let groupID, let scope):
        let isAllowed = allows(
          pages, groupID, scope.nid, batch.state, batch.policy.autoMovableRatio)
        answers[index][.result] = isAllowed ? 1 : 0
      case .zone:
        answers[index] = .declined
      }
    }
  }

  private func allows(
    _ pages: UInt64, _ target: MemoryGroupID?, _ nid: Int32, _ machine: MemoryState,
    _ ratio: UInt32
  ) -> Bool {
    var (kernel, movable, needed): (UInt64, UInt64, UInt64) = (0, pages, 0)
    for node in machine.nodes where nid < 0 || node.id.rawValue == nid {
      for type in ZoneType.allCases where node[type].presentPages != 0 {
        let zone = node[type]
        if type == .movable {
          movable &+= zone.presentPages
        } else {
          kernel &+= zone.presentEarlyPages &- (hasMistake ? 0 : zone.cmaPages)
          movable &+= zone.cmaPages
        }
      }
    }
    var own: UInt64 = 0
    for group in machine.groups.groups where group.isDynamic {
      if group.id == target { own = group.presentKernelPages }
      guard group.id != target, ratio != 0, nid < 0 || group.nodeID.rawValue == nid
      else { continue }
      // The kernel reads the ratio into an int here.
      let divisor = UInt64(bitPattern: Int64(Int32(bitPattern: ratio)))
      let missing = group.presentMovablePages &* 100 / divisor &- group.presentKernelPages
      if Int64(bitPattern: missing) > 0 { needed &+= missing }
      movable &-= group.presentMovablePages
    }
    guard kernel > needed else { return false }
    return movable <= UInt64(ratio) &* (kernel &- needed &+ own) / 100
  }
}

let hasMistake = CommandLine.arguments.contains("--mistake")
let port = Implementation(
  name: "port", origin: "Examples/port", fields: DecisionAnswer.FieldSet(.result),
  make: { () throws(OracleError) in Port(hasMistake: hasMistake) })
let report = try await DifferentialRun(
  subject: port, reference: .c, sources: [RandomCases(seed: 1, size: 200_000)]
).run()
let declined = report.tallies.values.reduce(0) { $0 + $1.declined }
print("\(report.verdict): \(report.cases) cases, \(declined) of them declined")
for divergence in report.divergences.prefix(1) {
  print(DivergenceText(divergence, in: report).text())
}
