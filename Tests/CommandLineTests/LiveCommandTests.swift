// SPDX-License-Identifier: MIT

import Foundation
import Testing

/// What can be said of `automovable live` without a kernel: the machine here is a
/// shell script in QEMU's place.
@Suite("automovable live")
struct LiveCommandTests {
  @Test("The list names every scenario")
  func list() throws {
    let files = try FileManager.default.contentsOfDirectory(atPath: Self.scenarios)
    let run = try Sandbox().run(["--list", "--scenarios", Self.scenarios])
    #expect(run.status == 0)
    #expect(run.output.split(separator: "\n").count == files.count)
    #expect(run.output.contains("s1_ratio301_boot2g_vm16g_step128m: boot 2G, 128 actions. "))
  }

  @Test("A note can't act on the terminal")
  func note() throws {
    let sandbox = try Sandbox()
    let path = try sandbox.write(
      #"{"nodes": ["1G"], "note": "a\u001b[2Jb", "actions": []}"#, to: "s.json")
    let run = try sandbox.run(["--list", "--scenarios", path])
    #expect(run.output == "s: boot 1G, 0 actions. a\\u{1B}[2Jb\n")
  }

  @Test("Wrong usage", arguments: [["--jobs", "0"], ["--accel", "xen"], ["--only", "nonsense"]])
  func usage(_ arguments: [String]) throws {
    #expect(try Sandbox().run(["--scenarios", Self.scenarios] + arguments).status == 64)
  }

  @Test("A malformed scenario is told with its place")
  func malformedScenario() throws {
    let sandbox = try Sandbox()
    let path = try sandbox.write(#"{"nodes": ["1G"], "action": []}"#, to: "s.json")
    let run = try sandbox.run(["--scenarios", path])
    #expect(run.status == 65)
    #expect(run.error.hasPrefix("automovable live: \(path):1: action: unknown field, "))
  }

  @Test("What is not installed is told", arguments: ["qemu", "busybox", "kernel"])
  func missing(_ option: String) throws {
    let sandbox = try Sandbox()
    let run = try sandbox.runScenario(["--\(option)", "/nowhere/\(option)"])
    #expect(run.status == 69)
    #expect(run.error.contains("/nowhere/\(option)"))
    #expect(run.error.split(separator: "\n").count == 1)
  }

  @Test("A machine that ends says why, and leaves nothing behind")
  func failedBoot() throws {
    let sandbox = try Sandbox()
    let run = try sandbox.runScenario([])
    #expect(run.status == 70)
    #expect(run.error.hasPrefix("one: the guest did not boot: "))
    #expect(run.error.contains("qemu: this machine does not exist"))
    #expect(run.error.contains("  | the last words of a kernel"))
    #expect(try sandbox.files(in: "out").isEmpty)
    #expect(try sandbox.files(in: "tmp").isEmpty)
  }

  private static let scenarios = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "Vectors/scenarios").path
}

/// A directory with stand-ins for all that the command needs.
private struct Sandbox: ~Copyable {
  private let path: String

  init() throws {
    path =
      FileManager.default.temporaryDirectory
      .appending(path: "automovable-\(UUID().uuidString)").path
    for directory in ["boot", "lib/modules/1/kernel", "out", "tmp"] {
      try FileManager.default.createDirectory(
        atPath: "\(path)/\(directory)", withIntermediateDirectories: true)
    }
    _ = try write("a kernel", to: "boot/vmlinuz-1")
    for module in [
      "virtio", "virtio_ring", "virtio_pci_modern_dev", "virtio_pci_legacy_dev", "virtio_pci",
      "virtio_console", "virtio_mem",
    ] {
      _ = try write("a module", to: "lib/modules/1/kernel/\(module).ko")
    }
    _ = try write("a static program", to: "busybox")
    _ = try write(#"{"nodes": ["1G"], "actions": []}"#, to: "one.json")
    // It leaves a console's output where it was told to.
    let qemu = try write(
      #"""
      #!/bin/sh
      for argument; do
        case $argument in
        file,id=console,path=*) echo "the last words of a kernel" >"${argument#*path=}" ;;
        esac
      done
      echo "qemu: this machine does not exist" >&2
      exit 1
      """#, to: "qemu")
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: qemu)
  }

  deinit {
    try? FileManager.default.removeItem(atPath: path)
  }

  func write(_ text: String, to name: String) throws -> String {
    try text.write(toFile: "\(path)/\(name)", atomically: true, encoding: .utf8)
    return "\(path)/\(name)"
  }

  func files(in directory: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: "\(path)/\(directory)")
  }

  func runScenario(
    _ arguments: [String]
  ) throws -> (status: Int32, output: String, error: String) {
    try run(
      [
        "--scenarios", "\(path)/one.json", "--output", "\(path)/out", "--kernel", path,
        "--busybox", "\(path)/busybox", "--qemu", "\(path)/qemu",
      ] + arguments)
  }

  func run(_ arguments: [String]) throws -> (status: Int32, output: String, error: String) {
    // The tool is built beside the test bundle.
    let bundle = URL(filePath: CommandLine.arguments[0]).resolvingSymlinksInPath()
    let process = Process()
    process.executableURL = bundle.deletingLastPathComponent().appending(path: "automovable")
    process.arguments = ["live"] + arguments
    process.environment = ProcessInfo.processInfo.environment
      .merging(["TMPDIR": "\(path)/tmp"]) { $1 }
    // Files take all output; a pipe could fill up and block.
    let outputs = ["stdout", "stderr"].map { "\(path)/\($0)" }
    for output in outputs { try "".write(toFile: output, atomically: true, encoding: .utf8) }
    process.standardOutput = FileHandle(forWritingAtPath: outputs[0])
    process.standardError = FileHandle(forWritingAtPath: outputs[1])
    try process.run()
    process.waitUntilExit()
    return (
      process.terminationStatus, try String(contentsOfFile: outputs[0], encoding: .utf8),
      try String(contentsOfFile: outputs[1], encoding: .utf8)
    )
  }
}
