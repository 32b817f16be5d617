// SPDX-License-Identifier: MIT

import Foundation
import SystemPackage
import Testing

@testable import Generation
@testable import TextFiles

/// Lines out of files, at the edges of the buffer.
struct VectorLineReaderTests {
  /// Reads all lines of a file with the given bytes.
  private func lines(of bytes: Data) throws -> [Int] {
    let file = FileManager.default.temporaryDirectory.appending(
      path: "automovable-\(UUID().uuidString)")
    try bytes.write(to: file)
    defer { try? FileManager.default.removeItem(at: file) }
    var reader = try LineReader(path: file.path)
    var counts: [Int] = []
    while try reader.advance() {
      counts.append(reader.line.count)
      #expect(reader.lineNumber == counts.count)
    }
    return counts
  }

  @Test(arguments: [
    ("", []), ("\n", [0]), ("\n\n", [0, 0]), ("a", [1]), ("a\n", [1]),
    ("a\n\nbc", [1, 0, 2]), ("a\r\n", [2]),
  ])
  func splits(_ text: String, _ counts: [Int]) throws {
    #expect(try lines(of: Data(text.utf8)) == counts)
  }

  /// Lines around the size of one read and of the buffer after it has grown.
  @Test
  func splitsAnywhere() throws {
    let chunk = LineReader.chunkSize
    for count in [chunk - 2, chunk - 1, chunk, chunk + 1, 2 * chunk, 5 * chunk + 3] {
      for first in [0, 1, 1000] {
        var bytes = Data(repeating: UInt8(ascii: "a"), count: first)
        bytes.append(UInt8(ascii: "\n"))
        bytes.append(Data(repeating: UInt8(ascii: "b"), count: count))
        #expect(try lines(of: bytes) == [first, count])
        bytes.append(UInt8(ascii: "\n"))
        #expect(try lines(of: bytes) == [first, count])
        bytes.append(Data("c\nd".utf8))
        #expect(try lines(of: bytes) == [first, count, 1, 1])
      }
    }
  }

  @Test
  func keepsTheBytes() throws {
    let file = FileManager.default.temporaryDirectory.appending(
      path: "automovable-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: file) }
    var random = SplitMix64(seed: 3, stream: 0)
    var expected: [[UInt8]] = []
    var bytes = Data()
    for _ in 0..<200 {
      let line = (0..<random.below(8192)).map { _ in
        UInt8(truncatingIfNeeded: random.next()) | 0x20
      }
      expected.append(line)
      bytes.append(contentsOf: line)
      bytes.append(UInt8(ascii: "\n"))
    }
    try bytes.write(to: file)
    var reader = try LineReader(path: file.path)
    for line in expected {
      #expect(try reader.advance())
      var copy: [UInt8] = []
      for index in reader.line.indices { copy.append(reader.line[index]) }
      #expect(copy == line)
    }
    #expect(try !reader.advance())
  }

  @Test
  func refusesLinesThatAreTooLong() throws {
    let limit = LineReader.maximumLineLength
    var bytes = Data("a\n".utf8) + Data(repeating: UInt8(ascii: "b"), count: limit)
    #expect(try lines(of: bytes) == [1, limit])
    #expect(try lines(of: bytes + Data("\n".utf8)) == [1, limit])
    bytes.append(UInt8(ascii: "b"))
    for end in ["", "\n", "\nc"] {
      let error = try #require(throws: InputError.self) {
        try lines(of: bytes + Data(end.utf8))
      }
      #expect(error.line == 2)
      #expect(error.message == "longer than 67108864 bytes")
    }
  }

  /// A line is there as soon as it has been written, and only then.
  @Test
  func needNotWait() throws {
    let pipe = try FileDescriptor.pipe()
    var reader = LineReader(pipe.readEnd, name: "pipe")
    var isReady = reader.isReady
    #expect(!isReady)
    try pipe.writeEnd.writeAll("a\nb\nc".utf8)
    #expect(try reader.advance())
    isReady = reader.isReady
    #expect(isReady)
    #expect(try reader.advance())
    isReady = reader.isReady
    #expect(!isReady)
    try pipe.writeEnd.close()
    #expect(try reader.advance())
    #expect(reader.line.count == 1)
    isReady = reader.isReady
    #expect(isReady)
    #expect(try !reader.advance())
    try pipe.readEnd.close()
  }
}
