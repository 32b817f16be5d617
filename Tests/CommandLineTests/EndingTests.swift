// SPDX-License-Identifier: MIT

import Foundation
import Glibc
import TestSupport
import Testing

/// Status 0 is said, never had for nothing: by a library that ends the program, by
/// one that is dead or gives no answer, or by output that nobody takes.
@Suite("How commands end")
struct EndingTests {
  /// A vector whose group is dynamic.
  private static let dynamic = """
    {"id":"d","params":{"online_policy":"auto-movable","auto_movable_ratio":301},\
    "groups":[{"mgid":0,"nid":0,"is_dynamic":true,"unit_pages":32768}],\
    "query":{"function":"auto_movable_can_online_movable","nid":-1,"mgid":0,"nr_pages":32768}}

    """

  private static let commands = [
    ["diff", "--strategy", "mixed", "--cases", "64", "--of"],
    ["evaluate", "--with"], ["verify", "--with"],
    ["generate", "--cases", "64", "--with"],
  ]

  @Test("A library that ends the program is no success", arguments: [7, 15, 17], commands)
  func exitOfALibrary(_ fault: Int, _ command: [String]) throws {
    let library = try OracleLibrary.faulty(fault)
    let run = try CommandRun(command + [library.path], input: Self.dynamic)
    #expect(run.status == 70)
    #expect(run.errors.hasSuffix("automovable: a library ended the program before it was done\n"))
  }

  @Test("A process that died is told, whatever the next one answers")
  func deathThatCantBeRepeated() throws {
    let library = try OracleLibrary.faulty(12)
    let run = try CommandRun([
      "diff", "--of", library.path, "--isolate", "--strategy", "boundary", "--cases", "5000",
      "--jobs", "1",
    ])
    #expect(run.status == 70)
    #expect(
      run.errors.hasPrefix(
        "\(library.path): crashed with signal 6, and answers when it is asked again: "))
    #expect(!run.output.contains("AGREE"))
  }

  @Test(
    "What is no answer is told and no success",
    arguments: [
      (6, ["--isolate"], "crashed with signal 6"), (8, [], "declined to answer"),
      (14, [], "gave 17, which is no result"),
    ])
  func noAnswer(_ fault: Int, _ flags: [String], _ reason: String) throws {
    let library = try OracleLibrary.faulty(fault)
    let run = try CommandRun(["evaluate", "--with", library.path] + flags, input: Self.dynamic)
    #expect(run.status == 70)
    #expect(run.output == #"{"id":"d","result":null}"# + "\n")
    #expect(run.errors == "<stdin>:1: d: \(library.path): \(reason)\n")
  }

  @Test("What is no answer is nothing to expect")
  func generatingWithoutAnswers() throws {
    let library = try OracleLibrary.faulty(14)
    let run = try CommandRun(["generate", "--cases", "10", "--with", library.path])
    #expect(run.status == 70)
    #expect(run.errors.hasSuffix("\(library.path): gave 17, which is no result\n"))
  }

  @Test(
    "One signal ends a run with a library that hangs", arguments: [SIGINT, SIGTERM, SIGHUP],
    [["--isolate"], []])
  func interruptingAHang(_ signal: Int32, _ flags: [String]) throws {
    let run = try Self.hangingRun(flags)
    run.interrupt(signal)
    let (status, text) = try run.end()
    #expect(status == 130)
    #expect(!text.contains("AGREE"))
  }

  @Test("What nohup keeps from a run stays kept from it", arguments: [false, true])
  func hangUp(_ isIgnored: Bool) throws {
    let run = try Self.hangingRun(throughShell: isIgnored ? "trap '' HUP" : "trap - HUP")
    let signals = try #require(run.ignoredSignals)
    #expect((signals & 1 != 0) == isIgnored)
    run.interrupt(SIGTERM)
    #expect(try run.end().status == 130)
  }

  @Test("A library's process ends with the program, however that ends")
  func killingTheProgram() throws {
    let run = try Self.hangingRun()
    run.interrupt(SIGKILL)
    // The end of the text: nobody has the terminal any more.
    #expect(try run.end().status == -SIGKILL)
  }

  /// A run that waits for a library which will never answer.
  private static func hangingRun(
    _ flags: [String] = ["--isolate"], throughShell: String? = nil
  ) throws -> TerminalRun {
    let library = try OracleLibrary.faulty(13)
    let run = try TerminalRun(
      [
        "diff", "--of", library.path, "--strategy", "mixed", "--cases", "5000", "--jobs", "1",
      ] + flags, throughShell: throughShell)
    // By now the library is loaded, and its file may go.
    try run.wait(for: "hanging")
    return run
  }

  /// Commands that print, each with what it needs.
  private static let printing = [
    "diff --cases 16", "generate --cases 16", "evaluate $vectors", "verify $vectors",
    "explain $vectors", "replay Vectors/live/s1f*.jsonl",
    "live --list --scenarios Vectors/scenarios", "vectors records --output $folder/r $vectors",
    "kernel build --allow-partial --source Tests/KernelTrees/small --output $folder/l.so",
  ]

  @Test(
    "Too few descriptors are told, whatever is asked for",
    arguments: printing + ["plan", "inspect", "live", "kernel diff", "merge $vectors", "--help"])
  func tooFewDescriptors(_ command: String) throws {
    let folder = try TemporaryFolder()
    let vectors = try folder.write(Line.test("a", pages: 1), to: "vectors")
    // The limit can't be raised again.
    let (status, errors) = try Self.shell(
      #"exec 2>"$1/errors"; ulimit -n 8; exec "$0" \#(command)"#, folder, vectors)
    #expect(status == 70)
    #expect(
      errors
        == "automovable: too few files may be open: expected 16 more than there are (ulimit -n)\n")
  }

  @Test("Too few threads are told")
  func tooFewThreads() throws {
    let folder = try TemporaryFolder()
    let (status, errors) = try Self.shell(
      #"exec 2>"$1/errors"; ulimit -v 4000000; exec "$0" diff --cases 64 --jobs 1000"#,
      folder, folder.url)
    #expect(status == 70)
    #expect(errors.hasPrefix("1000 threads can't be had: expected fewer jobs"))
  }

  @Test(
    "A file that may not be so large is told, and nothing is left of it",
    arguments: [
      "generate --cases 5000 --output", "plan --boot 1G --virtio-mem 20G --html",
      "diff --cases 16 --report",
    ])
  func tooLargeFiles(_ command: String) throws {
    let folder = try TemporaryFolder()
    // The message goes to a pipe, which has no such limit.
    let (status, errors) = try Self.shell(
      #"""
      cd "$folder" && mkdir out && { (ulimit -f 0; "$0" \#(command) out/file.json 2>&1 >/dev/null)
      echo $? >status; } | cat >errors; exit "$(cat status)"
      """#, folder, folder.url)
    #expect(status == 70)
    #expect(errors.hasPrefix("out/file.json: cannot ") && errors.hasSuffix(": File too large\n"))
    let left = try FileManager.default.contentsOfDirectory(
      atPath: folder.url.appending(path: "out").path)
    #expect(left == [])
  }

  @Test("A library can be written to where nothing is kept")
  func libraryForNobody() throws {
    let folder = try TemporaryFolder()
    let (status, errors) = try Self.shell(
      #""$0" kernel build --allow-partial --source Tests/KernelTrees/small --output /dev/null 2>"$1/errors" "#
        + "&& test -c /dev/null", folder, folder.url)
    #expect(status == 0, "\(errors)")
  }

  /// Runs a script whose `$0` is the command.
  private static func shell(
    _ script: String, _ folder: TemporaryFolder, _ vectors: URL
  ) throws -> (status: Int32, errors: String) {
    let shell = Process()
    shell.executableURL = URL(filePath: "/bin/sh")
    shell.currentDirectoryURL = URL(filePath: #filePath)
      .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    shell.arguments = [
      "-c", "folder=$1 vectors=$2; \(script)", try CommandRun.executable.path, folder.url.path,
      vectors.path,
    ]
    shell.standardOutput = FileHandle.nullDevice
    try shell.run()
    shell.waitUntilExit()
    return (
      shell.terminationStatus,
      try String(contentsOf: folder.url.appending(path: "errors"), encoding: .utf8)
    )
  }

  @Test(
    "Output that can't be written is a failure of every command",
    arguments: printing + [
      "--version", "--help", "help diff", "plan --help", "--generate-completion-script bash",
    ],
    [
      (">/dev/full", "<stdout>: cannot be written: No space left on device\n"),
      (">&-", "<stdout>: cannot be written: Bad file descriptor\n"),
    ])
  func outputThatCantBeWritten(_ command: String, _ output: (String, String)) throws {
    let folder = try TemporaryFolder()
    let vectors = try folder.write(Line.test("a", pages: 1), to: "vectors")
    let (status, errors) = try Self.shell(
      #"exec "$0" \#(command) \#(output.0) 2>"$1/errors""#, folder, vectors)
    #expect(status == 70)
    #expect(errors == output.1)
  }
}
