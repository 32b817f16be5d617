// SPDX-License-Identifier: MIT

import Testing

/// `--geometry`, and geometries in files, from the command line.
struct GeometryCommandTests {
  private let few = ["--strategy", "mixed", "--cases", "2000", "--jobs", "1"]

  @Test
  func comparesEveryGeometry() throws {
    let run = try CommandRun(["diff", "--geometry", "all"] + few)
    #expect(run.status == 0, "\(run.errors)")
    for name in ["mixed ", "mixed@arm64-64k", "mixed@s390x", "mixed@ppc64", "mixed@riscv64"] {
      #expect(run.output.contains("  \(name)"))
    }
    #expect(run.output.contains("AGREE  swift = c on 12,000 cases"))
  }

  @Test
  func takesAnObject() throws {
    let object = #"{"page_size_bytes":65536,"numa":false}"#
    let run = try CommandRun(
      ["diff", "--model", "histories", "--cases", "20", "--jobs", "1", "--geometry", object])
    #expect(run.status == 0, "\(run.errors)")
    #expect(run.output.contains("mixed@custom"))
  }

  /// Files may say `cma_pages` of machines without CMA, and generated ones do.
  @Test
  func withoutCMAThereIsNone() throws {
    let run = try CommandRun([
      "diff", "--model", "histories", "--cases", "1000", "--jobs", "1", "--geometry",
      #"{"cma":false}"#,
    ])
    #expect(run.status == 0, "\(run.output)")
    let trace =
      #"{"schema":"automovable-traces/1","count":1}"# + "\n"
      + TraceSample.machine.replacing(
        #""spanned_pages""#, with: #""cma_pages":512,"spanned_pages""#
      ).replacing(#"{"machine":{"#, with: #"{"machine":{"geometry":{"cma":false},"#)
      + #"{"op":"read_state","expect":{"nodes":[{"nid":0,"zones":[{"zone":"Normal","cma_pages":0}]}]}}"#
      + "\n"
    let verified = try CommandRun(["verify", "--with", "both", "-"], input: trace)
    #expect(verified.status == 0, "\(verified.output)\(verified.errors)")
  }

  @Test(arguments: ["arm64", "{}x", #"{"page_size_bytes":3}"#, ""])
  func refuses(_ geometry: String) throws {
    let run = try CommandRun(["diff", "--geometry", geometry] + few)
    #expect(run.status == 64)
    #expect(run.errors.contains("--geometry"))
  }

  /// The header says how to make the file again, and the file is one.
  @Test(arguments: ["decisions", "histories"])
  func generates(_ model: String) throws {
    let arguments = ["--model", model, "--cases", "5", "--geometry", "s390x"]
    let generated = try CommandRun(["generate"] + arguments)
    #expect(generated.status == 0, "\(generated.errors)")
    #expect(generated.output.hasPrefix("{\"schema\":\"automovable-"))
    #expect(generated.output.contains(" --geometry s390x\""))
    let verified = try CommandRun(["verify", "--with", "both"], input: generated.output)
    #expect(verified.status == 0, "\(verified.output)")
  }

  /// A divergence's command has the geometry, and runs that case again.
  @Test
  func replaysACase() throws {
    let run = try CommandRun(
      ["diff", "--geometry", "ppc64", "--strategy", "units", "--case", "17"])
    #expect(run.status == 0)
    #expect(run.output.contains("AGREE  swift = c on 1 case"))
  }

  /// What a library doesn't take is declined, and said.
  @Test(arguments: [[], ["--isolate"]])
  func librariesDecline(_ flags: [String]) throws {
    let third = try OracleLibrary.third()
    let run = try CommandRun(
      ["diff", "--of", third.path, "--geometry", "arm64-64k"] + few + flags)
    #expect(run.status == 65)
    #expect(
      run.errors == "\(third.path): declines all cases of the geometry arm64-64k\n")
    #expect(run.output.contains("EMPTY"))
    let all = try CommandRun(["diff", "--of", third.path, "--geometry", "all"] + few + flags)
    #expect(all.status == 0)
    #expect(all.output.contains("results only, on 12,000 cases, 10,000 of them declined"))
  }

  @Test
  func verifyCountsWhatIsDeclined() throws {
    let third = try OracleLibrary.third()
    let lines = try CommandRun(["generate", "--cases", "3", "--geometry", "all"]).output
    let run = try CommandRun(["verify", "--with", third.path], input: lines)
    #expect(run.status == 0)
    #expect(run.output == "18 vectors, 3 agree, 0 differ, 0 without expect, 15 declined\n")
    let ppc64 = try CommandRun(["generate", "--cases", "3", "--geometry", "ppc64"]).output
    let none = try CommandRun(["verify", "--with", third.path], input: ppc64)
    #expect(none.status == 65)
    #expect(none.errors == "<stdin>: nothing to compare, all is declined\n")
  }

  /// A library that takes one geometry and no other.
  @Test(arguments: [[], ["--isolate"]])
  func aLibraryMayTakeOne(_ flags: [String]) throws {
    let large = try OracleLibrary("large.c")
    let run = try CommandRun(
      ["diff", "--of", large.path, "--geometry", "arm64-64k"] + few + flags)
    #expect(run.status == 0, "\(run.errors)")
    #expect(run.output.contains("results only, on 2,000 cases ("))
    let other = try CommandRun(["diff", "--of", large.path] + few + flags)
    #expect(other.status == 65)
    #expect(
      other.errors
        == "\(large.path): declines all cases of the geometry x86_64; --geometry chooses another\n")
  }

  @Test
  func explainsInPagesOfThatSize() throws {
    let line =
      #"{"id":"a","geometry":"arm64-64k","params":{"online_policy":"auto-movable","#
      + #""auto_movable_ratio":301,"auto_movable_numa_aware":true},"nodes":[{"nid":0,"zones":["#
      + #"{"zone":"DMA","present_pages":65536,"present_early_pages":65536}]}],"query":{"function":"#
      + #""zone_for_pfn_range","online_type":"online","nid":0,"start_pfn":131072,"nr_pages":8192}}"#
    let run = try CommandRun(["explain"], input: line)
    #expect(run.status == 0, "\(run.errors)")
    #expect(run.output.contains("at 8 GiB, section 16"))
    #expect(run.output.contains("8192  512 MiB"))
    #expect(run.output.contains("arm64-64k"))
  }

  /// Sizes of another architecture, but not its name, are refusals throughout; that is said.
  @Test
  func aTraceWithoutItsGeometryIsRemarkedUpon() throws {
    let machine =
      #""params":{"online_policy":"auto-movable","auto_movable_ratio":301,"#
      + #""auto_movable_numa_aware":true},"block_size_bytes":536870912,"nodes":[{"nid":0,"zones":["#
      + #"{"zone":"DMA","zone_start_pfn":16384,"spanned_pages":65536,"present_pages":65536,"#
      + #""present_early_pages":65536}]}]}}"#
    let operation = #"{"op":"memory_group_register_dynamic","nid":0,"unit_pages":8192}"#
    let wrong = try CommandRun(["evaluate"], input: #"{"machine":{"# + machine + "\n" + operation)
    #expect(wrong.status == 0)
    #expect(wrong.output.hasPrefix(#"{"op":0,"result":{"returns":-22}}"#))
    #expect(
      wrong.errors == "<stdin>:2: all memory of the trace until here was refused (-22): sizes are "
        + "x86-64's unless machine.geometry says otherwise\n")
    let compared = try CommandRun(
      ["verify", "--with", "both"], input: #"{"machine":{"# + machine + "\n" + operation)
    #expect(compared.status == 65)
    #expect(compared.output == "1 operation, 0 agree, 0 differ, 1 without expect\n")
    #expect(
      compared.errors == wrong.errors
        + "<stdin>: nothing to compare, no operation has an expect\n")
    let expected = operation.dropLast() + #","expect":{"returns":-22}}"#
    let agreed = try CommandRun(
      ["verify", "--with", "both"], input: #"{"machine":{"# + machine + "\n" + expected)
    #expect(agreed.status == 0 && agreed.errors.isEmpty)
    let right = try CommandRun(
      ["evaluate"], input: #"{"machine":{"geometry":"arm64-64k","# + machine + "\n" + operation)
    #expect(right.output.hasPrefix(#"{"op":0,"result":{"returns":0}}"#))
    #expect(right.errors.isEmpty)
  }
}
