// SPDX-License-Identifier: MIT

public import AutoMovable

/// A text written to a parameter, and what the kernel makes of it.
public struct ParameterExample: Hashable, Sendable {
  /// What becomes of the text.
  public enum Outcome: Hashable, Sendable {
    /// It is taken, and the file reads so from then on, newline left out.
    case reads(String)
    /// It is refused with an error number, positive as in `errno.h`.
    case fails(Int32)
  }

  /// The parameter.
  public let parameter: ModuleParameter
  /// The text, none of it a NUL.
  public let text: String
  /// What becomes of it.
  public let outcome: Outcome

  private init(_ parameter: ModuleParameter, _ text: String, _ outcome: Outcome) {
    self.parameter = parameter
    self.text = text
    self.outcome = outcome
  }
}

extension ParameterExample: CustomStringConvertible {
  public var description: String {
    "\(parameter.name) = \(String(reflecting: text))"
  }
}

extension ParameterExample {
  private static let invalid = Outcome.fails(22)
  private static let outOfRange = Outcome.fails(34)

  /// All examples.
  public static let all =
    ratios.map { ParameterExample(.autoMovableRatio, $0, $1) }
    + booleans.flatMap { text, outcome in
      [
        ParameterExample(.autoMovableNUMAAware, text, outcome),
        ParameterExample(.memmapOnMemory, text, outcome),
      ]
    }
    + policies.map { ParameterExample(.onlinePolicy, $0, $1) }

  private static let ratios: [(String, Outcome)] = [
    ("301", .reads("301")), ("0", .reads("0")), ("+5", .reads("5")),
    ("1", .reads("1")), ("00", .reads("0")), ("+0", .reads("0")),
    // The radix is told by the prefix.
    ("0x1F", .reads("31")), ("0X1f", .reads("31")), ("0xABCdef", .reads("11259375")),
    ("010", .reads("8")), ("0777", .reads("511")), ("+010", .reads("8")),
    ("+0x10", .reads("16")), ("0x", invalid), ("0xg", invalid), ("0x\n", invalid),
    ("08", invalid), ("1e3", invalid), ("f", invalid), ("0b1", invalid),
    ("0x0x1", invalid),
    // One newline may follow, and nothing may go before.
    ("7\n", .reads("7")), ("0x7\n", .reads("7")), ("7\n\n", invalid),
    ("7\r\n", invalid), ("", invalid), ("\n", invalid), (" 7", invalid),
    ("7 ", invalid), ("\t7", invalid), ("7 \n", invalid),
    // One sign may go before, but not a minus.
    ("-1", invalid), ("-0", invalid), ("++1", invalid), ("+-1", invalid),
    ("+", invalid), ("+\n", invalid), ("+ 1", invalid),
    // Beyond 64 bits a number is out of range whatever follows; beyond 32 bits
    // only if nothing invalid does.
    ("4294967295", .reads("4294967295")), ("0xffffffff", .reads("4294967295")),
    ("037777777777", .reads("4294967295")), ("4294967295\n", .reads("4294967295")),
    ("00000000000000000000000000000301", .reads("193")), ("4294967296", outOfRange),
    ("4294967296\n", outOfRange), ("0x100000000", outOfRange),
    ("040000000000", outOfRange), ("4294967296x", invalid),
    ("4294967296\n\n", invalid), ("18446744073709551615", outOfRange),
    ("18446744073709551615x", invalid), ("18446744073709551616", outOfRange),
    ("18446744073709551616x", outOfRange), ("18446744073709551620", outOfRange),
    ("0x10000000000000000z", outOfRange), ("0xffffffffffffffffz", invalid),
    ("99999999999999999999999 ", outOfRange),
    ("3.01", invalid), ("301%", invalid), ("auto", invalid),
  ]

  private static let booleans: [(String, Outcome)] = [
    // The first character tells, whatever follows.
    ("y", .reads("Y")), ("Y", .reads("Y")), ("Yes", .reads("Y")), ("1", .reads("Y")),
    ("10", .reads("Y")), ("t", .reads("Y")), ("TRUE", .reads("Y")),
    ("yak", .reads("Y")), ("1\n", .reads("Y")), ("1\n\n", .reads("Y")),
    ("n", .reads("N")), ("N", .reads("N")), ("no", .reads("N")), ("0", .reads("N")),
    ("0x1", .reads("N")), ("01", .reads("N")), ("f", .reads("N")),
    ("false", .reads("N")), ("F\n", .reads("N")), ("never", .reads("N")),
    // Or the first two do.
    ("on", .reads("Y")), ("oN!", .reads("Y")), ("ON", .reads("Y")),
    ("off", .reads("N")), ("of", .reads("N")), ("Of", .reads("N")),
    ("OFF\n", .reads("N")),
    ("o", invalid), ("O", invalid), ("o\n", invalid), ("oo", invalid),
    ("", invalid), ("\n", invalid), (" 1", invalid), ("2", invalid), ("-1", invalid),
    ("enabled", invalid), ("disabled", invalid), ("+1", invalid), ("\"1\"", invalid),
    ("\u{79}\u{301}", .reads("Y")), ("é", invalid),
  ]

  private static let policies: [(String, Outcome)] = [
    ("contig-zones", .reads("contig-zones")), ("contig-zones\n", .reads("contig-zones")),
    ("auto-movable", .reads("auto-movable")), ("auto-movable\n", .reads("auto-movable")),
    ("auto-movable\n\n", invalid), ("auto-movable\r\n", invalid),
    ("auto_movable", invalid), ("contig_zones", invalid), ("Auto-movable", invalid),
    ("AUTO-MOVABLE", invalid), ("auto", invalid), ("auto-movabl", invalid),
    ("auto-movable ", invalid), (" auto-movable", invalid), ("auto-movablee", invalid),
    ("\nauto-movable", invalid), ("auto\n-movable", invalid), ("", invalid),
    ("\n", invalid), ("0", invalid), ("1", invalid), ("contig-zonesauto-movable", invalid),
  ]
}
