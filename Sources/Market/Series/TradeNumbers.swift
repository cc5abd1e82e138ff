/// The numbers that a venue gives its trades, one after the other, by which one that is missing is seen.
public struct TradeNumbers: Sendable {
  /// The column that holds them.
  public static let column = "trade_id"

  private var last = Double.nan
  private var steps = 0
  private var single = 0

  public init() {}

  /// How many numbers lie between the one before and this; none where either is not known, or they go backwards.
  public mutating func missing(before number: Double) -> Int {
    defer { if !(number <= last) { last = number } }
    guard number > last else { return 0 }
    steps += 1
    let step = number - last
    if step == 1 { single += 1 }
    return step < 1e15 ? Int(step) - 1 : 0
  }

  /// Whether most are the one before and one: numbers that several markets share say nothing of what is missing of one.
  public var areInOrder: Bool { single * 2 > steps }
}

extension Series {
  /// Trades that are not all there, by their numbers or, where these say nothing, by a silence; nil of what is none.
  var incompleteTrades: SeriesFinding? {
    guard descriptor.kind == .trades else { return nil }
    guard let ids = values(TradeNumbers.column) else { return silentTrades }
    var numbers = TradeNumbers()
    var (missing, holes) = (0, 0)
    var first: Int64?
    for row in ids.indices {
      let here = numbers.missing(before: ids[row])
      guard here > 0 else { continue }
      missing += here
      holes += 1
      first = first ?? stamps[row]
    }
    guard numbers.areInOrder else { return silentTrades }
    return first.map { first in
      SeriesFinding(
        what: "trades are missing by their numbers, in \(holes) \(holes == 1 ? "place" : "places")", count: missing,
        first: Instant(milliseconds: first),
        remedy: "import the files of that time; 'hindcast data bars' leaves out bars that miss more than a hundredth")
    }
  }
}
