import Market

/// Decisions of `long:` and `short:` rules, by bitmaps.
///
/// Making one costs nothing: conditions are shared between the parameter sets that agree in them, and are combined only
/// where a decision is looked for, 64 bars at a time. While flat that is the next bar on which one side is wanted, in a
/// position the next on which it is to be left; in between nothing is computed.
public struct RuleDecisions: DecisionSource {
  private let sides: Sides
  private let size: Size
  private let allowed: Bitmap

  private enum Sides: Sendable {
    case none
    /// +1 long, −1 short.
    case one(Side, sign: Double)
    case both(long: Side, short: Side)
  }

  /// How much to hold when a side is entered.
  public enum Size: Sendable {
    case constant(Double)
    /// By row; where it is not known or not above zero, nothing is entered; leaving needs no size.
    case column([Double])
    /// By row and signed: of the side whose sign it has, so much; the other side is not held, and neither where it is not
    /// known.
    case favoured([Double])
  }

  /// One side's conditions.
  public struct Side: Sendable {
    fileprivate let enter: Bitmap
    fileprivate let exit: Bitmap
    /// All ones where `exit` is given by the condition it is not.
    fileprivate let inverted: UInt64
    /// Where an order that has not filled is taken back besides; nil where `exit` says it all.
    fileprivate let barred: Bitmap?

    /// - Parameter exit: nil leaves as soon as `enter` no longer holds.
    public init(enter: Bitmap, exit: Bitmap?) {
      precondition(exit.map { $0.count == enter.count } ?? true, "conditions of one grid")
      self.enter = enter
      self.exit = exit ?? enter
      inverted = exit == nil ? .max : 0
      barred = nil
    }

    /// A side that is left by conditions which only its holder can ask: by none of these.
    ///
    /// - Parameter barred: where those conditions hold of nobody's position, and the side is not wanted.
    init(enter: Bitmap, barred: Bitmap) {
      self.enter = enter & ~barred
      exit = Bitmap(count: enter.count)
      inverted = 0
      self.barred = barred
    }
  }

  /// - Parameter allowed: the rows on which decisions may be made: printed bars of the evaluation.
  public init(long: Side?, short: Side?, size: Size, allowed: Bitmap) {
    for side in [long, short] {
      precondition(side.map { $0.enter.count == allowed.count } ?? true, "a bit for every row")
    }
    sides =
      switch (long, short) {
      case (nil, nil): .none
      case (let long?, nil): .one(long, sign: 1)
      case (nil, let short?): .one(short, sign: -1)
      case (let long?, let short?): .both(long: long, short: short)
      }
    self.size = size
    self.allowed = allowed
  }

  public func next(from row: Int, holding weight: Double) -> Decision? {
    var row = row
    while let change = change(from: row, holding: weight) {
      switch size {
      case .constant(let size): return Decision(row: change.row, weight: change.sign * size)
      case .column(let sizes):
        if change.sign == 0 { return Decision(row: change.row, weight: 0) }
        let size = sizes[change.row]
        if size.isFinite, size > 0 { return Decision(row: change.row, weight: change.sign * size) }
        // Nothing is entered, and leaving needs no size.
        if weight != 0, leaves(at: change.row, holding: weight) { return Decision(row: change.row, weight: 0) }
        row = change.row + 1
      case .favoured(let sizes):
        let size = sizes[change.row] * change.sign
        if size > 0 { return Decision(row: change.row, weight: change.sign * size) }
        // A side that is not favoured is none to reverse to, but what is held is left for it.
        if weight != 0 { return Decision(row: change.row, weight: 0) }
        row = change.row + 1
      }
    }
    return nil
  }

  /// The first row at or after `row` on which an order for `weight` that nobody has filled is not wanted any more.
  func withdrawal(from row: Int, of weight: Double) -> Int? {
    let changed = next(from: row, holding: weight)?.row
    guard let barred = side(holding: weight)?.barred else { return changed }
    let left = barred.words.withUnsafeBufferPointer { words in first(from: row) { words[$0] } }
    return [changed, left].compactMap(\.self).min()
  }

  /// What the side that is not held wants at the close of `row`, sized.
  func reversal(at row: Int, of weight: Double) -> Decision? {
    guard case .both(let long, let short) = sides, weight != 0, allowed[row] else { return nil }
    let sign: Double = weight > 0 ? -1 : 1
    guard (weight > 0 ? short : long).isWanted(row) else { return nil }
    let size =
      switch size {
      case .constant(let size): size
      case .column(let sizes): sizes[row]
      case .favoured(let sizes): sizes[row] * sign
      }
    return size.isFinite && size > 0 ? Decision(row: row, weight: sign * size) : nil
  }

  public func entries(in rows: Range<Int>, _ body: (_ row: Int, _ isSized: Bool) -> Void) {
    var row = rows.lowerBound
    while let change = change(from: row, holding: 0), change.row < rows.upperBound {
      switch size {
      case .constant: body(change.row, true)
      case .column(let sizes): body(change.row, sizes[change.row].isFinite && sizes[change.row] > 0)
      case .favoured(let sizes):
        if !(sizes[change.row] * change.sign <= 0) { body(change.row, sizes[change.row].isFinite) }
      }
      row = change.row + 1
    }
  }

  /// At how many of `rows` a side is wanted by who holds nothing and Kelly's rule knows no size: before it has returns enough,
  /// and where all of them are one.
  func unsized(in rows: Range<Int>, whereFlat isFlat: (Int) -> Bool) -> Int {
    guard case .favoured = size else { return 0 }
    var count = 0
    entries(in: rows) { row, isSized in if !isSized, isFlat(row) { count += 1 } }
    return count
  }

  public func leaves(at row: Int, holding weight: Double) -> Bool { side(holding: weight)?.isLeft(row) ?? false }

  /// The side that a weight is of; nil of nothing, and of one that the rules have not.
  private func side(holding weight: Double) -> Side? {
    switch sides {
    case .none: nil
    case .one(let side, let sign): weight * sign > 0 ? side : nil
    case .both(let long, let short): weight == 0 ? nil : weight > 0 ? long : short
    }
  }

  /// The next row on which something else is wanted than `weight`: +1 long, −1 short, 0 neither.
  private func change(from row: Int, holding weight: Double) -> (row: Int, sign: Double)? {
    switch sides {
    case .none: return nil
    case .one(let side, let sign):
      if weight * sign > 0 {
        return first(from: row, side) { $0.left }.map { ($0, 0) }
      }
      return first(from: row, side) { $0.wanted }.map { ($0, sign) }
    case .both(let long, let short):
      if weight == 0 {
        return first(from: row, long, short) { $0.wanted ^ $1.wanted }.map { ($0, long.isWanted($0) ? 1 : -1) }
      }
      if weight > 0 {
        return first(from: row, long, short) { $0.left | $1.wanted & ~$0.wanted }
          .map { ($0, short.isWanted($0) && !long.isWanted($0) ? -1 : 0) }
      }
      return first(from: row, short, long) { $0.left | $1.wanted & ~$0.wanted }
        .map { ($0, long.isWanted($0) && !short.isWanted($0) ? 1 : 0) }
    }
  }
}

/// What a side's conditions say about 64 bars.
private struct SideWord {
  let wanted: UInt64
  let left: UInt64

  @inline(__always)
  init(enter: UInt64, exit: UInt64) {
    wanted = enter & ~exit
    left = exit
  }
}

extension RuleDecisions.Side {
  @inline(__always)
  private func word(of row: Int) -> SideWord {
    SideWord(enter: enter.words[row >> 6], exit: exit.words[row >> 6] ^ inverted)
  }

  @inline(__always)
  fileprivate func isWanted(_ row: Int) -> Bool { word(of: row).wanted >> UInt64(row & 63) & 1 == 1 }

  fileprivate func isLeft(_ row: Int) -> Bool { word(of: row).left >> UInt64(row & 63) & 1 == 1 }

  /// Lends the words behind both conditions: a check of bounds at each of them would cost more than what is done with it.
  @inline(__always)
  fileprivate func withWords<Result>(_ body: ((Int) -> SideWord) -> Result) -> Result {
    enter.words.withUnsafeBufferPointer { enter in
      exit.words.withUnsafeBufferPointer { exit in
        body { SideWord(enter: enter[$0], exit: exit[$0] ^ inverted) }
      }
    }
  }
}

extension RuleDecisions {
  @inline(__always)
  private func first(from row: Int, _ side: Side, where bits: (SideWord) -> UInt64) -> Int? {
    side.withWords { side in first(from: row) { bits(side($0)) } }
  }

  @inline(__always)
  private func first(from row: Int, _ a: Side, _ b: Side, where bits: (SideWord, SideWord) -> UInt64) -> Int? {
    a.withWords { a in b.withWords { b in first(from: row) { bits(a($0), b($0)) } } }
  }

  /// The first allowed row at or after `row` whose bit is set.
  @inline(__always)
  private func first(from row: Int, bits: (Int) -> UInt64) -> Int? {
    guard row < allowed.count else { return nil }
    return allowed.words.withUnsafeBufferPointer { allowed in
      var index = row >> 6
      var found = bits(index) & allowed[index] & (.max << UInt64(row & 63))
      while found == 0 {
        index += 1
        guard index < allowed.count else { return nil }
        found = bits(index) & allowed[index]
      }
      return index << 6 + found.trailingZeroBitCount
    }
  }
}
