// SPDX-License-Identifier: MIT

import AutoMovable

/// The online sections of a machine, with what the policy's own map of them
/// leaves out.
struct SectionMap: Sendable {
  /// What is known of one online section.
  struct Section: Sendable {
    let zone: ZoneType
    let nodeID: NodeID
    var groupID: MemoryGroupID?
    /// The pages that are online, 1 to 32768.
    var pages: UInt64
  }

  private var online: [UInt64: Section] = [:]

  /// The same sections as the policy looks at them.
  private(set) var runs: [SectionRun] = []

  /// What is known of a section, or `nil` if it is offline.
  subscript(section: UInt64) -> Section? { online[section] }

  /// The online sections in no particular order.
  var sections: [UInt64: Section] { online }

  /// Brings pages of a section online.
  mutating func add(_ pages: UInt64, to number: UInt64, as section: Section) {
    if online[number] != nil {
      online[number]?.pages += pages
    } else {
      var section = section
      section.pages = pages
      online[number] = section
      insert(number, section)
    }
  }

  /// Takes pages of a section offline.
  ///
  /// - Returns: Whether none is left.
  @discardableResult
  mutating func remove(_ pages: UInt64, from number: UInt64) -> Bool {
    guard let section = online[number] else { return true }
    if section.pages > pages {
      online[number]?.pages -= pages
      return false
    }
    online[number] = nil
    cut(number)
    return true
  }

  /// Puts the sections of a device that have no group into one.
  mutating func claim(_ device: CaptureDevice, for groupID: MemoryGroupID) {
    for (number, section) in online where section.groupID == nil {
      let address = number * MemoryGeometry.pagesPerSection * MemoryGeometry.pageSize
      if device.contains(address) { online[number]?.groupID = groupID }
    }
  }

  /// Takes all sections out of a group that no longer exists.
  mutating func release(_ groupID: MemoryGroupID) {
    for (number, section) in online where section.groupID == groupID {
      online[number]?.groupID = nil
    }
  }

  /// Puts a section into the runs, joining neighbours.
  private mutating func insert(_ number: UInt64, _ section: Section) {
    let index = firstRun(endingAfter: number)
    let joinsLower = index > 0 && runs[index - 1].continues(at: number, as: section)
    let joinsUpper =
      index < runs.count && runs[index].firstSection == number + 1
      && runs[index].isLike(section)
    switch (joinsLower, joinsUpper) {
    case (true, true):
      runs[index - 1].sectionCount += 1 + runs[index].sectionCount
      runs.remove(at: index)
    case (true, false):
      runs[index - 1].sectionCount += 1
    case (false, true):
      runs[index].firstSection -= 1
      runs[index].sectionCount += 1
    case (false, false):
      runs.insert(
        SectionRun(
          firstSection: number, sectionCount: 1, zone: section.zone, nodeID: section.nodeID),
        at: index)
    }
  }

  /// Takes a section out of its run.
  private mutating func cut(_ number: UInt64) {
    let index = firstRun(endingAfter: number)
    let run = runs[index]
    let before = number - run.firstSection
    let after = run.endSection - number - 1
    var parts: [SectionRun] = []
    if before > 0 {
      var part = run
      part.sectionCount = before
      parts.append(part)
    }
    if after > 0 {
      var part = run
      part.firstSection = number + 1
      part.sectionCount = after
      parts.append(part)
    }
    runs.replaceSubrange(index...index, with: parts)
  }

  private func firstRun(endingAfter number: UInt64) -> Int {
    var lower = 0
    var upper = runs.count
    while lower < upper {
      let middle = (lower + upper) / 2
      if runs[middle].endSection > number { upper = middle } else { lower = middle + 1 }
    }
    return lower
  }
}

extension SectionRun {
  fileprivate func isLike(_ section: SectionMap.Section) -> Bool {
    zone == section.zone && nodeID == section.nodeID
  }

  fileprivate func continues(at number: UInt64, as section: SectionMap.Section) -> Bool {
    endSection == number && isLike(section)
  }
}
