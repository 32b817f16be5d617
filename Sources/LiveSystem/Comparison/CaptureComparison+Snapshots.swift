// SPDX-License-Identifier: MIT

import AutoMovable

// MARK: Actions and decisions

extension CaptureComparison {
  /// Whether a block went offline in one of both alone, by what it held.
  func choseOtherwise(
    _ snapshot: CaptureSnapshot, _ other: CaptureSnapshot,
    _ blocks: [UInt64: CaptureBlock], _ otherBlocks: [UInt64: CaptureBlock]
  ) -> Bool {
    guard let lastBlocks else { return false }
    let actions = [PendingAction(snapshot.action), PendingAction(other.action)]
    return lastBlocks.kernel.contains { index, block in
      guard block.isOnline, lastBlocks.other[index]?.isOnline == true,
        blocks[index]?.isOnline ?? false != otherBlocks[index]?.isOnline ?? false
      else { return false }
      // What was written to the block and came to an end of its own accord is judged.
      return actions.contains { $0?.isOf(index) != true || $0?.errno == nil }
    }
  }

  /// Compares the parameters, and what came of what the action wrote or read.
  mutating func compareOutcome(of snapshot: CaptureSnapshot, _ other: CaptureSnapshot) {
    for (name, file) in ReplayFile.parameters {
      guard let text = snapshot.parameters.texts[name],
        let otherText = other.parameters.texts[name]
      else { continue }
      compareTexts(text, otherText, file, in: snapshot)
    }
    if let action = PendingAction(snapshot.action), let errno = action.errno,
      let otherErrno = PendingAction(other.action)?.errno
    {
      report.operations.add(isEqual: errno == otherErrno)
      if errno != otherErrno {
        tell(
          .result(
            operation: .write(action.value, action.file), kernel: -errno, replayed: -otherErrno),
          in: snapshot)
      }
    }
    if let (block, text) = snapshot.action.reading, let otherText = other.action.reading?.text {
      compareTexts(text, otherText, .validZones(block), in: snapshot)
    }
  }

  /// Compares the zones that each range was given, decision by decision. Who asks more
  /// often than the other, asks in vain.
  mutating func compareDecisions(of snapshot: CaptureSnapshot, _ other: CaptureSnapshot) {
    guard let steps = snapshot.steps, let otherSteps = other.steps else { return }
    var rest: [Question: [ReplayAnswer]] = [:]
    for case .decision(let decision) in otherSteps.reversed() {
      rest[Question(decision), default: []].append(decision.answer)
    }
    for case .decision(let decision) in steps {
      guard let otherAnswer = rest[Question(decision)]?.popLast() else { continue }
      let answer = decision.answer
      report.decisions.add(isEqual: answer == otherAnswer)
      guard answer != otherAnswer else { continue }
      let pfn = decision.range.startPFN
      let block = pfn / (snapshot.blockSize / Geometry.x86_64.pageSize)
      tell(
        .decision(block: block, pfn: pfn, kernel: answer, replayed: otherAnswer),
        isConsequence: !toldBlocks.insert(block).inserted, in: snapshot)
    }
  }

  private struct Question: Hashable {
    let range: PageRange
    let onlineType: OnlineType
    let nodeID: NodeID

    init(_ decision: CaptureDecision) {
      range = decision.range
      onlineType = decision.onlineType
      nodeID = decision.nodeID
    }
  }
}

// MARK: Blocks

extension CaptureComparison {
  /// Compares the blocks: which there are, their states, zones and nodes.
  mutating func compareBlocks(
    of snapshot: CaptureSnapshot, _ blocks: [UInt64: CaptureBlock],
    _ otherBlocks: [UInt64: CaptureBlock]
  ) {
    for index in Set(blocks.keys).union(otherBlocks.keys).sorted() {
      let (block, other) = (blocks[index], otherBlocks[index])
      let isSame = block?.place == other?.place
      report.blocks.add(isEqual: isSame)
      if !isSame {
        hasOtherBlocks = true
        tell(
          .block(
            index: index, kernel: block?.place ?? "absent", replayed: other?.place ?? "absent"),
          isConsequence: !toldBlocks.insert(index).inserted, in: snapshot)
      }
      guard let block, let other else { continue }
      compareTexts(
        block.validZones, other.validZones, .validZones(MemoryBlockID(index)),
        isConsequence: toldBlocks.contains(index), in: snapshot)
    }
  }

  private mutating func compareTexts(
    _ text: String, _ other: String, _ file: ReplayFile, isConsequence: Bool = false,
    in snapshot: CaptureSnapshot
  ) {
    report.texts.add(isEqual: text == other)
    guard text != other else { return }
    tell(
      .text(file: file, kernel: text, replayed: other), isConsequence: isConsequence,
      in: snapshot)
  }
}

// MARK: Nodes, zones and groups

extension CaptureComparison {
  /// Compares boot memory, nodes, zones and groups.
  mutating func compareMachine(of snapshot: CaptureSnapshot, _ other: CaptureSnapshot) {
    compareBootMemory(of: snapshot, other)
    let nodes = Set(snapshot.zones.map(\.nodeID))
    let otherNodes = Set(other.zones.map(\.nodeID))
    for id in nodes.union(otherNodes).sorted() {
      let isSame = nodes.contains(id) == otherNodes.contains(id)
      report.nodes.add(isEqual: isSame)
      guard isSame else {
        let (state, otherState) =
          nodes.contains(id) ? ("online", "offline") : ("offline", "online")
        tell(.node(id, kernel: state, replayed: otherState), in: snapshot)
        continue
      }
      for type in ZoneType.allCases {
        compareZones(snapshot.zone(type, id), other.zone(type, id), in: snapshot)
      }
      compareNodes(snapshot.node(id), other.node(id), in: snapshot)
    }
    compareGroups(of: snapshot, other)
  }

  private mutating func compareBootMemory(
    of snapshot: CaptureSnapshot, _ other: CaptureSnapshot
  ) {
    guard let memory = snapshot.bootMemory, let otherMemory = other.bootMemory else { return }
    for run in memory {
      report.nodes.add(isEqual: otherMemory.contains(run))
      if !otherMemory.contains(run) {
        tell(.bootMemory(run.memory, isKernels: true), in: snapshot)
      }
    }
    for run in otherMemory where !memory.contains(run) {
      report.nodes.add(isEqual: false)
      tell(.bootMemory(run.memory, isKernels: false), in: snapshot)
    }
  }

  private mutating func compareZones(
    _ zone: CaptureZone, _ other: CaptureZone, in snapshot: CaptureSnapshot
  ) {
    let name = ReplayAnswer(zone: zone.type, nodeID: zone.nodeID)
    compare(.zone(.present, name), zone.present, other.present, in: snapshot)
    compare(.zone(.presentEarly, name), zone.presentEarly, other.presentEarly, in: snapshot)
    compare(.zone(.cma, name), zone.cma, other.cma, in: snapshot)
    compare(.zone(.startPFN, name), zone.raw?.startPFN, other.raw?.startPFN, in: snapshot)
    compare(.zone(.spanned, name), zone.raw?.spanned, other.raw?.spanned, in: snapshot)
  }

  private mutating func compareNodes(
    _ node: CaptureNode?, _ other: CaptureNode?, in snapshot: CaptureSnapshot
  ) {
    guard let node, let other else { return }
    let id = node.nodeID
    compare(.node(.present, id), node.present, other.present, in: snapshot)
    compare(.node(.startPFN, id), node.startPFN, other.startPFN, in: snapshot)
    compare(.node(.spanned, id), node.spanned, other.spanned, in: snapshot)
  }

  /// Compares the groups, by number. One that isn't there counts nothing.
  private mutating func compareGroups(of snapshot: CaptureSnapshot, _ other: CaptureSnapshot) {
    guard let groups = snapshot.groups, let otherGroups = other.groups else { return }
    let numbers = Set((groups + otherGroups).compactMap(\.number))
    for number in numbers.sorted() {
      let group = groups.first { $0.number == number }
      let otherGroup = otherGroups.first { $0.number == number }
      guard let address = (group ?? otherGroup)?.address else { continue }
      func compare(_ name: ReplayDifference.Counter.Name, _ value: (CaptureGroup) -> UInt64) {
        self.compare(
          .group(name, address: address), group.map(value) ?? 0, otherGroup.map(value) ?? 0,
          in: snapshot)
      }
      compare(.nodeID) { UInt64(bitPattern: Int64($0.nodeID.rawValue)) }
      compare(.isDynamic) { $0.kind.isDynamic ? 1 : 0 }
      compare(.size) { $0.kind.pages }
      compare(.presentKernelPages, \.presentKernelPages)
      compare(.presentMovablePages, \.presentMovablePages)
    }
  }

  /// Compares a counter that both have.
  private mutating func compare(
    _ counter: ReplayDifference.Counter, _ kernel: UInt64?, _ other: UInt64?,
    in snapshot: CaptureSnapshot
  ) {
    guard let kernel, let other else { return }
    report.add(isEqual: kernel == other, counter)
    guard kernel != other else { return }
    tell(
      .counter(counter, pfn: nil, kernel: kernel, replayed: other),
      isConsequence: hasOtherBlocks, in: snapshot)
  }
}

extension CaptureSnapshot {
  /// A zone of a node, empty if the kernel was built without it.
  fileprivate func zone(_ type: ZoneType, _ nodeID: NodeID) -> CaptureZone {
    zones.first { $0.nodeID == nodeID && $0.type == type }
      ?? CaptureZone(
        nodeID: nodeID, type: type, present: 0, cma: 0, presentEarly: 0,
        raw: CaptureZone.Raw(startPFN: 0, spanned: 0))
  }

  fileprivate func node(_ id: NodeID) -> CaptureNode? { nodes.first { $0.nodeID == id } }
}

extension CaptureBlock {
  /// Where the block is, as differences say it.
  fileprivate var place: String {
    (isOnline ? "online in \(validZones)" : state)
      + (nodes.isEmpty ? "" : " on node \(nodes.map { "\($0)" }.joined(separator: ", "))")
  }
}

extension CaptureBootMemory {
  fileprivate var memory: BootMemory { BootMemory(range, nodeID: nodeID) }
}

extension CaptureDecision {
  fileprivate var answer: ReplayAnswer { ReplayAnswer(zone: zone, nodeID: zoneNodeID) }
}
