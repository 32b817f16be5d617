// SPDX-License-Identifier: MIT

import Testing

@testable import Conformance
@testable import Reports

@Suite struct ReportNumberTests {
  @Test(
    arguments: [
      (0, nil), (1, nil), (301, nil), (1 << 32 - 1, nil), (1 << 32, "2^32"),
      (1 << 32 + 1, "2^32+1"), (1 << 40 + 4096, "2^40+4096"), (1 << 40 + 4097, nil),
      (1 << 40 - 4096, "2^40-4096"), (1 << 40 - 4097, nil),
      (1 << 48 + 5000, "0x1000000001388"), (1 << 63 - 1, "2^63-1"), (1 << 63, "2^63"),
      (1 << 63 + 1, "2^63+1"), (.max, "-1"), (0 &- (1 << 32 - 1), "-4294967295"),
      (0 &- (1 << 32), "0xffffffff00000000"),
    ] as [(UInt64, String?)])
  func `Hints`(number: UInt64, hint: String?) {
    #expect(number.hint == hint)
  }

  @Test func `Grouped and hexadecimal`() {
    #expect(
      [0, 999, 1_000, 19_482_880 as UInt64].map(\.grouped) == ["0", "999", "1,000", "19,482,880"])
    #expect(UInt64.max.grouped == "18,446,744,073,709,551,615")
    #expect(UInt64(0xAB).hexadecimal == "0x00000000000000ab")
    #expect(UInt64.max.hexadecimal == "0xffffffffffffffff")
  }

  @Test func `Durations`() {
    #expect(Duration.milliseconds(4).spoken == "0.004 s")
    #expect(Duration.milliseconds(4_190).spoken == "4.1 s")
    #expect(Duration.seconds(59.99).spoken == "59.9 s")
    #expect(Duration.seconds(125).spoken == "2 min 5 s")
    #expect(Duration.seconds(11_220).spoken == "3 h 7 min")
    #expect(Duration.seconds(-1).nanoseconds == 0)
    #expect(Duration.seconds(Int64.max).nanoseconds == .max)
  }

  @Test func `Shares`() {
    #expect(HTMLOutcomes.percentage(0, of: 0) == "0 %")
    #expect(HTMLOutcomes.percentage(0, of: 5) == "0 %")
    #expect(HTMLOutcomes.percentage(1, of: 1_000_000) == "&lt; 0.1 %")
    #expect(HTMLOutcomes.percentage(1, of: 3) == "33.3 %")
    #expect(HTMLOutcomes.percentage(999_999, of: 1_000_000) == "99.9 %")
    #expect(HTMLOutcomes.percentage(.max, of: .max) == "100 %")
    #expect(HTMLOutcomes.percentage(.max - 1, of: .max) == "99.9 %")
  }

  @Test func `Coordinates`() {
    let values = [0, 1, -1, 0.5, 0.25, 0.004, 0.05, 99.999, -2.5]
    #expect(
      values.map(SVG.number)
        == ["0", "1", "-1", "0.5", "0.25", "0", "0.05", "100", "-2.5"])
  }

  /// The buckets of the report are those that the tally counts into.
  @Test func `Bucket edges`() {
    #expect(MarginBucket.all.count == 129)
    for bucket in MarginBucket.all {
      for distance in [bucket.distances.lowerBound, bucket.distances.upperBound] {
        let (wanted, limit): (UInt64, UInt64) =
          bucket.side == .above ? (distance, 0) : (0, distance)
        #expect(Tally.marginBucket(wanted: wanted, limit: limit) == bucket.index)
      }
    }
    // Together they hold every distance once.
    let below = MarginBucket.all.filter { $0.side == .below }
    #expect(below.first?.distances.lowerBound == 1)
    #expect(below.last?.distances.upperBound == .max)
    for (lower, upper) in zip(below, below.dropFirst()) {
      #expect(lower.distances.upperBound + 1 == upper.distances.lowerBound)
    }
    #expect(MarginBucket.all.filter { $0.side == .at }.map(\.distances) == [0...0])
  }
}
