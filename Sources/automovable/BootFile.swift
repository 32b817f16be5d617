// SPDX-License-Identifier: MIT

import ArgumentParser
import AutoMovable
import Cases
import LiveSystem
import Planning
import Scenarios
import SystemPackage
import TextFiles

/// Boot memory from a file: a capture's first snapshot, or a trace's machine.
struct BootFile {
  /// The file.
  let path: String
  private let content: Content

  private enum Content {
    case capture(ReplayBoot, CaptureMachine?)
    case trace(TraceMachine)
  }

  /// Reads a file; `-` is standard input, which holds a trace's machine.
  init(path: String) throws(InputError) {
    self.path = path
    switch try InputFile(path: path) {
    case .traces(let reader): content = .trace(try Self.machine(reader))
    case .vectors:
      guard path != "-" else {
        throw InputError(
          file: "<stdin>", message: "expected a trace's machine, as inspect --machine prints it")
      }
      content = try Self.capture(path)
    }
  }

  private static func machine(
    _ reader: consuming TraceReader
  ) throws(InputError) -> TraceMachine {
    while let line = try reader.next() {
      if case .machine(let machine, _) = line { return machine }
    }
    throw InputError(file: reader.fileName, message: "expected a trace's machine")
  }

  private static func capture(_ path: String) throws(InputError) -> Content {
    var reader = try CaptureReader(path: FilePath(path))
    var meta: CaptureMeta?
    while let record = try reader.next() {
      switch record {
      case .meta(let line): meta = line
      case .snapshot(let snapshot):
        return .capture(ReplayBoot(snapshot, of: meta), meta?.machine)
      case .end: continue
      }
    }
    throw InputError(file: path, message: "expected a snapshot")
  }
}

extension BootFile {
  /// The kernel that the file is of.
  var kernel: KernelVersion {
    switch content {
    case .capture(let boot, _): boot.kernel
    case .trace(let machine): machine.kernel
    }
  }

  /// The boot memory, for a scenario.
  func boot(_ scenario: Scenario, kernel: KernelVersion?) -> PlannedBoot {
    switch content {
    case .capture(let boot, _):
      PlannedBoot(
        nodes: boot.nodes, memory: boot.memory, blockPages: boot.blockPages,
        kernel: kernel ?? boot.kernel, of: scenario)
    case .trace(let machine):
      PlannedBoot(
        nodes: machine.nodes, memory: machine.memory, blockPages: machine.blockPages,
        kernel: kernel ?? machine.kernel, geometry: machine.geometry, of: scenario)
    }
  }

  /// The sizes and zones of the kernel.
  var geometry: Geometry {
    switch content {
    case .capture: .x86_64
    case .trace(let machine): machine.geometry
    }
  }

  /// A scenario without devices on this machine, its parameters as they are there.
  func scenario(name: String) -> Scenario {
    let (nodes, parameters, onlineType, sizes) =
      switch content {
      case .capture(let boot, let machine):
        (boot.nodes, boot.parameters, boot.autoOnlineType, machine?.nodes)
      case .trace(let machine):
        (machine.nodes, machine.parameters, machine.autoOnlineType, nil)
      }
    let policy = parameters.policy
    var arguments: [String] = []
    if policy.isMovableNodeEnabled { arguments.append("movable_node") }
    if parameters.isMemmapOnMemoryEnabled {
      arguments.append("memory_hotplug.memmap_on_memory=Y")
    }
    return Scenario(
      name: name,
      nodes: sizes.map { $0.map { ByteCount(rawValue: $0 << 20) } }
        ?? Self.sizes(of: nodes, geometry),
      onlinePolicy: "\(policy.onlinePolicy.name)", autoMovableRatio: policy.autoMovableRatio,
      autoMovableNumaAware: policy.isAutoMovableNUMAAware,
      defaultState: "\(onlineType.name)", kernelArguments: arguments)
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
