// SPDX-License-Identifier: MIT

import Testing

struct VerifyTests {
  private let right =
    Line.test("a", pages: 3_156_213, expect: #"{"can_online_movable":true}"#)
    + Line.zone("b", nid: 3, expect: #"{"zone":"Movable","nid":3}"#)

  @Test(arguments: ["swift", "c", "both"])
  func agrees(_ choice: String) throws {
    let run = try CommandRun(
      ["verify", "--with", choice], input: right + Line.test("c", pages: 1))
    #expect(run.output == "3 vectors, 2 agree, 0 differ, 1 without expect\n")
    #expect(run.errors == "")
    #expect(run.status == 0)
  }

  @Test
  func tellsEachDifference() throws {
    let input =
      right + Line.test("c", pages: 1, expect: #"{"can_online_movable":false}"#)
      + Line.zone("d", nid: 3, expect: #"{"zone":"Movable","nid":2}"#)
    let run = try CommandRun(["verify"], input: input)
    #expect(
      run.output == """
        <stdin>:3: c: expected false, got swift true
        <stdin>:4: d: expected Movable of node 2, got swift Movable of node 3
        4 vectors, 2 agree, 2 differ, 0 without expect

        """)
    #expect(run.status == 1)
    let both = try CommandRun(["verify", "--with", "both"], input: input)
    #expect(
      both.output.hasPrefix("<stdin>:3: c: expected false, got swift true, c true\n"))
    #expect(both.status == 1)
  }

  @Test("A name steers no terminal and breaks no line")
  func hostileName() throws {
    let line = Line.test(
      #"\u001b[31m\nAGREE\u202e"#, pages: 1, expect: #"{"can_online_movable":false}"#)
    for command in ["verify", "explain"] {
      let run = try CommandRun([command], input: line)
      #expect(!run.output.contains("\u{1B}"))
      #expect(!run.output.contains("\u{202E}"))
      #expect(!run.output.contains("\nAGREE"))
      #expect(run.output.contains("AGREE"))
    }
  }

  @Test
  func refusesNothing() throws {
    let empty = try CommandRun(["verify"])
    #expect(empty.errors == "<stdin>: no vectors\n")
    #expect(empty.status == 65)
    let unknown = try CommandRun(["verify"], input: Line.test("a", pages: 1))
    #expect(unknown.errors == "<stdin>: nothing to compare, no vector has an expect\n")
    #expect(unknown.status == 65)
  }

  @Test
  func refusesMalformedInput() throws {
    let run = try CommandRun(["verify"], input: right + "{}\n")
    #expect(run.output == "")
    #expect(run.errors == "<stdin>:3: id is missing (after 2 vectors answered)\n")
    #expect(run.status == 65)
  }
}
