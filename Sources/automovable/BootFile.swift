// SPDX-License-Identifier: MIT

import ArgumentParser
import AutoMovable
import Cases
import LiveSystem
import Planning
import Scenarios
import SystemPackage
import TextFiles

/// A machine from a file: a capture's first snapshot, or a trace's machine with what was
/// done to it.
struct BootFile {
  /// The file.
  let path: String
  private let content: Content

  private enum Content {
    /// The machine, its nodes' sizes, and whether memory was plugged by then.
    case capture(ReplayBoot, CaptureMachine?, isPlugged: Bool)
    /// A machine as boot left it.
    case machine(TraceMachine)
    /// A trace, and the machine that it leaves.
    case trace(Trace, HotplugMachine)
  }

  /// Reads a file; `-` is standard input.
  ///
  /// - Parameter kernel: The kernel that is meant, if it isn't the file's.
  init(path: String, kernel: KernelVersion?) throws(InputError) {
    self.path = path
    var lines = try LineReader(path: path)
    let first = try lines.advance() ? FirstLine(lines.line) : .unknown
    switch first {
    case .trace, .traceHeader: content = try Self.trace(TraceReader(lines), kernel)
    case .capture, .unknown: content = try Self.capture(CaptureReader(lines), kernel)
    case .vector, .vectorHeader, .result:
      throw InputError(
        file: lines.name, message: first.fault(expecting: "a trace or a capture"))
    }
  }

  private static func trace(
    _ reader: consuming TraceReader, _ kernel: KernelVersion?
  ) throws(InputError) -> Content {
    var trace: Trace?
    while let line = try reader.next() {
      switch line {
      case .machine(var machine, _):
        guard trace == nil else {
          throw InputError(
            file: reader.fileName, line: reader.lineNumber,
            message: "expected one trace, found another machine")
        }
        if let kernel { machine.kernel = kernel }
        if let plugged = plugged(in: machine) {
          throw InputError(
            file: reader.fileName, line: reader.lineNumber,
            message: "expected a machine as boot leaves it, found \(plugged) that came later and "
              + "no word of where; inspect --trace prints that")
        }
        trace = Trace(machine: machine)
      case .step(let step): trace?.steps.append(step)
      }
    }
    guard let trace else {
      throw InputError(file: reader.fileName, message: "expected a trace's machine")
    }
    guard !trace.steps.isEmpty else { return .machine(trace.machine) }
    var traced: TracedMachine
    do throws(BootError) {
      traced = try TracedMachine(trace.machine, decidesByTotals: true)
    } catch {
      throw InputError(file: reader.fileName, message: "no machine boots so: \(error)")
    }
    // What the kernel refused was refused.
    for step in trace.steps { _ = traced.apply(step.operation) }
    return .trace(trace, traced.machine)
  }

  /// How much a machine has beyond its boot memory, if it has more.
  private static func plugged(in machine: TraceMachine) -> String? {
    var pages: UInt64 = 0
    for node in machine.nodes {
      for type in ZoneType.allCases where node[type].presentPages > node[type].presentEarlyPages {
        pages &+= node[type].presentPages - node[type].presentEarlyPages
      }
    }
    return pages == 0 ? nil : PageCount(pages: pages, of: machine.geometry).size
  }

  private static func capture(
    _ reader: consuming CaptureReader, _ kernel: KernelVersion?
  ) throws(InputError) -> Content {
    var meta: CaptureMeta?
    while let record = try reader.next() {
      switch record {
      case .meta(let line): meta = line
      case .snapshot(let snapshot):
        var boot = ReplayBoot(snapshot, of: meta)
        if let kernel { boot.kernel = kernel }
        // Boot memory is online, and all of it early.
        let isPlugged =
          snapshot.blocks.contains { !$0.isOnline }
          || snapshot.zones.contains { $0.present > $0.presentEarly ?? $0.present }
        return .capture(boot, meta?.machine, isPlugged: isPlugged)
      case .end: continue
      }
    }
    throw InputError(file: reader.fileName, message: "expected a snapshot")
  }
}

extension BootFile {
  /// What was done to the machine since boot, if something was.
  var earlier: Trace? {
    if case .trace(let trace, _) = content { trace } else { nil }
  }

  /// A scenario on this machine: boot memory is the machine's, whatever the scenario had.
  func hosting(_ scenario: Scenario) -> Scenario {
    var hosted = scenario
    hosted.nodes = bootSizes
    while hosted.nodes.count < scenario.nodes.count {
      hosted.nodes.append(ByteCount(rawValue: 0))
    }
    return hosted
  }

  /// The machine, for a scenario.
  ///
  /// - Throws: If there is memory that neither boot nor the scenario accounts for.
  func boot(_ scenario: Scenario) throws(InputError) -> PlannedBoot {
    switch content {
    case .capture(let boot, _, let isPlugged):
      guard !isPlugged || !scenario.acpiMemory.isEmpty else {
        throw InputError(
          file: path,
          message: "expected a machine as boot leaves it, found memory that came later; plan the "
            + "capture's scenario")
      }
      return PlannedBoot(
        nodes: boot.nodes, memory: boot.memory, blockPages: boot.blockPages,
        kernel: boot.kernel, of: scenario)
    case .machine(let machine): return Self.boot(machine, scenario)
    case .trace(let trace, let machine):
      return Self.boot(trace.machine, scenario).running(machine)
    }
  }

  private static func boot(_ machine: TraceMachine, _ scenario: Scenario) -> PlannedBoot {
    PlannedBoot(
      nodes: machine.nodes, memory: machine.memory, blockPages: machine.blockPages,
      kernel: machine.kernel, geometry: machine.geometry, of: scenario)
  }

  /// The sizes and zones of the kernel.
  private var geometry: Geometry {
    switch content {
    case .capture: .x86_64
    case .machine(let machine): machine.geometry
    case .trace(let trace, _): trace.machine.geometry
    }
  }

  /// A scenario without devices on this machine, its parameters as they are there.
  func scenario(name: String) -> Scenario {
    let (parameters, onlineType) =
      switch content {
      case .capture(let boot, _, _): (boot.parameters, boot.autoOnlineType)
      case .machine(let machine): (machine.parameters, machine.autoOnlineType)
      case .trace(_, let machine): (machine.parameters, machine.autoOnlineType)
      }
    let policy = parameters.policy
    var arguments: [String] = []
    if policy.isMovableNodeEnabled { arguments.append("movable_node") }
    if parameters.isMemmapOnMemoryEnabled {
      arguments.append("memory_hotplug.memmap_on_memory=Y")
    }
    return Scenario(
      name: name, nodes: bootSizes, onlinePolicy: "\(policy.onlinePolicy.name)",
      autoMovableRatio: policy.autoMovableRatio,
      autoMovableNumaAware: policy.isAutoMovableNUMAAware,
      defaultState: "\(onlineType.name)", kernelArguments: arguments)
  }

  /// The boot memory of each node.
  private var bootSizes: [ByteCount] {
    switch content {
    case .capture(let boot, let machine, _):
      machine?.nodes.map { ByteCount(rawValue: $0 << 20) } ?? Self.sizes(of: boot.nodes, geometry)
    case .machine(let machine): Self.sizes(of: machine.nodes, geometry)
    case .trace(let trace, _): Self.sizes(of: trace.machine.nodes, geometry)
    }
  }

  /// The boot memory of each node in whole MiB, which what is absent rounds up to.
  private static func sizes(of nodes: [Node], _ geometry: Geometry) -> [ByteCount] {
    let last = Int(nodes.last?.id.rawValue ?? 0)
    var sizes = [ByteCount](repeating: ByteCount(rawValue: 0), count: min(last + 1, 64))
    for node in nodes where sizes.indices.contains(Int(node.id.rawValue)) {
      let pages = ZoneType.allCases.reduce(into: UInt64(0)) {
        $0 &+= node[$1].presentEarlyPages
      }
      let pagesPerMebibyte = (1 << 20) / geometry.pageSize
      let mebibytes = min(pages, geometry.pageCount) / pagesPerMebibyte
      let rest: UInt64 = pages.isMultiple(of: pagesPerMebibyte) ? 0 : 1
      sizes[Int(node.id.rawValue)] = ByteCount(rawValue: (mebibytes + rest) << 20)
    }
    return sizes
  }
}
