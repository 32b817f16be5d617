// SPDX-License-Identifier: MIT

public import Cases

extension Implementation {
  /// An implementation that a report tells of: it has a name, but can't be asked.
  ///
  /// - Parameters:
  ///   - fields: The fields that its answers hold.
  ///   - gaps: What it says that it can't say.
  ///   - judgesHistories: Whether it keeps the books of histories.
  public static func reported(
    name: String, origin: String, fields: DecisionAnswer.FieldSet, gaps: [String],
    judgesHistories: Bool
  ) -> Implementation {
    let refusal = OracleError("\(name): known from a report only")
    var implementation = Implementation(name: name, origin: origin, fields: fields) {
      () throws(OracleError) in throw refusal
    }
    implementation.gaps = gaps
    if judgesHistories {
      implementation.makeJudge = { () throws(OracleError) in throw refusal }
    }
    return implementation
  }
}
