// SPDX-License-Identifier: MIT

import ArgumentParser
import Scenarios

/// Devices as an option of `plan` names them: `15G,node=1` or `4x8G`.
struct DeviceOption {
  /// What may stand behind the size.
  enum Field: String, CaseIterable {
    case node, block, address, id
  }

  /// What was given.
  let text: String
  /// How many devices of this kind.
  private(set) var count = 1
  /// The size of each.
  let size: ByteCount
  private(set) var node = 0
  private(set) var block: ByteCount?
  private(set) var address: ByteCount?
  private(set) var id: String?

  /// The most devices that one option can mean.
  static let maximumCount = 256

  /// Reads an option's value.
  ///
  /// - Parameters:
  ///   - text: The value.
  ///   - fields: What may stand behind the size.
  init(_ text: String, _ fields: Set<Field>) throws {
    self.text = text
    var parts = text.split(separator: ",", omittingEmptySubsequences: false)
    var sizeText = parts.removeFirst()
    if let mark = sizeText.firstIndex(of: "x"), sizeText.first != "0" {
      guard let count = Int(sizeText[..<mark]), 1...Self.maximumCount ~= count else {
        throw ValidationError("expected 1 to \(Self.maximumCount) devices before x")
      }
      self.count = count
      sizeText = sizeText[sizeText.index(after: mark)...]
    }
    size = try Self.size(sizeText)
    var seen: Set<Field> = []
    for part in parts {
      let pair = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard pair.count == 2, let field = Field(rawValue: String(pair[0])), fields.contains(field)
      else {
        let names = Field.allCases.filter(fields.contains).map { "\($0.rawValue)=" }
        throw ValidationError(
          "expected \(names.joined(separator: ", ")) behind the size, found \(part)")
      }
      guard seen.insert(field).inserted else {
        throw ValidationError("\(field.rawValue) is given twice")
      }
      switch field {
      case .node:
        guard let number = Int(pair[1]), 0...63 ~= number else {
          throw ValidationError("expected a node from 0 to 63, found \(pair[1])")
        }
        node = number
      case .block: block = try Self.size(pair[1])
      case .address: address = try Self.size(pair[1])
      case .id: id = String(pair[1])
      }
    }
  }

  private static func size(_ text: Substring) throws -> ByteCount {
    guard let size = ByteCount(text) else {
      throw ValidationError("expected a size such as 128M, 2G or 0x8000000, found \(text)")
    }
    return size
  }
}
