// SPDX-License-Identifier: MIT

import Cases
import TextFiles

/// Feeds bytes to the decoders of lines.
///
/// None of them may trap, and what they take must come out of the encoder as
/// something that they take for the same.
public struct LineFuzzer: ~Copyable {
  private let traces = TraceDecoder()
  private var vectors = VectorDecoder()
  private var vector = VectorBuffer()

  /// Creates a fuzzer.
  public init() {}

  /// Decodes bytes as a line of each kind.
  ///
  /// - Returns: What is wrong with the decoders, or `nil`.
  public mutating func run(_ bytes: Span<UInt8>) -> String? {
    runHeaders(bytes)
    return runTrace(bytes) ?? runVector(bytes)
  }

  private func runHeaders(_ bytes: Span<UInt8>) {
    switch FirstLine(bytes) {
    case .vectorHeader: _ = try? FileHeader(bytes, schema: FileHeader.vectors)
    case .traceHeader: _ = try? FileHeader(bytes, schema: FileHeader.traces)
    case .vector, .trace, .capture, .result, .unknown: break
    }
  }

  private func runTrace(_ bytes: Span<UInt8>) -> String? {
    let line: TraceLine
    do throws(JSONError) {
      line = try traces.decode(bytes)
    } catch {
      return Self.check(error, bytes)
    }
    let text = line.json
    guard let again = try? traces.decode(text.span) else {
      return "a trace's line that isn't taken again: " + String(decoding: text, as: UTF8.self)
    }
    guard again == line, again.json == text else {
      return "a trace's line that changes: " + String(decoding: text, as: UTF8.self)
    }
    return nil
  }

  private mutating func runVector(_ bytes: Span<UInt8>) -> String? {
    do throws(JSONError) {
      try vectors.decode(bytes, into: &vector)
    } catch {
      return Self.check(error, bytes)
    }
    guard let decoded = vector.vector else { return "a vector without a query" }
    var json = JSONWriter()
    decoded.write(to: &json)
    let text = String(decoding: json.bytes, as: UTF8.self)
    guard (try? vectors.decode(json.bytes.span, into: &vector)) != nil,
      let again = vector.vector
    else { return "a vector that isn't taken again: \(text)" }
    var other = JSONWriter()
    again.write(to: &other)
    guard other.bytes == json.bytes else { return "a vector that changes: \(text)" }
    return nil
  }

  /// An error has a place in the line and is told in one line.
  private static func check(_ error: JSONError, _ bytes: Span<UInt8>) -> String? {
    let path = "\(JSONPath(to: error.offset, in: bytes))"
    guard 0...bytes.count ~= error.offset, !error.message.isEmpty,
      !(path + error.message).utf8.contains(UInt8(ascii: "\n"))
    else { return "an error that can't be told: \(error)" }
    return nil
  }
}

extension TraceLine {
  fileprivate var json: [UInt8] {
    var json = JSONWriter()
    switch self {
    case .machine(let machine, let note): machine.write(note: note, to: &json)
    case .step(let step): step.write(to: &json)
    }
    return json.bytes
  }
}
