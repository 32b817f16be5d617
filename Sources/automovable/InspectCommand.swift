// SPDX-License-Identifier: MIT

import ArgumentParser
import AutoMovable
import Cases
import LiveSystem
import Reports
import Scenarios
import SystemPackage
import TextFiles

struct InspectCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "inspect",
    abstract: "Tell what the memory of a running Linux system is, and what more would become.",
    discussion: """
      Reads the memory blocks, zones and parameters of this system, or copies of \
      their files. Shows the blocks as lsmem does, the zones, the devices that \
      memory came with, and for each node and device the zone that the next block \
      would get and why.

      The kernel doesn't export which memory was there at boot, nor the groups of \
      devices. They are inferred, which is said, and can be told with --boot-log, \
      --qmp, --daxctl and --device.

      Examples:

        automovable inspect
        automovable inspect --sysroot copy -o RANGE,SIZE,ZONES
        automovable inspect --lsmem lsmem.json --zoneinfo zoneinfo
        dmesg | automovable inspect --boot-log -
        automovable inspect --trace > now.jsonl

      Exit status: 0 done, 64 wrong usage, 65 malformed or unreadable input, 69 there \
      are no memory blocks, as a kernel without memory hotplug has none, 70 internal \
      failure.
      """)

  @Option(
    help: ArgumentHelp("The folder with copies of proc and sys.", valueName: "directory"),
    completion: .directory)
  var sysroot: String?

  @Option(help: ArgumentHelp("What lsmem -J printed.", valueName: "file"), completion: .file())
  var lsmem: String?

  @Option(help: ArgumentHelp("A copy of /proc/zoneinfo.", valueName: "file"), completion: .file())
  var zoneinfo: String?

  @Option(help: ArgumentHelp("A copy of /proc/iomem.", valueName: "file"), completion: .file())
  var iomem: String?

  @Option(
    help: ArgumentHelp("What QEMU answered to query-memory-devices.", valueName: "file"),
    completion: .file())
  var qmp: String?

  @Option(
    help: ArgumentHelp("What daxctl list -M printed.", valueName: "file"), completion: .file())
  var daxctl: String?

  @Option(
    help: ArgumentHelp("The kernel's log of its boot.", valueName: "file"), completion: .file())
  var bootLog: String?

  @Option(
    name: .customLong("device"),
    help: ArgumentHelp(
      """
      Whose memory a range is: START-END or START+SIZE, then =boot, =dimm, =dax, =other or \
      =virtio-mem[:BLOCKSIZE]; may be given again.
      """, valueName: "range=kind"),
    transform: { text in
      guard let claim = MemoryClaim(text) else {
        throw ValidationError("expected such as 0x100000000-0x13fffffff=dimm or 4G+1G=virtio-mem")
      }
      return claim
    })
  var claims: [MemoryClaim] = []

  @Option(
    name: .customLong("set"),
    help: ArgumentHelp(
      """
      A field of the machine, as "Inferred" names it, and its value, whatever the files say; \
      may be given again.
      """, valueName: "field=value"),
    transform: { text in
      guard let setting = FieldSetting(text) else {
        throw ValidationError(
          "expected such as params.auto_movable_ratio=401 or nodes[0].zones[2].cma_pages=16384")
      }
      return setting
    })
  var settings: [FieldSetting] = []

  @Option(
    help: ArgumentHelp(
      "The architecture's name, or its sizes and zones as traces have them.", valueName: "geometry"),
    completion: .list(Architecture.names),
    transform: { text in
      guard let geometry = Geometry(text: text) else {
        throw ValidationError("expected one of \(Architecture.names.joined(separator: ", "))")
      }
      return geometry
    })
  var geometry: Geometry?

  @Option(
    help: ArgumentHelp(
      "The size of a page: 4K, 16K or 64K, as getconf PAGESIZE says it in bytes.",
      valueName: "size"),
    transform: { text in
      guard let size = ByteCount(text)?.rawValue, Geometry.pageSizes.contains(size),
        size & (size - 1) == 0
      else { throw ValidationError("expected a power of two from 4K to 64K") }
      return size
    })
  var pageSize: UInt64?

  @Flag(help: "Print one JSON object.")
  var json = false

  @Flag(help: "Print the machine as the first line of a trace.")
  var machine = false

  @Flag(help: "Print a trace: the machine at boot, and what led from there to now.")
  var trace = false

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp(
      "Columns of the table: RANGE, SIZE, STATE, REMOVABLE, BLOCK, NODE, ZONES, DEVICE.",
      valueName: "columns"))
  var output = MemoryColumns(MemoryTable.Column.usual)

  @Flag(
    name: [.customShort("J"), .customLong("table-json")],
    help: "Print the table alone, as lsmem -J does.")
  var isTableJSON = false

  @Flag(name: .shortAndLong, help: "Give each block a row of its own.")
  var all = false

  func validate() throws {
    guard [json, machine, trace, isTableJSON].filter(\.self).count <= 1 else {
      throw ValidationError("expected one of --json, --machine, --trace and -J at most")
    }
    guard geometry == nil || pageSize == nil else {
      throw ValidationError("expected --geometry or --page-size, not both")
    }
    let inputs = [lsmem, zoneinfo, iomem, qmp, daxctl, bootLog]
    guard inputs.filter({ $0 == "-" }).count <= 1 else {
      throw ValidationError("expected one file at most that is -")
    }
  }

  func run() throws {
    let inspection: Inspection
    do {
      let record = try record()
      guard record.hasHotplugSupport else {
        StandardError.print(
          "\(record.name.visible): no memory blocks (sys/devices/system/memory): the kernel can't "
            + "hotplug memory, or its files aren't there")
        throw ExitCode.unavailable
      }
      inspection = try Inspection(record)
    } catch let code as ExitCode {
      throw code
    } catch {
      throw ExitCode.reporting(error)
    }
    try OutputBuffer.printing { output in try print(inspection, to: &output) }
  }

  /// Reads what is to be read: this system unless files take its place.
  private func record() throws -> SystemRecord {
    var record = SystemRecord()
    if let sysroot {
      record = try SystemRecord(root: FilePath(sysroot))
    } else if lsmem == nil, zoneinfo == nil, iomem == nil {
      record = try SystemRecord(root: "/")
    } else {
      record.name = lsmem ?? zoneinfo ?? iomem ?? ""
    }
    if let lsmem { try record.readMemoryList(FilePath(lsmem)) }
    if let zoneinfo { try record.readZoneInfo(FilePath(zoneinfo)) }
    if let iomem { try record.readMemoryMap(FilePath(iomem)) }
    if let qmp { try record.readMemoryDevices(FilePath(qmp)) }
    if let daxctl { try record.readDAXDevices(FilePath(daxctl)) }
    if let bootLog { try record.readBootLog(FilePath(bootLog)) }
    if let pageSize { record.pageSize = pageSize }
    record.geometry = geometry
    record.claims = claims
    record.settings = settings
    if sysroot == nil, lsmem == nil, zoneinfo != nil { try record.assumeBlocks() }
    return record
  }

  private func print(_ inspection: Inspection, to output: inout OutputBuffer) throws {
    if json {
      inspection.write(to: &output.json)
      output.json.endLine()
    } else if machine {
      inspection.traceMachine.write(note: inspection.note, to: &output.json)
      output.json.endLine()
      for warning in inspection.warnings { StandardError.print("warning: \(warning.text.visible)") }
    } else if trace {
      inspection.trace.write(to: &output.json)
    } else {
      let table = MemoryTable(inspection, columns: self.output.columns, isEach: all)
      if isTableJSON {
        table.write(to: &output.json)
      } else {
        let style = TextStyle.ofStandardOutput
        try output.print(table.text(style: style), terminator: "")
        try output.print(inspection.text(style: style), terminator: "")
      }
    }
  }
}

extension Inspection {
  /// What a trace's machine says of itself.
  fileprivate var note: String {
    inferred.isEmpty
      ? "by inspect" : "by inspect; inferred: " + inferred.map(\.path).joined(separator: ", ")
  }
}
