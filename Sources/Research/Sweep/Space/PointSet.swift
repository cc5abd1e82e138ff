import Market
import Numerics
import Signals

/// An ascending set of whole numbers, with the k-th of them and the place of each found in a few steps.
///
/// Everything below a count costs nothing; a dense set is a bitmap with a directory of ranks, 1.14 bits a candidate; a
/// sparse one a list, 8 bytes a member.
struct PointSet: Sendable {
  private enum Form: Sendable {
    case everything
    case list
    case bitmap
  }

  /// How many members.
  let count: Int
  private let form: Form
  // Beside the form and not in it: taking them out of an enum would count references on every call.
  private let list: [Int]
  private let bitmap: RankedBitmap

  private init(_ form: Form, count: Int, list: [Int] = [], bitmap: RankedBitmap = RankedBitmap(Bitmap(count: 0))) {
    self.form = form
    self.count = count
    self.list = list
    self.bitmap = bitmap
  }

  init(everythingBelow count: Int) { self.init(.everything, count: count) }

  init(_ bitmap: Bitmap) {
    let ranked = RankedBitmap(bitmap)
    if ranked.population == bitmap.count {
      self.init(.everything, count: bitmap.count)
    } else {
      self.init(.bitmap, count: ranked.population, bitmap: ranked)
    }
  }

  /// - Parameter members: ascending, each once, all below `universe`.
  init(_ members: [Int], below universe: Int) {
    // A list is smaller than a bitmap below one member in 56 candidates.
    guard members.count > universe / 56 else {
      self.init(.list, count: members.count, list: members)
      return
    }
    var bitmap = Bitmap(count: universe)
    for member in members { bitmap[member] = true }
    self.init(bitmap)
  }

  /// The member with `rank` smaller ones.
  @inline(__always)
  func member(_ rank: Int) -> Int {
    switch form {
    case .everything: rank
    case .list: list[rank]
    case .bitmap: bitmap.position(ofRank: rank)
    }
  }

  /// How many members are smaller than `member`; nil when it is none.
  func rank(of member: Int) -> Int? {
    switch form {
    case .everything: return member < count ? member : nil
    case .bitmap: return bitmap.rank(of: member)
    case .list:
      let smaller = list.leadingCount { $0 < member }
      return smaller < list.count && list[smaller] == member ? smaller : nil
    }
  }

  /// Bytes it holds.
  var bytes: Int { 8 * list.count + bitmap.bytes }
}

/// Turns the number of a combination or a draw into positions on axes and the scalars there.
struct PointReader: Sendable {
  let digits: [GridDigit]
  /// The combinations of listed values that meet what they alone decide.
  let cells: PointSet
  /// Nil when nothing is drawn.
  let drawing: Drawing?
  private let activity: [(axis: Int, condition: ParameterCondition)]
  /// Of the listed values, an axis each.
  private let scalars: [[Double]]
  private let rests: [Double]
  /// The drawn axes whose values a condition reads.
  private let asked: [Drawing.Axis]

  init(_ definition: SpaceDefinition, digits: [GridDigit], cells: PointSet, drawing: Drawing?) {
    self.digits = digits
    self.cells = cells
    self.drawing = drawing
    activity = definition.checks.activity
    scalars = definition.axes.map { $0.isDrawn ? [.nan] : $0.values.map(\.scalar) }
    rests = definition.axes.map { $0.rest?.scalar ?? .nan }
    let slots = Set(activity.flatMap(\.condition.slots) + definition.checks.draws.flatMap(\.slots))
    asked = drawing?.axes.filter { slots.contains($0.axis) } ?? []
  }

  /// Whether a drawn axis may be at rest, so that positions need the drawn values too.
  var hasResting: Bool { !activity.isEmpty }

  /// Sets the positions of listed axes with more than one value; others stay as they are.
  @inline(__always)
  func decode(_ cell: Int, into positions: UnsafeMutableBufferPointer<Int>) {
    var rest = cell
    for digit in digits {
      let position = rest / digit.stride
      positions[digit.axis] = position
      rest -= position * digit.stride
    }
  }

  /// Positions of one draw, `atRest` not yet found.
  @inline(__always)
  func decode(draw: Int, _ drawing: Drawing, into positions: UnsafeMutableBufferPointer<Int>) {
    decode(cells.member(draw % drawing.cells), into: positions)
    for axis in drawing.axes { positions[axis.axis] = draw }
  }

  /// The scalars of one draw at its positions, as far as conditions read them; axes that rest are marked.
  func read(
    draw: Int, _ drawing: Drawing, _ values: UnsafeMutableBufferPointer<Double>,
    _ positions: UnsafeMutableBufferPointer<Int>
  ) {
    for axis in scalars.indices where scalars[axis].count > positions[axis] {
      values[axis] = scalars[axis][positions[axis]]
    }
    let key = drawing.key(of: positions, digits)
    for axis in asked {
      values[axis.axis] = axis.distribution.scalar(drawing.probability(draw, axis, combination: key))
    }
    guard let base = values.baseAddress else { return }
    for (axis, condition) in activity where !condition.holds(base) {
      positions[axis] = ParameterSpace.atRest
      values[axis] = rests[axis]
    }
  }

  /// The probability that a drawn axis has in one draw.
  func probability(of axis: Drawing.Axis, draw: Int, _ drawing: Drawing) -> Double {
    withUnsafeTemporaryAllocation(of: Int.self, capacity: scalars.count) { positions in
      positions.initialize(repeating: 0)
      decode(cells.member(draw % drawing.cells), into: positions)
      return drawing.probability(draw, axis, combination: drawing.key(of: positions, digits))
    }
  }
}

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
