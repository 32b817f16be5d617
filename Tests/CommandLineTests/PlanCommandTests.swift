// SPDX-License-Identifier: MIT

import Foundation
import TestSupport
import Testing

@Suite("automovable plan")
struct PlanCommandTests {
  private static let root = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  @Test("The examples in docs/plan.md print what they say")
  func examples() throws {
    let page = try String(
      contentsOf: Self.root.appending(path: "docs/plan.md"), encoding: .utf8)
    var count = 0
    var command: [String]?
    var expected: [String] = []
    func check() throws {
      guard let command else { return }
      count += 1
      let run = try CommandRun(command)
      #expect(run.status == 0, "\(run.errors)")
      while expected.last?.isEmpty == true { expected.removeLast() }
      let output = run.output.split(separator: "\n", omittingEmptySubsequences: false)
        .prefix(expected.count).map(String.init)
      #expect(output == expected, "\(command)")
    }
    for line in page.split(separator: "\n", omittingEmptySubsequences: false) {
      if line.hasPrefix("    $ automovable ") {
        try check()
        command = line.dropFirst("    $ automovable ".count).split(separator: " ").map(String.init)
        expected = []
      } else if line.hasPrefix("    ") || line.isEmpty {
        expected.append(String(line.dropFirst(4)))
      } else {
        try check()
        command = nil
      }
    }
    try check()
    #expect(count == 3)
  }

  @Test("--json has the contract's fields")
  func json() throws {
    let run = try CommandRun([
      "plan", "--json", "--boot", "1G", "--virtio-mem", "15G", "--ratio", "101", "--solve", "boot",
    ])
    #expect(run.status == 0)
    let object = try #require(
      JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any])
    #expect(
      Set(object.keys) == [
        "scenario", "steps", "devices", "movable_bytes", "kernel_bytes", "first_kernel_block",
        "warnings", "solve",
      ])
    #expect(object["movable_bytes"] as? Int == 8 << 30)
    let devices = try #require(object["devices"] as? [[String: Any]])
    #expect(
      Set(devices[0].keys) == [
        "id", "kind", "node", "plugged_bytes", "movable_bytes", "kernel_bytes",
        "unpluggable_bytes", "layout",
      ])
    #expect(devices[0]["layout"] as? String == "M8 (N1 M1)x56")
    let steps = try #require(object["steps"] as? [[String: Any]])
    #expect(steps.count == 2)
    #expect(Set(steps[1].keys) == ["seq", "action", "blocks", "zones"])
    let blocks = try #require(steps[1]["blocks"] as? [[String: Any]])
    #expect(blocks.compactMap { $0["count"] as? Int }.reduce(0, +) == 8 + 120)
    #expect(blocks[0]["zone"] is NSNull)
    #expect(blocks.last?["device"] as? String == "vm0")
    let first = try #require(object["first_kernel_block"] as? [String: Any])
    #expect(first["block"] as? Int == 40)
    #expect((object["solve"] as? [String: Any])?["boot_bytes"] as? Int != nil)
  }

  @Test("What no value solves is null")
  func unsolved() throws {
    let run = try CommandRun([
      "plan", "--json", "--boot", "1G", "--dax", "1G,node=1", "--solve", "ratio",
    ])
    #expect(run.output.hasSuffix(#""solve":{"ratio":null}}"# + "\n"))
  }

  @Test("Large output is written in pieces that fit together")
  func largeJSON() throws {
    let run = try CommandRun([
      "plan", "--json",
      Self.root.appending(path: "Vectors/scenarios").path
        + "/s1_ratio301_boot2g_vm16g_step128m.json",
    ])
    #expect(run.output.utf8.count > 1 << 17)
    let object = try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any]
    #expect((object?["steps"] as? [Any])?.count == 129)
  }

  @Test(
    "A plan for another architecture plays on both implementations",
    arguments: ["arm64-64k", "arm64-16k", "s390x", "ppc64", "riscv64"])
  func geometry(_ name: String) throws {
    let folder = try TemporaryFolder()
    let trace = folder.url.appending(path: "t.jsonl").path
    let run = try CommandRun([
      "plan", "--geometry", name, "--boot", "4G", "--boot", "2G", "--virtio-mem", "8G", "--dimm",
      "2G,node=1", "--ratio", "150", "--trace", trace,
    ])
    #expect(run.status == 0, "\(run.errors)")
    #expect(run.output.contains("as QEMU's usual \(name) machine has it"))
    let played = try CommandRun(["evaluate", "--with", "both", trace])
    #expect(played.status == 0 && !played.output.contains("reference"), "\(played.errors)")
    // A machine that is known to be such a one plans the same.
    let boot = folder.url.appending(path: "b.jsonl").path
    let empty = try CommandRun([
      "plan", "--geometry", name, "--boot", "4G", "--boot", "2G", "--ratio", "150", "--trace", boot,
    ])
    #expect(empty.status == 0, "\(empty.errors)")
    let again = try CommandRun([
      "plan", "--boot-from", boot, "--virtio-mem", "8G", "--dimm", "2G,node=1",
    ])
    #expect(again.status == 0, "\(again.errors)")
    // All but what was taken for granted.
    let table = try #require(run.output.range(of: "device "))
    #expect(again.output.hasSuffix(run.output[table.lowerBound...]))
    let scenario = try CommandRun([
      "plan", "--geometry", name, "--boot", "4G", "--scenario", folder.url.path + "/s.json",
    ])
    #expect(scenario.status == 64)
  }

  @Test("A plan's trace plays on both implementations, and its scenario plans the same")
  func files() throws {
    let folder = try TemporaryFolder()
    let trace = folder.url.appending(path: "t.jsonl").path
    let scenario = folder.url.appending(path: "plan.json").path
    let arguments = [
      "plan", "--boot", "1G", "--boot", "1G", "--dimm", "2x512M,node=1", "--dax", "300M",
      "--memory", "256M", "--virtio-mem", "4G,node=1", "--virtio-mem", "2G,block=512M",
    ]
    let plan = try CommandRun(
      arguments + [
        "--trace", trace, "--scenario", scenario, "--svg", folder.url.path + "/p.svg", "--html",
        folder.url.path + "/p.html", "--sweep", "ratio=100..300:100",
      ])
    #expect(plan.status == 0, "\(plan.errors)")
    let played = try CommandRun(["evaluate", "--with", "both", trace])
    #expect(played.status == 0)
    #expect(!played.output.contains("-22"))
    let again = try CommandRun(["plan", scenario])
    #expect(plan.output.hasPrefix(again.output))
    let from = try CommandRun(["plan", "--boot-from", trace, scenario])
    #expect(from.output.contains("vm0      virtio-mem  1     4 GiB"))
    #expect(from.output.contains("  Hotplugged before: "))
    for name in ["p.svg", "p.html"] {
      let url = folder.url.appending(path: name)
      let text = try String(contentsOf: url, encoding: .utf8)
      #expect(text.contains("<polyline"))
      #expect(text.contains("vm1 (virtio-mem, node 0)"))
      #expect(text.contains("role=\"img\""))
    }
  }

  @Test("Boot memory and parameters come from a capture")
  func bootFrom() throws {
    let captures = Self.root.appending(path: "Vectors/live").path
    let run = try CommandRun([
      "plan", "--boot-from", captures + "/s10_boundary_equal_ratio181_boot1132m.jsonl",
      "--virtio-mem", "2560M",
    ])
    #expect(run.status == 0, "\(run.errors)")
    #expect(run.output.contains("auto-movable at 181 %"))
    #expect(run.output.contains("boot 1132 MiB"))
    let capture = captures + "/s10_boundary_equal_ratio181_boot1132m.jsonl"
    let piped = try CommandRun(
      ["plan", "--boot-from", "-", "--virtio-mem", "2560M"],
      input: String(contentsOfFile: capture, encoding: .utf8))
    #expect(piped.output == run.output, "\(piped.errors)")
    // Boot memory is the capture's, and has come to be as it is.
    let hosted = try CommandRun(
      ["plan", "--boot-from", capture, "--qemu", "-"],
      input: "qemu-system-x86_64 -m 4G,slots=4,maxmem=64G -object memory-backend-ram,id=m0,size=1G "
        + "-device pc-dimm,memdev=m0\n")
    #expect(hosted.output.contains("boot 1132 MiB"), "\(hosted.errors)")
    let append = try CommandRun([
      "plan", "--boot-from", capture, "--dimm", "1G", "--append", "quiet cma=1G",
    ])
    #expect(append.status == 64)
    #expect(
      append.errors.contains(
        "--append: expected nothing about boot memory beside --boot-from, found cma=1G"))
    // Memory that ACPI announced is no boot memory.
    let plugged = try CommandRun([
      "plan", "--boot-from", captures + "/s14_below_4g_beside_dma32.jsonl", "--dimm", "1G",
    ])
    #expect(plugged.status == 65)
    #expect(plugged.errors.contains("found memory that came later; plan the capture's scenario"))
  }

  @Test("A machine that runs has what was plugged, and its parameters are those of now")
  func running() throws {
    let folder = try TemporaryFolder()
    let system = Self.root.appending(path: "Vectors/systems/two-virtio-mem-and-a-dimm").path
    let trace = try folder.write(
      CommandRun(["inspect", "--sysroot", system, "--trace"]).output, to: "t.jsonl")
    let written = folder.url.appending(path: "w.jsonl").path
    for ratio in [[], ["--ratio", "350", "--state", "online_kernel"], ["--numa-aware", "no"]] {
      let plan = try CommandRun(
        ["plan", "--boot-from", trace.path, "--virtio-mem", "4G", "--trace", written] + ratio)
      #expect(plan.status == 0, "\(plan.errors)")
      #expect(plan.output.contains("Hotplugged before: 2816 MiB movable, 256 MiB kernel"))
      #expect(plan.output.contains("  M17 (N1 M4)x3\n") == (ratio.first != "--ratio"))
      let played = try CommandRun(["evaluate", "--with", "both", written])
      #expect(played.status == 0 && !played.output.contains("reference"), "\(played.errors)")
      let expected =
        ratio.first == "--ratio"
        ? #"[{"first":104,"count":32,"zone":"Normal"}]"#
        : #"[{"first":104,"count":17,"zone":"Movable"},{"first":121,"count":1,"zone":"Normal"},"#
      #expect(played.output.contains(expected))
    }
    let json = try CommandRun([
      "plan", "--json", "--boot-from", trace.path, "--virtio-mem", "4G", "--policy",
      "contig-zones",
    ])
    #expect(json.output.contains(#""zone":"Movable","device":"earlier"}"#))
    #expect(json.output.contains(#""layout":"N32""#))
    let append = try CommandRun([
      "plan", "--boot-from", trace.path, "--virtio-mem", "4G", "--append", "movable_node",
    ])
    #expect(append.status == 64)
    #expect(append.errors.contains("--append: expected none beside a trace with operations"))
    // Today's counters say how much there is and not where.
    let machine = try folder.write(
      CommandRun(["inspect", "--sysroot", system, "--machine"]).output, to: "m.jsonl")
    let refused = try CommandRun(["plan", "--boot-from", machine.path, "--virtio-mem", "4G"])
    #expect(refused.status == 65)
    #expect(
      refused.errors.contains("m.jsonl:1: expected a machine as boot leaves it, found 3 GiB that"))
    let text = try String(contentsOf: trace, encoding: .utf8)
    let two = try CommandRun(
      ["plan", "--boot-from", "-", "--virtio-mem", "4G"], input: text + text)
    #expect(two.status == 65)
    #expect(two.errors == "<stdin>:33: expected one trace, found another machine\n")
  }

  @Test("Devices come from a command line and from a domain")
  func imports() throws {
    let line = try CommandRun(
      ["plan", "--qemu", "-"],
      input: "qemu -m 1G,maxmem=9G -object memory-backend-ram,id=m,size=4G "
        + "-device virtio-mem-pci,memdev=m")
    #expect(line.status == 0, "\(line.errors)")
    #expect(line.output.contains("M24 N1 M3 N1 M3"))
    #expect(line.output.contains("so that its whole size is planned. [whole-size]"))
    #expect(line.errors == "")
    let domain = try CommandRun(
      ["plan", "--libvirt", "-", "--ratio", "100"],
      input: "<domain><memory unit='G'>2</memory></domain>")
    #expect(domain.status == 0)
    #expect(domain.output.contains("No hotplugged memory."))
  }

  @Test("What is taken for granted of a guest is a warning, unless an option says it")
  func guestRemarks() throws {
    let text = "qemu-system-x86_64 -m 1G"
    for (arguments, isTaken) in [
      ([], true), (["--json"], true), (["--policy", "contig-zones"], false),
      (["--policy", "auto-movable", "--json"], false),
      (["--append", "memory_hotplug.online_policy=auto-movable"], false),
    ] {
      let run = try CommandRun(["plan", "--qemu", "-"] + arguments, input: text)
      #expect(run.status == 0 && run.errors == "", "\(run.errors)")
      #expect(run.output.contains("policy-taken") == isTaken, "\(arguments)")
    }
  }

  @Test("A guest's architecture is that of the plan, or --geometry is asked for")
  func guestArchitecture() throws {
    func domain(_ architecture: String, _ arguments: [String] = []) throws -> CommandRun {
      try CommandRun(
        ["plan", "--libvirt", "-"] + arguments,
        input: "<domain><memory unit='G'>2</memory><os><type arch='\(architecture)'>hvm</type></os>"
          + "</domain>")
    }
    for (name, geometry) in [("s390x", "s390x"), ("ppc64le", "ppc64"), ("riscv64", "riscv64")] {
      let run = try domain(name)
      #expect(run.output.contains("QEMU's usual \(geometry) machine"), "\(run.errors)")
    }
    #expect(try domain("x86_64").output.contains("SeaBIOS"))
    for name in ["aarch64", "i686"] {
      let run = try domain(name)
      #expect(run.status == 65)
      #expect(run.errors.hasPrefix("<stdin>: a guest of \(name): expected --geometry "))
      let told = try domain(name, ["--geometry", "arm64-64k"])
      #expect(told.output.contains("QEMU's usual arm64-64k machine"), "\(told.errors)")
    }
    let machine = try CommandRun(
      ["plan", "--qemu", "-"], input: "qemu-system-aarch64 -M virt -m 4G")
    #expect(machine.status == 65)
    #expect(try domain("s390x", ["--machine", "q35"]).status == 64)
  }

  @Test("What has no end or several owners is told so")
  func answers() throws {
    let movable = ["--boot", "1G", "--boot", "1G", "--dimm", "1G,node=1"]
    func lines(_ arguments: [String]) throws -> String {
      try CommandRun(["plan"] + movable + arguments).output
    }
    let state = ["--state", "online_movable"]
    #expect(
      try lines(state + ["--solve", "hotplug"]).hasSuffix(
        "\nNo last device is too large: one of 16384 GiB, the most that is planned, still leaves "
          + "all hotplugged memory movable.\n"))
    #expect(
      try lines(state + ["--solve", "ratio"]).hasSuffix(
        "\nAny ratio leaves all hotplugged memory movable, even 0 %.\n"))
    #expect(
      try lines(state + ["--solve", "hotplug", "--json"]).hasSuffix(
        #""solve":{"hotplug_bytes":17592186044416,"limit":true}}"# + "\n"))
    let boot = ["--solve", "boot", "--sweep", "boot=1G..2G:1G", "--try", "boot=2G"]
    let text = try lines(boot)
    #expect(text.contains("\nThe smallest boot memory of node 1 that leaves all"))
    #expect(text.contains("\nboot of node 1  movable"))
    #expect(text.contains("\nboot=2G of node 1  1 GiB"))
    let json = try lines(boot + ["--json"])
    #expect(json.contains(#""sweep":[{"boot_bytes":1073741824,"node":1,"#))
    #expect(json.contains(#","node":1},"try":"#))
  }

  @Test("Answers say what is sure, and what was found")
  func sureness() throws {
    func last(_ arguments: String) throws -> String {
      let run = try CommandRun(["plan"] + arguments.split(separator: " ").map(String.init))
      return run.output.split(separator: "\n").last.map(String.init) ?? run.errors
    }
    let plain = "--boot 2G --dimm 3G --memory 4G --ratio 101 --solve hotplug --want movable>="
    #expect(
      try last(plain + "1G")
        == "A last device of 16384 GiB, the most that is planned, leaves 1 GiB movable.")
    #expect(
      try last(plain + "3G") == "No size of the last device was found that leaves 3 GiB movable.")
    #expect(
      try last(plain + "3G --json").hasSuffix(#""solve":{"hotplug_bytes":null,"exact":false}}"#))
    let boot =
      "--boot 900M --virtio-mem 3G,block=256M --virtio-mem 3G --virtio-mem 1G,block=512M "
      + "--numa-aware no --ratio 75 --want movable>=75% --solve boot"
    #expect(
      try last(boot)
        == "The smallest boot memory found that leaves 75 % of it movable: 5504 MiB. With 5376 MiB, "
        + "2304 MiB are kernel memory. Not every larger one does: with 5632 MiB, 2176 MiB are "
        + "kernel memory.")
    #expect(
      try last("--boot 128G --virtio-mem 16G --solve boot")
        == "The smallest boot memory that leaves all hotplugged memory movable: 5504 MiB. With 5376 "
        + "MiB, 128 MiB are kernel memory.")
    // What is wanted of a sweep is no ratio.
    #expect(
      try last("--boot 4G --virtio-mem 16G --want movable>=90% --sweep ratio=301..301:1")
        .hasPrefix("301 %"))
    let want = try CommandRun([
      "plan", "--boot", "4G", "--virtio-mem", "16G", "--want", "movable>=90%", "--try", "ratio=400",
    ])
    #expect(!want.output.contains("The smallest ratio"))
  }

  @Test("Boot memory of a file doesn't vary", arguments: ["--solve", "--sweep"])
  func knownBoot(_ option: String) throws {
    let capture = Self.root.appending(
      path: "Vectors/live/s10_boundary_equal_ratio181_boot1132m.jsonl"
    ).path
    let run = try CommandRun([
      "plan", "--boot-from", capture, "--virtio-mem", "4G", option,
      option == "--solve" ? "boot" : "boot=1G..2G:1G",
    ])
    #expect(run.status == 65 && run.output == "")
    #expect(
      run.errors
        == "\(capture): \(option.dropFirst(2)): boot: expected boot memory that is no file's, and a "
        + "device\n")
  }

  @Test("Memory blocks of a file that are too large are the file's fault")
  func hugeBlocks() throws {
    let folder = try TemporaryFolder()
    let boot = folder.url.appending(path: "b.jsonl")
    let empty = try CommandRun(["plan", "--boot", "1G", "--trace", boot.path])
    #expect(empty.status == 0, "\(empty.errors)")
    let text = try String(contentsOf: boot, encoding: .utf8).replacing(
      #""block_size_bytes":134217728"#, with: #""block_size_bytes":137438953472"#)
    let huge = try folder.write(text, to: "h.jsonl")
    let run = try CommandRun(["plan", "--boot-from", huge.path, "--virtio-mem", "1G"])
    #expect(run.status == 65)
    #expect(
      run.errors.hasSuffix(
        "h.jsonl: block-size: expected memory blocks of at most 64G, found 128 GiB\n"))
  }

  @Test("Text and JSON say what comes next, and no more to unplug than is plugged")
  func sums() throws {
    let kernel = try CommandRun([
      "plan", "--boot", "4G", "--virtio-mem", "16G", "--state", "online_kernel",
    ])
    #expect(
      kernel.output.contains(
        "\nAll memory that comes is kernel memory: auto_online_blocks is online_kernel.\n"))
    let contiguous = try CommandRun([
      "plan", "--boot", "4G", "--dimm", "4G", "--policy", "contig-zones",
    ])
    #expect(
      contiguous.output.contains(
        "\nUnder contig-zones the next block goes to its neighbours' zone; where they don't tell, "
          + "it is kernel memory.\n"))
    let part = ["plan", "--boot", "512M", "--virtio-mem", "400M"]
    #expect(try CommandRun(part).output.contains("all 400 MiB can be unplugged"))
    #expect(
      try CommandRun(part + ["--json"]).output.contains(#""unpluggable_bytes":419430400"#))
    let map = try CommandRun([
      "plan", "--boot", "1G", "--dimm", "24G", "--ratio", "3000", "--kernel", "6.12", "--append",
      "memory_hotplug.memmap_on_memory=1",
    ])
    #expect(
      map.output.contains(
        "\nThe map of all memory but what holds its own takes 15.98 MiB of 1023.49 MiB of kernel "
          + "memory, 1.5 %.\n"))
  }

  @Test(
    "Wrong usage is 64",
    arguments: [
      [], ["--boot", "1X"], ["--boot", "1G", "x.json"], ["--boot", "1G", "--dimm", "0x1G"],
      ["--boot", "1G", "--dimm", "1G,size=2"], ["--boot", "1G", "--dimm", "1G,node=64"],
      ["--boot", "1G", "--virtio-mem", "1G,node=1,node=2"], ["--boot", "1G", "--ratio", "-1"],
      ["--boot", "1G", "--numa-aware", "perhaps"], ["--boot", "1G", "--policy", "auto"],
      ["--boot", "1G", "--kernel", "5.14"], ["--boot", "1G", "--solve", "all"],
      ["--boot", "1G", "--want", "movable>=0%"], ["--boot", "1G", "--sweep", "ratio=1..2"],
      ["--boot", "1G", "--try", "colour=red"], ["--boot", "17T"], ["--boot", "0"],
      ["--boot", "1G", "--dimm", "300x1G"], ["--boot", "1G", "--dimm", "100M"],
      ["--qemu", "a", "--libvirt", "b"], ["--boot", "1G", "--machine", "vax"],
      ["--boot", "1G", "--scenario", "s.json", "--kernel", "6.12"],
      ["--boot", "1G", "--scenario", "s.json", "--absent", "97"],
      ["--boot", "1G", "--scenario", "s.json", "--block-size", "256M"],
      ["--boot", "1G", "--block-size", "100M"], ["--boot", "1G", "--absent", "999999"],
    ])
  func usage(_ arguments: [String]) throws {
    let run = try CommandRun(["plan"] + arguments)
    #expect(run.status == 64)
    #expect(run.errors.hasPrefix("Error: "))
    #expect(run.output == "")
  }

  @Test("What can't be read or planned is 65, in one line")
  func data() throws {
    let folder = try TemporaryFolder()
    let scenario = try folder.write(#"{"nodes": ["1G"], "actions": [{"op": "grw"}]}"#, to: "s.json")
    for arguments in [
      ["/nowhere.json"], [scenario.path], ["--boot-from", "/nowhere", "--dimm", "1G"],
      ["--boot-from", scenario.path, "--dimm", "1G"], ["--qemu", "/nowhere"],
      ["--boot", "1G", "--dax", "1G,address=8G", "--dax", "1G,address=8G"],
      ["--boot", "1G", "--want", "movable>=90%"], ["--json", "--boot", "1G", "--solve", "boot"],
    ] {
      let run = try CommandRun(["plan"] + arguments)
      #expect(run.status == 65, "\(arguments) \(run.errors)")
      #expect(run.output == "")
      #expect(run.errors.split(separator: "\n").count == 1, "\(run.errors)")
    }
  }

  @Test(
    "What is wrong with a value is told, and what was expected",
    arguments: [
      (["--try", "ratio=much"], "ratio: expected an integer in 0...4294967295, found much"),
      (["--try", "numa-aware=2"], "numa-aware: expected yes or no, found 2"),
      (["--try", "movable-node="], "movable-node: expected yes or no, found "),
      (["--try", "policy=auto"], "policy: expected auto-movable or contig-zones, found auto"),
      (
        ["--try", "state=on"],
        "state: expected offline, online, online_kernel or online_movable, found on"
      ),
      (["--try", "boot=x"], "boot: expected a size such as 128M or 2G, found x"),
      (["--try", "hotplug=x"], "hotplug: expected a size such as 128M or 2G, found x"),
      (
        ["--try", "ratio=1,numa-aware=no,ratio=2"], "expected each setting once, found ratio twice"
      ),
      (["--solve", "ratio", "--solve", "boot"], "--solve: expected once, found 2 times"),
      (["--absent", "262144"], "--absent: expected fewer than 261986 pages: "),
      (["--absent", "261986"], "--absent: expected fewer than 261986 pages: "),
      (["--block-size", "100M"], "--block-size: expected a power of two of at least 128M"),
      (
        ["--dax", "1G,address=8G", "--dax", "1G,address=9126805504"],
        "plan: dax1: its memory overlaps that of dax0, which is at 0x200000000-0x23fffffff"
      ),
      (["--solve", "ratio"], "plan: solve: expected a device that brings memory"),
      (["--try", "hotplug=2G"], "plan: hotplug=2G: expected a device"),
      (["--sweep", "hotplug=1G..2G:1G"], "plan: sweep: hotplug: expected a device"),
    ])
  func values(_ arguments: [String], _ message: String) throws {
    let run = try CommandRun(["plan", "--boot", "1G"] + arguments)
    #expect(run.errors.contains(message), "\(run.errors)")
    #expect(run.status == (message.hasPrefix("plan: ") ? 65 : 64))
  }

  @Test(
    "What no machine has is told by the option's name, and is wrong usage",
    arguments: [
      (
        ["--dimm", "100M"],
        "--dimm 100M: expected a size of whole memory blocks (128M), at most 16T"
      ),
      (["--dimm", "0"], "--dimm 0: expected a size of whole memory blocks (128M), at most 16T"),
      (["--boot", "4096"], "--boot 4096: expected whole MiB, at most 16T"),
      (["--virtio-mem", "15G,block=2G"], "--virtio-mem 15G,block=2G: expected whole blocks of 2G"),
      (
        ["--virtio-mem", "17T"],
        "--virtio-mem 17T: expected a size of whole blocks of 2M, at most 16T"
      ),
      (["--virtio-mem", "1G,block=3M"], "--virtio-mem 1G,block=3M: expected a block that is "),
      (
        ["--virtio-mem", "1G,id=a", "--virtio-mem", "2G,id=a"],
        "--virtio-mem 2G,id=a: there is a device a already"
      ),
      (["--dax", "1K"], "--dax 1K: expected a size of whole pages (4K), at most 16T"),
      (["--memory", "1G,address=1"], "--memory 1G,address=1: expected an address of a page (4K)"),
      (
        ["--dim", "2G"],
        "expected --boot and devices, or a file that has them, not both; found the file 2G"
      ),
      (["--append", "ü"], "--append ü: expected printable ASCII without blanks"),
      (
        ["--append", "quiet cma=\"1G x\""],
        "--append cma=\"1G x\": expected printable ASCII without blanks"
      ),
      (
        ["--dimm", "200x1G", "--dimm", "200x1G"],
        "--dimm, --dax, --memory: expected at most 256 devices to be added"
      ),
    ])
  func options(_ arguments: [String], _ message: String) throws {
    let run = try CommandRun(["plan", "--boot", "1G"] + arguments)
    #expect(run.errors.hasPrefix("Error: \(message)"), "\(run.errors)")
    #expect(run.status == 64)
  }

  @Test("Arguments of init, and those within quotes, aren't the kernel's")
  func quotedArguments() throws {
    let machine = ["plan", "--boot", "4G", "--virtio-mem", "16G"]
    let plain = try CommandRun(machine)
    #expect(plain.output.contains("M96 (N1 M3)x8"))
    for text in [
      "quiet -- memory_hotplug.auto_movable_ratio=100", "dyndbg=\"file mm movable_node +p\"",
    ] {
      let run = try CommandRun(machine + ["--append=\(text)"])
      #expect(run.output == plain.output, "\(text)")
      let line = "qemu -m 4G,maxmem=64G -object memory-backend-ram,id=m,size=16G "
      let guest = try CommandRun(
        ["plan", "--qemu", "-", "--policy", "auto-movable"],
        input: line + "-device virtio-mem-pci,memdev=m,requested-size=16G -append '\(text)'")
      #expect(guest.output.contains("at 301 %"), "\(guest.errors)")
      #expect(guest.output.contains("M96 (N1 M3)x8") && !guest.output.contains("warning"))
    }
    // Of several lines each is one by itself.
    let both = try CommandRun(machine + ["--append", "a -- b", "--append", "cma=1G"])
    #expect(!both.output.contains("M96 (N1 M3)x8"))
  }

  @Test("Boot memory of 0 is told, and a setting that can't be")
  func noBoot() throws {
    let none = try CommandRun(["plan", "--boot", "0", "--dimm", "4G"])
    #expect(none.errors.hasPrefix("Error: --boot 0: expected memory on a node at least"))
    let setting = try CommandRun(["plan", "--boot", "1G", "--dimm", "1G", "--try", "boot=4096"])
    #expect(setting.errors == "plan: boot=4096: expected whole MiB, at most 16T\n")
    let map = try CommandRun(["plan", "--boot", "1G", "--append", "memmap=exactmap"])
    #expect(map.errors == "plan: --append memmap=exactmap: no boot memory is left\n")
    let guest = try CommandRun(
      ["plan", "--qemu", "-"], input: "qemu -m 1G -append memmap=exactmap")
    #expect(guest.errors == "<stdin>: -append: no boot memory is left\n")
    let scenario = try CommandRun([
      "plan", Self.root.appending(path: "Vectors/scenarios/s4_dimm1g_boot2g.json").path,
      "--append", "ü",
    ])
    #expect(scenario.status == 64)
    #expect(scenario.errors.hasPrefix("Error: --append ü: expected printable ASCII"))
  }

  @Test("The most pages that can be absent are absent, and what overlaps boot memory is refused")
  func limits() throws {
    #expect(try CommandRun(["plan", "--boot", "1G", "--absent", "261985"]).status == 0)
    let overlap = try CommandRun(["plan", "--boot", "1G", "--dax", "1G,address=0x0"])
    #expect(overlap.status == 0)
    #expect(
      overlap.output.contains(
        "dax0: the kernel refuses its memory, which overlaps boot memory at 0x1000-0x9efff. [overlap]"
      ))
    #expect(!overlap.output.contains("not-whole-blocks"))
  }

  @Test("live refuses what only a plan can do")
  func live() throws {
    let folder = try TemporaryFolder()
    let scenario = try folder.write(
      #"{"nodes": ["1G"], "actions": [{"op": "dax_add", "dev": "a", "size": "1G"}]}"#, to: "s.json")
    let run = try CommandRun(["live", "--scenarios", scenario.path, "--list"])
    #expect(run.status == 65)
    #expect(run.errors.contains("dax_add"))
  }
}
