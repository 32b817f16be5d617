// SPDX-License-Identifier: MIT

public import TextFiles

/// A command line of QEMU, as far as it is about memory.
public struct QEMUCommandLine: Sendable {
  /// The machine, and what its command line has plugged.
  public let scenario: Scenario

  /// What isn't planned, or was taken for granted, a sentence each.
  public let remarks: [String]

  /// Reads a command line, as a shell or `ps` has it.
  ///
  /// - Parameters:
  ///   - file: The file's name, for messages.
  ///   - content: The text; a backslash at a line's end goes on in the next one.
  /// - Throws: What is wrong with an option.
  public init(file: String, content: [UInt8]) throws(InputError) {
    do throws(Refusal) {
      var reader = Reader(words: try Self.words(String(decoding: content, as: UTF8.self)))
      let memory = try reader.read()
      (scenario, remarks) = memory.scenario(name: "qemu")
    } catch {
      throw InputError(file: file, field: error.option, message: error.message)
    }
    if let problem = scenario.validate() { throw InputError(file: file, message: problem) }
  }

  /// The machine and the remarks.
  public var parts: (scenario: Scenario, remarks: [String]) { (scenario, remarks) }

  /// Why an option can't be read.
  private struct Refusal: Error {
    let option: String
    let message: String
  }
}

// MARK: Words

extension QEMUCommandLine {
  /// The words of a shell's line: quotes and backslashes undone.
  private static func words(_ text: String) throws(Refusal) -> [String] {
    var words: [String] = []
    var word = ""
    var hasWord = false
    var quote: Character?
    var isEscaped = false
    for character in text {
      if isEscaped {
        isEscaped = false
        if character.isNewline { continue }
        // In double quotes a backslash stays before what needs none.
        if quote == "\"", character != "\"", character != "\\" { word.append("\\") }
        word.append(character)
        hasWord = true
      } else if character == "\\", quote != "'" {
        isEscaped = true
      } else if let open = quote {
        if character == open { quote = nil } else { word.append(character) }
      } else if character == "\"" || character == "'" {
        quote = character
        hasWord = true
      } else if character.isWhitespace || character == "\0" {
        if hasWord { words.append(word) }
        (word, hasWord) = ("", false)
      } else {
        word.append(character)
        hasWord = true
      }
    }
    if let quote { throw Refusal(option: "", message: "a \(quote) that isn't closed") }
    if hasWord { words.append(word) }
    return words
  }
}

// MARK: Options

extension QEMUCommandLine {
  /// The fields of an option, such as `size=4G,id=m0`; what has no `=` is under "".
  private struct Fields {
    private(set) var values: [String: String] = [:]
    let option: String

    init(_ text: String, of option: String, first: String = "") throws(Refusal) {
      self.option = option
      if text.hasPrefix("{") {
        values = try Self.members(text, option)
        // In JSON the kind is a field of its own.
        for name in ["driver", "qom-type"] {
          if let kind = values.removeValue(forKey: name) { values[first] = kind }
        }
        return
      }
      // A doubled comma is a comma in a value.
      var parts: [String] = [""]
      var rest = text[...]
      while let character = rest.popFirst() {
        if character == ",", rest.first != "," {
          parts.append("")
        } else {
          if character == "," { rest.removeFirst() }
          parts[parts.count - 1].append(character)
        }
      }
      for (index, part) in parts.enumerated() {
        let pair = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        let name = pair.count == 2 ? String(pair[0]) : index == 0 ? first : part
        values[name] = pair.count == 2 ? String(pair[1]) : part
      }
    }

    private static func members(
      _ text: String, _ option: String
    ) throws(Refusal) -> [String: String] {
      do throws(InputError) {
        return try JSONDocument(file: "", Array(text.utf8)).decode { reader throws(JSONError) in
          var values: [String: String] = [:]
          try reader.members { reader, name, _ throws(JSONError) in
            let name = reader.text(of: name)
            switch reader.peek() {
            case UInt8(ascii: "\""): values[name] = try reader.text()
            case UInt8(ascii: "0")...UInt8(ascii: "9"):
              values[name] = "\(try reader.integer() as UInt64)"
            default: try reader.skipValue()
            }
          }
          return values
        }
      } catch {
        throw Refusal(option: option, message: "expected a JSON object: \(error.message)")
      }
    }

    subscript(_ name: String) -> String? { values[name] }

    /// A size; without a suffix it is in the unit given.
    func size(_ name: String, unit: UInt64 = 1) throws(Refusal) -> UInt64? {
      guard var text = values[name].map({ $0.uppercased() }) else { return nil }
      if text.hasSuffix("B"), text.count > 1 { text.removeLast() }
      guard let size = ByteCount(text) else {
        throw Refusal(option: option, message: "\(name): expected a size, found \(text)")
      }
      guard text.last?.isNumber == true else { return size.rawValue }
      let (product, overflows) = size.rawValue.multipliedReportingOverflow(by: unit)
      guard !overflows else { throw Refusal(option: option, message: "\(name): too large") }
      return product
    }

    func number(_ name: String) throws(Refusal) -> Int? {
      guard let text = values[name] else { return nil }
      guard let number = Int(text), 0...63 ~= number else {
        throw Refusal(option: option, message: "\(name): expected 0 to 63, found \(text)")
      }
      return number
    }
  }

  private struct Reader {
    let words: [String]
    private var memory = GuestMemory()
    private var bootSize: UInt64 = 128 << 20
    private var backends: [String: UInt64] = [:]
    private var nodes: [Int: UInt64] = [:]
    private var devices: [Fields] = []
    private var numaNodes: [Fields] = []

    init(words: [String]) { self.words = words }

    mutating func read() throws(Refusal) -> GuestMemory {
      var index = 0
      while index < words.count {
        let word = words[index]
        index += 1
        guard word.hasPrefix("-"), index < words.count else { continue }
        // `--option` is as good as `-option`.
        let option = "-" + word.drop { $0 == "-" }
        guard
          ["-m", "-machine", "-M", "-object", "-numa", "-device", "-append"].contains(option)
        else { continue }
        try take(option, words[index])
        index += 1
      }
      try finish()
      return memory
    }

    private mutating func take(_ option: String, _ value: String) throws(Refusal) {
      switch option {
      case "-m":
        let fields = try Fields(value, of: option, first: "size")
        if let size = try fields.size("size", unit: 1 << 20) { bootSize = size }
      case "-machine", "-M":
        let fields = try Fields(value, of: option, first: "type")
        if let type = fields["type"] { memory.setMachine(type) }
      case "-object":
        let fields = try Fields(value, of: option, first: "type")
        guard fields["type"]?.hasPrefix("memory-backend-") == true, let id = fields["id"],
          let size = try fields.size("size")
        else { return }
        backends[id] = size
      case "-numa":
        let fields = try Fields(value, of: option, first: "type")
        if fields["type"] == "node" { numaNodes.append(fields) }
      case "-device":
        devices.append(try Fields(value, of: option, first: "type"))
      default:
        memory.kernelArguments += value.split(separator: " ").map(String.init)
      }
    }

    private mutating func finish() throws(Refusal) {
      for (index, fields) in numaNodes.enumerated() {
        let node = try fields.number("nodeid") ?? index
        var size = try fields.size("mem", unit: 1 << 20) ?? 0
        if let id = fields["memdev"] { size = try backend(id, fields) }
        nodes[node] = size
      }
      if nodes.isEmpty { nodes[0] = bootSize }
      memory.nodes = (0...(nodes.keys.max() ?? 0)).map { nodes[$0] ?? 0 }
      for fields in devices {
        let type = fields["type"] ?? ""
        guard type == "pc-dimm" || type.hasPrefix("virtio-mem") else {
          if type == "nvdimm" {
            memory.remarks.append(
              "An nvdimm is no memory of the system until a driver takes it; see --dax.")
          }
          continue
        }
        guard let backend = fields["memdev"] else {
          throw Refusal(option: "-device \(type)", message: "memdev is missing")
        }
        let size = try self.backend(backend, fields)
        let kind: GuestMemory.Device.Kind =
          type == "pc-dimm"
          ? .dimm
          : .virtioMem(
            requested: try fields.size("requested-size"), block: try fields.size("block-size"))
        memory.devices.append(
          GuestMemory.Device(
            kind: kind, id: fields["id"], size: size, node: try fields.number("node") ?? 0))
      }
    }

    private func backend(_ id: String, _ fields: Fields) throws(Refusal) -> UInt64 {
      guard let size = backends[id] else {
        throw Refusal(option: fields.option, message: "there is no memory backend \(id)")
      }
      return size
    }
  }
}
