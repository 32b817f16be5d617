// SPDX-License-Identifier: MIT

import Scenarios

extension VirtualMachine {
  /// How long a device may take once it was asked.
  private static let devicePatience: Duration = .seconds(600)

  /// After how many seconds without a try virtio-mem has given up reaching what
  /// was requested; its own retries come after 50 and more.
  private static let idleSeconds = 20

  /// Does something and waits until the guest is done with it.
  ///
  /// - Returns: The action as captures describe it, with what came of it.
  func perform(_ action: ScenarioAction) throws(LiveError) -> QMPValue {
    var description: [String: QMPValue] = ["op": .string(action.operation)]
    switch action {
    case .resize(let device, let size):
      description["dev"] = .string(device)
      description["requested"] = .unsigned(size.rawValue)
      if !(try resize(device, to: size)) { description["reached"] = false }
    case .addDIMM(let id, let size, let node):
      description["dev"] = .string(id)
      description["size"] = .unsigned(size.rawValue)
      description["node"] = .integer(Int64(node))
      try addDIMM(id, size: size, node: node)
    case .addDAX, .addMemory:
      throw .machine("QEMU has no device for \(action)")
    case .removeDIMM(let id):
      description["dev"] = .string(id)
      try removeDIMM(id)
    case .writeParameter(let name, let value):
      description["param"] = .string(name)
      try write(value, to: "/sys/module/memory_hotplug/parameters/\(name)", &description)
    case .writeState(let block, let value):
      description["block"] = .integer(Int64(block))
      try write(value, to: Self.path(ofBlock: block, "state"), &description)
    case .writeOnline(let block, let value):
      description["block"] = .integer(Int64(block))
      try write(value, to: Self.path(ofBlock: block, "online"), &description)
    case .writeAutoOnlineBlocks(let value):
      try write(value, to: "/sys/devices/system/memory/auto_online_blocks", &description)
    case .readValidZones(let block):
      description["block"] = .integer(Int64(block))
      let answer = try shell.run("cat \(Self.path(ofBlock: block, "valid_zones"))")
      description["rc"] = .integer(Int64(answer.status))
      description["text"] = .string(answer.lines.map { $0 + "\n" }.joined())
    case .loadModule(let name):
      description["module"] = .string(name)
      try shell.require("load \(name)")
    case .write(let path, let value):
      description["path"] = .string(path)
      try write(value, to: path, &description)
    }
    return .object(description)
  }

  private static func path(ofBlock block: Int, _ file: String) -> String {
    "/sys/devices/system/memory/memory\(block)/\(file)"
  }

  /// Writes a file of the guest; a refusal is an outcome like any other.
  private func write(
    _ value: String, to path: String, _ description: inout [String: QMPValue]
  ) throws(LiveError) {
    let answer = try shell.run("put \(GuestShell.quoted(path)) \(GuestShell.quoted(value))")
    description["value"] = .string(value)
    description["rc"] = .integer(Int64(answer.status))
    if answer.status != 0, let reason = answer.lines.last?.split(separator: ":").last {
      description["error"] = .string(String(reason.drop { $0 == " " }))
    }
  }

  // MARK: virtio-mem

  /// Requests a size and waits until the driver is done.
  ///
  /// - Returns: Whether the device got there; it need not when it shrinks.
  private func resize(_ device: String, to size: ByteCount) throws(LiveError) -> Bool {
    // What the driver did before is of no interest.
    try shell.require("runs")
    try monitor.execute(
      "qom-set",
      [
        "path": .string("/machine/peripheral/\(device)"), "property": "requested-size",
        "value": .unsigned(size.rawValue),
      ])
    let deadline = Deadline.after(Self.devicePatience)
    while true {
      // The driver plugs first and onlines then: it must be idle as well. Looking
      // in this order misses no run that ends meanwhile.
      if try isReached(), try shell.require("runs") == ["0"] { return true }
      guard deadline.milliseconds > 0, try awaitRun() else { return false }
    }
  }

  /// Waits for the driver to begin or end a run.
  ///
  /// - Returns: Whether it did so in time.
  private func awaitRun() throws(LiveError) -> Bool {
    try shell.run("await_run \(Self.idleSeconds)").status == 0
  }

  /// Whether every virtio-mem device has as much plugged as it was asked for.
  private func isReached() throws(LiveError) -> Bool {
    try devices().allSatisfy { $0["size"] == $0["requested-size"] || $0["requested-size"] == nil }
  }

  // MARK: DIMMs

  private func addDIMM(_ id: String, size: ByteCount, node: Int) throws(LiveError) {
    try monitor.execute(
      "object-add",
      [
        "qom-type": "memory-backend-ram", "id": .string("mem-\(id)"),
        "size": .unsigned(size.rawValue), "reserve": false,
      ])
    try monitor.execute(
      "device_add",
      [
        "driver": "pc-dimm", "id": .string(id), "memdev": .string("mem-\(id)"),
        "node": .integer(Int64(node)),
      ])
    // The guest reports (_OST) when the memory is added and online.
    let isDone = try monitor.waitForEvent(until: .after(Self.devicePatience)) { event in
      event["event"] == "ACPI_DEVICE_OST" && event["data"]?["info"]?["device"]?.text == id
    }
    if !isDone { throw .machine("the guest does not report on DIMM \(id)") }
  }

  private func removeDIMM(_ id: String) throws(LiveError) {
    guard let dimm = try devices().first(where: { $0["id"]?.text == id }),
      let slot = dimm["slot"]?.unsigned
    else { throw .machine("QEMU has no DIMM \(id)") }
    try monitor.execute("device_del", ["id": .string(id)])
    // Of a request to eject (3), "in progress" (0x84) is not the last report.
    let isDone = try monitor.waitForEvent(until: .after(Self.devicePatience)) { event in
      let info = event["data"]?["info"]
      return event["event"] == "ACPI_DEVICE_OST" && info?["slot"]?.text == "\(slot)"
        && info?["source"]?.unsigned == 3 && info?["status"]?.unsigned != 0x84
    }
    if !isDone { throw .machine("the guest does not report on the removal of DIMM \(id)") }
    // A backend in use stays: the guest has refused.
    if try !devices().contains(where: { $0["id"]?.text == id }) {
      try monitor.execute("object-del", ["id": .string("mem-\(id)")])
    }
  }
}
