// SPDX-License-Identifier: MIT

/// What the guest answers to `snapshot`.
struct GuestReport {
  /// A row of a memory block, in the order of `fields`.
  struct Block {
    static let fields = ["index", "state", "valid_zones", "nodes", "phys_device", "removable"]

    let index: Int
    let state: String
    let validZones: String
    let nodes: [Int]
    let physicalDevice: Int
    let removable: String
  }

  /// The parameters and the block size, as text.
  let parameters: [String: String]
  /// The blocks, by index.
  let blocks: [Block]
  let zoneInfo: ZoneInfo
  /// Which ranges of physical memory are RAM or virtio-mem's, from `/proc/iomem`.
  let ioMemory: [String]
  /// Which page frames the kernel found at boot, by node.
  let bootMemory: [BootMemoryRange]
  let trace: [String]

  /// Takes the answer apart.
  ///
  /// - Throws: `LiveError.machine` if something is missing from it.
  init(lines: [String]) throws(LiveError) {
    var sections: [String: [String]] = [:]
    var section = ""
    for line in lines {
      // The trace has lines that begin alike, but comes last.
      if section != "trace", line.hasPrefix("#") {
        section = String(line.dropFirst())
        sections[section] = []
      } else {
        sections[section, default: []].append(line)
      }
    }
    for name in ["ranges", "parameters", "blocks", "zoneinfo", "iomem", "trace"]
    where sections[name] == nil {
      throw .machine("the guest's snapshot has no \(name)")
    }

    var parameters: [String: String] = [:]
    for line in sections["parameters"] ?? [] {
      let words = line.split(separator: " ", maxSplits: 1, omittingEmptySubsequences: false)
      parameters[String(words[0])] = words.count > 1 ? String(words[1]) : ""
    }
    self.parameters = parameters

    var blocks: [Block] = []
    for line in sections["blocks"] ?? [] {
      blocks.append(try Block(line))
    }
    self.blocks = blocks.sorted { $0.index < $1.index }
    zoneInfo = try ZoneInfo(lines: sections["zoneinfo"] ?? [])
    ioMemory = (sections["iomem"] ?? []).filter {
      $0.contains("System RAM") || $0.contains("virtio")
    }
    bootMemory = (sections["ranges"] ?? []).compactMap(BootMemoryRange.init)
    trace = sections["trace"] ?? []
  }

  /// The size of a memory block, in bytes.
  var blockSize: UInt64 {
    get throws(LiveError) {
      guard let text = parameters["block_size_bytes"], let size = UInt64(text, radix: 16) else {
        throw .machine("the guest's snapshot has no block_size_bytes")
      }
      return size
    }
  }
}

extension GuestReport.Block {
  /// `12|online|DMA32|0|1| 0`
  init(_ line: String) throws(LiveError) {
    let fields = line.split(separator: "|", omittingEmptySubsequences: false)
    guard fields.count == 6, let index = Int(fields[0]), let device = Int(fields[3]) else {
      throw .machine("the guest's snapshot has a block that cannot be read: \(line)")
    }
    self.init(
      index: index, state: String(fields[1]), validZones: String(fields[2]),
      nodes: fields[5].split(separator: " ").compactMap { Int($0) }, physicalDevice: device,
      removable: String(fields[4]))
  }
}

extension GuestReport.Block: Encodable {
  /// Writes a list, in the order of `fields`.
  func encode(to encoder: any Encoder) throws {
    var row = encoder.unkeyedContainer()
    try row.encode(index)
    try row.encode(state)
    try row.encode(validZones)
    try row.encode(nodes)
    try row.encode(physicalDevice)
    try row.encode(removable)
  }
}
