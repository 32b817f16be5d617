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

  /// A range that isn't aligned to blocks is refused with a number that says
  /// nothing of that.
  @Test(arguments: ["swift", "totals", "both"])
  func tellsWhyItRefuses(_ choice: String) throws {
    let steps = """
      {"op":"add_memory","nid":0,"start_pfn":1049088,"nr_pages":262144}
      {"op":"add_memory","nid":0,"start_pfn":1048576,"nr_pages":261632}
      {"op":"add_memory","nid":0,"start_pfn":1048576,"nr_pages":262144}
      {"op":"add_memory","nid":0,"start_pfn":1048576,"nr_pages":32768}
      {"op":"add_memory","nid":-1,"start_pfn":2097152,"nr_pages":32768}
      {"op":"add_memory","mgid":4,"start_pfn":2097152,"nr_pages":32768}
      {"op":"write_state","block":64,"value":"online"}
      {"op":"write_state","block":32,"value":"on"}

      """
    let arguments = ["evaluate", "--with", choice]
    let run = try CommandRun(arguments + ["--reasons"], input: TraceSample.machine + steps)
    let results = """
      {"op":0,"result":{"returns":-22},"reason":"the range is not made of whole memory blocks"}
      {"op":1,"result":{"returns":-22},"reason":"the range is not made of whole memory blocks"}
      {"op":2,"result":{"returns":0}}
      {"op":3,"result":{"returns":-17},"reason":"there is memory in the range already"}
      {"op":4,"result":{"returns":-22},"reason":"there can't be such a node"}
      {"op":5,"result":{"returns":-22},"reason":"there is no such group"}
      {"op":6,"result":{"returns":-2,"zone":null},"reason":"there is no such memory block"}
      {"op":7,"result":{"returns":-22,"zone":null},"reason":"the file doesn't take such a text"}

      """
    #expect(run.output.hasPrefix(results))
    #expect(run.status == 0)
    let plain = try CommandRun(arguments, input: TraceSample.machine + steps)
    #expect(plain.output == run.output.replacing(/,"reason":"[^"]*"/, with: ""))
  }

  @Test
  func onlyTheCoreTellsWhy() throws {
    let run = try CommandRun(["evaluate", "--with", "c", "--reasons"])
    #expect(run.errors.contains("--reasons: expected swift, totals or both, found c"))
    #expect(run.status == 64)
  }

  @Test(arguments: ["swift", "c", "both", "totals"])
  func tellsWhereBlocksWentOnline(_ choice: String) throws {
    let machine = TraceSample.machine.replacing(#""offline"}}"#, with: #""online"}}"#)
    let steps = """
      {"op":"add_memory","nid":0,"start_pfn":131072,"nr_pages":262144}
      {"op":"write_online","block":9,"value":"0"}
      {"op":"write_online","block":9,"value":"1"}
      {"op":"read_state"}

      """
    let run = try CommandRun(["evaluate", "--with", choice], input: machine + steps)
    let lines = run.output.split(separator: "\n")
    #expect(
      lines.prefix(3) == [
        #"{"op":0,"result":{"returns":0,"zones":[{"first":4,"count":6,"zone":"Movable"},{"first":10,"count":2,"zone":"Normal"}]}}"#,
        #"{"op":1,"result":{"returns":0}}"#,
        #"{"op":2,"result":{"returns":0,"zones":[{"first":9,"count":1,"zone":"Movable"}]}}"#,
      ])
    // What read_state gives is what the end of the trace has.
    #expect(
      lines[3].replacing(#"{"op":3,"result":"#, with: "")
        == lines[4].replacing(#"{"final":"#, with: ""))
    #expect(run.status == 0)
  }

  @Test
  func tellsWhichCounterDiffers() throws {
    let steps =
      TraceSample.steps + """
        {"op":"read_state","expect":{"nodes":[{"nid":0,"node_present_pages":98304,"zones":[{"zone":"Movable","present_pages":32768,"spanned_pages":65536}]}]}}
        {"op":"read_state","expect":{"nodes":[{"nid":0,"node_present_pages":1}]}}
        {"op":"read_state","expect":{"nodes":[{"nid":0},{"nid":1}]}}
        {"op":"read_state","expect":{"groups":[{"mgid":0,"present_movable_pages":32768,"present_kernel_pages":7}]}}
        {"op":"read_state","expect":{"groups":[{"mgid":0,"unit_pages":32768}]}}
        {"op":"read_state","expect":{"groups":[{"mgid":3}]}}
        {"op":"read_state","expect":{"nodes":[{"nid":0,"zones":[{"zone":"Movable","present_pages":32768}]}],"groups":[{"mgid":0,"is_dynamic":false,"nid":0}]}}
        {"op":"write_online","block":4,"value":"1","expect":{"zones":[{"first":4,"count":1,"zone":"Movable"}]}}

        """
    let run = try CommandRun(
      ["verify", "--with", "both"], input: TraceSample.machine + steps)
    #expect(
      run.output == #"""
        <stdin>:7: op 5: nodes[nid 0].zones[Movable].spanned_pages: expected 65536, got swift 32768
        <stdin>:8: op 6: nodes[nid 0].node_present_pages: expected 1, got swift 98304
        <stdin>:9: op 7: nodes[nid 1]: expected, but swift has no such thing
        <stdin>:10: op 8: groups[mgid 0].present_kernel_pages: expected 7, got swift 0
        <stdin>:11: op 9: groups[mgid 0].unit_pages: expected 32768, got swift nothing
        <stdin>:12: op 10: groups[mgid 3]: expected, but swift has no such thing
        <stdin>:14: op 12: expected {"zones":[{"first":4,"count":1,"zone":"Movable"}]}, got swift {"returns":0}, c {"returns":0}
        13 operations, 5 agree, 7 differ, 1 without expect

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
    #expect(run.errors == "<stdin>:1: expected decision vectors, found a trace\n")
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
