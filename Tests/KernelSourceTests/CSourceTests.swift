// SPDX-License-Identifier: MIT

import Testing

@testable import KernelSource

/// Definitions are found in C as people write it.
struct CSourceTests {
  private func cuts(
    _ name: String, in text: String, _ options: Set<String> = []
  ) -> [String] {
    let source = CSource(
      path: "made-up.c", bytes: Array(text.utf8),
      configuration: KernelConfiguration(options: options))
    return source.definitions(of: name).map {
      String(decoding: source.bytes[$0.range], as: UTF8.self)
    }
  }

  @Test(arguments: [
    "static int f(int a)\n{\n\treturn a;\n}",
    "int f(void) { return '}' + \"}{\"[0]; }",
    "struct s *\nf(int (*g)(void)) __attribute\n{\n\tif (1) {\n\t}\n}",
    "int f(void)\n{\n\t/* } */ // }\n#define X }\n\treturn 0;\n}",
    "int f(int a)\n{\n#ifdef A\n\tif (a) {\n#else\n\tif (!a) {\n#endif\n\t}\n\treturn a;\n}",
  ])
  func functions(_ definition: String) {
    let before = "int f(int);\n/* int f(void) { } */\nint g(void) { return f(1); }\n"
    let after = "\nEXPORT_SYMBOL(f);\nint h = f;\n"
    #expect(cuts("f", in: before + definition + after) == [definition])
  }

  @Test
  func bothBranches() throws {
    let text = "#ifdef A\nint f(void) { return 1; }\n#else\nint f(void) { return 2; }\n#endif\n"
    #expect(cuts("f", in: text) == ["int f(void) { return 1; }", "int f(void) { return 2; }"])
    let source = CSource(path: "made-up.c", bytes: Array(text.utf8))
    let places = source.definitions(of: "f").map(\.range.lowerBound)
    #expect(
      try places.map { try source.conditions(at: $0) } == [
        [["#ifdef A"]], [["#ifdef A", "#else"]],
      ])
  }

  @Test(arguments: [
    ("#ifdef CONFIG_A", "1"), ("#ifdef CONFIG_B", "2"), ("#ifndef CONFIG_B", "1"),
    ("#if defined(CONFIG_A) && !defined(CONFIG_B)", "1"),
    ("#if IS_ENABLED(CONFIG_B) || 0", "2"), ("#if (CONFIG_A)", "1"),
    ("#if CONFIG_A > 3", "12"), ("#if defined(X)", "12"),
    ("#if defined(X) || defined(CONFIG_A)", "1"),
    ("#if defined CONFIG_B && defined(X)", "2"),
  ])
  func whatTheConfigurationLeavesOutIsNotThere(_ condition: String, _ there: String) {
    let text = "\(condition)\nint v = 1;\n#else\nint v = 2;\n#endif\n"
    #expect(cuts("v", in: text, ["CONFIG_A"]) == there.map { "int v = \($0);" })
  }

  @Test
  func includeGuardsAreNoConditions() throws {
    let text = "#ifndef G\n#define G\n#if B\nint v;\n#endif\n#endif\n"
    let source = CSource(path: "made-up.h", bytes: Array(text.utf8))
    let place = try #require(source.definitions(of: "v").first).range.lowerBound
    #expect(try source.conditions(at: place) == [["#if B"]])
  }

  @Test
  func unmatchedConditionsAreErrors() throws {
    let source = CSource(path: "made-up.c", bytes: Array("\n#endif\nint v;\n".utf8))
    let place = try #require(source.definitions(of: "v").first).range.lowerBound
    #expect(
      throws: KernelSourceError.malformed(
        file: "made-up.c", line: 2, reason: "#endif without #if")
    ) { try source.conditions(at: place) }
  }

  @Test
  func types() {
    let text = "struct a;\nstruct a { struct b { int c; } d; };\nstruct a x;\n"
    #expect(cuts("struct a", in: text) == ["struct a { struct b { int c; } d; };"])
    #expect(cuts("struct b", in: text) == [])
    #expect(cuts("x", in: text) == ["struct a x;"])
    let enums = "enum { A, B = f(1, 2) };\nenum e { C, B_ };\nenum e v;\n"
    #expect(cuts("B", in: enums) == ["enum { A, B = f(1, 2) };"])
    #expect(cuts("B_", in: enums) == ["enum e { C, B_ };"])
    #expect(cuts("struct e", in: enums) == ["enum e { C, B_ };"])
    let alias = "typedef int (*f_t)(struct s *f, void *);\n"
    #expect(cuts("f_t", in: alias) == [String(alias.dropLast())])
    #expect(
      cuts("pg_t", in: "typedef struct pg { int a; } pg_t;") == [
        "typedef struct pg { int a; } pg_t;"
      ])
  }

  @Test
  func variablesMacrosAndCalls() {
    let text = """
      extern int g(int v);
      static int v __read_mostly = { 1, }[0];
      int u = v, w;
      #define M(a) \\
        (a)
      module_param(v, uint, 0644);
      static DEFINE_THING(t, M(1));
      MADE_UP_PARAM_DEF(uint, unsigned int);

      """
    #expect(cuts("v", in: text) == ["static int v __read_mostly = { 1, }[0];"])
    #expect(cuts("w", in: text) == ["int u = v, w;"])
    #expect(cuts("M", in: text) == ["#define M(a) \\\n  (a)", "static DEFINE_THING(t, M(1));"])
    #expect(cuts("t", in: text) == ["static DEFINE_THING(t, M(1));"])
    #expect(cuts("module_param(v", in: text) == ["module_param(v, uint, 0644);"])
    #expect(cuts("param_ops_uint", in: text) == ["MADE_UP_PARAM_DEF(uint, unsigned int);"])
  }

  @Test
  func needsAreWhatElseIsNamed() throws {
    let text =
      "int f(struct s *p)\n{\n\tunsigned long g = h(p->m, .n, i);\n\n\tg += j; return k;\n}\n"
    let source = CSource(path: "made-up.c", bytes: Array(text.utf8))
    let needs = source.needs(of: try #require(source.definitions(of: "f").first))
    #expect(needs.filter(\.isOwn).map(\.name).contains("g"))
    let others = needs.filter { !$0.isOwn }.map(\.name)
    for name in ["struct s", "h", "i", "j", "k"] { #expect(others.contains(name)) }
    for name in ["m", "n", "s"] { #expect(!others.contains(name)) }
  }

  @Test(arguments: [
    "", "{", "}", "f(", "int f(void) {", "\"", "'", "/*", "#", "#if\\", "struct", "enum e",
    "typedef", "f", "\\", "DEFINE_THING(", ")", "#else\n}", "struct s {", "enum {", "int a[",
  ])
  func halvesOfThingsHarmNobody(_ text: String) {
    for name in ["f", "struct f", "DEFINE_THING(f"] { _ = cuts(name, in: text) }
    let source = CSource(path: "made-up.c", bytes: Array(text.utf8))
    for definition in source.definitions { _ = source.needs(of: definition) }
    for definition in source.definitions { _ = source.plainMembers(of: definition) }
  }

  @Test
  func plainMembersAreNumbersAndPointers() throws {
    let text = """
      struct s {
        unsigned long a; struct t *b; struct t c; atomic_long_t d;
      #ifdef CONFIG_B
        int left_out;
      #endif
        int (*f)(void); KABI_RESERVE(1) long e[3]; u64 g, h; enum x i; struct list_head j;
      };
      """
    let source = CSource(
      path: "made-up.h", bytes: Array(text.utf8),
      configuration: KernelConfiguration(options: ["CONFIG_A"]))
    let structure = try #require(source.definitions(of: "struct s").first)
    #expect(source.plainMembers(of: structure).map(\.name) == ["a", "b", "d", "i", "j"])
  }
}

/// Compilers' messages are read.
struct CompilerErrorTests {
  @Test(arguments: [
    (
      "a/b.c:12:3: error: implicit declaration of function 'f'; did you mean 'g'? [-Werror=implicit-function-declaration]",
      "a/b.c:12: implicit declaration of function 'f'", ["f"]
    ),
    (
      "b.c:1: error: 'x' undeclared here (not in a function)",
      "b.c:1: 'x' undeclared here (not in a function)", ["x"]
    ),
    (
      "x:y.c:7:8: fatal error: invalid use of undefined type 'struct s'",
      "x:y.c:7: invalid use of undefined type 'struct s'", ["struct", "s"]
    ),
  ])
  func errors(_ line: String, _ description: String, _ names: [String]) throws {
    let error = try #require(
      CompilerError.all(in: "b.c: In function 'f':\n\(line)\n  12 | f\n").first)
    #expect("\(error)" == description)
    #expect(error.names == names)
    #expect(error.missing == .names)
  }
}
