import Market

/// A bitmap that knows how many bits are set before each stretch of 512, so that counting and finding take a few words.
struct RankedBitmap: Sendable {
  let population: Int
  private let count: Int
  private let words: [UInt64]
  /// Bits set before stretch i.
  private let before: [Int]
  /// The stretch that holds bit number 4096·i, which narrows the search for others near it.
  private let hints: [Int32]

  private static let stretchWords = 8
  private static let hintShift = 12

  init(_ bitmap: Bitmap) {
    let words = bitmap.words
    var before: [Int] = []
    var hints: [Int32] = []
    before.reserveCapacity(words.count / Self.stretchWords + 1)
    var total = 0
    for start in stride(from: 0, to: words.count, by: Self.stretchWords) {
      before.append(total)
      for word in words[start..<min(start + Self.stretchWords, words.count)] { total += word.nonzeroBitCount }
      while hints.count << Self.hintShift < total { hints.append(Int32(before.count - 1)) }
    }
    count = bitmap.count
    self.words = words
    self.before = before
    self.hints = hints
    population = total
  }

  var bytes: Int { 8 * (words.count + before.count) + 4 * hints.count }

  /// The place of the bit with `rank` bits set before it.
  func position(ofRank rank: Int) -> Int {
    precondition(rank >= 0 && rank < population, "a bit that is set")
    let hint = rank >> Self.hintShift
    var low = Int(hints[hint])
    var high = hint + 1 < hints.count ? Int(hints[hint + 1]) : before.count - 1
    while low < high {
      let middle = (low + high + 1) / 2
      if before[middle] <= rank { low = middle } else { high = middle - 1 }
    }
    var rest = rank - before[low]
    var word = low * Self.stretchWords
    while true {
      let count = words[word].nonzeroBitCount
      if rest < count { break }
      rest -= count
      word += 1
    }
    return word << 6 + Self.place(ofBit: rest, in: words[word])
  }

  /// The bits set before `position`; nil where it is not set itself.
  func rank(of position: Int) -> Int? {
    guard position >= 0, position < count, words[position >> 6] >> UInt64(position & 63) & 1 == 1
    else { return nil }
    let word = position >> 6
    let stretch = word / Self.stretchWords
    var rank = before[stretch]
    for earlier in stretch * Self.stretchWords..<word { rank += words[earlier].nonzeroBitCount }
    let below: UInt64 = (1 << UInt64(position & 63)) - 1
    return rank + (words[word] & below).nonzeroBitCount
  }

  /// Halves the word until the bit stands alone.
  private static func place(ofBit number: Int, in word: UInt64) -> Int {
    var (rest, place, word) = (number, 0, word)
    var width = 32
    while width > 0 {
      let lower = (word & (1 << UInt64(width) - 1)).nonzeroBitCount
      if rest >= lower {
        rest -= lower
        place += width
        word >>= UInt64(width)
      }
      width /= 2
    }
    return place
  }
}
