// SPDX-License-Identifier: MIT

import AutoMovable
import TextFiles

@testable import LiveSystem

/// The files that a captured kernel showed to whoever looked from inside.
struct CapturedSystem: SystemSource {
  /// The files by their path.
  let files: [String: String]

  /// The names of links in folders.
  let links: [String: [String]]

  /// The names in each folder.
  private let folders: [String: [String]]

  init(_ snapshot: CaptureSnapshot, of meta: CaptureMeta?) {
    var files: [String: String] = [:]
    var links: [String: [String]] = [:]
    let memory = "sys/devices/system/memory"
    files["\(memory)/block_size_bytes"] = String(snapshot.blockSize, radix: 16)
    for (name, text) in snapshot.parameters.texts where name != "block_size_bytes" {
      files[
        name == "auto_online_blocks"
          ? "\(memory)/\(name)" : "sys/module/memory_hotplug/parameters/\(name)"] = text
    }
    for block in snapshot.blocks {
      let folder = "\(memory)/memory\(block.index)"
      files["\(folder)/state"] = block.state
      files["\(folder)/valid_zones"] = block.validZones
      files["\(folder)/removable"] = block.removable
      links[folder] = block.nodes.map { "node\($0)" }
    }
    files["proc/zoneinfo"] = Self.zoneInfo(snapshot.zones)
    files["proc/iomem"] = snapshot.memoryMap.joined(separator: "\n")
    files["proc/sys/kernel/osrelease"] = meta?.kernel
    files["proc/cmdline"] = meta?.commandLine
    self.init(files: files.mapValues { $0 + "\n" }, links: links)
  }

  /// Takes files, and names that are links in folders.
  init(files: [String: String], links: [String: [String]] = [:]) {
    self.files = files
    self.links = links
    var folders = links.mapValues(Set.init)
    for path in files.keys {
      let parts = path.split(separator: "/")
      for count in 1..<parts.count {
        folders[parts[..<count].joined(separator: "/"), default: []].insert(String(parts[count]))
      }
    }
    self.folders = folders.mapValues(Array.init)
  }

  private static func zoneInfo(_ zones: [CaptureZone]) -> String {
    var text = ""
    for zone in zones {
      text += """
        Node \(zone.nodeID), zone   \(zone.type)
          pages free     \(zone.free ?? 0)
                boost    0
                spanned  \(zone.spanned ?? 0)
                present  \(zone.present)
                managed  \(zone.managed ?? 0)
                cma      \(zone.cma ?? 0)
                protection: (0, 0, 0, 0, 0)

        """
      if let start = zone.startPFN { text += "  start_pfn:           \(start)\n" }
    }
    return text
  }

  func name(of path: String) -> String { path }

  func text(_ path: String, atMost limit: Int) throws(InputError) -> TextDocument? {
    files[path].map { TextDocument(file: path, Array($0.utf8)) }
  }

  func names(in path: String) throws(InputError) -> [String]? { folders[path] }
}

extension CapturedSystem {
  /// The same without some files, or with others.
  func replacing(_ changes: [String: String?]) -> CapturedSystem {
    var files = files
    for (path, text) in changes { files[path] = text }
    return CapturedSystem(files: files, links: links)
  }
}

/// A snapshot of a capture, with what the capture is of.
struct CapturedMoment: CustomStringConvertible {
  let capture: String
  let meta: CaptureMeta?
  let snapshot: CaptureSnapshot

  var description: String { "\(capture) snapshot \(snapshot.sequence)" }

  /// What the kernel's files say.
  func record() throws -> SystemRecord {
    try SystemRecord(CapturedSystem(snapshot, of: meta), name: "\(self)")
  }
}

extension LiveCaptures.Capture {
  /// The snapshots.
  var moments: [CapturedMoment] {
    var meta: CaptureMeta?
    var moments: [CapturedMoment] = []
    for record in records {
      switch record {
      case .meta(let line): meta = line
      case .snapshot(let snapshot):
        moments.append(CapturedMoment(capture: name, meta: meta, snapshot: snapshot))
      case .end: continue
      }
    }
    return moments
  }
}
