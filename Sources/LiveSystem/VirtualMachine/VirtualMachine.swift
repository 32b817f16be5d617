// SPDX-License-Identifier: MIT

internal import AutoMovable
import Scenarios
internal import SystemPackage
internal import TextFiles

/// A booted guest: its shell, its monitor, and a view of its kernel's memory.
final class VirtualMachine {
  let monitor: QMPClient
  let shell: GuestShell
  /// The kernel's command line.
  let append: String
  /// Seconds from QEMU's start to the first command.
  let bootSeconds: Double

  private let scenario: Scenario
  private let process: QEMUProcess
  private let console: GuestConsole
  /// Never used again: the guest powers itself off once nobody holds it.
  private let lifeline: LineChannel
  private let memory: KernelMemory
  private let layout: KernelLayout
  private let probes: PolicyProbes

  /// Boots a scenario's machine.
  ///
  /// - Parameters:
  ///   - ramdisk: The path of the initial ramdisk.
  ///   - directory: Where this machine alone may create files.
  /// - Throws: `LiveError.boot` if the guest does not come up.
  init(
    _ scenario: Scenario, host: LiveHost, ramdisk: String,
    directory: TemporaryFolder, interruption: Interruption
  ) throws(LiveError) {
    let start = ContinuousClock.now
    var acpiTable: String?
    if !scenario.acpiMemory.isEmpty {
      let table = ACPIMemoryTable(scenario.acpiMemory)
      acpiTable = try directory.write(machineFile: table.bytes, to: "memory.aml")
    }
    let files = QEMUArguments.Files(
      ramdisk: ramdisk, acpiTable: acpiTable, console: directory.file("console"),
      monitor: directory.file("monitor"), control: directory.file("control"),
      lifeline: directory.file("lifeline"))
    let arguments = QEMUArguments(scenario, host: host, files: files)
    let boot = VirtualMachineBoot(
      console: GuestConsole(path: files.console), interruption: interruption)

    let monitorListener = try SocketListener(path: files.monitor)
    let controlListener = try SocketListener(path: files.control)
    let lifelineListener = try SocketListener(path: files.lifeline)
    let process = try QEMUProcess(program: host.qemu, arguments: arguments.list)
    let monitorSocket = try boot.connection(of: monitorListener, process)
    let controlSocket = try boot.connection(of: controlListener, process)
    let lifeline = LineChannel(
      try boot.connection(of: lifelineListener, process), peer: "the guest",
      interruption: interruption)
    let monitor = try boot.monitor(
      LineChannel(monitorSocket, peer: "QEMU's monitor", interruption: interruption), process)
    let shell = GuestShell(
      LineChannel(controlSocket, peer: "the guest", interruption: interruption))
    try boot.waitForGuest(shell, process)
    bootSeconds = (ContinuousClock.now - start).seconds

    let symbols = try Self.symbols(shell)
    let guest = GuestMemory(
      monitor: monitor, symbols: symbols, scratchFile: directory.file("memory"))
    let layout = try KernelLayout(guest.typeFormat())
    let probes = PolicyProbes(layout: layout, pageArray: try guest.pageArray())
    for definition in probes.definitions {
      try shell.require(
        "put_more $tracing/kprobe_events " + GuestShell.quoted(definition))
    }

    self.scenario = scenario
    self.append = arguments.append
    self.process = process
    self.console = boot.console
    self.lifeline = lifeline
    self.monitor = monitor
    self.shell = shell
    self.memory = KernelMemory(.guest(guest), symbols)
    self.layout = layout
    self.probes = probes
  }

  /// Starts to record what the kernel does, and loads the virtio-mem driver: the
  /// snapshot of the boot, which reads `valid_zones` too, is taken before.
  func startRecording() throws(LiveError) {
    try shell.require("put $tracing/events/policy/enable 1")
    try shell.require("start_virtio_mem")
  }

  /// What the guest and its kernel's memory look like now, and what the kernel
  /// did since the last time.
  func state() throws(LiveError) -> State {
    let report = try GuestReport(lines: shell.require("snapshot"))
    let nodes = try memory.nodes(layout, of: report.zones)
    let zones = report.zones.map { zone in
      var zone = zone
      zone.raw = nodes[Int(zone.nodeID.rawValue)]?.zones[zone.type.description]
      zone.presentEarly = zone.raw?.presentEarly
      return zone
    }
    let devices = try devices().map { device throws(LiveError) in
      guard let device = CaptureDevice(device) else {
        throw .machine("QEMU has a memory device without a kind, an address or a size")
      }
      return device
    }
    return State(
      report: report, zones: zones,
      nodes: nodes.sorted { $0.key < $1.key }.map(\.value.counters),
      groups: try memory.groups(layout), devices: devices,
      steps: try probes.steps(trace: report.trace))
  }

  /// What the guest was seen to be.
  struct State {
    let report: GuestReport
    let zones: [CaptureZone]
    let nodes: [CaptureNode]
    let groups: [CaptureGroup]
    let devices: [CaptureDevice]
    let steps: [CaptureStep]
  }

  /// The memory devices as QEMU describes them.
  func devices() throws(LiveError) -> [QMPValue] {
    let answer = try monitor.execute("query-memory-devices")
    return (answer.elements ?? []).map { device in
      guard case .object(var members)? = device["data"] else { return device }
      members["type"] = device["type"]
      members["memdev"] = nil
      return .object(members)
    }
  }

  /// Ends the machine.
  func stop() {
    process.kill()
  }

  /// An error with what QEMU and the guest said last, if it is one of theirs.
  /// Ends the machine.
  func explain(_ error: LiveError, during action: String) -> LiveError {
    guard case .machine(let reason) = error else { return error }
    let reasons = [console.panic ?? reason] + process.lastMessages().suffix(5)
    return .guest(
      action: action, reason: reasons.joined(separator: ": "), console: console.end)
  }

  private static func symbols(_ shell: GuestShell) throws(LiveError) -> KernelSymbols {
    let names = KernelMemory.symbolNames + GuestMemory.symbolNames + PolicyProbes.symbols
    let pattern = (names + GuestMemory.optionalSymbolNames).joined(separator: "|")
    let symbols = KernelSymbols(
      lines: try shell.require("grep -wE '\(pattern)' /proc/kallsyms"))
    for name in names { _ = try symbols.address(of: name) }
    return symbols
  }
}

extension Duration {
  /// The duration in seconds, rounded to hundredths.
  var seconds: Double {
    ((self / .milliseconds(10)).rounded()) / 100
  }
}
