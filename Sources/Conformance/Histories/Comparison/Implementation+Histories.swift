// SPDX-License-Identifier: MIT

import AutoMovable

extension Implementation {
  /// Makes machines of two implementations that go through the same histories.
  static func makeHistoryComparison(
    _ subject: Implementation, _ reference: Implementation
  ) throws(OracleError) -> any HistoryComparison {
    if subject.judgesHistories || reference.judgesHistories {
      let judges = (
        subject: try subject.makeHistoryJudge(),
        reference: try reference.makeHistoryJudge()
      )
      // What libraries judge is what a machine does.
      let machine: any Machine =
        if judges.subject == nil {
          try subject.makeMachine()
        } else if judges.reference == nil {
          try reference.makeMachine()
        } else {
          // Two libraries judge what the C port does.
          try ReferenceMachine()
        }
      return try judged(
        machine, judges, kernels: [subject.kernel, reference.kernel].compactMap(\.self))
    }
    let machines = (
      subject: try subject.makeMachine(),
      reference: try reference.makeMachine()
    )
    // Other pairs take calls through tables for each step.
    if let core = machines.subject as? CoreMachine,
      let port = machines.reference as? ReferenceMachine
    {
      return CorePortComparison(core, port)
    }
    return pair(machines.subject, machines.reference)
  }

  private static func judged(
    _ machine: some Machine,
    _ judges: (subject: (any HistoryJudge)?, reference: (any HistoryJudge)?),
    kernels: [KernelVersion]
  ) throws(OracleError) -> any HistoryComparison {
    try JudgedComparison(machine, judges, kernels: kernels)
  }

  private static func pair(
    _ subject: some Machine, _ reference: some Machine
  ) -> any HistoryComparison {
    MachinePair(subject, reference)
  }
}
