import Frames
import Market

/// The dollar price by which coins of an instrument are made dollars, and whose it is.
///
/// What the instrument was worth itself comes first: its marks and its bars, the narrowest that were known at the moment of
/// an amount, then its index. Without any that is young enough the same venue's price of the same coin stands in, then the
/// reference's, then another venue's: perpetuals before an index, spot and dated futures. Whose it is belongs beside the
/// dollars. A price of another coin, or in another currency than dollars, is none.
struct CoinPrice: Sendable {
  enum Source: String, Sendable {
    case mark
    case lastTrade = "last trade"
    case index
  }

  /// Whose coins they are.
  let holder: Instrument
  /// Whose price it is.
  let instrument: Instrument
  let source: Source
  let price: KnownColumn

  /// Nil where nothing of the coin has a price in dollars. One that is too old at the moment is given where none is younger.
  init?(_ moment: MarketMoment, _ holder: Instrument, over length: Interval? = nil) throws {
    let moment = moment.withSpot()
    var stale: CoinPrice?
    for one in Self.candidates(moment, holder) {
      guard let price = try CoinPrice(moment, holder, own: one, over: length) else { continue }
      if price.price.value(at: moment.asOf) != nil {
        self = price
        return
      }
      stale = stale ?? price
    }
    guard let stale else { return nil }
    self = stale
  }

  /// Those that have a price of the coin in dollars, the first to ask first.
  private static func candidates(_ moment: MarketMoment, _ holder: Instrument) -> [Instrument] {
    let coin = moment.contract(of: holder).base
    let reference = moment.reference()
    let order: [InstrumentType] = [.perpetual, .index, .spot, .future]
    let others = Set(moment.series.map(\.descriptor.instrument)).filter {
      $0 != holder && order.contains($0.type) && moment.contract(of: $0).base == coin
    }
    func rank(_ one: Instrument) -> (Int, Int, Int, Instrument) {
      (
        one.venue == holder.venue ? 0 : 1, one == reference ? 0 : 1, order.firstIndex(of: one.type) ?? order.count, one
      )
    }
    return [holder] + others.sorted { rank($0) < rank($1) }
  }

  private init?(_ moment: MarketMoment, _ holder: Instrument, own instrument: Instrument, over length: Interval?) throws
  {
    guard Dollar.names.contains(moment.contract(of: instrument).quote) else { return nil }
    let forms: [(name: String, kind: SeriesKind, source: Source)] = [
      ("mark", .mark, .mark), ("close", .klines, .lastTrade), ("index", .index, .index),
    ]
    let found = try forms.flatMap { form in
      try moment.prices(form.name, form.kind, of: instrument, over: length).map { (source: form.source, price: $0) }
    }
    // Traded prices before an index, of those the narrowest, and of two of one width the mark, which stands first.
    func rank(_ place: Int) -> (Int, Int64, Int) {
      let (source, price) = found[place]
      return (source == .index ? 1 : 0, price.maximumAge?.milliseconds ?? .max, place)
    }
    let order = found.indices.sorted { rank($0) < rank($1) }
    guard let first = order.first else { return nil }
    self.holder = holder
    self.instrument = instrument
    source = order.map { found[$0] }.first { $0.price.value(at: moment.asOf) != nil }?.source ?? found[first].source
    price = order.dropFirst().reduce(found[first].price) { $0.filled(by: found[$1].price) }
  }

  /// Whether it is another instrument's.
  var isBorrowed: Bool { instrument != holder }

  /// `the mark of binance:BTCUSDT`.
  var words: String { "the \(source.rawValue) of \(instrument)" }
}

extension KnownColumn {
  /// The same, and what another says where it says nothing that is young enough: where narrow bars begin later, end earlier or
  /// have a hole, wider ones have the price of the moment.
  func filled(by other: KnownColumn) -> KnownColumn {
    let more = other.knownAt.indices.filter { value(at: Instant(milliseconds: other.knownAt[$0])) == nil }
    guard !more.isEmpty else { return self }
    var (stamps, numbers): ([Int64], [Double]) = ([], [])
    var own = 0
    for row in more {
      while own < knownAt.count, knownAt[own] <= other.knownAt[row] {
        stamps.append(knownAt[own])
        numbers.append(values[own])
        own += 1
      }
      stamps.append(other.knownAt[row])
      numbers.append(other.values[row])
    }
    stamps += knownAt[own...]
    numbers += values[own...]
    let ages = [maximumAge, other.maximumAge].compactMap(\.self)
    return KnownColumn(
      knownAt: stamps, values: numbers, maximumAge: ages.count == 2 ? ages.max() : nil, delay: min(delay, other.delay))
  }
}

extension MarketMoment {
  /// The dollar price of one coin as an instrument has it, or as another has it that stands in.
  func coinPrice(_ instrument: Instrument, over length: Interval? = nil) throws -> CoinPrice? {
    try CoinPrice(self, instrument, over: length)
  }
}
