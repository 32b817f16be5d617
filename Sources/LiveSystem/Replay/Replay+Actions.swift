// SPDX-License-Identifier: MIT

import AutoMovable

/// A write to a file of sysfs that is the action of a snapshot, not done yet.
struct PendingAction {
  let file: ReplayFile
  let value: String

  /// The error number that the kernel returned, 0 for success, `nil` if it isn't
  /// known.
  let errno: Int64?

  /// Takes an action; `nil` if it is none of these.
  init?(_ action: CaptureAction) {
    let details = action.details
    guard let value = details["value"]?.text ?? details["value"]?.unsigned.map({ "\($0)" })
    else { return nil }
    self.value = value
    let block = details["block"]?.unsigned.map { MemoryBlockID($0) }
    switch action.operation {
    case "block_state":
      guard let block else { return nil }
      file = .state(block)
    case "block_online":
      guard let block else { return nil }
      file = .online(block)
    case "auto_online_blocks": file = .autoOnlineBlocks
    case "param":
      guard let name = action.parameter,
        let parameter = ModuleParameter(name: Array(name.utf8).span)
      else { return nil }
      file = .parameter(parameter)
    default: return nil
    }
    if details["rc"]?.unsigned == 0 {
      errno = 0
    } else {
      errno = details["error"]?.text.flatMap { Self.errorNumbers[$0] }
    }
  }

  /// What the guest's shell calls the errors that depend on what is written alone.
  private static let errorNumbers: [String: Int64] = [
    "Invalid argument": 22, "Numerical result out of range": 34,
  ]

  /// Whether it is about a memory block.
  var isOfBlock: Bool {
    switch file {
    case .state, .online, .validZones: true
    case .parameter, .autoOnlineBlocks: false
    }
  }

  /// Whether it is about a certain memory block.
  func isOf(_ block: UInt64) -> Bool {
    switch file {
    case .state(let id), .online(let id): id.rawValue == block
    case .validZones, .parameter, .autoOnlineBlocks: false
    }
  }
}

extension CaptureAction {
  /// The block whose `valid_zones` was read, and its text; `nil` of any other action.
  var reading: (block: MemoryBlockID, text: String)? {
    guard operation == "valid_zones", let block = details["block"]?.unsigned,
      details["rc"]?.unsigned == 0, let text = details["text"]?.text
    else { return nil }
    return (MemoryBlockID(block), text)
  }
}

extension Replay {
  /// Writes what the action writes, and compares what came of it. Whether memory
  /// can be isolated is the kernel's affair: what failed for that isn't tried.
  mutating func perform(_ action: inout PendingAction?, in snapshot: CaptureSnapshot) {
    guard let pending = action else { return }
    action = nil
    guard let errno = pending.errno else { return }
    // The guest's `echo` ends it with a newline.
    let result = subject.write(pending.value + "\n", to: pending.file)
    let isEqual = min(result, 0) == -errno
    report.operations.add(isEqual: isEqual)
    guard !isEqual else { return }
    tell(
      .result(
        operation: .write(pending.value, pending.file), kernel: -errno, replayed: result),
      in: snapshot)
  }

  /// Compares the parameters' files, and goes on with what is in them.
  mutating func compareParameters(in snapshot: CaptureSnapshot) {
    for (name, file) in ReplayFile.parameters {
      guard let kernel = snapshot.parameters.texts[name] else { continue }
      compareText(kernel, file, in: snapshot)
    }
    writeParameters(of: snapshot)
  }

  /// Writes the parameters that differ, except for one that can't be written.
  mutating func writeParameters(of snapshot: CaptureSnapshot) {
    for (name, file) in ReplayFile.parameters {
      guard let kernel = snapshot.parameters.texts[name],
        subject.read(file)?.isLine(kernel) == false
      else { continue }
      _ = subject.write(kernel, to: file)
    }
  }
}

extension SysfsText {
  /// Whether it is a text, perhaps with a newline after it.
  func isLine(_ text: String) -> Bool {
    let utf8 = text.utf8
    var position = 0
    for byte in utf8 {
      guard position < count, self[position] == byte else { return false }
      position += 1
    }
    return position == count || position + 1 == count && self[position] == UInt8(ascii: "\n")
  }
}
