// SPDX-License-Identifier: MIT

import Scenarios
import Testing
import TextFiles

@Suite("QEMU commands, wherever they are from")
struct QEMUCommandTests {
  /// What libvirt runs, each argument a string.
  private static let arguments = [
    "/usr/bin/qemu-system-x86_64", "-name", "guest=vm1,debug-threads=on", "-S", "-object",
    #"{"qom-type":"secret","id":"masterKey0","file":"/var/lib/libvirt/it's {"}"#, "-machine",
    "pc-q35-7.2,usb=off,memory-backend=pc.ram", "-m",
    "size=4194304k,slots=16,maxmem=25165824k", "-object",
    #"{"qom-type":"memory-backend-ram","id":"pc.ram","size":4294967296}"#, "-object",
    #"{"qom-type":"memory-backend-ram","id":"m","host-nodes":[0],"size":17179869184}"#,
    "-device",
    #"{"driver": "virtio-mem-pci", "node":0, "block-size":2097152,"memdev":"m","#
      + #""requested-size":8589934592,"id":"vm0","bus":"pci.1"}"#,
    "-append", "console=ttyS0 memory_hotplug.online_policy=auto-movable movable_node", "-msg",
    "timestamp=on", "-S",
  ]

  /// `/proc/PID/cmdline`, what `ps` prints, and a script.
  private static let texts: [[UInt8]] = [
    arguments.flatMap { Array($0.utf8) + [0] }, Array(arguments.joined(separator: " ").utf8),
    arguments.flatMap { Array($0.utf8) + [0] } + [0x0A],
    Array((arguments.joined(separator: " ") + "\n").utf8),
    Array(
      ("#!/bin/sh\n# Don't run it twice.\nexport LC_ALL=C\nexec \\\n  "
        + arguments.map {
          "'\($0.split(separator: "'", omittingEmptySubsequences: false).joined(separator: #"'\''"#))'"
        }
        .joined(separator: " \\\n  ")).utf8),
  ]

  @Test(arguments: texts)
  func readsOneMachine(_ text: [UInt8]) throws {
    let guest = try QEMUCommandLine(file: "f", content: text).guest
    #expect(guest.architecture == "x86_64")
    #expect(guest.scenario.chipset == .q35)
    #expect(guest.scenario.nodes.map(\.description) == ["4G"])
    #expect(guest.scenario.virtioMemory.map(\.size.description) == ["16G"])
    #expect(guest.scenario.actions.map(\.description) == ["resize vm0 8G"])
    #expect(
      guest.scenario.kernelArguments == [
        "console=ttyS0", "memory_hotplug.online_policy=auto-movable", "movable_node",
      ])
    #expect(guest.remarks.isEmpty)
  }

  @Test(
    "Words of other programs aren't options",
    arguments: [
      "init\npython -m http.server\n/usr/bin/qemu-system-s390x -m 3G -nographic\nbash -m x\n",
      "which qemu-system-s390x || exit 1\nargs=(\n  -m 3G\n)\nqemu-system-s390x \"${args[@]}\"\n",
      "sudo -E qemu-system-s390x -m 3G -name kvm -D /var/log/qemu -L /usr/share/qemu",
      "{ qemu-system-s390x -m 3G -nographic; }",
    ])
  func findsTheCommand(_ text: String) throws {
    let guest = try QEMUCommandLine(file: "f", content: Array(text.utf8)).guest
    #expect(guest.architecture == "s390x")
    #expect(guest.scenario.nodes.map(\.description) == ["3G"])
  }

  @Test(arguments: ["/usr/bin/kvm -id 100 -name kvm -m 3G", "-m 3G", "$QEMU -m 3G"])
  func doesWithoutArchitecture(_ text: String) throws {
    let guest = try QEMUCommandLine(file: "f", content: Array(text.utf8)).guest
    #expect(guest.architecture == nil)
    #expect(guest.scenario.nodes.map(\.description) == ["3G"])
  }

  @Test(arguments: [
    ("", "f: expected a QEMU command, found nothing"), ("\n \n", "f: expected a QEMU command, "),
    ("hello world\n", "f: expected a QEMU command such as qemu-system-x86_64 -m 4G, found none"),
    ("qemu-img create -m x", "f: expected a QEMU command such as "),
    (
      "qemu-system-x86_64 -m 1G -S\nqemu-system-x86_64 -m 2G\n",
      "f: expected one QEMU command, found 2"
    ),
    (
      "/usr/bin/kvm -m 1G\n/usr/bin/kvm -m 2G\n/usr/bin/kvm -m 2G\n",
      "f: expected one QEMU command, found 3: give one alone, as ps -o args= -p PID prints it"
    ),
    (
      "/bin/qemu-system-x86_64\0-m\u{0}1G\0-S\0/bin/qemu-system-x86_64\0-m\u{0}2G\0",
      "f: expected one QEMU command, found 2"
    ),
    ("qemu -object {\"a\":\"b}", "f: a { that isn't closed"),
    ("qemu -object {\"a\": b}", "f: -object: expected a JSON object: "),
  ])
  func refusesTexts(_ text: String, _ message: String) throws {
    let error = #expect(throws: InputError.self) {
      try QEMUCommandLine(file: "f", content: Array(text.utf8))
    }
    #expect(error?.description.hasPrefix(message) == true, "\(error?.description ?? "")")
  }

  @Test(
    "What QEMU refuses is refused",
    arguments: [
      ("-m 4G -device pc-dimm,memdev=m", "-m: maxmem is missing, "),
      ("-m 4G -device virtio-mem-pci,memdev=m", "-m: maxmem is missing, "),
      (
        "-m 4G,slots=1,maxmem=5G -device pc-dimm,memdev=m",
        "-m: maxmem=5G leaves 1G for memory devices, which have 8G"
      ),
      (
        "-m 4G,slots=2,maxmem=20G -device pc-dimm,memdev=m -device virtio-mem-pci,memdev=n",
        "-m: maxmem=20G leaves 16G for memory devices, which have 24G"
      ),
      ("-m 4G,slots=1,maxmem=2G -device pc-dimm,memdev=m", "-m: expected a maxmem of the 4G "),
      ("-m 4G,maxmem=20G -device pc-dimm,memdev=m", "-m: slots=0: expected 1 or more, one "),
      ("-m 4G,slots=x", "-m: slots: expected a number, found x"),
      ("-m 4G -numa node,memdev=m", "-numa: its nodes have 8G, and -m says 4G"),
      ("-m 4G -numa node,mem=1G -numa node,mem=2G", "-numa: its nodes have 3G, and -m says 4G"),
      ("-m 4G -machine q35,memory-backend=m", "-machine: memory-backend m has 8G, and -m says 4G"),
    ])
  func refusesContradictions(_ text: String, _ message: String) throws {
    let backends =
      "qemu -object memory-backend-ram,id=m,size=8G -object memory-backend-ram,id=n,size=16G "
    let error = #expect(throws: InputError.self) {
      try QEMUCommandLine(file: "f", content: Array((backends + text).utf8))
    }
    #expect(error?.description.hasPrefix("f: " + message) == true, "\(error?.description ?? "")")
  }

  @Test("Boot memory is the machine's backend if nothing else says how much")
  func bootBackend() throws {
    let text = "qemu -machine q35,memory-backend=m -object memory-backend-ram,id=m,size=8G"
    let guest = try QEMUCommandLine(file: "f", content: Array(text.utf8)).guest
    #expect(guest.scenario.nodes.map(\.description) == ["8G"])
  }
}
