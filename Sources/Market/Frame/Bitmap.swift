/// One bit a bar: a condition that held or did not. Packed into words, so that a condition over a year of bars is a few
/// kilobytes, two of them combine 64 bars at a time, and the next bar on which one holds is found by counting zeros.
public struct Bitmap: Hashable, Sendable {
  public let count: Int
  /// Bit `i % 64` of word `i / 64` is bar `i`; bits past `count` are zero.
  public private(set) var words: [UInt64]

  public init(repeating value: Bool = false, count: Int) {
    self.count = count
    words = [UInt64](repeating: value ? .max : 0, count: (count + 63) / 64)
    clearTail()
  }

  /// Words as an evaluator filled them; bits past `count` are cleared.
  public init(words: [UInt64], count: Int) {
    precondition(words.count == (count + 63) / 64, "a word for each 64 bars")
    self.count = count
    self.words = words
    clearTail()
  }

  public init(_ flags: [Bool]) {
    count = flags.count
    var words = [UInt64](repeating: 0, count: (flags.count + 63) / 64)
    for row in flags.indices { words[row >> 6] |= (flags[row] ? 1 : 0) << UInt64(row & 63) }
    self.words = words
  }

  /// True on `rows` and nowhere else.
  public init(rows: Range<Int>, count: Int) {
    precondition(rows.lowerBound >= 0 && rows.upperBound <= count, "rows of the bitmap")
    self.init(repeating: true, count: count)
    for word in words.indices {
      let low = min(max(rows.lowerBound - word * 64, 0), 64)
      let high = min(max(rows.upperBound - word * 64, 0), 64)
      words[word] &= Self.ones(high) & ~Self.ones(low)
    }
  }

  private static func ones(_ bits: Int) -> UInt64 { bits == 64 ? .max : (1 << UInt64(bits)) - 1 }

  private mutating func clearTail() {
    if count & 63 != 0 { words[words.count - 1] &= (1 << UInt64(count & 63)) - 1 }
  }

  public subscript(row: Int) -> Bool {
    get { words[row >> 6] >> UInt64(row & 63) & 1 == 1 }
    set {
      let bit: UInt64 = 1 << UInt64(row & 63)
      if newValue { words[row >> 6] |= bit } else { words[row >> 6] &= ~bit }
    }
  }

  /// How many bars it holds on.
  public var population: Int { words.reduce(0) { $0 + $1.nonzeroBitCount } }

  /// The first bar at or after `row` on which it holds, or `count`.
  @inlinable
  public func next(from row: Int) -> Int {
    guard row < count else { return count }
    var word = row >> 6
    var bits = words[word] & (.max << UInt64(row & 63))
    while bits == 0 {
      word += 1
      guard word < words.count else { return count }
      bits = words[word]
    }
    return word << 6 + bits.trailingZeroBitCount
  }

  /// The stretches of consecutive bars on which it holds.
  public var runs: [Range<Int>] {
    var runs: [Range<Int>] = []
    var row = next(from: 0)
    let off = ~self
    while row < count {
      let end = off.next(from: row)
      runs.append(row..<end)
      row = next(from: end)
    }
    return runs
  }

  public static func & (a: Bitmap, b: Bitmap) -> Bitmap { a.combined(with: b, &) }
  public static func | (a: Bitmap, b: Bitmap) -> Bitmap { a.combined(with: b, |) }
  public static prefix func ~ (a: Bitmap) -> Bitmap { a.combined(with: a) { word, _ in ~word } }

  @inline(__always)
  private func combined(with other: Bitmap, _ operation: (UInt64, UInt64) -> UInt64) -> Bitmap {
    precondition(count == other.count, "bitmaps of one grid")
    // Written where they stay: no words are cleared first and none are copied after.
    let combined = [UInt64](unsafeUninitializedCapacity: words.count) { combined, initialized in
      words.withUnsafeBufferPointer { mine in
        other.words.withUnsafeBufferPointer { theirs in
          for word in mine.indices { combined.initializeElement(at: word, to: operation(mine[word], theirs[word])) }
        }
      }
      initialized = words.count
    }
    return Bitmap(words: combined, count: count)
  }
}
