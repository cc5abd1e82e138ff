import Market
import Numerics

/// A book as the messages leave it that say what changed in it.
///
/// A message that is missing leaves it unknown until it comes whole again: levels that were taken away would stand in it, and
/// a best bid that nobody bids looks like any other.
struct OrderBook {
  /// What a message came to.
  enum Outcome {
    /// The book is known.
    case known
    /// What the message changed is not known, since the book has not come whole yet, or not again.
    case unknown
    /// The message is not the next: the number after which it should have come, and its own.
    case broken(after: Int64, number: Int64)
    /// It was heard before.
    case repeated
  }

  private struct Level {
    let price: Double
    let size: Double
  }

  /// In order of price.
  private var bids: [Level] = []
  private var asks: [Level] = []
  /// Of the last message; nil while the book is unknown.
  private var number: Int64?

  var isKnown: Bool { number != nil }

  /// The best bid and ask, and what is bid and asked there; NaN on a side without orders.
  var best: [Double] {
    let (bid, ask) = (bids.last, asks.first)
    return [bid?.price ?? .nan, ask?.price ?? .nan, bid?.size ?? .nan, ask?.size ?? .nan]
  }

  /// Whether somebody bids what another asks: no market leaves that standing.
  var isCrossed: Bool {
    guard let bid = bids.last, let ask = asks.first else { return false }
    return bid.price >= ask.price
  }

  /// - Parameters:
  ///   - row: holds the levels.
  ///   - isWhole: whether these are all there are.
  /// - Throws: `RowDefect` for levels that cannot be.
  mutating func take(
    _ row: MessageBody, _ form: MessageForm.Book, isWhole: Bool, _ bytes: [UInt8]
  ) throws(RowDefect) -> Outcome {
    guard let own = Self.integer(row, form.number, bytes) else {
      // Recordings of before a venue numbered them: what is missing between two cannot be told.
      number = nil
      return .unknown
    }
    if isWhole {
      (bids, asks) = ([], [])
    } else {
      guard let last = number else { return .unknown }
      let before = form.before.map { Self.integer(row, $0, bytes) } ?? own - 1
      guard before == last else {
        // What is numbered before the last was said already.
        if own <= last, before ?? .max < last { return .repeated }
        number = nil
        return .broken(after: last, number: own)
      }
    }
    // A level that cannot be leaves the book as unknown as a message that is missing.
    number = nil
    try Self.set(&bids, form.bids, row, form, bytes)
    try Self.set(&asks, form.asks, row, form, bytes)
    number = own
    return .known
  }

  private static func integer(_ row: MessageBody, _ path: String, _ bytes: [UInt8]) -> Int64? {
    row.field(path, bytes).flatMap {
      DecimalText.integer(bytes, $0) ?? Int64(String(decoding: bytes[$0], as: UTF8.self))
    }
  }

  private static func set(
    _ side: inout [Level], _ path: String, _ row: MessageBody, _ form: MessageForm.Book, _ bytes: [UInt8]
  ) throws(RowDefect) {
    for level in row.rows(path, bytes) {
      let price = try number(level, form.price, bytes)
      let size = try number(level, form.size, bytes)
      guard price > 0 else { throw RowDefect("a level of a book has a price of \(price)", column: nil) }
      guard size >= 0 else { throw RowDefect("a level of a book has a size of \(size)", column: nil) }
      let place = side.leadingCount { $0.price < price }
      let isThere = place < side.count && side[place].price == price
      switch (isThere, size > 0) {
      case (true, true): side[place] = Level(price: price, size: size)
      case (true, false): side.remove(at: place)
      case (false, true): side.insert(Level(price: price, size: size), at: place)
      case (false, false): break
      }
    }
  }

  private static func number(_ level: MessageBody, _ place: Int, _ bytes: [UInt8]) throws(RowDefect) -> Double {
    guard let field = level.field(String(place), bytes), let number = DecimalText.number(bytes, field) else {
      throw RowDefect("a level of a book has no number at place \(place + 1)", column: nil)
    }
    return number
  }
}
