// SPDX-License-Identifier: MIT

import Foundation
import TestSupport
import Testing

struct EvaluateTests {
  private let lines =
    Line.test("exactly", pages: 3_156_213)
    + Line.test("one more", pages: 3_156_214) + Line.zone("\\u00e9\\n", nid: 7)

  private let answers = """
    {"id":"exactly","result":{"can_online_movable":true}}
    {"id":"one more","result":{"can_online_movable":false}}
    {"id":"é\\n","result":{"zone":"Movable","nid":7}}

    """

  @Test(arguments: [[], ["--with", "swift"], ["--with", "c"], ["--with", "both"], ["-"]])
  func answersStandardInput(_ arguments: [String]) throws {
    let run = try CommandRun(["evaluate"] + arguments, input: lines)
    #expect(run.output == answers)
    #expect(run.errors == "")
    #expect(run.status == 0)
  }

  @Test("A name steers no terminal, but is the same when it is read")
  func escapesNames() throws {
    let run = try CommandRun(["evaluate"], input: Line.test("a\u{202E}b\u{7F}", pages: 1))
    #expect(
      run.output == #"{"id":"a\u202eb\u007f","result":{"can_online_movable":true}}"# + "\n")
  }

  @Test
  func answersFilesInOrder() throws {
    let folder = try TemporaryFolder()
    let header = #"{"schema":"automovable-decisions/1","count":1,"source":"t"}"# + "\n"
    let first = try folder.write(header + Line.zone("a", nid: 0), to: "1")
    // The last line may lack its end.
    let second = try folder.write(String(Line.zone("b", nid: 1).dropLast()), to: "2")
    let run = try CommandRun(
      ["evaluate", second.path, first.path, "-"], input: Line.zone("c", nid: 2))
    #expect(
      run.output == """
        {"id":"b","result":{"zone":"Movable","nid":1}}
        {"id":"a","result":{"zone":"Movable","nid":0}}
        {"id":"c","result":{"zone":"Movable","nid":2}}

        """)
    #expect(run.status == 0)
  }

  @Test
  func answersNothingToNothing() throws {
    let run = try CommandRun(["evaluate"])
    #expect(run.output == "" && run.errors == "" && run.status == 0)
  }

  @Test
  func stopsAtAMalformedLine() throws {
    let run = try CommandRun(
      ["evaluate"],
      input: lines + Line.test("bad", pages: 1).replacing("1048576}", with: "1e3}")
        + Line.test("never", pages: 1))
    #expect(run.output == answers)
    #expect(
      run.errors
        == "<stdin>:4: nodes[0].zones[0].present_early_pages: expected an integer "
        + "in 0...18446744073709551615, found 1e3 (after 3 vectors answered)\n")
    #expect(run.status == 65)
  }

  @Test(arguments: [
    ("\n", "<stdin>:1: expected an object with a vector, found the end of the line"),
    (
      #"{"schema":"automovable-decisions/2"}"# + "\n",
      #"<stdin>:1: schema: expected "automovable-decisions/1", found "#
        + #""automovable-decisions/2""#
    ),
    (
      #"{"schema":"automovable-decisions/1","number":1}"#,
      "<stdin>:1: number: unknown field, expected schema, count, source or note"
    ),
    (
      #"{"schema":"automovable-decisions/1","count":1}"#,
      "<stdin>:1: count: 1, but the file ends after 0"
    ),
    (
      #"{"note":{"a":[1.5e3,{}]},"schema":"automovable-decisions/1"}"#,
      "<stdin>:1: note: expected a string, found an object"
    ),
    (
      #"{"machine":{}}"#,
      "<stdin>:1: machine: params is missing"
    ),
    (
      #"{"schema":"automovable-traces/1","count":1}"#,
      "<stdin>: a trace without a machine"
    ),
  ])
  func refuses(_ input: String, _ error: String) throws {
    let run = try CommandRun(["evaluate"], input: input)
    #expect(run.output == "")
    #expect(run.errors == error + "\n")
    #expect(run.status == 65)
  }

  @Test
  func refusesMoreVectorsThanTheHeaderTells() throws {
    let run = try CommandRun(
      ["evaluate"],
      input: #"{"source":{"a":[1.5e3]},"schema":"automovable-decisions/1","count":2}"#
        + "\n" + lines)
    #expect(
      run.errors
        == "<stdin>:4: the header tells count 2, but here is another vector "
        + "(after 2 vectors answered)\n")
    #expect(run.output == answers.split(separator: "\n").prefix(2).joined(separator: "\n") + "\n")
    #expect(run.status == 65)
  }

  @Test
  func refusesWhatItCannotRead() throws {
    let missing = try CommandRun(["evaluate", "/nonexistent/v.jsonl"])
    #expect(
      missing.errors
        == "/nonexistent/v.jsonl: cannot be opened: No such file or directory\n")
    #expect(missing.status == 65)
    let folder = try CommandRun(["evaluate", "/"])
    #expect(folder.errors == "/: cannot be read: Is a directory\n")
    #expect(folder.status == 65)
  }
}
