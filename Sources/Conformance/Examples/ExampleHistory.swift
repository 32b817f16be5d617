// SPDX-License-Identifier: MIT

import AutoMovable

/// A worked history of one node: devices whose blocks are onlined one by one,
/// each to the zone that is known beforehand.
///
/// It knows nothing of the policy; it only keeps the books.
struct ExampleHistory {
  /// One onlined block.
  struct Step {
    /// The position of the device.
    let device: Int
    /// The zone that the block goes to.
    let zone: ZoneType
  }

  /// What the ids of its vectors start with.
  let name: String

  /// What it shows.
  let note: String

  /// The ratio in percent.
  let ratio: UInt32

  /// The node with its boot memory.
  let boot: Node

  /// The devices.
  let devices: [ExampleDevice]

  /// The blocks in the order of their onlining.
  let steps: [Step]
}

extension ExampleHistory {
  /// The decisions worth keeping: of every device the first, the last and those
  /// beside a change of the zone. The first carries the note.
  var vectors: [DecisionVector] {
    let turns = turningPoints
    var state = ExampleMachine.state([boot])
    let groupIDs = devices.map { device in
      device.groupKind.flatMap { try? state.groups.register($0, nodeID: boot.id) }
    }
    var nextBlock = Array(repeating: 0, count: devices.count)
    var vectors: [DecisionVector] = []
    for (index, step) in steps.enumerated() {
      let range = devices[step.device].block(nextBlock[step.device])
      let groupID = groupIDs[step.device]
      if turns[index] {
        vectors.append(
          DecisionVector(
            id: "\(name)-block-\(index + 1)",
            policy: Policy(onlinePolicy: .autoMovable, autoMovableRatio: ratio),
            state: state.keepingSections(around: range, of: groupID),
            query: .zone(
              range: range, onlineType: .online, nodeID: boot.id, groupID: groupID),
            expect: .zone(step.zone, boot.id),
            note: vectors.isEmpty ? note : nil))
      }
      state.online(range, to: step.zone, groupID: groupID)
      nextBlock[step.device] += 1
    }
    return vectors
  }

  /// Whether each step is the first or last of its device or lies beside a
  /// change of the device's zone.
  private var turningPoints: [Bool] {
    var isTurn = Array(repeating: false, count: steps.count)
    var previous: [Int?] = Array(repeating: nil, count: devices.count)
    for (index, step) in steps.enumerated() {
      if let before = previous[step.device] {
        if steps[before].zone != step.zone {
          isTurn[before] = true
          isTurn[index] = true
        }
      } else {
        isTurn[index] = true
      }
      previous[step.device] = index
    }
    for last in previous {
      if let last { isTurn[last] = true }
    }
    return isTurn
  }
}

extension MemoryState {
  /// Keeps the books of one hotplugged block of node 0 that goes online.
  fileprivate mutating func online(
    _ range: PageRange, to type: ZoneType, groupID: MemoryGroupID?
  ) {
    var zone = nodes[0][type]
    if zone.spannedPages == 0 { zone.startPFN = range.startPFN }
    let end = max(zone.endPFN, range.endPFN)
    zone.startPFN = min(zone.startPFN, range.startPFN)
    zone.spannedPages = end - zone.startPFN
    zone.presentPages += range.pageCount
    nodes[0][type] = zone
    if let groupID {
      groups.update(groupID) { group in
        if type == .movable {
          group.presentMovablePages += range.pageCount
        } else {
          group.presentKernelPages += range.pageCount
        }
      }
    }
    insertSections(of: range, zone: type)
  }

  private mutating func insertSections(of range: PageRange, zone: ZoneType) {
    let run = SectionRun(
      firstSection: range.startPFN / MemoryGeometry.pagesPerSection,
      sectionCount: range.pageCount / MemoryGeometry.pagesPerSection,
      zone: zone, nodeID: nodes[0].id)
    let position = sections.firstIndex { $0.firstSection > run.firstSection } ?? sections.count
    if position > 0, sections[position - 1].endSection == run.firstSection,
      sections[position - 1].zone == zone
    {
      sections[position - 1].sectionCount += run.sectionCount
    } else {
      sections.insert(run, at: position)
    }
  }
}
