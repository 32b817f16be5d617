// SPDX-License-Identifier: MIT

import AutoMovable
import TextFiles

// MARK: /sys/devices/system/memory

extension SystemRecord {
  private static let memory = "sys/devices/system/memory"

  mutating func readMemory(_ source: some SystemSource) throws(InputError) {
    guard let names = try source.names(in: Self.memory) else { return }
    blockSize = try Self.blockSize(source)
    var blocks: [CaptureBlock] = []
    for name in names {
      guard let index = Self.number(of: name, after: "memory") else { continue }
      blocks.append(try Self.block(index, source))
    }
    self.blocks = blocks.sorted { $0.index < $1.index }
    if let text = try source.attribute("\(Self.memory)/auto_online_blocks") {
      parameters["auto_online_blocks"] = text.firstLine
    }
  }

  /// The number in a name such as `memory32`: decimal, no padding.
  static func number(of name: String, after prefix: String) -> UInt64? {
    guard name.hasPrefix(prefix), let number = UInt64(name.dropFirst(prefix.count)),
      name == "\(prefix)\(number)"
    else { return nil }
    return number
  }

  private static func blockSize(_ source: some SystemSource) throws(InputError) -> UInt64 {
    let path = "\(memory)/block_size_bytes"
    guard let text = try source.attribute(path) else {
      throw source.error(in: path, "not there, so the size of a memory block is unknown")
    }
    let digits = text.firstLine
    guard let size = UInt64(digits, radix: 16), size & (size &- 1) == 0,
      size >= MemoryGeometry.minimumBlockPages * MemoryGeometry.pageSize, size <= 1 << 40
    else {
      throw text.error(
        line: 1,
        "expected a power of two from 2^27 to 2^40 in hexadecimal, found \(digits.excerpt)")
    }
    return size
  }

  private static func block(
    _ index: UInt64, _ source: some SystemSource
  ) throws(InputError) -> CaptureBlock {
    let path = "\(memory)/memory\(index)"
    guard index < MemoryGeometry.sectionCount else {
      throw source.error(
        in: path, "expected a block number below \(MemoryGeometry.sectionCount)")
    }
    guard let text = try source.attribute("\(path)/state") else {
      throw source.error(in: "\(path)/state", "not there")
    }
    let state = text.firstLine
    guard ["online", "offline", "going-offline"].contains(state) else {
      throw text.error(
        line: 1, "expected online, offline or going-offline, found \(state.excerpt)")
    }
    var block = CaptureBlock(index: index, state: state, validZones: "", nodes: [])
    if let text = try source.attribute("\(path)/valid_zones") {
      block.validZones = text.firstLine
      guard block.namesZones else {
        throw text.error(
          line: 1, "expected names of zones or none, found \(text.firstLine.excerpt)")
      }
    }
    if let text = try source.attribute("\(path)/removable") { block.removable = text.firstLine }
    for name in try source.names(in: path) ?? [] {
      guard let node = number(of: name, after: "node") else { continue }
      guard node < NodeID.maximumCount else {
        throw source.error(in: "\(path)/\(name)", "expected a node below \(NodeID.maximumCount)")
      }
      block.nodes.append(Int32(node))
    }
    block.nodes.sort()
    return block
  }
}

extension CaptureBlock {
  /// The zones that the block is in or may go to, the likeliest first.
  var zones: [Substring] { validZones.split(separator: " ") }

  /// Whether `validZones` is what a kernel prints.
  var namesZones: Bool {
    zones.allSatisfy { name in
      name == "none" || ZoneType.allCases.contains { $0.description == name }
    }
  }
}

// MARK: /sys/devices/system/node

extension SystemRecord {
  mutating func readNodes(_ source: some SystemSource) throws(InputError) {
    let folder = "sys/devices/system/node"
    if let text = try source.attribute("\(folder)/possible") {
      possibleNodes = try Self.nodes(text)
    }
    // Where blocks aren't linked to nodes, nodes may be to blocks.
    guard blocks.contains(where: \.nodes.isEmpty) else { return }
    var nodes: [UInt64: [Int32]] = [:]
    for name in try source.names(in: folder) ?? [] {
      guard let node = Self.number(of: name, after: "node"), node < NodeID.maximumCount
      else { continue }
      for name in try source.names(in: "\(folder)/\(name)") ?? [] {
        guard let block = Self.number(of: name, after: "memory") else { continue }
        nodes[block, default: []].append(Int32(node))
      }
    }
    for index in blocks.indices where blocks[index].nodes.isEmpty {
      blocks[index].nodes = nodes[blocks[index].index]?.sorted() ?? []
    }
  }

  /// Reads a list such as `0-3,8`.
  private static func nodes(_ text: TextDocument) throws(InputError) -> [NodeID] {
    let line = text.firstLine
    let failure = text.error(
      line: 1,
      "expected a list of nodes below \(NodeID.maximumCount) such as 0-3,8, found \(line.excerpt)")
    var nodes: [NodeID] = []
    for part in line.split(separator: ",") {
      let ends = part.split(separator: "-", omittingEmptySubsequences: false)
      guard let first = ends.first.flatMap({ Int32($0) }),
        let last = ends.last.flatMap({ Int32($0) }),
        ends.count <= 2, NodeID(first).isPossible, NodeID(last).isPossible, first <= last,
        nodes.last.map({ $0.rawValue < first }) ?? true
      else { throw failure }
      nodes += (first...last).map { NodeID($0) }
    }
    guard !nodes.isEmpty else { throw failure }
    return nodes
  }
}

// MARK: The kernel and its parameters

extension SystemRecord {
  mutating func readKernel(_ source: some SystemSource) throws(InputError) {
    for parameter in [
      "online_policy", "auto_movable_ratio", "auto_movable_numa_aware", "memmap_on_memory",
    ] {
      let path = "sys/module/memory_hotplug/parameters/\(parameter)"
      guard let text = try source.attribute(path) else { continue }
      parameters[parameter] = text.firstLine
    }
    try checkParameters(source)
    kernelRelease = try source.attribute("proc/sys/kernel/osrelease")?.firstLine
    if kernelRelease == nil, let text = try source.text("proc/version", atMost: 1 << 16) {
      // `Linux version 6.1.0-56-cloud-amd64 (...)`
      kernelRelease = text.firstLine.split(separator: " ").dropFirst(2).first.map(String.init)
    }
    commandLine = try source.text("proc/cmdline", atMost: 1 << 16)?.firstLine
    let hypervisor = try source.attribute("sys/hypervisor/type")?.firstLine
    let vmbus = try source.names(in: "sys/bus/vmbus/devices") ?? []
    hasBalloon = hypervisor == "xen" || !vmbus.isEmpty
    if let text = try source.text("proc/vmstat", atMost: 1 << 20) {
      text.forEachLine { line, _ in
        let words = line.split(separator: " ")
        if words.count == 2, words[0] == "nr_memmap_boot_pages" {
          bootMapPages = UInt64(words[1])
        }
      }
    }
  }

  /// Makes sure that parameters are what a kernel prints.
  private func checkParameters(_ source: some SystemSource) throws(InputError) {
    do throws(CaptureParameters.Refusal) {
      _ = try policyParameters
    } catch {
      throw source.error(
        in: "sys/module/memory_hotplug/parameters/\(error.name)",
        "expected \(error.expectation), found \((parameters[error.name] ?? "").excerpt)")
    }
    if let text = parameters["auto_online_blocks"],
      OnlineType(sysfsText: Array(text.utf8).span) == nil
    {
      throw source.error(
        in: "\(Self.memory)/auto_online_blocks",
        "expected offline, online, online_kernel or online_movable, found \(text.excerpt)")
    }
  }

  /// The parameters; one that isn't there has the kernel's default.
  var policyParameters: CaptureParameters {
    get throws(CaptureParameters.Refusal) {
      let defaults = ModuleParameters().policy
      var texts = parameters
      if texts["online_policy"] == nil { texts["online_policy"] = "contig-zones" }
      if texts["auto_movable_ratio"] == nil {
        texts["auto_movable_ratio"] = "\(defaults.autoMovableRatio)"
      }
      if texts["auto_movable_numa_aware"] == nil, texts.count < 3 {
        texts["auto_movable_numa_aware"] = "Y"
      }
      return try CaptureParameters(texts)
    }
  }
}
