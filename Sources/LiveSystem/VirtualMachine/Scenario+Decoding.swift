// SPDX-License-Identifier: MIT

internal import Foundation

extension Scenario {
  /// Reads a scenario file's content.
  ///
  /// - Parameters:
  ///   - path: The file's path, for messages and for the scenario's name.
  ///   - content: UTF-8 JSON.
  /// - Throws: `LiveError.scenario`, naming the field.
  public init(path: String, content: [UInt8]) throws(LiveError) {
    let fields: Fields
    do {
      fields = try JSONDecoder().decode(Fields.self, from: Data(content))
    } catch let error as DecodingError {
      throw LiveError(error, file: path, content: content)
    } catch {
      throw .scenario(file: path, field: "", reason: "\(error)")
    }
    let name = path.split(separator: "/").last.map(String.init) ?? path
    self.init(
      name: name.hasSuffix(".json") ? String(name.dropLast(5)) : name,
      note: fields.note ?? "",
      nodes: fields.nodes,
      virtioMemory: fields.virtioMemory ?? [],
      acpiMemory: fields.acpiMemory ?? [],
      onlinePolicy: fields.onlinePolicy ?? "auto-movable",
      autoMovableRatio: fields.autoMovableRatio ?? 301,
      autoMovableNumaAware: fields.autoMovableNumaAware ?? true,
      defaultState: fields.defaultState ?? "online",
      kernelArguments: fields.kernelArguments ?? [],
      actions: fields.steps.flatMap(\.actions))
    if let (field, reason) = firstProblem {
      throw .scenario(file: path, field: field, reason: reason)
    }
  }

  /// The file's fields; what has a default may be left out.
  private struct Fields: Decodable {
    let note: String?
    let nodes: [ByteCount]
    let virtioMemory: [VirtioMemoryDevice]?
    let acpiMemory: [ACPIMemoryDevice]?
    let onlinePolicy: String?
    let autoMovableRatio: UInt32?
    let autoMovableNumaAware: Bool?
    let defaultState: String?
    let kernelArguments: [String]?
    let steps: [ScenarioStep]

    enum CodingKeys: String, CodingKey, CaseIterable {
      case note, nodes
      case virtioMemory = "virtio_mem"
      case acpiMemory = "acpi_memory"
      case onlinePolicy = "online_policy"
      case autoMovableRatio = "auto_movable_ratio"
      case autoMovableNumaAware = "auto_movable_numa_aware"
      case defaultState = "memhp_default_state"
      case kernelArguments = "kernel_arguments"
      case steps = "actions"
    }

    init(from decoder: any Decoder) throws {
      let container = try decoder.strictContainer(keyedBy: CodingKeys.self)
      note = try container.decodeIfPresent(String.self, forKey: .note)
      nodes = try container.decode([ByteCount].self, forKey: .nodes)
      virtioMemory = try container.decodeIfPresent(
        [VirtioMemoryDevice].self, forKey: .virtioMemory)
      acpiMemory = try container.decodeIfPresent([ACPIMemoryDevice].self, forKey: .acpiMemory)
      onlinePolicy = try container.decodeIfPresent(String.self, forKey: .onlinePolicy)
      autoMovableRatio = try container.decodeIfPresent(UInt32.self, forKey: .autoMovableRatio)
      autoMovableNumaAware = try container.decodeIfPresent(
        Bool.self, forKey: .autoMovableNumaAware)
      defaultState = try container.decodeIfPresent(String.self, forKey: .defaultState)
      kernelArguments = try container.decodeIfPresent([String].self, forKey: .kernelArguments)
      steps = try container.decode([ScenarioStep].self, forKey: .steps)
    }
  }
}

extension LiveError {
  /// Says where in a file a value is not what was expected.
  fileprivate init(_ error: DecodingError, file: String, content: [UInt8]) {
    let (path, reason): ([any CodingKey], String) =
      switch error {
      case .keyNotFound(let key, let context):
        (context.codingPath + [key], "missing")
      case .typeMismatch(let type, let context):
        (context.codingPath, "expected \(Self.name(of: type))")
      case .valueNotFound(let type, let context):
        (context.codingPath, "expected \(Self.name(of: type)), found null")
      case .dataCorrupted(let context) where context.codingPath.isEmpty:
        ([], Self.syntaxProblem(of: content))
      case .dataCorrupted(let context):
        (context.codingPath, context.debugDescription)
      @unknown default:
        ([], "\(error)")
      }
    var field = ""
    for key in path {
      if let index = key.intValue {
        field += "[\(index)]"
      } else {
        field += field.isEmpty ? key.stringValue : ".\(key.stringValue)"
      }
    }
    self = .scenario(file: file, field: field, reason: reason)
  }

  /// What is wrong with JSON itself. The decoder does not say; and it says the
  /// same of a number that its type cannot hold.
  private static func syntaxProblem(of content: [UInt8]) -> String {
    do {
      _ = try JSONSerialization.jsonObject(with: Data(content))
      return "a number does not fit its field"
    } catch {
      let detail = (error as NSError).userInfo["NSDebugDescription"] as? String
      return "not JSON: \(detail ?? error.localizedDescription)"
    }
  }

  private static func name(of type: Any.Type) -> String {
    switch type {
    case is String.Type: "a string"
    case is Bool.Type: "true or false"
    case is Int.Type, is UInt32.Type, is UInt64.Type: "a whole number"
    case is any Collection.Type: "a list"
    default: "an object"
    }
  }
}
