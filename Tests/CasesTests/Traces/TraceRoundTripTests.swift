// SPDX-License-Identifier: MIT

import AutoMovable
import CaseSupport
import Testing

@testable import Cases
@testable import Generation

/// Encoding and decoding of traces undo each other.
struct TraceRoundTripTests {
  @Test
  func decodesTheMachine() throws {
    guard case .machine(let machine, let note) = try TraceFileLine.machine.decoded else {
      Issue.record("no machine")
      return
    }
    #expect(note == "n")
    #expect(machine.parameters.policy.onlinePolicy == .autoMovable)
    #expect(machine.parameters.policy.autoMovableRatio == 301)
    #expect(machine.parameters.policy.isMovableNodeEnabled)
    #expect(machine.parameters.isMemmapOnMemoryEnabled)
    #expect(machine.blockPages == 65536)
    #expect(machine.possibleNodes == [0, 1])
    #expect(machine.autoOnlineType == .onlineKernel)
    #expect(machine.nodes.map(\.id) == [1])
    #expect(machine.nodes[0][.normal].startPFN == 1_048_576)
  }

  @Test
  func encodesTheMachineCanonically() throws {
    #expect(
      try TraceFileLine.machine.decoded.text == """
        {"machine":{"params":{"online_policy":"auto-movable",\
        "auto_movable_ratio":301,"auto_movable_numa_aware":true,\
        "memmap_on_memory":true},"block_size_bytes":268435456,"nodes":\
        [{"nid":1,"zones":[{"zone":"Normal","present_pages":65536,\
        "present_early_pages":65536,"zone_start_pfn":1048576,\
        "spanned_pages":65536}]}],"possible_nids":[0,1],"movable_node":true,\
        "auto_online_blocks":"online_kernel","kernel":"6.12"},"note":"n"}
        """)
  }

  @Test
  func keepsBootMemory() throws {
    let line = TraceFileLine.holes
    guard case .machine(let machine, _) = try line.decoded else {
      Issue.record("no machine")
      return
    }
    #expect(
      machine.memory == [
        BootMemory(PageRange(startPFN: 1, pageCount: 158), nodeID: 0),
        BootMemory(PageRange(startPFN: 256, pageCount: 786144), nodeID: 0),
      ])
    #expect(try line.decoded.text == line.text)
    #expect(try machine.boot().block(24) == nil)
  }

  /// The lines are canonical, so that they come out as they went in.
  @Test(arguments: TraceFileLine.operations.indices)
  func keepsOperations(_ index: Int) throws {
    let line = TraceFileLine.operations[index]
    let decoded = try line.decoded
    #expect(decoded.text == line.text)
    #expect(try TraceFileLine(decoded.text).decoded == decoded)
  }

  @Test
  func decodesOperations() throws {
    let steps = try TraceFileLine.operations.map { line in
      guard case .step(let step) = try line.decoded else { throw CancellationError() }
      return step
    }
    let first = TraceStep(
      .registerGroup(.static(maxPages: .max), -1), expect: .init(returns: -22), note: "n")
    #expect(steps[0] == first)
    #expect(
      steps[3].operation
        == .addMemory(
          PageRange(startPFN: 1, pageCount: 2), .node(3), usesMemmapOnMemory: true))
    #expect(
      steps[7]
        == TraceStep(
          .writeState(7, "online\n"), expect: .init(returns: 0, zone: .zone(.movable))))
    #expect(
      steps[8]
        == TraceStep(
          .writeState(7, "\0\"\\é"), expect: .init(returns: -22, zone: .none)))
    #expect(
      steps[15].operation
        == .setNotifier(.goingOnline, .init(errno: 16, after: 3)))
  }

  /// A group is enough; a node beside it doesn't matter.
  @Test
  func takesMemoryOfGroups() throws {
    let line = TraceFileLine(
      #"{"op":"add_memory","nid":5,"mgid":2,"start_pfn":0,"nr_pages":1}"#)
    let none = TraceFileLine(
      #"{"op":"add_memory","nid":5,"mgid":null,"start_pfn":0,"nr_pages":1}"#)
    #expect(
      try line.decoded.text == #"{"op":"add_memory","mgid":2,"start_pfn":0,"nr_pages":1}"#)
    #expect(
      try none.decoded.text == #"{"op":"add_memory","nid":5,"start_pfn":0,"nr_pages":1}"#)
  }

  @Test
  func takesWhatIsLeftOutAsAtBoot() throws {
    let line = TraceFileLine(
      #"{"machine":{"params":{"online_policy":"contig-zones","#
        + #""auto_movable_numa_aware":false}}}"#)
    guard case .machine(let machine, nil) = try line.decoded else {
      Issue.record("no machine")
      return
    }
    #expect(
      machine
        == TraceMachine(
          parameters: ModuleParameters(
            policy: Policy(autoMovableRatio: 0, isAutoMovableNUMAAware: false))))
    #expect(machine.blockPages == 32768)
  }

  /// Neither a line that ends early nor one with a wrong byte may trap, and the
  /// former must be refused.
  @Test
  func survivesBrokenLines() {
    var random = SplitMix64(seed: 5, stream: 0)
    for line in [TraceFileLine.machine] + TraceFileLine.operations {
      let bytes = Array(line.text.utf8)
      for count in 0..<bytes.count {
        let part = String(decoding: bytes[..<count], as: UTF8.self)
        #expect(TraceFileLine(part).problem != nil, "\(part)")
      }
      for _ in 0..<500 {
        var broken = bytes
        for _ in 0...random.below(3) {
          broken[random.below(broken.count)] = UInt8(truncatingIfNeeded: random.next())
        }
        _ = try? TraceDecoder().decode(broken.span)
      }
    }
  }
}
