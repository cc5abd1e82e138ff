import Market
import Numerics

/// What the rows of one series say against themselves. None of it has to be wrong, and all of it is to be known: when they
/// come in, and whenever their dataset is checked.
enum SeriesDoubts {
  static func notes(on series: Series) -> [String] {
    [expired(series), FutureName.note(on: series)].compactMap(\.self) + ofKind(series, .infinity).map(\.what)
      + (series.extremePrints + series.barDoubts).map(said)
  }

  static func said(_ finding: SeriesFinding) -> String {
    let more = finding.count > 1 ? " in \(finding.count) rows, the first at" : " at"
    return "\(finding.what)\(more) \(finding.first.minuteText); \(finding.remedy)"
  }

  /// The same of rows that a dataset has, without what its audit says itself.
  static func findings(onStored series: Series) -> [SeriesFinding] { ofKind(series, 1) }

  /// Rows of a contract behind its expiry: it is another one, or another day.
  private static func expired(_ series: Series) -> String? {
    guard let expiry = series.descriptor.instrument.contract.expiry, series.descriptor.kind != .external,
      let last = series.stamps.last, Instant(milliseconds: last) > expiry
    else { return nil }
    let count = series.stamps.count { Instant(milliseconds: $0) > expiry }
    return "\(count) of its rows are behind the expiry of \(series.descriptor.instrument), \(expiry.minuteText): "
      + "another contract's?"
  }

  /// - Parameter audited: how many times the limits of an audit are looked up to: 1 where it says what is beyond them.
  private static func ofKind(_ series: Series, _ audited: Double) -> [SeriesFinding] {
    guard series.count > 0 else { return [] }
    let own: [SeriesFinding] =
      switch series.descriptor.kind {
      case .klines, .mark, .index: [leaps(in: series, below: 10 * audited)].compactMap(\.self)
      case .funding:
        [
          steps(series, "funding_rate"), block(series, "funding_rate"), daily(series), sparse(series), hours(series),
          minutes(series), large(series, below: 0.01 * audited), total(series),
          zeros(series), carried(series) ?? usual(series),
        ].compactMap(\.self)
      case .predictedFunding:
        [steps(series, "predicted_funding_rate"), block(series, "predicted_funding_rate")].compactMap(\.self)
      case .fundingIndex: [steps(series, "funding_index"), block(series, "funding_index")].compactMap(\.self)
      case .premium:
        [steps(series, "premium", called: "premiums"), block(series, "premium", called: "premiums")].compactMap(\.self)
      case .liquidations: AmountSteps.liquidations(series)
      case .longShort: AmountSteps.ratios(series)
      case .openInterest:
        [level(series, "open_interest"), level(series, "open_interest_value"), ZeroDoubt.finding(on: series)]
          .compactMap(\.self)
      case .optionChain: ChainDoubts.findings(on: series)
      case .quotes: [ChainDoubts.crossed(series, "bid", "ask")].compactMap(\.self)
      default: []
      }
    return own + [RepeatedRows.finding(on: series)].compactMap(\.self)
  }

  /// No market of these moves so far from one row to the next but once in its life.
  private static let leap = 5.0

  /// The first leap of a price, as one sentence.
  static func leap(in series: Series) -> String? { leaps(in: series, below: .infinity)?.what }

  private static func leaps(in series: Series, below most: Double) -> SeriesFinding? {
    guard [.klines, .mark, .index].contains(series.descriptor.kind), let prices = series.price else { return nil }
    var first: (row: Int, before: Double)?
    var (count, last) = (0, Double.nan)
    for row in prices.indices where prices[row] > 0 {
      let ratio = max(prices[row] / last, last / prices[row])
      if ratio <= most, ratio > leap || ratio > lastingLeap && stays(prices, from: row, series) {
        count += 1
        first = first ?? (row, last)
      }
      last = prices[row]
    }
    guard let first else { return nil }
    let at = Instant(milliseconds: series.stamps[first.row]).minuteText
    return series.doubt(
      "its price goes from \(first.before) to \(prices[first.row]) at \(at)"
        + (count > 1 ? ", and \(count - 1) times more so far" : "")
        + ": rows of another instrument, or in another unit?",
      from: first.row, count: count)
  }

  /// What a market may do in a day of panic, and not between two calm hours.
  private static let lastingLeap = 2.0
  private static let around = 12

  /// Whether values are calm on both sides of a step between two bars, at two levels.
  private static func stays(_ values: [Double], from row: Int, _ series: Series) -> Bool {
    guard let width = series.descriptor.cadence, width < .day, row >= around, row + around <= values.count else {
      return false
    }
    return isCalm(values[(row - around)..<row]) && isCalm(values[row..<(row + around)])
  }

  private static func isCalm(_ values: ArraySlice<Double>) -> Bool {
    guard let least = values.min(), let most = values.max() else { return false }
    return least > 0 && most < 1.3 * least
  }

  /// The first instant from which on amounts are at another level at a stroke, and stay there: open interest grows and
  /// shrinks, and is not five times itself between two rows.
  private static func level(_ series: Series, _ name: String) -> SeriesFinding? {
    guard let amounts = series.values(name) else { return nil }
    for row in amounts.indices.dropFirst() {
      let (before, after) = (amounts[row - 1], amounts[row])
      guard before > 0, after > 0, max(before / after, after / before) > leap, row >= around,
        row + around <= amounts.count, areApart(amounts[(row - around)..<row], amounts[row..<(row + around)])
      else { continue }
      return series.doubt(
        "'\(name)' goes from \(Float(before)) to \(Float(after)) at "
          + "\(Instant(milliseconds: series.stamps[row]).minuteText) and stays there: coins, contracts or another currency from "
          + "there on?", from: row)
    }
    return nil
  }

  /// Whether amounts keep to two levels, each for itself much narrower than the step between them.
  private static func areApart(_ a: ArraySlice<Double>, _ b: ArraySlice<Double>) -> Bool {
    guard let leastA = a.min(), let mostA = a.max(), let leastB = b.min(), let mostB = b.max() else { return false }
    let (low, high) = mostA < leastB ? (leastA...mostA, leastB...mostB) : (leastB...mostB, leastA...mostA)
    return low.lowerBound > 0 && low.upperBound < 3 * low.lowerBound && high.upperBound < 3 * high.lowerBound
      && high.lowerBound > 3 * low.upperBound
  }

  /// Rates most of which are zero, as where a table was filled between settlements.
  private static func zeros(_ series: Series) -> SeriesFinding? {
    let all = series.values("funding_rate") ?? []
    let rates = all.filter { !$0.isNaN }
    let zeros = rates.count { $0 == 0 }
    guard rates.count >= 24, zeros * 2 > rates.count, zeros < rates.count, let first = all.firstIndex(of: 0) else {
      return nil
    }
    return series.doubt(
      "\(zeros) of its \(rates.count) rates are zero: filled between settlements?", from: first, count: zeros)
  }

  /// Rates that hardly ever change but in one direction: their sum since the first row.
  private static func total(_ series: Series) -> SeriesFinding? {
    let rates = (series.values("funding_rate") ?? []).filter { !$0.isNaN }
    let steps = zip(rates, rates.dropFirst()).map { $1 - $0 }.filter { $0 != 0 }
    guard steps.count >= 30, steps.count * 2 > rates.count, let step = steps.map({ abs($0) }).middle,
      let size = rates.map({ abs($0) }).middle, size > 5 * step
    else { return nil }
    let rises = steps.count { $0 > 0 }
    guard max(rises, steps.count - rises) * 20 >= steps.count * 19 else { return nil }
    return series.doubt(
      "its rates \(rises * 2 > steps.count ? "rise" : "fall") nearly from each row to the next, by far less than they are: a "
        + "running total, and not what each settlement paid? Then take the difference to the row before")
  }

  /// Rates of which most are so large that they look like percent.
  private static func large(_ series: Series, below most: Double) -> SeriesFinding? {
    let sizes = (series.values("funding_rate") ?? []).filter { !$0.isNaN }.map { abs($0) }
    guard sizes.count >= 10, let middle = sizes.middle, middle >= TableRoles.largeRate * share(of: series),
      middle <= most
    else {
      return nil
    }
    return series.doubt(
      "half of its rates are beyond \(Float(middle * 100))% at each settlement: percent taken for "
        + "fractions? Then remove it and import with --kind funding --unit funding_rate=percent")
  }

  /// Venues that settle at hours of UTC which are multiples of the interval.
  private static let onTheHour: Set<String> = ["binance", "bybit", "okx", "gate"]

  private static func hours(_ series: Series) -> SeriesFinding? {
    let venue = series.descriptor.instrument.venue
    guard onTheHour.contains(venue), let cadence = series.descriptor.cadence, cadence > .hours(1), cadence < .day,
      series.count >= 6, let first = series.stamps.first
    else { return nil }
    let width = cadence.milliseconds
    let beside = first.flooredRemainder(by: width)
    guard beside != 0, beside % Interval.hours(1).milliseconds == 0,
      series.stamps.allSatisfy({ $0.flooredRemainder(by: width) == beside })
    else { return nil }
    return series.doubt(
      "it settles \(Interval(milliseconds: beside)) after the hours of UTC at which \(venue) does: times off a clock that "
        + "is not UTC? Say --zone")
  }

  /// Settlements that all come so many minutes after the hour: those of no venue do.
  private static func minutes(_ series: Series) -> SeriesFinding? {
    guard series.count >= 6, let first = series.stamps.first else { return nil }
    let (minute, hour) = (Interval.minute.milliseconds, Interval.hour.milliseconds)
    let late = first.flooredRemainder(by: hour) / minute
    // Some print a settlement when they have made it, and that takes some seconds.
    guard (2..<59).contains(late),
      series.stamps.allSatisfy({ abs($0.flooredRemainder(by: hour) / minute - late) <= 1 })
    else { return nil }
    return series.doubt(
      "its settlements are all \(Interval.minutes(Int(late))) after the hour, and venues settle at the hour: times at which each "
        + "was read, or off a clock that is not UTC? A profile moves them (shift: -\(Interval.minutes(Int(late))))")
  }

  /// Rates of which a part is a hundred times as large as the rest, or ten thousand times.
  private static func steps(_ series: Series, _ name: String, called what: String = "rates") -> SeriesFinding? {
    guard let rates = series.values(name) else { return nil }
    let sizes = rates.indices.filter { abs(rates[$0]) > 0 }
    let width = min(24, sizes.count / 3)
    guard width >= 10 else { return nil }
    let paid = sizes.map { rates[$0] }
    for start in stride(from: width, through: sizes.count - width, by: max(1, width / 4)) {
      let (before, after) = (sizes[(start - width)..<start], sizes[start..<(start + width)])
      let (former, latter) = (SizedRates(rates, before), SizedRates(rates, after))
      guard let ratio = SizedRates.step(former, latter, share: share(of: series)) else { continue }
      let factor = SizedRates.factor(of: ratio)
      guard SizedRates.isSharp(paid, about: start, width: width, former, latter, factor: factor) else { continue }
      let at = Instant(milliseconds: series.stamps[sizes[start]]).minuteText
      let unit = factor == 100 ? "percent" : "basis points"
      return series.doubt(
        "its \(what) are of the size of \(Float(former.middle)) before about \(at) and of \(Float(latter.middle)) behind it, "
          + "\(Int(ratio)) times: \(unit) and fractions in one file?", from: sizes[start])
    }
    return nil
  }

  /// A few rows in a row of which each is a hundred times as large as it would be among the others.
  private static func block(_ series: Series, _ name: String, called what: String = "rates") -> SeriesFinding? {
    guard let found = series.values(name).flatMap({ RateBlocks($0).first }) else { return nil }
    let at = Instant(milliseconds: series.stamps[found.first]).minuteText
    return series.doubt(
      "its \(what) are of two sizes a hundredfold apart, about \(Float(found.small)) and, in \(found.count) rows from \(at) on, "
        + "about \(Float(found.large)): percent among fractions?", from: found.first, count: found.count)
  }

  /// The sizes of some rates one behind the other.
  private struct SizedRates {
    private let sizes: [Double]
    /// Of those that are written with more decimals than a percentage times a hundred has.
    private let fine: Int

    var middle: Double { sizes[sizes.count / 2] }
    private func part(_ share: Double) -> Double { sizes[Int(Double(sizes.count - 1) * share)] }

    init(_ rates: [Double], _ rows: ArraySlice<Int>) {
      sizes = rows.map { abs(rates[$0]) }.sorted()
      fine = sizes.count { abs(($0 * 1e6).rounded() - $0 * 1e6) > 1e-4 }
    }

    /// What no rate nor premium stays beyond that was a four hundredth of it a row before.
    private static let beyondMarkets = 0.02

    /// The unit that the larger of two sizes is counted in, as parts of one: percent or basis points.
    static func factor(of ratio: Double) -> Int64 { ratio < 1000 ? 100 : 10_000 }

    /// How many times the larger of the two is the smaller, where that is the step from fractions to percent, or to basis
    /// points.
    ///
    /// A coin in distress pays much as well, and seldom a hundredfold at a stroke; and venues write its rates with as many
    /// decimals as any other, which a percentage taken for a fraction does not have.
    ///
    /// - Parameter share: of eight hours that a rate is of: an hour's is an eighth.
    static func step(_ a: SizedRates, _ b: SizedRates, share: Double) -> Double? {
      let (small, large) = a.middle < b.middle ? (a, b) : (b, a)
      let ratio = large.middle / small.middle
      guard (25...100_000).contains(ratio), large.part(0.25) > small.part(0.75) else { return nil }
      guard ratio <= 400 else { return large.middle >= beyondMarkets ? ratio : nil }
      let isCoarse = large.fine == 0 && small.fine * 2 > small.sizes.count
      return large.middle >= 0.004 * share && ratio >= 40 || isCoarse && large.middle >= 0.001 * share ? ratio : nil
    }

    /// Whether the step is at one row, keeps to both sides of it, and no market made it: in a crash the sign turns, or there
    /// are rates between.
    static func isSharp(
      _ rates: [Double], about start: Int, width: Int, _ a: SizedRates, _ b: SizedRates, factor: Int64
    ) -> Bool {
      let range = (start - width / 2)..<min(rates.count, start + width / 2)
      let isUp = a.middle < b.middle
      let place = RateSides.sharpest(rates, in: range, between: (a.middle * b.middle).squareRoot(), isUp: isUp)
      guard place >= 10, place + 10 <= rates.count else { return false }
      let sides = [rates[max(0, place - width)..<place], rates[place..<min(rates.count, place + width)]]
        .map { side in side.map { abs($0) }.sorted() }
      let (small, large) = isUp ? (sides[0], sides[1]) : (sides[1], sides[0])
      return large[(large.count - 1) / 4] > small[(small.count - 1) * 3 / 4]
        && !RateSides(rates, at: place, width: width, isUp: isUp, factor: factor).isMarket
    }
  }

  /// Which share of eight hours a rate is of, as which the bounds are.
  private static func share(of series: Series) -> Double {
    guard let cadence = series.descriptor.cadence else { return 1 }
    return min(1, max(1.0 / 8, Double(cadence.milliseconds) / Double(Interval.hours(8).milliseconds)))
  }

  /// Rates that come more often than they change, and change only where the venue settled every eight hours.
  private static func carried(_ series: Series) -> SeriesFinding? {
    let venue = series.descriptor.instrument.venue
    guard onTheHour.contains(venue), let cadence = series.descriptor.cadence, cadence <= .hours(4),
      series.count >= 24, let rates = series.values("funding_rate")
    else { return nil }
    let changes = rates.indices.dropFirst().filter { rates[$0] != rates[$0 - 1] && !rates[$0].isNaN }
    let eight = Interval.hours(8).milliseconds
    // Rates of each row of their own would change there by chance, each with the share that a row is of eight hours.
    let chance = changes.reduce(1.0) { chance, _ in chance * Double(cadence.milliseconds) / Double(eight) }
    guard chance < 0.15, changes.allSatisfy({ series.stamps[$0].flooredRemainder(by: eight) == 0 }) else {
      return nil
    }
    return series.doubt(
      "its rows come \(cadence) apart, and its rates change only at 00, 08 and 16 UTC, where \(venue) settles: a rate of 8h "
        + "that is carried? Then remove it and import it with --interval 8h, or each row is charged in full")
  }

  /// Rates of the usual interval of their venue that were written down more often.
  private static func usual(_ series: Series) -> SeriesFinding? {
    FundingSchedule(series)?.largeDoubts(in: .always).first
  }

  /// Rates that come less often than their venue settles.
  private static func sparse(_ series: Series) -> SeriesFinding? {
    let venue = series.descriptor.instrument.venue
    guard let every = Venue.named(venue).settlesEvery, let cadence = series.descriptor.cadence, cadence > every,
      series.count > 1
    else { return nil }
    let settlements = cadence.milliseconds / every.milliseconds
    return series.doubt(
      "\(venue) settles every \(every), and its rows come \(cadence) apart: \(settlements - 1) of \(settlements) settlements "
        + "are missing, or each row is their sum or mean")
  }

  private static func daily(_ series: Series) -> SeriesFinding? {
    guard let cadence = series.descriptor.cadence, cadence >= .day else { return nil }
    return series.doubt(
      "settlements come \(cadence) apart, and venues settle every 8 h or more often: sums or means of a day?")
  }
}

extension Series {
  /// Something to be known of its rows from one on.
  ///
  /// - Parameter count: the rows it concerns; when left out, that one and all behind it.
  func doubt(_ what: String, from row: Int = 0, count: Int? = nil) -> SeriesFinding {
    SeriesFinding(what: what, count: count ?? self.count - row, first: Instant(milliseconds: stamps[row]))
  }
}
