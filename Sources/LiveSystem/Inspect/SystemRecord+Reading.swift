// SPDX-License-Identifier: MIT

import AutoMovable
import TextFiles

// MARK: /sys/devices/system/memory

extension SystemRecord {
  private static let memory = "sys/devices/system/memory"

  mutating func readMemory(_ source: some SystemSource) throws(InputError) {
    guard let numbers = try Self.blockNumbers(source) else { return }
    let blockSize = try Self.blockSize(source)
    self.blockSize = blockSize
    let limit = Geometry.addressCount / blockSize
    let nodes = try Self.nodesOfBlocks(source)
    var blocks: [CaptureBlock] = []
    for index in numbers {
      var block = try Self.block(index, below: limit, source)
      if let nodes = nodes[index] {
        block.nodes = nodes
      } else {
        block.nodes = try Self.nodes(of: block, source)
      }
      blocks.append(block)
    }
    self.blocks = blocks
  }

  /// The numbers of the blocks, ascending, or `nil` if there is no folder of blocks.
  static func blockNumbers(_ source: some SystemSource) throws(InputError) -> [UInt64]? {
    try source.names(in: memory)?.compactMap { number(of: $0, after: "memory") }.sorted()
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
      size >= Geometry.sectionSizes.lowerBound, size <= 1 << 40
    else {
      throw text.error(
        line: 1,
        "expected a power of two from 2^24 to 2^40 in hexadecimal, found \(digits.excerpt)")
    }
    return size
  }

  private static func block(
    _ index: UInt64, below limit: UInt64, _ source: some SystemSource
  ) throws(InputError) -> CaptureBlock {
    let path = "\(memory)/memory\(index)"
    guard index < limit else {
      throw source.error(in: path, "expected a block number below \(limit)")
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
    return block
  }

  /// The nodes that a block's folder links to.
  private static func nodes(
    of block: CaptureBlock, _ source: some SystemSource
  ) throws(InputError) -> [Int32] {
    let path = "\(memory)/memory\(block.index)"
    var nodes: [Int32] = []
    for name in try source.names(in: path) ?? [] {
      guard let node = number(of: name, after: "node") else { continue }
      guard node < NodeID.maximumCount else {
        throw source.error(in: "\(path)/\(name)", "expected a node below \(NodeID.maximumCount)")
      }
      nodes.append(Int32(node))
    }
    return nodes.sorted()
  }

  /// The nodes that link to blocks, by block.
  private static func nodesOfBlocks(
    _ source: some SystemSource
  ) throws(InputError) -> [UInt64: [Int32]] {
    var nodes: [UInt64: [Int32]] = [:]
    for name in try source.names(in: nodeFolder) ?? [] {
      guard let node = number(of: name, after: "node"), node < NodeID.maximumCount
      else { continue }
      for name in try source.names(in: "\(nodeFolder)/\(name)") ?? [] {
        guard let block = number(of: name, after: "memory") else { continue }
        nodes[block, default: []].append(Int32(node))
      }
    }
    return nodes.mapValues { $0.sorted() }
  }

  private static let nodeFolder = "sys/devices/system/node"
}

extension CaptureBlock {
  /// The zones that the block is in or may go to, the likeliest first.
  var zones: [Substring] { validZones.split(separator: " ") }

  /// The zone of an online block, or `nil` if it is offline or in several zones.
  ///
  /// Old kernels name others too, to which it could be moved.
  var currentZone: ZoneType? {
    guard isOnline, let name = zones.first else { return nil }
    return ZoneType(name: name)
  }

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
    guard let text = try source.attribute("\(Self.nodeFolder)/possible") else { return }
    guard let nodes = [NodeID](list: text.firstLine) else {
      throw text.error(
        line: 1,
        "expected a list of nodes below \(NodeID.maximumCount) such as 0-3,8, found "
          + text.firstLine.excerpt)
    }
    possibleNodes = nodes
  }
}

// MARK: The kernel and its parameters

extension SystemRecord {
  mutating func readParameters(_ source: some SystemSource) throws(InputError) {
    if let text = try source.attribute("\(Self.memory)/auto_online_blocks") {
      parameters["auto_online_blocks"] = text.firstLine
    }
    for parameter in [
      "online_policy", "auto_movable_ratio", "auto_movable_numa_aware", "memmap_on_memory",
    ] {
      let path = "sys/module/memory_hotplug/parameters/\(parameter)"
      guard let text = try source.attribute(path) else { continue }
      parameters[parameter] = text.firstLine
    }
    try checkParameters(source)
  }

  mutating func readKernel(_ source: some SystemSource) throws(InputError) {
    try readParameters(source)
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
      // A kernel that has the policy but not this one has a single node.
      if texts["auto_movable_numa_aware"] == nil, parameters["online_policy"] == nil {
        texts["auto_movable_numa_aware"] = "Y"
      }
      return try CaptureParameters(texts)
    }
  }
}
