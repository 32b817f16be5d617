// SPDX-License-Identifier: MIT

import AutoMovable
import Cases

/// Two machines that are taken from one boot state to all states that operations lead
/// to, in step, breadth first: so the way to each state is a shortest one.
struct BootExploration<Subject: ExplorableMachine, Reference: ExplorableMachine> {
  private var subject: Subject
  private var reference: Reference
  private let properties: [any ExploredProperty]
  private var store: StateStore

  // The state of the one machine and of the other, and the one before an operation.
  private var left = StateImage()
  private var right = StateImage()
  private var base = StateImage()

  /// - Parameter memory: The bytes that states may take.
  init(
    _ subject: Subject, _ reference: Reference, properties: [any ExploredProperty], memory: Int
  ) {
    self.subject = subject
    self.reference = reference
    self.properties = properties
    store = StateStore(memory: memory)
  }
}

extension BootExploration {
  /// Explores until there is no new state, or the machines differ.
  mutating func explore(
    _ boot: ExploredBoot, _ control: RunControl
  ) throws(OracleError) -> BootOutcome {
    var outcome = BootOutcome()
    store.removeAll()
    guard try start(boot, &outcome) else { return outcome }
    let start = (subject: subject.save(), reference: reference.save())
    var counts = [UInt64](
      repeating: 0, count: boot.operations.count * OperationCounts.Outcome.numbers)
    var state = 0
    while state < store.count, outcome.end == .complete {
      guard !control.isStopRequested else {
        outcome.end = .stopped
        break
      }
      subject.restore(start.subject)
      reference.restore(start.reference)
      for operation in store.path(to: state) {
        _ = subject.apply(boot.operations[operation])
        _ = reference.apply(boot.operations[operation])
      }
      base.removeAll()
      subject.write(&base, blocks: boot.blocks)
      guard base.digest == store.digest(of: state) else {
        throw OracleError("the same operations don't lead to the same state twice")
      }
      let steps = expand(state, boot, &counts, &outcome)
      outcome.steps &+= steps
      control.complete(steps)
      state += 1
    }
    outcome.states = UInt64(store.count)
    outcome.depth = store.depth
    for operation in boot.operations.indices {
      for number in 0..<OperationCounts.Outcome.numbers {
        let count = counts[operation * OperationCounts.Outcome.numbers + number]
        guard count > 0 else { continue }
        // Every number that was counted is one of an outcome.
        outcome.counts.add(count, of: boot.operations[operation].name, .init(number: number)!)
      }
    }
    return outcome
  }

  /// Boots both machines; returns whether there is something to explore.
  private mutating func start(
    _ boot: ExploredBoot, _ outcome: inout BootOutcome
  ) throws(OracleError) -> Bool {
    var errors: (subject: OracleError?, reference: OracleError?)
    do { try subject.boot(boot.machine) } catch { errors.subject = error }
    do { try reference.boot(boot.machine) } catch { errors.reference = error }
    if let subject = errors.subject, errors.reference != nil {
      // A scope's machines are there to be explored.
      throw OracleError("a machine of the scope can't boot: \(subject)")
    }
    guard errors.subject == nil, errors.reference == nil else {
      outcome.difference = (.boot, [])
      outcome.end = .found
      return false
    }
    left.removeAll()
    right.removeAll()
    subject.write(&left, blocks: boot.blocks)
    reference.write(&right, blocks: boot.blocks)
    guard left == right else {
      outcome.difference = (.machines, [])
      outcome.end = .found
      return false
    }
    _ = store.insert(left.digest, from: nil, by: 0)
    if !properties.isEmpty { check(boot, [], &outcome) }
    return outcome.end == .complete
  }

  /// Tries all operations in the state that both machines are in, and returns how many
  /// they were.
  private mutating func expand(
    _ state: Int, _ boot: ExploredBoot, _ counts: inout [UInt64], _ outcome: inout BootOutcome
  ) -> UInt64 {
    let saved = (subject: subject.save(), reference: reference.save())
    let before = properties.isEmpty ? nil : subject.explored
    let groups = subject.groupCounts
    var steps: UInt64 = 0
    for index in boot.operations.indices where boot.allows(index, with: groups) {
      let operation = boot.operations[index]
      let result = subject.apply(operation)
      let other = reference.apply(operation)
      steps &+= 1
      counts[index * OperationCounts.Outcome.numbers + OperationCounts.Outcome(result).number] &+= 1
      left.removeAll()
      right.removeAll()
      subject.write(&left, blocks: boot.blocks)
      reference.write(&right, blocks: boot.blocks)
      // Before anything is taken for known.
      guard result == other, subject.sideEffects == reference.sideEffects, left == right else {
        outcome.difference = (.machines, operations(to: state, boot) + [operation])
        outcome.end = .found
        return steps
      }
      if let before {
        check(boot, state, index, before, result, &outcome)
        if outcome.end != .complete { return steps }
      }
      guard left != base else { continue }
      switch store.insert(left.digest, from: state, by: index) {
      case .isKnown: break
      case .isNew:
        if before != nil {
          check(boot, operations(to: state, boot) + [operation], &outcome)
          if outcome.end != .complete { return steps }
        }
      case .isFull:
        outcome.end = .memory
        return steps
      }
      subject.restore(saved.subject)
      reference.restore(saved.reference)
    }
    return steps
  }

  private func operations(to state: Int, _ boot: ExploredBoot) -> [TraceOperation] {
    store.path(to: state).map { boot.operations[$0] }
  }
}

// MARK: Properties

extension BootExploration {
  /// Holds the machine against the properties of states.
  private func check(
    _ boot: ExploredBoot, _ operations: [TraceOperation], _ outcome: inout BootOutcome
  ) {
    guard let machine = subject.explored else { return }
    let state = ExploredState(boot: boot, machine: machine)
    for (position, property) in properties.enumerated()
    where outcome.violations[position] == nil {
      if let words = property.violation(in: state) {
        outcome.violations[position] = (operations, words)
      }
    }
    endIfAllAreBroken(&outcome)
  }

  /// Holds an operation against the properties of steps.
  private func check(
    _ boot: ExploredBoot, _ state: Int, _ index: Int, _ before: HotplugMachine,
    _ result: TraceResult, _ outcome: inout BootOutcome
  ) {
    guard let machine = subject.explored else { return }
    let step = ExploredStep(
      boot: boot, before: before, operation: boot.operations[index], result: result,
      after: machine)
    for (position, property) in properties.enumerated()
    where outcome.violations[position] == nil {
      if let words = property.violation(by: step) {
        outcome.violations[position] = (
          operations(to: state, boot) + [boot.operations[index]], words
        )
      }
    }
    endIfAllAreBroken(&outcome)
  }

  private func endIfAllAreBroken(_ outcome: inout BootOutcome) {
    if outcome.violations.count == properties.count { outcome.end = .found }
  }
}

extension Machine {
  /// How many groups of each kind are registered.
  fileprivate var groupCounts: (static: Int, dynamic: Int) {
    let groups = snapshot().groups
    let dynamic = groups.count { $0.isDynamic }
    return (groups.count - dynamic, dynamic)
  }
}
