// SPDX-License-Identifier: MIT

import Scenarios
import Testing
import TextFiles

@Suite("Machines described for QEMU and libvirt")
struct ImportTests {
  @Test func readsACommandLine() throws {
    let text = """
      /usr/bin/qemu-system-x86_64 -name 'guest=a b' -machine pc-q35-7.2,memory-backend=ram0 \\
        -m size=4G,slots=8,maxmem=64G -object memory-backend-ram,id=ram0,size=2G \\
        -object '{"qom-type":"memory-backend-ram","id":"ram1","size":2147483648}' \\
        -numa node,nodeid=0,memdev=ram0 -numa node,nodeid=1,memdev=ram1 \\
        -object memory-backend-file,id=v,size=16G,mem-path=/dev/a,,b \\
        -device virtio-mem-pci,id=vm.0,memdev=v,node=1,requested-size=8G,block-size=4M \\
        -object memory-backend-ram,id=d,size=1024M --device pc-dimm,id=dimm0,memdev=d \\
        -device nvdimm,id=n -append "console=ttyS0 movable_node memory_hotplug.online_policy=auto-movable"
      """
    let line = try QEMUCommandLine(file: "f", content: Array(text.utf8))
    #expect(line.guest.scenario.chipset == .q35)
    #expect(line.guest.scenario.nodes.map(\.description) == ["2G", "2G"])
    #expect(
      line.guest.scenario.virtioMemory == [
        VirtioMemoryDevice(
          id: "vm_0", size: ByteCount(rawValue: 16 << 30), node: 1,
          block: ByteCount(rawValue: 4 << 20))
      ])
    #expect(
      line.guest.scenario.actions.map(\.description) == [
        "dimm_add dimm0 1G node 0", "resize vm_0 8G",
      ])
    #expect(line.guest.scenario.kernelArguments.contains("movable_node"))
    #expect(line.guest.remarks.count == 1)
  }

  @Test(
    "The kernel's arguments are taken apart as the kernel does",
    arguments: [
      #"-append 'a "b c" movable_node -- d'"#, #"-append a "b c" movable_node -- d -m 1G"#,
      "-append x -append 'a movable_node'",
    ])
  func readsArguments(_ text: String) throws {
    let line = try QEMUCommandLine(file: "f", content: Array(("qemu -m 1G " + text).utf8))
    #expect(line.guest.scenario.kernelArguments == ["a", "movable_node"])
    let domain = try LibvirtDomain(
      file: "f",
      content: Array(
        ("<domain><memory unit='G'>2</memory><os><cmdline>\na &quot;b c&quot;\n movable_node -- d"
          + "</cmdline></os></domain>").utf8))
    #expect(domain.guest.scenario.kernelArguments == ["a", "movable_node"])
  }

  @Test(arguments: ["-m 4096", "-m 4G", "--m size=4096M,slots=2,maxmem=8G"])
  func readsBootMemory(_ text: String) throws {
    let line = try QEMUCommandLine(file: "f", content: Array(("qemu " + text).utf8))
    #expect(line.guest.scenario.nodes.map(\.description) == ["4G"])
    #expect(line.guest.scenario.chipset == .pc)
  }

  @Test(arguments: [
    ("-m x", "f: -m: size: expected a size, found X"),
    ("-device pc-dimm,id=a,memdev=m", "f: -device: there is no memory backend m"),
    ("-device pc-dimm,id=a", "f: -device pc-dimm: memdev is missing"),
    ("-numa node,nodeid=99", "f: -numa: nodeid: expected 0 to 63, found 99"),
    ("-append 'x", "f: a ' that isn't closed"),
    ("-object '{'", "f: -object: expected a JSON object: "),
    ("-m 1", "f: -m: expected whole MiB"),
    ("-m 99999999999999999999", "f: -m: size: expected a size"),
    ("-m 17592186044416", "f: -m: size: too large"),
  ])
  func refusesOptions(_ text: String, _ message: String) throws {
    // What isn't wrong by itself is wrong for a scenario.
    let text = text == "-m 1" ? "-m 1K" : text
    let error = #expect(throws: InputError.self) {
      try QEMUCommandLine(file: "f", content: Array(text.utf8))
    }
    #expect(error?.description.hasPrefix(message) == true, "\(error?.description ?? "")")
  }

  @Test func readsADomain() throws {
    let text = """
      <?xml version='1.0'?>
      <!-- a comment with <memory> in it -->
      <domain type='kvm'>
        <memory unit='GiB'>20</memory>
        <os><type arch='x86_64' machine='pc-q35-7.2'>hvm</type>
          <cmdline>quiet &amp; memory_hotplug.online_policy=auto-movable</cmdline></os>
        <cpu><numa><cell id='0' memory='4194304'/><cell id="1" memory="1" unit="GiB"/></numa></cpu>
        <devices>
          <disk/>
          <memory model='virtio-mem'><target>
            <size unit='KiB'>16777216</size><node>1</node><block unit='KiB'>2048</block>
            <requested unit='KiB'>0</requested></target><alias name='ua-vm'/></memory>
          <memory model='dimm'><target><size unit='MiB'>512</size><node>0</node></target></memory>
          <memory model='nvdimm'><target><size>1</size></target></memory>
        </devices>
      </domain>
      """
    let domain = try LibvirtDomain(file: "f", content: Array(text.utf8))
    #expect(domain.guest.scenario.chipset == .q35)
    #expect(domain.guest.scenario.nodes.map(\.description) == ["4G", "1G"])
    #expect(
      domain.guest.scenario.actions.map(\.description) == [
        "dimm_add mem1 512M node 0", "resize ua_vm 16G",
      ])
    #expect(domain.guest.remarks.count == 2)
  }

  @Test func takesDevicesOutOfTheMemoryOfADomainWithoutCells() throws {
    let text = """
      <domain><memory unit='G'>3</memory><devices><memory model='dimm'><target>
      <size unit='G'>1</size></target></memory></devices></domain>
      """
    let domain = try LibvirtDomain(file: "f", content: Array(text.utf8))
    #expect(domain.guest.scenario.nodes.map(\.description) == ["2G"])
  }

  @Test(arguments: [
    ("", "f:1: expected an element"), ("<a/>", "f: expected a domain, found a"),
    ("<domain>\n<memory></domain>", "f:2: expected </memory>"),
    ("<domain/>", "f: memory: is missing"),
    ("<domain><memory>x</memory></domain>", "f: memory: expected a number, found x"),
    ("<domain><memory unit='parsec'>1</memory></domain>", "f: memory: expected a unit"),
    ("<domain><memory>1&x;</memory></domain>", "f:1: expected &amp;, "),
    ("<domain a='1' a='2'/>", "f:1: the attribute a is given twice"),
    ("<domain a=1/>", "f:1: expected a quoted value"), ("<domain", "f:1: expected a name"),
    ("<domain/><domain/>", "f:1: expected nothing after"), ("<!-- ", "f:1: expected -->"),
    ("<domain>&", "f:1: expected &amp;"),
    ("<domain><memory>99999999999999999999</memory></domain>", "f: memory: expected a number"),
    ("<domain><memory unit='G'>99999999999</memory></domain>", "f: memory: too large"),
  ])
  func refusesDomains(_ text: String, _ message: String) throws {
    let error = #expect(throws: InputError.self) {
      try LibvirtDomain(file: "f", content: Array(text.utf8))
    }
    #expect(error?.description.hasPrefix(message) == true, "\(error?.description ?? "")")
  }

  @Test func refusesElementsWithoutEnd() throws {
    let deep = String(repeating: "<domain>", count: 100_000)
    #expect(throws: InputError.self) { try LibvirtDomain(file: "f", content: Array(deep.utf8)) }
  }
}
