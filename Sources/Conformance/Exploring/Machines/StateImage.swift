// SPDX-License-Identifier: MIT

/// All of a machine's state as words: two machines of which each writes the same
/// ones are in the same state.
///
/// What can't be seen and decides nothing isn't part of it: where things are in
/// memory, how neighbouring pages are grouped, what pages that are offline say, and
/// how often a notifier was told something.
public struct StateImage: Hashable, Sendable {
  private var words: [UInt64] = []

  /// What parts begin at which words, if they are kept.
  private(set) var parts: [(name: String, start: Int)]?

  /// Creates an image of nothing.
  ///
  /// - Parameter keepsParts: Whether to keep what each word is part of, which is for
  ///   telling how two images differ.
  public init(keepsParts: Bool = false) { parts = keepsParts ? [] : nil }

  /// Whether the words are the same.
  @inline(__always)
  public static func == (lhs: StateImage, rhs: StateImage) -> Bool { lhs.words == rhs.words }

  /// Hashes the words.
  public func hash(into hasher: inout Hasher) { hasher.combine(words) }
}

extension StateImage {
  /// Forgets all words but keeps their storage.
  @inline(__always)
  mutating func removeAll() { words.removeAll(keepingCapacity: true) }

  /// Adds a word; order matters.
  @inline(__always)
  mutating func add(_ word: UInt64) { words.append(word) }

  /// Says what the next words are part of.
  @inline(__always)
  mutating func begin(_ name: @autoclosure () -> String) {
    if parts != nil { parts?.append((name(), words.count)) }
  }

  /// A digest of 128 bits.
  ///
  /// It is made of two halves. Each is a bijection of the half before, and of each
  /// word, so one word that differs always shows in both.
  @inline(__always)
  var digest: Digest {
    var (low, high): (UInt64, UInt64) = (UInt64(words.count), 0x9E37_79B9_7F4A_7C15)
    for word in words {
      low = (low ^ word) &* 0xE703_7ED1_A0B4_28DB
      low ^= low &>> 32
      high = (high &+ word) &* 0xD6E8_FEB8_6659_FD93
      high ^= high &>> 29
    }
    return Digest(low: Self.mix(low), high: Self.mix(high &+ low))
  }

  private static func mix(_ word: UInt64) -> UInt64 {
    var word = (word ^ word &>> 30) &* 0xBF58_476D_1CE4_E5B9
    word = (word ^ word &>> 27) &* 0x94D0_49BB_1331_11EB
    return word ^ word &>> 31
  }

  /// A digest of an image.
  struct Digest: Hashable {
    var low: UInt64
    var high: UInt64
  }
}

extension StateImage {
  /// The parts in which two images differ that keep them.
  func differences(from other: StateImage) -> [(part: String, left: String, right: String)] {
    let (left, right) = (named, other.named)
    let names = left.map(\.name) + right.map(\.name).filter { !left.map(\.name).contains($0) }
    return names.compactMap { name in
      let (own, others) = (
        left.first { $0.name == name }?.words, right.first { $0.name == name }?.words
      )
      guard own != others else { return nil }
      func text(_ words: ArraySlice<UInt64>?) -> String {
        words.map { $0.map { String($0) }.joined(separator: " ") } ?? "not there"
      }
      return (name, text(own), text(others))
    }
  }

  private var named: [(name: String, words: ArraySlice<UInt64>)] {
    let parts = parts ?? []
    return parts.indices.map { index in
      let end = index + 1 < parts.count ? parts[index + 1].start : words.count
      return (parts[index].name, words[parts[index].start..<end])
    }
  }
}
