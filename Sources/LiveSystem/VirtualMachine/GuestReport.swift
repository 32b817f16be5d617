// SPDX-License-Identifier: MIT

import TextFiles

/// What the guest answers to `snapshot`.
struct GuestReport {
  /// The parameters and the block size, as text.
  let parameters: [String: String]
  /// The blocks, by index.
  let blocks: [CaptureBlock]
  /// The zones, as `/proc/zoneinfo` has them.
  let zones: [CaptureZone]
  /// Which ranges of physical memory are RAM or virtio-mem's, from `/proc/iomem`.
  let ioMemory: [String]
  /// Which page frames the kernel found at boot, by node.
  let bootMemory: [CaptureBootMemory]
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

    var blocks: [CaptureBlock] = []
    for line in sections["blocks"] ?? [] {
      blocks.append(try CaptureBlock(line))
    }
    self.blocks = blocks.sorted { $0.index < $1.index }
    do throws(InputError) {
      let lines = sections["zoneinfo"] ?? []
      zones = try [CaptureZone](
        zoneInfo: TextDocument(
          file: "/proc/zoneinfo", Array(lines.joined(separator: "\n").utf8)))
    } catch {
      throw .kernel("\(error)")
    }
    ioMemory = (sections["iomem"] ?? []).filter {
      $0.contains("System RAM") || $0.contains("virtio")
    }
    bootMemory = (sections["ranges"] ?? []).compactMap { BootRange($0) }
      .map { CaptureBootMemory($0) }
    trace = sections["trace"] ?? []
  }

  /// The parameters of the policy among them.
  var policyParameters: CaptureParameters {
    get throws(LiveError) {
      do {
        return try CaptureParameters(parameters)
      } catch {
        throw .machine(
          "the guest's \(error.name) is \(parameters[error.name] ?? "not there"), expected "
            + error.expectation)
      }
    }
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

extension CaptureBlock {
  /// `12|online|DMA32|0|1| 0`
  init(_ line: String) throws(LiveError) {
    let fields = line.split(separator: "|", omittingEmptySubsequences: false)
    guard fields.count == 6, let index = UInt64(fields[0]), let device = UInt64(fields[3]) else {
      throw .machine("the guest's snapshot has a block that cannot be read: \(line)")
    }
    self.init(
      index: index, state: String(fields[1]), validZones: String(fields[2]),
      nodes: fields[5].split(separator: " ").compactMap { Int32($0) }, physicalDevice: device,
      removable: String(fields[4]))
  }
}
