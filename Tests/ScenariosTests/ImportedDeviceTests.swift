// SPDX-License-Identifier: MIT

import Scenarios
import Testing
import TextFiles

@Suite("Memory devices of guests, as QEMU takes them")
struct ImportedDeviceTests {
  private func guest(_ line: String) throws -> ImportedGuest {
    try QEMUCommandLine(file: "f", content: Array("qemu \(line)".utf8)).guest
  }

  private func domain(_ devices: String) throws -> ImportedGuest {
    let text = "<domain><memory unit='G'>12</memory><devices>\(devices)</devices></domain>"
    return try LibvirtDomain(file: "f", content: Array(text.utf8)).guest
  }

  /// Backends of 1 GiB each, called `a`, `b` and `c`.
  private static let backends =
    "-m 4G,maxmem=64G,slots=8"
    + ["a", "b", "c"].map { " -object memory-backend-ram,size=1G,id=\($0)" }.joined() + " "

  @Test("A size that is no memory block's stays, and who finds room first does, too")
  func sizes() throws {
    let line = try guest(
      "-m 4G,maxmem=8G,slots=1 -object memory-backend-ram,id=d,size=1G -device pc-dimm,memdev=d "
        + "-object memory-backend-ram,id=m,size=1000M -device virtio-mem-pci,memdev=m,id=v")
    #expect(line.scenario.virtioMemory.map(\.size.description) == ["1000M"])
    #expect(line.scenario.placementOrder == ["mem0", "v"])
    let whole = try guest(Self.backends + "-device virtio-mem-pci,memdev=a")
    #expect(whole.scenario.placementOrder.isEmpty)
    let domain = try domain(
      "<memory model='virtio-mem'><target><size unit='MiB'>1000</size></target></memory>")
    #expect(domain.scenario.virtioMemory.map(\.size.description) == ["1000M"])
    #expect(domain.scenario.nodes.map(\.mebibytes) == [12 * 1024 - 1000])
  }

  @Test(
    "A huge page of the backend is the block, if no other one is said",
    arguments: [
      ("memory-backend-memfd,id=m,size=16G,hugetlb=on,hugetlbsize=1G", "1G"),
      (
        #"'{"qom-type":"memory-backend-memfd","id":"m","size":1073741824,"hugetlb":true,"#
          + #""hugetlbsize":1073741824}'"#, "1G"
      ),
      ("memory-backend-memfd,id=m,size=16G,hugetlb=on,hugetlbsize=2M", nil),
      ("memory-backend-memfd,id=m,size=16G,hugetlb=off,hugetlbsize=1G", nil),
      ("memory-backend-ram,id=m,size=16G", nil),
    ] as [(String, String?)])
  func hugePages(_ backend: String, _ block: String?) throws {
    let line = try guest(
      "-m 4G,maxmem=64G -device virtio-mem-pci,memdev=m,id=v -object \(backend)")
    #expect(line.scenario.virtioMemory.map { $0.block?.description } == [block])
  }

  @Test("A domain's huge pages are the block, too")
  func hugePagesOfADomain() throws {
    let text = """
      <memory model='virtio-mem'><source><pagesize unit='KiB'>1048576</pagesize></source><target>
      <size unit='G'>4</size></target></memory>
      """
    #expect(try domain(text).scenario.virtioMemory.map { $0.block?.description } == ["1G"])
  }

  @Test(
    "What QEMU refuses of devices is refused",
    arguments: [
      (
        "-device pc-dimm,memdev=a,node=1", "-device pc-dimm: node: there is no node 1 without -numa"
      ),
      (
        "-numa node,mem=2G -numa node,mem=2G -device virtio-mem-pci,memdev=a,node=2",
        "-device virtio-mem-pci: node: there is no node 2 of -numa"
      ),
      ("-numa node,nodeid=1,mem=4G", "-numa: there is no node 0"),
      (
        "-device pc-dimm,memdev=a -device virtio-mem-pci,memdev=a",
        "-device: the memory backend a is used already"
      ),
      (
        "-object memory-backend-ram,id=a,size=2G",
        "-object memory-backend-ram: there is an object a already"
      ),
      (
        "-device virtio-net-pci,id=d -device e1000,id=d",
        "-device e1000: there is a device d already"
      ),
      (
        "-object memory-backend-memfd,id=m,size=2G,hugetlb=on,hugetlbsize=3M",
        "-object: hugetlbsize: expected a power of two, found 3145728"
      ),
      (
        "-m 1G -numa node,memdev=a -device pc-dimm,memdev=a",
        "-device: the memory backend a is used already"
      ),
      (
        "-m 1G -machine memory-backend=a -device pc-dimm,memdev=a",
        "-device: the memory backend a is used already"
      ),
      (
        "-device pc-dimm,memdev=a,id=d -device pc-dimm,memdev=b,id=d",
        "-device pc-dimm: there is a device d already"
      ),
      (
        "-object memory-backend-memfd,id=h,size=1G,hugetlb=on,hugetlbsize=1G "
          + "-device virtio-mem-pci,memdev=h,block-size=2M",
        "-device virtio-mem-pci: block-size: expected a huge page of its backend (1G) or more"
      ),
    ])
  func refuses(_ devices: String, _ message: String) {
    let error = #expect(throws: InputError.self) { try guest(Self.backends + devices) }
    #expect(error?.description.hasPrefix("f: \(message)") == true, "\(error?.description ?? "")")
  }

  @Test(
    "Each device has a name of its own",
    arguments: [
      ("-device pc-dimm,memdev=a,id=mem1 -device pc-dimm,memdev=b", ["mem1", "mem1_2"]),
      ("-device pc-dimm,memdev=a,id=d.1 -device pc-dimm,memdev=b,id=d_1", ["d_1_2", "d_1"]),
      (
        "-device pc-dimm,memdev=a,id=d.1 -device pc-dimm,memdev=b,id=d/1 "
          + "-device pc-dimm,memdev=c,id=d_1_2", ["d_1", "d_1_3", "d_1_2"]
      ),
    ])
  func names(_ devices: String, _ names: [String]) throws {
    let actions = try guest(Self.backends + devices).scenario.actions
    #expect(actions.map(\.description) == names.map { "dimm_add \($0) 1G node 0" })
  }

  @Test("An address that isn't planned is told, and one that the kernel refuses is left out")
  func addresses() throws {
    let line = try guest(
      Self.backends + "-device pc-dimm,memdev=a,id=d,addr=0x148000000 -device "
        + "pc-dimm,memdev=b,id=e,addr=0x144000000 -device virtio-mem-pci,memdev=c,id=v,memaddr=0")
    #expect(line.scenario.actions.map(\.description) == ["dimm_add d 1G node 0", "resize v 1G"])
    let remarks = line.remarks.map(\.description)
    #expect(
      remarks.contains(
        "d: that it is to be at 0x148000000 isn't planned; it is where it first fits."))
    #expect(
      remarks.contains(
        "e: no memory block begins at 0x144000000. The kernel refuses such memory (EINVAL), so "
          + "nothing is added."))
    let domain = try domain(
      "<memory model='dimm'><target><size unit='G'>1</size></target><address type='dimm' slot='0' "
        + "base='0x144000000'/></memory>")
    #expect(domain.scenario.actions.isEmpty)
    #expect(domain.remarks.contains(.refusedAddress(device: "mem0", address: 0x1_4400_0000)))
  }

  @Test("-machine can say what -m says, and what isn't planned of it is told")
  func machine() throws {
    let line = try guest(
      "-M pc,max-ram-below-4g=1G,memory.size=4G,memory.max-size=16G,memory.slots=1 "
        + "-object memory-backend-ram,id=d,size=4G -device pc-dimm,memdev=d,id=d")
    #expect(line.scenario.nodes.map(\.description) == ["4G"])
    #expect(line.remarks.contains(.unplannedOption("-M max-ram-below-4g=1G")))
    let error = #expect(throws: InputError.self) {
      try guest("-M memory.size=4G,memory.max-size=16G,memory.slots=x")
    }
    #expect(error?.description == "f: -M: memory.slots: expected a number, found x")
  }

  @Test("The memory of a domain without cells is that of its NVDIMMs, too")
  func nonVolatile() throws {
    let guest = try domain(
      "<memory model='nvdimm'><target><size unit='G'>4</size></target></memory>"
        + "<memory model='dimm'><target><size unit='G'>1</size></target></memory>")
    #expect(guest.scenario.nodes.map(\.description) == ["7G"])
    let error = #expect(throws: InputError.self) {
      try domain(
        "<memory model='dimm'><target><size unit='G'>1</size><node>1</node></target></memory>")
    }
    #expect(error?.description == "f: node: there is no cell 1")
  }
}
