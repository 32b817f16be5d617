// SPDX-License-Identifier: MIT

public import TextFiles

/// A domain of libvirt, as far as it is about memory.
public struct LibvirtDomain: Sendable {
  /// The machine, and what the domain has plugged.
  public let guest: ImportedGuest

  /// Reads a domain's XML, as `virsh dumpxml` prints it.
  ///
  /// - Parameters:
  ///   - file: The file's name, for messages.
  ///   - content: The text.
  /// - Throws: What is wrong with it.
  public init(file: String, content: [UInt8]) throws(InputError) {
    let domain: MarkupReader.Element
    do throws(MarkupReader.Refusal) {
      var reader = MarkupReader(content)
      domain = try reader.document()
    } catch {
      throw InputError(file: file, line: error.line, message: error.message)
    }
    guard domain.name == "domain" else {
      throw InputError(file: file, message: "expected a domain, found \(domain.name)")
    }
    do throws(Refusal) {
      guest = try Self.memory(of: domain).guest(name: "libvirt")
    } catch {
      throw InputError(file: file, field: error.field, message: error.message)
    }
    if let problem = guest.problem(
      boot: "memory", device: "memory device", arguments: "cmdline")
    {
      throw InputError(file: file, field: problem.field, message: problem.message)
    }
  }

  /// Why an element can't be read.
  private struct Refusal: Error {
    let field: String
    let message: String
  }
}

extension LibvirtDomain {
  private static func memory(of domain: MarkupReader.Element) throws(Refusal) -> GuestMemory {
    var memory = GuestMemory()
    let type = domain["os"]?["type"]?.attributes
    if let machine = type?["machine"] { memory.setMachine(machine) }
    memory.architecture = type?["arch"]
    memory.kernelArguments = BootArgument.scenarioWords(domain["os"]?["cmdline"]?.text ?? "")
    // What all devices have, NVDIMMs included.
    var plugged: UInt64 = 0
    for device in domain["devices"]?.children ?? [] where device.name == "memory" {
      plugged &+= try add(device, to: &memory)
    }
    let cells = domain["cpu"]?["numa"]?.children.filter { $0.name == "cell" } ?? []
    var nodes: [Int: UInt64] = [:]
    for (index, cell) in cells.enumerated() {
      let id = try number(cell.attributes["id"] ?? "\(index)", "cell id")
      nodes[id] = try bytes(
        cell.attributes["memory"] ?? "0", cell.attributes["unit"], "cell memory")
    }
    if nodes.isEmpty {
      guard let total = try bytes(domain["memory"], "memory") else {
        throw Refusal(field: "memory", message: "is missing")
      }
      // The domain's memory is that of its devices, too.
      guard plugged < total else {
        throw Refusal(field: "memory", message: "expected more than its devices have")
      }
      nodes[0] = total - plugged
    }
    memory.nodes = (0...(nodes.keys.max() ?? 0)).map { nodes[$0] ?? 0 }
    if let device = memory.devices.first(where: { $0.node >= memory.nodes.count }) {
      throw Refusal(field: "node", message: "there is no cell \(device.node)")
    }
    return memory
  }

  /// Adds a memory device.
  ///
  /// - Returns: Its size, whatever model it is.
  private static func add(
    _ device: MarkupReader.Element, to memory: inout GuestMemory
  ) throws(Refusal) -> UInt64 {
    let model = device.attributes["model"] ?? "dimm"
    let target = device["target"]
    let size = try bytes(target?["size"], "size")
    guard model == "dimm" || model == "virtio-mem" else {
      memory.remarks.append(.noSystemMemory(model: model))
      return size ?? 0
    }
    guard let target, let size else {
      throw Refusal(field: "memory \(model)", message: "target size is missing")
    }
    let kind: GuestMemory.Device.Kind
    if model == "dimm" {
      kind = .dimm
    } else {
      let page = try bytes(device["source"]?["pagesize"], "pagesize")
      let block = try bytes(target["block"], "block")
      kind = .virtioMem(
        requested: try bytes(target["requested"], "requested"),
        block: block ?? GuestMemory.block(ofHugePage: page))
    }
    let node = try number(target["node"]?.text ?? "0", "node")
    let alias = device["alias"]?.attributes["name"]
    let place = model == "dimm" ? device["address"] : target["address"]
    memory.devices.append(
      GuestMemory.Device(
        kind: kind, id: alias, size: size, node: node,
        address: place?.attributes["base"].flatMap { ByteCount($0)?.rawValue }))
    return size
  }

  private static func bytes(
    _ element: MarkupReader.Element?, _ field: String
  ) throws(Refusal) -> UInt64? {
    guard let element else { return nil }
    return try bytes(element.text, element.attributes["unit"], field)
  }

  /// A number of bytes; libvirt's unit is KiB unless another one is said.
  private static func bytes(
    _ text: String, _ unit: String?, _ field: String
  ) throws(Refusal) -> UInt64 {
    let units: [String: UInt64] = [
      "b": 1, "bytes": 1, "KB": 1000, "k": 1024, "KiB": 1024, "MB": 1_000_000, "M": 1 << 20,
      "MiB": 1 << 20, "GB": 1_000_000_000, "G": 1 << 30, "GiB": 1 << 30, "T": 1 << 40,
      "TiB": 1 << 40,
    ]
    guard let factor = units[unit ?? "KiB"] else {
      throw Refusal(field: field, message: "expected a unit such as KiB, found \(unit ?? "")")
    }
    let digits = text.split(whereSeparator: \.isWhitespace).joined()
    guard let number = UInt64(digits) else {
      throw Refusal(field: field, message: "expected a number, found \(digits)")
    }
    let (product, overflows) = number.multipliedReportingOverflow(by: factor)
    guard !overflows else { throw Refusal(field: field, message: "too large") }
    return product
  }

  private static func number(_ text: String, _ field: String) throws(Refusal) -> Int {
    let digits = text.split(whereSeparator: \.isWhitespace).joined()
    guard let number = Int(digits), 0...63 ~= number else {
      throw Refusal(field: field, message: "expected 0 to 63, found \(digits)")
    }
    return number
  }
}
