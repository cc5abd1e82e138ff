import Market
import Numerics

/// What a join with prices that are there says of the level of those that come in: whose they are, and in which unit.
struct LevelDoubt {
  private let series: Series
  private let own: SeriesDescriptor
  private let neighbours: [Series]

  private static let leastJoined = 20
  /// Rows that are looked at together: a part of a file may be another's.
  private static let stretch = 48
  /// How far prices of two markets of a coin stand from each other at most, those of a spot pair and its perpetual, and those
  /// of one instrument by two rules.
  private static let markets = 0.5...2.0
  private static let pairs = 0.95...1.05
  private static let marks = 0.97...1.03
  /// Quotes that are worth a dollar.
  private static let dollars: Set<String> = ["USD", "USDT", "USDC", "BUSD", "FDUSD"]
  /// The share of bars that two markets never have in common.
  private static let twins = 0.95
  private static let leastTwins = 50

  init(_ series: Series, beside neighbours: [Series]) {
    self.series = series
    self.neighbours = neighbours
    own = series.descriptor
  }

  /// Nothing where the series fits, or there is nothing to compare it with.
  var findings: [SeriesFinding] {
    switch own.kind {
    case .klines, .mark, .index: [twin, prices].compactMap(\.self)
    case .openInterest: [value, amount].compactMap(\.self)
    case .liquidations: [liquidated].compactMap(\.self)
    default: []
    }
  }

  /// Klines of the coin whose prices can be compared once each is a price of one coin.
  private var comparable: [Series] {
    let contract = own.instrument.contract
    return neighbours.filter { other in
      let theirs = other.descriptor.instrument.contract
      let sameQuote =
        theirs.quote == contract.quote || Self.dollars.contains(theirs.quote) && Self.dollars.contains(contract.quote)
      return other.descriptor.kind == .klines && sameQuote
    }
  }

  /// How many of the other's units one of this is.
  private func scale(to other: Series) -> Double {
    own.instrument.contract.coinsPerUnit / other.descriptor.instrument.contract.coinsPerUnit
  }

  /// Prices far from those of the coin elsewhere at the same times, or a mark from what its own instrument trades at.
  private var prices: SeriesFinding? {
    guard let prices = series.price else { return nil }
    for other in comparable {
      let known = Self.prices(of: other)
      let scale = scale(to: other)
      let ratios = { (moved: (Int64) -> Int64) in
        zip(series.stamps, prices).compactMap { stamp, price in
          known[moved(stamp)].map { (stamp: stamp, ratio: price / scale / $0) }
        }
      }
      guard let far = far(ratios, from: range(beside: other.descriptor), beside: other) else { continue }
      let coins = scale == 1 ? "" : ", each as a price of one coin"
      return far.finding(
        "its prices are \(Float(far.middle)) times those of \(other.descriptor.title) at the same times\(coins)\(far.place): "
          + "another instrument, or another unit?")
    }
    return nil
  }

  /// Ratios that are far at the times that stamps say, and still far where rows lie once another clock is taken off them: in
  /// a storm prices of eight hours before are a twentieth away.
  private func far(
    _ ratios: (_ moved: (Int64) -> Int64) -> [(stamp: Int64, ratio: Double)], from range: ClosedRange<Double>,
    beside other: Series
  ) -> Far? {
    guard let far = Far(ratios { $0 }, from: range) else { return nil }
    guard let priced = series.priced, let fit = ClockFit.between(priced, other), fit.isMoved else { return far }
    return Far(ratios { $0 + fit.shift(at: $0).milliseconds }, from: range)
  }

  /// How far from those of another series its prices can be.
  private func range(beside other: SeriesDescriptor) -> ClosedRange<Double> {
    let (mine, theirs) = (own.instrument, other.instrument)
    guard mine.venue == theirs.venue, mine.contract.quote == theirs.contract.quote else { return Self.markets }
    if mine == theirs { return own.kind == .klines ? Self.markets : Self.marks }
    return Set([mine.type, theirs.type]) == [.spot, .perpetual] ? Self.pairs : Self.markets
  }

  /// Bars of another market of the venue, or of another venue, to the last digit of price and volume.
  private var twin: SeriesFinding? {
    guard own.kind == .klines, let closes = series.values("close"), let volumes = series.values("volume") else {
      return nil
    }
    for other in neighbours where other.descriptor.kind == .klines && other.descriptor.cadence == own.cadence {
      let (mine, theirs) = (own.instrument, other.descriptor.instrument)
      guard mine != theirs, mine.venue == theirs.venue || Venue.isKnown(mine.venue) && Venue.isKnown(theirs.venue),
        let otherVolumes = other.values("volume"), let otherCloses = other.values("close")
      else { continue }
      let rows = Dictionary(zip(other.stamps, other.stamps.indices), uniquingKeysWith: { first, _ in first })
      var (joined, equal) = (0, 0)
      for row in series.stamps.indices where volumes[row] > 0 {
        guard let theirs = rows[series.stamps[row]] else { continue }
        joined += 1
        if closes[row] == otherCloses[theirs], volumes[row] == otherVolumes[theirs] { equal += 1 }
      }
      guard joined >= Self.leastTwins, Double(equal) >= Self.twins * Double(joined), let first = series.range?.from
      else { continue }
      return SeriesFinding(
        what: "\(equal) of \(joined) bars have price and volume of \(other.descriptor.title) to the last digit: "
          + "one file under two names?", count: equal, first: first, weight: .wrong,
        remedy: "remove the one that it is not of ('hindcast data remove')")
    }
    return nil
  }

  /// Open interest whose value over its amount is no price of the coin.
  private var value: SeriesFinding? {
    guard let coins = series.values("open_interest"), let values = series.values("open_interest_value"),
      own.instrument.contract.form != .inverse
    else { return nil }
    for other in comparable {
      let known = Self.prices(of: other)
      let scale = scale(to: other)
      let ratios = { (moved: (Int64) -> Int64) in
        series.stamps.indices.compactMap { row in
          known[moved(series.stamps[row])].map {
            (stamp: series.stamps[row], ratio: values[row] / coins[row] / scale / $0)
          }
        }
      }
      guard let far = far(ratios, from: Self.markets, beside: other) else { continue }
      return far.finding(
        "its value over its amount is \(Float(far.middle)) times the price of \(other.descriptor.title)\(far.place): "
          + "is the one in coins, and the other in the quote currency?")
    }
    return nil
  }

  /// More liquidated than was traded at all is counted in something else.
  private var liquidated: SeriesFinding? {
    guard own.instrument.contract.form != .inverse, let longs = series.values("long_liquidations"),
      let shorts = series.values("short_liquidations"),
      own.columns.contains(where: { $0.name == "long_liquidations" && $0.unit == .base })
    else { return nil }
    guard let traded = traded(where: { $0.cadence == own.cadence }), let volumes = traded.values("volume")
    else { return nil }
    let known = Dictionary(zip(traded.stamps, volumes), uniquingKeysWith: { first, _ in first })
    let joined = series.stamps.indices.compactMap { row -> (stamp: Int64, amount: Double, volume: Double)? in
      let amount = longs[row] + shorts[row]
      guard amount > 0, let volume = known[series.stamps[row]], volume > 0 else { return nil }
      return (series.stamps[row], amount * scale(to: traded), volume)
    }
    let more = joined.filter { $0.amount > $0.volume }
    guard joined.count >= Self.leastJoined, more.count * 2 > joined.count, let first = more.first else { return nil }
    return SeriesFinding(
      what: "more was liquidated than \(traded.descriptor.instrument) trades, in \(more.count) of \(joined.count) bars",
      count: more.count, first: Instant(milliseconds: first.stamp),
      remedy: "say --unit long_liquidations=quote,short_liquidations=quote (or contracts) where they are not in coins")
  }

  /// What is traded of the coin beside it, in coins.
  private func traded(where fits: (SeriesDescriptor) -> Bool = { _ in true }) -> Series? {
    neighbours.first { other in
      fits(other.descriptor) && other.descriptor.instrument.contract.form != .inverse
        && other.descriptor.columns.contains { $0.name == "volume" && $0.unit == .base }
    }
  }

  /// Open interest of a thousand days of trading, or of a thousandth of one, is counted in something else.
  private var amount: SeriesFinding? {
    guard own.instrument.contract.form != .inverse else { return nil }
    guard let traded = traded(), let cadence = traded.descriptor.cadence, let volumes = traded.values("volume"),
      let interest = interestInCoins(at: traded.price?.filter { $0 > 0 }.middle), let first = series.range?.from
    else { return nil }
    let (known, amounts) = (volumes.filter { $0 > 0 }, interest.amounts.filter { $0 > 0 })
    guard known.count >= Self.leastJoined, let volume = known.middle, let amount = amounts.middle else { return nil }
    let perDay = volume * Double(Interval.day.milliseconds) / Double(cadence.milliseconds)
    let days = amount * scale(to: traded) / perDay
    guard days > 1000 || days < 0.001 else { return nil }
    let whole = days.rounded(.down)
    let times = days < 1 ? "\(Float(days))" : Int(exactly: whole).map(String.init) ?? "\(whole)"
    return SeriesFinding(
      what: "it is \(times) times what \(traded.descriptor.instrument) trades in a day", count: series.count,
      first: first,
      remedy: "say --unit open_interest=\(interest.isValue ? "coin" : "quote") or contracts where it is not in "
        + (interest.isValue ? "the currency of the price" : "coins"))
  }

  /// - Parameter price: what a coin is worth, where only the value of open interest is known.
  private func interestInCoins(at price: Double?) -> (amounts: [Double], isValue: Bool)? {
    if let coins = series.values("open_interest"),
      own.columns.contains(where: { $0.name == "open_interest" && $0.unit == .base })
    {
      return (coins, false)
    }
    guard let price, let values = series.values("open_interest_value") else { return nil }
    return (values.map { $0 / price }, true)
  }

  /// By stamp.
  private static func prices(of series: Series) -> [Int64: Double] {
    Dictionary(zip(series.stamps, series.price ?? []), uniquingKeysWith: { first, _ in first })
  }

  /// Ratios whose middle is out of a range, of all rows or of some stretches.
  private struct Far {
    let middle: Double
    let count: Int
    let first: Int64
    /// Where, if not everywhere.
    let place: String

    /// Nil for ratios within the range, and for too few of them.
    init?(_ ratios: [(stamp: Int64, ratio: Double)], from range: ClosedRange<Double>) {
      let known = ratios.filter { $0.ratio.isFinite && $0.ratio > 0 }
      guard known.count >= LevelDoubt.leastJoined else { return nil }
      func far(_ rows: ArraySlice<(stamp: Int64, ratio: Double)>) -> Double? {
        rows.map(\.ratio).middle.flatMap { range.contains($0) ? nil : $0 }
      }
      if let middle = far(known[...]) {
        (self.middle, count, first, place) = (middle, known.count, known[0].stamp, "")
        return
      }
      let size = LevelDoubt.stretch
      let stretches = stride(from: 0, to: max(1, known.count - size + 1), by: size)
        .map { known[$0..<min($0 + size, known.count)] }
      let odd = stretches.filter { far($0) != nil }
      guard let start = odd.first?.first?.stamp, let end = odd.last?.last?.stamp,
        let middle = odd.compactMap(far).middle
      else { return nil }
      self.middle = middle
      count = odd.reduce(0) { $0 + $1.count }
      first = start
      place =
        " for \(count) of \(known.count) rows between \(Instant(milliseconds: start).minuteText) and "
        + Instant(milliseconds: end).minuteText
    }

    func finding(_ what: String) -> SeriesFinding {
      SeriesFinding(what: what, count: count, first: Instant(milliseconds: first))
    }
  }
}
