// SPDX-License-Identifier: MIT

import AutoMovable
import Testing

@testable import Cases
@testable import Conformance
@testable import Generation
@testable import Reports

/// What would have made memory movable, and that it would have.
struct RemedyTests {
  private static let block = Geometry.x86_64.minimumBlockPages

  /// A machine whose node 0 has boot memory, and a device of a node.
  private func vector(
    _ policy: Policy, boot pages: UInt64 = 16_777_216, maxPages: UInt64?, node: NodeID = 1,
    onlineType: OnlineType = .online
  ) throws -> DecisionVector {
    var zeroth = Node(id: 0)
    zeroth[.normal] = Zone(
      startPFN: 1 << 20, spannedPages: pages, presentPages: pages, presentEarlyPages: pages)
    var groups = MemoryGroupRegistry()
    if let maxPages {
      try groups.restore(MemoryGroup(id: 0, nodeID: node, kind: .static(maxPages: maxPages)))
    }
    return DecisionVector(
      id: "v", policy: policy, state: MemoryState(nodes: [zeroth], groups: groups),
      query: .zone(
        range: PageRange(startPFN: 1 << 26, pageCount: Self.block), onlineType: onlineType,
        nodeID: node, groupID: maxPages == nil ? nil : 0))
  }

  private func lines(_ vector: DecisionVector) throws -> [String] {
    var answers: [1 of DecisionAnswer] = [DecisionAnswer()]
    var span = answers.mutableSpan
    try Implementation.swift.makeOracle().decide(vector.batch, into: &span)
    let explanation = Explanation(of: vector, .init(name: "swift", answer: answers[0]))
    return "\(explanation)".split(separator: "\n", omittingEmptySubsequences: false)
      .map { $0.split(separator: " ").joined(separator: " ") }
  }

  /// The rows of remedies.
  private func remedies(_ vector: DecisionVector) throws -> [String] {
    let lines = try lines(vector)
    guard let start = lines.firstIndex(of: "Movable with") else { return [] }
    return lines[(start + 1)...].prefix { !$0.isEmpty }.map { $0 }
  }

  /// A card of 512 GiB on a node without boot memory: no ratio helps there.
  @Test
  func nodeWithoutBootMemory() throws {
    let pages: UInt64 = 134_217_728
    let vector = try vector(Policy(onlinePolicy: .autoMovable), maxPages: pages)
    let lines = try lines(vector)
    #expect(
      lines.contains {
        $0.contains(
          "Refused system-wide: the movable memory would be above the limit by")
      })
    #expect(
      try remedies(vector) == [
        "auto_movable_numa_aware=N, auto_movable_ratio=800 799 is not enough",
        "movable_node=Y, online_policy=contig-zones",
        "boot memory of node 1 44590608 pages (174182.06 MiB) more; one page less is not enough",
        "online_movable written to state in place of online",
      ])
    var raised = vector
    raised.policy.autoMovableRatio = 801
    let reason =
      "Refused: node 1 has no boot memory: with auto_movable_numa_aware=Y nothing becomes "
      + "movable there, whatever the ratio; with N the system-wide test decides."
    #expect(try self.lines(raised).contains(reason))
    #expect(try remedies(raised).first == "auto_movable_numa_aware=N")
    raised.policy.autoMovableRatio = .max
    #expect(try self.lines(raised).contains(reason))
  }

  /// The ratio named is the smallest one.
  @Test(arguments: [1, 100, 301, 799])
  func ratio(_ ratio: UInt32) throws {
    let pages: UInt64 = 134_217_728
    let vector = try vector(
      Policy(onlinePolicy: .autoMovable, autoMovableRatio: ratio), maxPages: pages, node: 0)
    #expect(try remedies(vector).first == "auto_movable_ratio=800 799 is not enough")
    let missing = (pages * 100 + UInt64(ratio) - 1) / UInt64(ratio) - 16_777_216
    #expect(
      try remedies(vector).contains {
        $0.hasPrefix("boot memory of node 0 \(missing) pages")
      })
    var enough = vector
    enough.policy.autoMovableRatio = 800
    #expect(try remedies(enough).isEmpty)
  }

  @Test
  func aRatioOfZero() throws {
    let vector = try vector(
      Policy(onlinePolicy: .autoMovable, autoMovableRatio: 0), maxPages: nil, node: 0)
    #expect(try remedies(vector).first == "auto_movable_ratio=1 0 is not enough")
  }

  /// 64 GiB on a machine of 64 GiB whose other node they are on.
  @Test
  func settings() throws {
    let contiguous = try vector(Policy(onlinePolicy: .contigZones), maxPages: 1 << 24)
    #expect(
      try remedies(contiguous) == [
        "movable_node=Y", "auto_movable_numa_aware=N, online_policy=auto-movable",
        "online_movable written to state in place of online",
      ])
    let aware = try vector(Policy(onlinePolicy: .autoMovable), maxPages: 1 << 24)
    #expect(
      try remedies(aware).prefix(2) == [
        "auto_movable_numa_aware=N", "movable_node=Y, online_policy=contig-zones",
      ])
    var ignored = aware
    ignored.policy.isMovableNodeEnabled = true
    #expect(
      try lines(ignored).contains("Remark: movable_node has no say under auto-movable."))
  }

  @Test
  func whatIsAskedForNeedsNone() throws {
    let policy = Policy(onlinePolicy: .autoMovable, autoMovableRatio: 0)
    for type in [OnlineType.onlineKernel, .onlineMovable] {
      #expect(
        try remedies(vector(policy, maxPages: nil, node: 0, onlineType: type)).isEmpty)
    }
  }

  /// No machine without boot memory has movable memory.
  @Test
  func noBootMemoryAtAll() throws {
    let vector = try vector(Policy(onlinePolicy: .autoMovable), boot: 0, maxPages: nil)
    #expect(
      try lines(vector).contains(
        "Refused: there is no boot memory, so nothing becomes movable, whatever the ratio."))
    #expect(
      try remedies(vector).contains(
        "boot memory of node 1 10887 pages (42.52 MiB) more; one page less is not enough"))
  }

  /// A device of 1 GiB that was registered by its bytes.
  @Test
  func bytesForPages() throws {
    let policy = Policy(onlinePolicy: .autoMovable)
    let remark =
      "Remark: Group 0 is a device of 4096 GiB, more than all memory there is, 64 GiB. If "
      + "1073741824 is its size in bytes, max_pages would be 262144, and the answer Movable of node 0."
    #expect(try lines(vector(policy, maxPages: 1 << 30, node: 0)).contains(remark))
    // In pages it may be any.
    #expect(
      try !lines(vector(policy, maxPages: 262_144, node: 0)).contains { $0.hasPrefix("Remark") })
  }

  /// Whatever is named holds when it is decided again, in odd states too.
  @Test
  func namesNothingThatDoesNotHold() throws {
    var random = SplitMix64(seed: 9, stream: 0)
    let counts: [UInt64] = [0, 1, 100, 1 << 20, 1 << 32, 1 << 57, 1 << 63, .max]
    var named = 0
    for _ in 0..<300 {
      func count() -> UInt64 { counts[random.below(counts.count)] &+ UInt64(random.below(3)) }
      var vector = try vector(
        Policy(
          onlinePolicy: .autoMovable,
          autoMovableRatio: UInt32(truncatingIfNeeded: count()),
          isAutoMovableNUMAAware: random.below(2) == 0),
        boot: count(), maxPages: max(1, count()), node: NodeID(Int32(random.below(2))))
      vector.state.nodes[0][.movable].presentPages = count()
      for line in try remedies(vector) {
        var changed = vector
        guard let match = line.firstMatch(of: #/auto_movable_ratio=(\d+) (\d+) is not/#),
          let ratio = UInt32(match.1)
        else { continue }
        named += 1
        if line.contains("numa_aware=N") { changed.policy.isAutoMovableNUMAAware = false }
        if line.contains("numa_aware=Y") { changed.policy.isAutoMovableNUMAAware = true }
        changed.policy.autoMovableRatio = ratio
        #expect(Redecision(vector: changed).isMovable())
        changed.policy.autoMovableRatio = ratio - 1
        #expect(!Redecision(vector: changed).isMovable())
      }
    }
    #expect(named > 20)
  }
}
