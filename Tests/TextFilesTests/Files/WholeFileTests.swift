// SPDX-License-Identifier: MIT

import Glibc
import SystemPackage
import Testing
import TextFiles

@Suite("Files that get their name once they are whole")
struct WholeFileTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  @Test("A file is replaced, and hands its permissions down")
  func replaces() throws {
    let path = folder.path.appending("file")
    try folder.write("old".utf8, to: "file")
    #expect(unsafe chmod(path.string, 0o640) == 0)
    try WholeFile.write("new".utf8, to: path)
    #expect(try content(path) == "new")
    #expect(try path.stat().permissions.rawValue & 0o777 == 0o640)
    #expect(try names() == ["file"])
  }

  @Test("Until it is committed nothing is there, and nothing is left of it")
  func uncommitted() throws {
    do {
      let file = try WholeFile(folder.path.appending("file"))
      try file.descriptor.writeAll("half".utf8)
      #expect(try names().count == 1)
      #expect(try names().first != "file")
    }
    #expect(try names().isEmpty)
  }

  @Test("What a link leads to stays as it is")
  func link() throws {
    try folder.write("old".utf8, to: "target")
    let link = folder.path.appending("link")
    #expect(unsafe symlink("target", link.string) == 0)
    try WholeFile.write("new".utf8, to: link)
    #expect(try content(folder.path.appending("target")) == "old")
    #expect(try content(link) == "new")
  }

  @Test("A device is written to in place")
  func device() throws {
    try WholeFile.write("nothing".utf8, to: "/dev/null")
    #expect(try FilePath("/dev/null").stat().type == .characterSpecial)
    #expect(throws: Errno.isDirectory) { try WholeFile.write("x".utf8, to: folder.path) }
  }

  @Test("A name as long as names can be will do")
  func longName() throws {
    let name = String(repeating: "n", count: 255)
    try WholeFile.write("x".utf8, to: folder.path.appending(name))
    #expect(try names() == [name])
  }

  @Test("A folder goes with all that it holds, but not with what links lead to")
  func folderGoes() throws {
    try folder.write("kept".utf8, to: "kept")
    var path: FilePath?
    do {
      let other = try TemporaryFolder()
      try other.write("x".utf8, to: "a/b/c")
      #expect(unsafe symlink(folder.path.string, other.file("link")) == 0)
      #expect(try other.path.stat().permissions.rawValue & 0o777 == 0o700)
      path = other.path
    }
    #expect(throws: Errno.self) { try path?.stat() }
    #expect(try names() == ["kept"])
  }

  private func names() throws -> [String] { try folder.path.entries().map(\.string) }

  private func content(_ path: FilePath) throws -> String {
    var lines = try LineReader(path: path.string)
    guard try lines.advance() else { return "" }
    return String(decoding: lines.line.indices.map { lines.line[$0] }, as: UTF8.self)
  }
}
