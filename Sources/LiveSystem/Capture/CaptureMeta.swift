// SPDX-License-Identifier: MIT

import Scenarios
import TextFiles

/// What a capture was taken of: its first line.
public struct CaptureMeta: Hashable, Sendable {
  /// The scenario.
  public var name: String?

  /// What the scenario is there to show.
  public var note: String?

  /// What runs the guest's code: `tcg` or `kvm`.
  public var accelerator: String?

  /// The kernel's release.
  public var kernel: String?

  /// The kernel's version, with the date of its build.
  public var kernelVersion: String?

  /// QEMU's version.
  public var qemu: String?

  /// The machine.
  public var machine: CaptureMachine?

  /// The kernel's command line.
  public var commandLine: String?

  /// Seconds from QEMU's start to the first command.
  public var bootSeconds: Double?

  /// How many snapshots follow, so that a file that was cut off is noticed.
  public var snapshotCount: UInt64?

  /// Whether the last line says how many they are, as nobody knew at the start.
  public var hasEnd = false

  /// Creates a line that says nothing yet.
  public init() {}
}

extension CaptureMeta {
  /// Whether the kernel was booted with the flag `movable_node`.
  public var isMovableNodeEnabled: Bool {
    BootArgument.list(commandLine ?? "").contains { $0.name == "movable_node" }
  }
}

extension CaptureMeta: CaptureValue {
  private enum Field: UInt8, JSONName {
    case kind, name, note, accelerator, kernel, kernelVersion, qemu, machine, commandLine,
      bootSeconds, snapshotCount, hasEnd

    var name: StaticString {
      switch self {
      case .kind: "kind"
      case .name: "name"
      case .note: "note"
      case .accelerator: "accel"
      case .kernel: "kernel"
      case .kernelVersion: "kernel_version"
      case .qemu: "qemu"
      case .machine: "params"
      case .commandLine: "append"
      case .bootSeconds: "boot_s"
      case .snapshotCount: "snapshots"
      case .hasEnd: "has_end"
      }
    }
  }

  init(_ reader: inout JSONReader) throws(JSONError) {
    var fields = try JSONFields<Field>(&reader)
    while let field = try fields.nextKnown(&reader) {
      switch field {
      case .kind: _ = try reader.name(CaptureRecord.MetaKind.self)
      case .name: name = try reader.text()
      case .note: note = try reader.text()
      case .accelerator: accelerator = try reader.text()
      case .kernel: kernel = try reader.text()
      case .kernelVersion: kernelVersion = try reader.text()
      case .qemu: qemu = try reader.text()
      case .machine: machine = try CaptureMachine(&reader)
      case .commandLine: commandLine = try reader.text()
      case .bootSeconds: bootSeconds = try reader.number()
      case .snapshotCount: snapshotCount = try reader.integer()
      case .hasEnd: hasEnd = try reader.boolean()
      }
    }
    guard fields.contains(.kind) else { throw fields.missing(.kind) }
  }

  func write(to writer: inout JSONWriter) {
    writer.beginObject()
    writer.field("kind", "meta")
    writer.field("name", name)
    writer.field("note", note)
    writer.field("accel", accelerator)
    writer.field("kernel", kernel)
    writer.field("kernel_version", kernelVersion)
    writer.field("qemu", qemu)
    if let machine {
      writer.name("params")
      machine.write(to: &writer)
    }
    writer.field("append", commandLine)
    writer.field("boot_s", bootSeconds)
    writer.field("snapshots", snapshotCount)
    if hasEnd { writer.field("has_end", true) }
    writer.endObject()
  }
}
