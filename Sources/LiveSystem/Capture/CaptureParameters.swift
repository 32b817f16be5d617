// SPDX-License-Identifier: MIT

public import AutoMovable
import TextFiles

/// The parameters of the policy, and other settings, as sysfs prints them.
public struct CaptureParameters: Hashable, Sendable {
  /// `online_policy`.
  public let onlinePolicy: OnlinePolicy

  /// `auto_movable_ratio`, in percent.
  public let autoMovableRatio: UInt32

  /// `auto_movable_numa_aware`; false for a kernel without it, which has one
  /// node.
  public let isAutoMovableNUMAAware: Bool

  /// All the texts by name, those of the parameters above among them.
  public let texts: [String: String]
}

extension CaptureParameters {
  /// Why a text isn't what the kernel prints.
  struct Refusal: Error {
    let name: String
    let expectation: String
  }

  /// Takes texts.
  init(_ texts: [String: String]) throws(Refusal) {
    switch texts["online_policy"] {
    case "contig-zones": onlinePolicy = .contigZones
    case "auto-movable": onlinePolicy = .autoMovable
    default: throw Refusal(name: "online_policy", expectation: "contig-zones or auto-movable")
    }
    guard let ratio = texts["auto_movable_ratio"].flatMap({ UInt32($0) }) else {
      throw Refusal(
        name: "auto_movable_ratio", expectation: "a decimal 32-bit number as text")
    }
    autoMovableRatio = ratio
    switch texts["auto_movable_numa_aware"] {
    case "Y": isAutoMovableNUMAAware = true
    case "N", nil: isAutoMovableNUMAAware = false
    default: throw Refusal(name: "auto_movable_numa_aware", expectation: "Y or N")
    }
    self.texts = texts
  }

  /// The parameters as the core takes them.
  public func policy(isMovableNodeEnabled: Bool) -> Policy {
    Policy(
      onlinePolicy: onlinePolicy, autoMovableRatio: autoMovableRatio,
      isAutoMovableNUMAAware: isAutoMovableNUMAAware,
      isMovableNodeEnabled: isMovableNodeEnabled)
  }

  /// All parameters of the module as the core takes them.
  func moduleParameters(isMovableNodeEnabled: Bool) -> ModuleParameters {
    let memmapOnMemory: MemmapOnMemory =
      switch texts["memmap_on_memory"] {
      case nil, "N": .disabled
      case "force": .forced
      default: .enabled
      }
    return ModuleParameters(
      policy: policy(isMovableNodeEnabled: isMovableNodeEnabled),
      memmapOnMemory: memmapOnMemory)
  }
}

extension CaptureParameters: CaptureValue {
  init(_ reader: inout JSONReader) throws(JSONError) {
    _ = reader.peek()
    let start = reader.position
    var texts: [String: String] = [:]
    var places: [(name: String, position: Int)] = []
    try reader.members { reader, name, start throws(JSONError) in
      let name = reader.text(of: name)
      _ = reader.peek()
      places.append((name, reader.position))
      guard texts.updateValue(try reader.text(), forKey: name) == nil else {
        throw reader.invalid("given twice", at: start)
      }
    }
    do throws(Refusal) {
      try self.init(texts)
    } catch {
      guard let place = places.first(where: { $0.name == error.name }) else {
        throw reader.invalid("\(error.name) is missing", at: start)
      }
      throw reader.expected(error.expectation, at: place.position)
    }
  }

  func write(to writer: inout JSONWriter) {
    writer.beginObject()
    for (name, text) in texts.sorted(by: { $0.key < $1.key }) {
      writer.name(name)
      writer.value(text)
    }
    writer.endObject()
  }
}
