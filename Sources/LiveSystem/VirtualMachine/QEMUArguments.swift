// SPDX-License-Identifier: MIT

import Scenarios

/// The command line that makes a scenario's machine.
struct QEMUArguments {
  /// The files that QEMU is given.
  struct Files {
    let ramdisk: String
    let acpiTable: String?
    let console: String
    let monitor: String
    let control: String
    let lifeline: String
  }

  /// The kernel's command line.
  let append: String

  /// The arguments, the program's name not included.
  let list: [String]

  init(_ scenario: Scenario, host: LiveHost, files: Files) {
    append = Self.kernelCommandLine(scenario)
    let processors = scenario.nodes.count
    let boot = scenario.nodes.reduce(0) { $0 + $1.mebibytes }
    // QEMU wants no slots, and no room for them, where nothing can be plugged.
    let canGrow = scenario.maximumMemory >> 20 > boot
    let room = ",slots=\(max(1, scenario.dimmSlots)),maxmem=\(scenario.maximumMemory >> 20)M"
    var list = [
      "-nodefaults", "-no-user-config", "-display", "none", "-no-reboot",
      "-machine", scenario.chipset.rawValue, "-accel", host.accelerator.rawValue,
      "-cpu", host.accelerator == .tcg ? "max" : "qemu64",
      "-smp", "\(processors),sockets=\(processors)",
      "-m", "size=\(boot)M" + (canGrow ? room : ""),
      "-kernel", host.kernel.image, "-initrd", files.ramdisk, "-append", append,
      "-chardev", "file,id=console,path=\(Self.escaped(files.console))",
      "-serial", "chardev:console",
      "-chardev", "socket,id=monitor,path=\(Self.escaped(files.monitor))",
      "-mon", "chardev=monitor,mode=control",
      "-device", "virtio-serial-pci,id=ports",
      "-chardev", "socket,id=control,path=\(Self.escaped(files.control))",
      "-device", "virtserialport,bus=ports.0,nr=1,chardev=control,name=control",
      "-chardev", "socket,id=lifeline,path=\(Self.escaped(files.lifeline))",
      "-device", "virtserialport,bus=ports.0,nr=2,chardev=lifeline,name=lifeline",
    ]
    if let table = files.acpiTable {
      list += ["-acpitable", "file=\(Self.escaped(table))"]
    }
    for (node, size) in scenario.nodes.enumerated() {
      var description = "node,nodeid=\(node),cpus=\(node)"
      if size.rawValue > 0 {
        list += ["-object", Self.memory(id: "boot\(node)", size: size)]
        description += ",memdev=boot\(node)"
      }
      list += ["-numa", description]
    }
    for device in scenario.virtioMemory {
      var description = "virtio-mem-pci,id=\(device.id),memdev=mem-\(device.id)"
      description += ",node=\(device.node),requested-size=0"
      if let block = device.block { description += ",block-size=\(block.rawValue)" }
      list += ["-object", Self.memory(id: "mem-\(device.id)", size: device.size)]
      list += ["-device", description]
    }
    self.list = list
  }

  /// Memory that costs the host nothing until the guest touches it.
  private static func memory(id: String, size: ByteCount) -> String {
    "memory-backend-ram,id=\(id),size=\(size.rawValue),reserve=off"
  }

  /// Fixed addresses, so that pointers can be followed from outside; and the
  /// parameters under test.
  private static func kernelCommandLine(_ scenario: Scenario) -> String {
    let arguments =
      [
        "console=ttyS0", "loglevel=6", "panic=-1", "nokaslr", "no5lvl", "mitigations=off",
        "random.trust_cpu=on", "no_timer_check",
      ] + scenario.bootArguments
    return arguments.joined(separator: " ")
  }

  /// QEMU takes a doubled comma for a comma in a value.
  private static func escaped(_ path: String) -> String {
    path.split(separator: ",", omittingEmptySubsequences: false).joined(separator: ",,")
  }
}
