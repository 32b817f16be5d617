// SPDX-License-Identifier: MIT

internal import Glibc
internal import SystemPackage
internal import TextFiles

/// The probes on this machine's own kernel: events in an instance of tracefs, so that
/// nobody else's trace is in the way.
final class KernelTrace {
  /// The name of the instance, and of the group of its events.
  private static let group = "automovable"

  private let folder: FilePath
  private var instance: FilePath { folder.appending("instances/\(Self.group)") }

  /// What events come from; reading takes them away.
  let pipe: FileDescriptor

  private let probes: PolicyProbes

  /// How many events had been lost when it was looked last.
  private var lostBefore: UInt64 = 0

  /// The beginning of a line of which the rest has not come.
  private var rest: [UInt8] = []

  /// Defines the probes and switches them on.
  ///
  /// - Parameters:
  ///   - folders: Where tracefs may be.
  ///   - types: The kernel's description of its types.
  /// - Throws: `LiveError.missing` if the kernel can't do that.
  init(folders: [FilePath], types: FilePath) throws(LiveError) {
    guard let folder = folders.first(where: { Self.exists($0.appending("kprobe_events")) }) else {
      throw .missing(
        "\(folders[0]): no kprobe_events: tracefs isn't mounted (mount -t tracefs tracefs "
          + "\(folders[0])), or the kernel has no CONFIG_KPROBE_EVENTS; --without-probes records "
          + "all but decisions")
    }
    self.folder = folder
    let bytes: [UInt8]
    do throws(Errno) {
      bytes = try types.contents(atMost: 64 << 20)
    } catch {
      throw .missing(
        "\(types): cannot be read: \(error): probes need CONFIG_DEBUG_INFO_BTF; "
          + "--without-probes records all but decisions")
    }
    let layout = try KernelLayout(TypeFormat(bytes: bytes))
    let instance = folder.appending("instances/\(Self.group)")
    guard unsafe instance.withPlatformString({ unsafe mkdir($0, 0o700) }) == 0 else {
      throw .missing(
        "\(instance): \(Errno(rawValue: errno)): another record is running, or one was killed: "
          + "rmdir \(instance)")
    }
    do {
      (probes, pipe) = try Self.start(folder, instance, layout)
    } catch {
      Self.remove(folder, instance)
      throw error
    }
  }

  /// Takes the probes away.
  func stop() {
    try? pipe.close()
    Self.remove(folder, instance)
  }

  private static func start(
    _ folder: FilePath, _ instance: FilePath, _ layout: KernelLayout
  ) throws(LiveError) -> (PolicyProbes, FileDescriptor) {
    removeEvents(folder)
    // Only a kernel that can move its map of pages has a variable with the place.
    var probes = PolicyProbes(layout: layout, pageArray: nil, group: group)
    do throws(Errno) {
      try define(probes, folder)
    } catch {
      removeEvents(folder)
      probes = PolicyProbes(
        layout: layout, pageArray: GuestMemory.fixedPageArray, group: group)
      do throws(Errno) {
        try define(probes, folder)
      } catch {
        throw .missing(
          "\(folder)/kprobe_events: the kernel refuses probes on "
            + "\(PolicyProbes.symbols.joined(separator: " and ")): \(error); --without-probes "
            + "records all but decisions")
      }
    }
    let enable = instance.appending("events/\(Self.group)/enable")
    do throws(Errno) {
      try write("1", to: enable)
      return (probes, try open(instance.appending("trace_pipe"), .readOnly, .nonBlocking))
    } catch {
      throw .file(path: instance.string, reason: "cannot be switched on: \(error)")
    }
  }

  private static func define(_ probes: PolicyProbes, _ folder: FilePath) throws(Errno) {
    for definition in probes.definitions {
      try write(definition, to: folder.appending("kprobe_events"))
    }
  }

  private static func remove(_ folder: FilePath, _ instance: FilePath) {
    try? write("0", to: instance.appending("events/\(Self.group)/enable"))
    _ = unsafe instance.withPlatformString { unsafe rmdir($0) }
    removeEvents(folder)
  }

  private static func removeEvents(_ folder: FilePath) {
    for event in PolicyProbes.events {
      try? write("-:\(Self.group)/\(event)", to: folder.appending("kprobe_events"))
    }
  }

  /// Writes a line behind those of others: to begin anew would take their probes away.
  private static func write(_ line: String, to path: FilePath) throws(Errno) {
    let descriptor = try open(path, .writeOnly, .append)
    try Errno.only { _ = try descriptor.closeAfter { try descriptor.writeAll((line + "\n").utf8) } }
  }

  private static func open(
    _ path: FilePath, _ mode: FileDescriptor.AccessMode, _ option: FileDescriptor.OpenOptions
  ) throws(Errno) -> FileDescriptor {
    try Errno.only { try FileDescriptor.open(path, mode, options: [option, .closeOnExec]) }
  }

  private static func exists(_ path: FilePath) -> Bool {
    unsafe path.withPlatformString { unsafe access($0, F_OK) } == 0
  }
}

// MARK: Events

extension KernelTrace {
  /// The lines that have come since the last time.
  func lines() throws(LiveError) -> [String] {
    var piece = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      do {
        let count = try unsafe piece.withUnsafeMutableBytes { buffer in
          try unsafe pipe.read(into: buffer)
        }
        guard count > 0 else { break }
        rest += piece[..<count]
      } catch let error as Errno where error == .wouldBlock {
        break
      } catch {
        throw .machine("trace_pipe cannot be read: \(error)")
      }
    }
    guard let end = rest.lastIndex(of: UInt8(ascii: "\n")) else { return [] }
    let lines = rest[..<end].split(separator: UInt8(ascii: "\n"))
      .map { String(decoding: $0, as: UTF8.self) }
    rest.removeFirst(end + 1)
    return lines
  }

  /// Whether somebody had switched the trace or its events off; they are on again then.
  func wasOff() throws(LiveError) -> Bool {
    let switches = [
      instance.appending("tracing_on"), instance.appending("events/\(Self.group)/enable"),
    ]
    var isOff = false
    for file in switches {
      do throws(Errno) {
        guard try file.contents(atMost: 16).first != UInt8(ascii: "1") else { continue }
        isOff = true
        try Self.write("1", to: file)
      } catch {
        throw .machine("\(file): \(error): the trace can't be switched on again")
      }
    }
    return isOff
  }

  /// What lines of the trace say, unless something is missing from them.
  func steps(_ lines: [String]) throws(LiveError) -> Result<[CaptureStep], RecordGap> {
    let count = try lostCount()
    // `CPU:0 [LOST 12 EVENTS]`
    guard count == 0, !lines.contains(where: { $0.hasPrefix("CPU:") && $0.contains(" [LOST ") })
    else { return .failure(.lost(count)) }
    return .success(try probes.steps(trace: lines))
  }

  /// How many events have been lost since the last time: overwritten before they were read,
  /// dropped, or of a probe that couldn't be run.
  func lostCount() throws(LiveError) -> UInt64 {
    var count: UInt64 = 0
    do throws(Errno) {
      let processors = instance.appending("per_cpu")
      for name in try processors.entries() {
        count &+= Self.lost(
          try processors.appending(name).appending("stats").contents(atMost: 1 << 16))
      }
      count &+= Self.missed(try folder.appending("kprobe_profile").contents(atMost: 1 << 20))
    } catch {
      throw .machine("\(instance): \(error): whether events were lost can't be told")
    }
    defer { lostBefore = count }
    return count - min(count, lostBefore)
  }

  /// `overrun: 12`, `commit overrun: 0`, `dropped events: 0`
  static func lost(_ statistics: [UInt8]) -> UInt64 {
    String(decoding: statistics, as: UTF8.self).split(separator: "\n").reduce(0) { count, line in
      let parts = line.split(separator: ":")
      guard parts.count == 2, ["overrun", "commit overrun", "dropped events"].contains(parts[0])
      else { return count }
      return count &+ (UInt64(parts[1].drop { $0 == " " }) ?? 0)
    }
  }

  /// `  decide    120    0`: how often a probe was hit, and how often it couldn't be run.
  static func missed(_ profile: [UInt8]) -> UInt64 {
    String(decoding: profile, as: UTF8.self).split(separator: "\n").reduce(0) { count, line in
      let words = line.split(separator: " ")
      guard words.count == 3, PolicyProbes.events.contains(String(words[0])) else { return count }
      return count &+ (UInt64(words[2]) ?? 0)
    }
  }

  /// Whether a line is of this program, which has read `valid_zones`.
  static func isOwn(_ line: String) -> Bool {
    ProbeLine(line)?.task.hasPrefix("automovable-") ?? false
  }
}
