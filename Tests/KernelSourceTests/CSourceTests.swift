// SPDX-License-Identifier: MIT

import Testing

@testable import KernelSource

/// Definitions are found in C as people write it.
struct CSourceTests {
  private func cuts(_ item: KernelItem, in text: String) -> [String] {
    let source = CSource(path: "made-up.c", bytes: Array(text.utf8))
    return source.ranges(of: item).map {
      String(decoding: source.bytes[$0], as: UTF8.self)
    }
  }

  @Test(arguments: [
    "static int f(int a)\n{\n\treturn a;\n}",
    "int f(void) { return '}' + \"}{\"[0]; }",
    "struct s *\nf(int (*g)(void)) __attribute\n{\n\tif (1) {\n\t}\n}",
    "int f(void)\n{\n\t/* } */ // }\n#define X }\n\treturn 0;\n}",
  ])
  func functions(_ definition: String) {
    let before = "int f(int);\n/* int f(void) { } */\nint g(void) { return f(1); }\n"
    let after = "\nEXPORT_SYMBOL(f);\nint h = f;\n"
    #expect(cuts(.function("f"), in: before + definition + after) == [definition])
  }

  @Test
  func bothBranches() throws {
    let text = "#ifdef A\nint f(void) { return 1; }\n#else\nint f(void) { return 2; }\n#endif\n"
    #expect(
      cuts(.function("f"), in: text)
        == ["int f(void) { return 1; }", "int f(void) { return 2; }"])
    let source = CSource(path: "made-up.c", bytes: Array(text.utf8))
    let places = source.ranges(of: .function("f")).map(\.lowerBound)
    #expect(
      try places.map { try source.conditions(at: $0) } == [
        [["#ifdef A"]], [["#ifdef A", "#else"]],
      ])
  }

  @Test
  func includeGuardsAreNoConditions() throws {
    let text = "#ifndef G\n#define G\n#if B\nint v;\n#endif\n#endif\n"
    let source = CSource(path: "made-up.h", bytes: Array(text.utf8))
    let place = try #require(source.ranges(of: .variable("v")).first)
    #expect(try source.conditions(at: place.lowerBound) == [["#if B"]])
  }

  @Test
  func unmatchedConditionsAreErrors() throws {
    let source = CSource(path: "made-up.c", bytes: Array("\n#endif\nint v;\n".utf8))
    let place = try #require(source.ranges(of: .variable("v")).first)
    #expect(
      throws: KernelSourceError.malformed(
        file: "made-up.c", line: 2, reason: "#endif without #if")
    ) { try source.conditions(at: place.lowerBound) }
  }

  @Test
  func types() {
    let text = "struct a;\nstruct a { struct b { int c; } d; };\nstruct a x;\n"
    #expect(cuts(.structure("a"), in: text) == ["struct a { struct b { int c; } d; };"])
    #expect(cuts(.structure("b"), in: text) == [])
    let enums = "enum { A, B };\nenum e { C, B_ };\nenum e v;\n"
    #expect(cuts(.enumeration(member: "B"), in: enums) == ["enum { A, B };"])
    #expect(cuts(.enumeration(member: "B_"), in: enums) == ["enum e { C, B_ };"])
    let alias = "typedef int (*f_t)(struct s *f, void *);\n"
    #expect(cuts(.typeAlias("f_t"), in: alias) == [String(alias.dropLast())])
  }

  @Test
  func variablesMacrosAndCalls() {
    let text = """
      extern int g(int v);
      static int v __read_mostly = { 1, }[0];
      int u = v;
      #define M(a) \\
        (a)
      module_param(v, uint, 0644);
      static DEFINE_THING(t, M(1));

      """
    #expect(cuts(.variable("v"), in: text) == ["static int v __read_mostly = { 1, }[0];"])
    #expect(cuts(.macro("M"), in: text) == ["#define M(a) \\\n  (a)"])
    #expect(
      cuts(.call(macro: "DEFINE_THING", argument: "t"), in: text)
        == ["static DEFINE_THING(t, M(1));"])
    #expect(cuts(.call(macro: "DEFINE_THING", argument: "M"), in: text) == [])
  }

  @Test(arguments: [
    "", "{", "}", "f(", "int f(void) {", "\"", "'", "/*", "#", "#if\\", "struct", "enum e",
    "typedef", "f", "\\", "int f(void)\n", "DEFINE_THING(",
  ])
  func halvesOfThingsAreNotFound(_ text: String) {
    let items: [KernelItem] = [
      .function("f"), .structure("f"), .enumeration(member: "f"), .typeAlias("f"),
      .variable("f"), .macro("f"), .call(macro: "DEFINE_THING", argument: "f"),
    ]
    for item in items { #expect(cuts(item, in: text) == []) }
  }
}
