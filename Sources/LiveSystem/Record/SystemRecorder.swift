// SPDX-License-Identifier: MIT

internal import AutoMovable
public import SystemPackage
import TextFiles

/// Records what the kernel of a running system does with its memory, as a capture.
///
/// Nobody says what is done to the machine from outside, so a snapshot is taken whenever
/// something was seen to happen and is over.
public struct SystemRecorder {
  private let root: FilePath
  private let trace: KernelTrace?
  private let interruption: Interruption
  private let start = ContinuousClock.now
  private var last: CaptureSnapshot?
  private var lastRecord: SystemRecord
  private var lastState: KernelState?
  private let inspection: Inspection
  private let view: KernelView?

  /// Why captures have no `present_early_pages` and groups; `nil` if they have.
  public let blindness: String?

  /// Who never wishes to stop: what is under way is seen to its end.
  private let patience: Interruption

  private var blockSize: UInt64 { inspection.blockPages * inspection.geometry.pageSize }

  /// Looks at a system, and puts probes into its kernel.
  ///
  /// - Parameters:
  ///   - root: The folder with `sys` and `proc`.
  ///   - usesProbes: Whether to record decisions, which only works at `/` and as root.
  /// - Throws: `LiveError.missing` if the system has none of that, `InputError` if a
  ///   file is malformed.
  public init(root: FilePath, usesProbes: Bool, interruption: Interruption) throws {
    let record = try SystemRecord(root: root)
    guard record.hasHotplugSupport else {
      throw LiveError.missing(
        "\(root): no memory blocks (sys/devices/system/memory): the kernel can't hotplug memory, "
          + "or its files aren't there")
    }
    let inspection = try Inspection(record)
    guard inspection.geometry == .x86_64 else {
      throw LiveError.missing(
        "\(root): expected pages of 4 KiB, as captures have, found \(inspection.geometry.pageSize) "
          + "bytes")
    }
    do throws(LiveError) {
      view = try KernelView(root: root, record)
      blindness = nil
    } catch {
      view = nil
      blindness = "\(error)"
    }
    patience = try Interruption()
    // Last: nobody would end it if something else failed behind it.
    var trace: KernelTrace?
    if usesProbes {
      trace = try KernelTrace(
        folders: ["sys/kernel/tracing", "sys/kernel/debug/tracing"].map { root.appending($0) },
        types: root.appending("sys/kernel/btf/vmlinux"))
    }
    self.root = root
    self.interruption = interruption
    self.trace = trace
    self.inspection = inspection
    lastRecord = record
  }

  /// Starts a capture, before a wish to stop can come: a pipe is waited for until
  /// somebody reads it.
  ///
  /// - Parameter path: Where the capture appears once it is whole.
  public static func capture(at path: FilePath) throws -> CaptureWriter {
    try CaptureWriter(path, createsFolders: false)
  }

  /// Records until a time is over or the wish to stop comes, which is no error here.
  ///
  /// - Parameters:
  ///   - writer: The capture.
  ///   - duration: How long; `nil` for ever.
  ///   - progress: Told of every snapshot, once it is written.
  public mutating func run(
    to writer: consuming CaptureWriter, for duration: Duration?,
    progress: (RecordProgress) -> Void
  ) throws {
    defer { trace?.stop() }
    try writer.write(.meta(meta(name: writer.path.stem ?? "record")))
    try begin(writer, progress)
    let end = duration.map { start + $0 }
    var lines: [String] = []
    var isOver = false
    while !isOver {
      isOver = try !wait(until: end)
      try lines += trace?.lines() ?? []
      let isBlind = try trace?.wasOff() ?? false
      var isNew = isBlind || lines.contains { !KernelTrace.isOwn($0) }
      if !isNew { isNew = try hasChanged() }
      guard isNew else { continue }
      // What is under way goes on a little longer.
      let limit = ContinuousClock.now + Self.longest
      while .now < limit, try goesOn() { try lines += trace?.lines() ?? [] }
      try step(lines, isBlind: isBlind, writer, progress)
      lines = []
    }
    try writer.write(.end(snapshotCount: UInt64(sequence)))
    try writer.finish()
  }

  /// The number of the next snapshot.
  private var sequence: Int { last.map { $0.sequence + 1 } ?? 0 }
}

// MARK: Waiting

extension SystemRecorder {
  /// How often files are looked at of which no probe tells.
  private static let interval: Duration = .seconds(1)

  /// How long nothing happens when a step is over.
  private static let quiet: Duration = .milliseconds(50)

  /// How long a step may take.
  private static let longest: Duration = .seconds(10)

  /// Waits until there may be something new.
  ///
  /// - Returns: Whether to go on after that.
  private func wait(until end: ContinuousClock.Instant?) throws(LiveError) -> Bool {
    let left = end.map { ContinuousClock.now.duration(to: $0) } ?? Self.interval
    do throws(LiveError) {
      _ = try Readiness.wait(
        for: trace.map { [$0.pipe] } ?? [], until: .after(min(left, Self.interval)), interruption)
    } catch .interrupted {
      return false
    }
    return end.map { .now < $0 } ?? true
  }

  /// Whether events come within a short time.
  private func goesOn() throws(LiveError) -> Bool {
    guard let trace else { return false }
    return try Readiness.wait(for: [trace.pipe], until: .after(Self.quiet), patience) != nil
  }

  /// Whether something has happened of which no probe tells: blocks came or went, or
  /// parameters were written; without probes, whatever else happens to blocks.
  private func hasChanged() throws(InputError) -> Bool {
    let source = SystemFolder(root: root)
    var now = SystemRecord()
    try now.readParameters(source)
    // A file that isn't there for a moment, or any more, was written by nobody.
    guard now.parameters.allSatisfy({ lastRecord.parameters[$0.key] == $0.value })
    else { return true }
    guard trace == nil else {
      return try SystemRecord.blockNumbers(source) != lastRecord.blocks.map(\.index)
    }
    do {
      try now.readMemory(source)
    } catch {
      // A block that goes meanwhile is a change; what is wrong otherwise, the next
      // snapshot tells.
      return true
    }
    return now.blocks != lastRecord.blocks
  }
}

// MARK: Snapshots

extension SystemRecorder {
  private func meta(name: String) -> CaptureMeta {
    var meta = CaptureMeta()
    meta.name = name
    meta.note =
      "recorded on a running machine"
      + (blindness.map { ", without present_early_pages and groups: \($0)" } ?? "")
    meta.kernel = lastRecord.kernelRelease
    meta.kernelVersion = try? SystemFolder(root: root).attribute("proc/sys/kernel/version")?
      .firstLine
    meta.commandLine = lastRecord.commandLine
    meta.hasEnd = true
    return meta
  }

  /// Writes the machine as it is, behind the machine as it booted if that was another.
  private mutating func begin(
    _ writer: borrowing CaptureWriter, _ progress: (RecordProgress) -> Void
  ) throws {
    if !inspection.steps.isEmpty {
      let boot = try CaptureSnapshot(bootOf: inspection)
      try write(boot, .failure(.unwatched), writer, progress)
    }
    let action = CaptureAction(inspection.steps.isEmpty ? "boot" : "observe")
    lastState = try? view?.state(of: lastRecord)
    let snapshot = try CaptureSnapshot(
      lastRecord, lastState, blockSize: blockSize, sequence: sequence, action, time: seconds,
      steps: nil)
    try write(snapshot, .failure(.unwatched), writer, progress)
    // Reading these files has asked the policy already.
    _ = try trace?.lines()
    _ = try trace?.lostCount()
  }

  /// Writes what has happened: parameters first, as they are in force for the rest.
  private mutating func step(
    _ lines: [String], isBlind: Bool, _ writer: borrowing CaptureWriter,
    _ progress: (RecordProgress) -> Void
  ) throws {
    let before = Set(lastRecord.blocks.map(\.index))
    let parameters = lastRecord.parameters
    let settled = try settledSteps(lines)
    lastRecord.parameters.merge(parameters) { new, _ in new }
    let steps = isBlind ? .failure(.switchedOff) : settled
    let known = try? steps.get()
    try check(known ?? [], before.union(lastRecord.blocks.map(\.index)))
    if var last {
      let parameters = try lastRecord.policyParameters
      for action in last.parameters.changes(to: parameters) {
        last = try last.writing(action, to: parameters, sequence: sequence, time: seconds)
        try write(last, .success([]), writer, progress)
      }
    }
    let snapshot = try CaptureSnapshot(
      lastRecord, lastState, blockSize: blockSize, sequence: sequence, CaptureAction("observe"),
      time: seconds, steps: known)
    try write(snapshot, steps, writer, progress)
  }

  /// Reads files until nothing happens meanwhile, and puts together what has happened.
  private mutating func settledSteps(
    _ lines: [String]
  ) throws -> Result<[CaptureStep], RecordGap> {
    var lines = lines
    for tries in 1...Self.mostTries {
      do {
        lastRecord = try SystemRecord(root: root)
      } catch {
        // A block may have gone while it was looked at.
        guard tries < Self.mostTries else { throw error }
        continue
      }
      do throws(LiveError) {
        lastState = try view?.state(of: lastRecord)
      } catch {
        // So may a group.
        lastState = nil
        guard tries == Self.mostTries else { continue }
      }
      guard let trace else { return .failure(.unwatched) }
      let more = try trace.lines()
      lines += more
      if more.allSatisfy(KernelTrace.isOwn) { return try trace.steps(lines) }
    }
    // Files and events don't belong together.
    return .failure(.restless)
  }

  /// Makes sure that pages are of blocks: the kernel may have its map of pages elsewhere
  /// than was expected.
  private func check(_ steps: [CaptureStep], _ blocks: Set<UInt64>) throws(LiveError) {
    for case .adjustment(let adjustment) in steps
    where !blocks.contains(adjustment.startPFN / inspection.blockPages) {
      throw .kernel(
        "a probe saw page \(adjustment.startPFN), which is in no memory block: the kernel's map "
          + "of pages isn't where it was looked for")
    }
  }

  /// How often files are read again because something happened meanwhile.
  private static let mostTries = 8

  private var seconds: Double { (ContinuousClock.now - start).seconds }

  private mutating func write(
    _ snapshot: CaptureSnapshot, _ steps: Result<[CaptureStep], RecordGap>,
    _ writer: borrowing CaptureWriter,
    _ progress: (RecordProgress) -> Void
  ) throws(LiveError) {
    try writer.write(.snapshot(snapshot))
    last = snapshot
    progress(
      RecordProgress(
        sequence: snapshot.sequence, action: snapshot.action, steps: steps))
  }
}
