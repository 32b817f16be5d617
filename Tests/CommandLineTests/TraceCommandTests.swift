// SPDX-License-Identifier: MIT

import Foundation
import TestSupport
import Testing

/// `evaluate` and `verify` on traces.
struct TraceCommandTests {
  private static let final =
    """
    {"final":{"nodes":[{"nid":0,"node_start_pfn":0,"node_spanned_pages":163840,\
    "node_present_pages":98304,"zones":[{"zone":"DMA","present_pages":0,\
    "present_early_pages":0,"cma_pages":0,"zone_start_pfn":0,"spanned_pages":0},\
    {"zone":"DMA32","present_pages":0,"present_early_pages":0,"cma_pages":0,\
    "zone_start_pfn":0,"spanned_pages":0},{"zone":"Normal","present_pages":65536,\
    "present_early_pages":65536,"cma_pages":0,"zone_start_pfn":0,\
    "spanned_pages":65536},{"zone":"Movable","present_pages":32768,\
    "present_early_pages":0,"cma_pages":0,"zone_start_pfn":131072,\
    "spanned_pages":32768},{"zone":"Device","present_pages":0,\
    "present_early_pages":0,"cma_pages":0,"zone_start_pfn":0,"spanned_pages":0}]}],\
    "groups":[{"mgid":0,"nid":0,"is_dynamic":false,"max_pages":32768,\
    "present_kernel_pages":0,"present_movable_pages":32768}]}}

    """

  @Test(arguments: ["swift", "c", "both"])
  func evaluates(_ choice: String) throws {
    let run = try CommandRun(
      ["evaluate", "--with", choice], input: TraceSample.machine + TraceSample.steps)
    let results = """
      {"op":0,"result":{"returns":0}}
      {"op":1,"result":{"returns":0}}
      {"op":2,"result":{"text":"Movable Normal\\n"}}
      {"op":3,"result":{"returns":0,"zone":"Movable"}}
      {"op":4,"result":{"returns":-22,"zone":null}}

      """
    #expect(run.output == results + Self.final)
    #expect(run.errors == "")
    #expect(run.status == 0)
  }

  /// Vectors and traces mix, file by file; each trace begins anew.
  @Test
  func evaluatesFilesOfAllKinds() throws {
    let folder = try TemporaryFolder()
    let trace = try folder.write(
      TraceSample.machine + TraceSample.steps + TraceSample.machine + TraceSample.steps, to: "trace"
    )
    let vectors = try folder.write(Line.test("v", pages: 1), to: "vectors")
    let run = try CommandRun(["evaluate", trace.path, vectors.path, trace.path])
    let lines = run.output.split(separator: "\n")
    #expect(lines.count == 6 + 6 + 1 + 6 + 6)
    #expect(lines.filter { $0 == Self.final.dropLast() }.count == 4)
    #expect(lines[12].hasPrefix(#"{"id":"v""#))
    #expect(run.status == 0)
  }

  @Test(arguments: ["swift", "c", "both"])
  func verifies(_ choice: String) throws {
    let run = try CommandRun(
      ["verify", "--with", choice], input: TraceSample.machine + TraceSample.steps)
    #expect(run.output == "5 operations, 4 agree, 0 differ, 1 without expect\n")
    #expect(run.errors == "")
    #expect(run.status == 0)
  }

  @Test
  func tellsEachDifference() throws {
    let input =
      TraceSample.machine
      + TraceSample.steps.replacing(#""zone":"Movable"}"#, with: #""zone":"Normal"}"#)
      .replacing("Movable Normal", with: "Movable")
      .replacing(#""returns":-22,"zone":null"#, with: #""returns":-16"#)
    let run = try CommandRun(["verify", "--with", "both"], input: input)
    #expect(
      run.output == #"""
        <stdin>:4: op 2: expected {"text":"Movable\n"}, got swift {"text":"Movable Normal\n"}, c {"text":"Movable Normal\n"}
        <stdin>:5: op 3: expected {"returns":0,"zone":"Normal"}, got swift {"returns":0,"zone":"Movable"}, c {"returns":0,"zone":"Movable"}
        <stdin>:6: op 4: expected {"returns":-16}, got swift {"returns":-22,"zone":null}, c {"returns":-22,"zone":null}
        5 operations, 1 agree, 3 differ, 1 without expect

        """#)
    #expect(run.status == 1)
  }

  @Test(arguments: ["evaluate", "verify"])
  func refusesMalformedInput(_ command: String) throws {
    let run = try CommandRun(
      [command], input: TraceSample.machine + TraceSample.steps + #"{"op":"remove_memory"}"# + "\n")
    #expect(run.errors == "<stdin>:7: start_pfn is missing (after 5 operations done)\n")
    #expect(run.status == 65)
    let cut = try CommandRun(
      [command],
      input: #"{"schema":"automovable-traces/1","count":6}"# + "\n" + TraceSample.machine
        + TraceSample.steps)
    #expect(
      cut.errors
        == "<stdin>:1: count: 6, but the file ends after 5 (after 5 operations done)\n")
    #expect(cut.status == 65)
  }

  @Test
  func refusesNothing() throws {
    let run = try CommandRun(["verify"], input: TraceSample.machine)
    #expect(run.errors == "<stdin>: no vectors\n")
    #expect(run.status == 65)
    let steps = TraceSample.steps.replacing(/,"expect".*}}/, with: "}")
    let unknown = try CommandRun(["verify"], input: TraceSample.machine + steps)
    #expect(unknown.errors == "<stdin>: nothing to compare, no operation has an expect\n")
    #expect(unknown.status == 65)
  }

  /// A library answers single decisions and keeps no memory.
  @Test
  func librariesPlayNoTraces() throws {
    let library = try OracleLibrary.third()
    let run = try CommandRun(
      ["evaluate", "--with", library.path], input: TraceSample.machine + TraceSample.steps)
    #expect(run.output == "")
    #expect(run.errors.hasPrefix("<stdin>: a trace, but "))
    #expect(run.errors.hasSuffix(" makes single decisions only\n"))
    #expect(run.status == 65)
    let generation = try CommandRun(
      ["generate", "--model", "histories", "--cases", "1", "--with", library.path])
    #expect(generation.output == "")
    #expect(generation.errors.contains("Error: --model histories: "))
    #expect(generation.status == 64)
  }

  @Test
  func diffTakesVectorsOnly() throws {
    let run = try CommandRun(["diff", "-"], input: TraceSample.machine)
    #expect(run.errors == "<stdin>:1: a trace, but decision vectors were expected\n")
    #expect(run.status == 65)
  }

  /// Each result comes before the next operation is asked for, and memory stays
  /// flat.
  @Test
  func answersAtOnceInFlatMemory() throws {
    let conversation = try Conversation(["evaluate", "--with", "both"])
    let online = #"{"op":"read_parameter","name":"auto_movable_ratio"}"# + "\n"
    var answer = #"{"op":0,"result":{"text":"301\n"}}"# + "\n"
    try conversation.ask(
      Data((TraceSample.machine + online).utf8), answerBytes: answer.utf8.count)
    let before = try conversation.peakMemory
    var bytes = 0
    for number in 1...50_000 {
      answer = #"{"op":\#(number),"result":{"text":"301\n"}}"# + "\n"
      bytes += answer.utf8.count
    }
    try conversation.ask(
      Data(String(repeating: online, count: 50_000).utf8), answerBytes: bytes)
    #expect(try conversation.peakMemory - before < 4 << 20)
    #expect(try conversation.end() == 0)
  }
}
