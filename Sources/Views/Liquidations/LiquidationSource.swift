import Market
import Research

/// One feed's liquidations in dollars.
struct LiquidationSource: Sendable {
  struct Row: Sendable {
    let open: Instant
    let known: Instant
    let longs: Double
    let shorts: Double
    let price: Double?
  }

  let instrument: Instrument
  let rows: [Row]
  /// When bars would have been known that it leaves out, as it lists none without liquidations; they are rows of nothing.
  let silent: [Instant]
  /// So many bars in a row are left out for silence; more are a hole.
  static let mostSilent = 2
  /// Whether coins of it are turned into dollars by a price that its rows do not say.
  let isPriced: Bool
  /// That price; nil where none is needed.
  let price: CoinPrice?
  /// How many of its rows are in no dollars because no price was known with them.
  private let rowsWithoutPrice: Int
  let countsContracts: Bool
  /// Narrowest bar its rows can be added up in.
  let step: Interval
  /// What its rows are, in order: bars one after the other, of which a missing one is a hole; nil where they come when
  /// something was liquidated.
  private let bars: SeriesDescriptor?
  let age: Interval
  /// Whether what it is silent of after its last row is known to be nothing.
  let isFresh: Bool

  init?(
    _ moment: MarketMoment, _ instrument: Instrument, over length: Interval, singly: Bool = false
  ) throws {
    let all: [(SeriesKind, [String])] = [
      (.liquidations, ["long_liquidations_value", "short_liquidations_value"]),
      (.liquidations, ["long_liquidations", "short_liquidations"]),
      (.liquidationEvents, ["long_liquidated", "short_liquidated", "liquidation_price"]),
    ]
    let contract = moment.contract(of: instrument)
    let coins = contract.coinsPerUnit
    for (kind, columns) in singly ? [all[2]] : all {
      guard let summary = try moment.series(kind, of: instrument, column: columns[0]),
        let counted = summary.descriptor.counts(columns[0], of: contract),
        counted == summary.descriptor.counts(columns[1], of: contract)
      else { continue }
      let isInDollars = !counted.isPriced
      let series = try moment.rows(summary, columns: columns, over: length)
      let isPriced = !isInDollars && series.stamps.indices.contains { columns.count < 3 || series.columns[2][$0].isNaN }
      // The first rows are at a price from before them.
      let price = isPriced ? try moment.coinPrice(instrument, over: length + .days(2)) : nil
      guard let last = series.stamps.last, !isPriced || price != nil || kind == .liquidationEvents else { continue }
      let after = summary.descriptor.knownAfter
      (self.instrument, self.isPriced, self.price) = (instrument, isPriced, price)
      step = max(.hour, summary.descriptor.cadence ?? .hour)
      let age = moment.asOf.since(Instant(milliseconds: last) + after)
      self.age = age
      bars = Self.comesByBars(series.stamps, summary.descriptor) ? series.descriptor : nil
      isFresh = age < Self.longestSilence(series.stamps, summary.descriptor)
      countsContracts = summary.descriptor.countsContracts(in: columns[0])
      let listed = series.stamps.indices.compactMap { row -> Row? in
        let open = Instant(milliseconds: series.stamps[row])
        let own = columns.count > 2 ? series.columns[2][row] : .nan
        let worth = isInDollars ? 1 : own.isNaN ? price?.price.value(at: open + after) ?? .nan : own / coins
        guard !series.columns[0][row].isNaN, !series.columns[1][row].isNaN else { return nil }
        let factor = counted.worth(at: worth * coins)
        return Row(
          open: open, known: open + after, longs: series.columns[0][row] * factor,
          shorts: series.columns[1][row] * factor,
          price: own.isNaN ? nil : own)
      }
      rowsWithoutPrice = listed.count { $0.longs.isNaN || $0.shorts.isNaN }
      silent = bars == nil ? [] : Self.silent(in: listed, series.descriptor, to: moment.asOf)
      rows = (listed + silent.map { Row(open: $0 - after, known: $0, longs: 0, shorts: 0, price: nil) })
        .sorted { $0.known < $1.known }
      return
    }
    return nil
  }

  /// Whose price its dollars are by where it has none of its own, a sentence.
  var borrowed: String? {
    guard let price, price.isBorrowed else { return nil }
    return "Dollars of \(instrument) are by \(price.words): it has no price of its own."
  }

  /// That rows are in no dollars, a sentence; nil where none is.
  var unpriced: String? {
    guard rowsWithoutPrice > 0 else { return nil }
    return
      "Of \(instrument) \(rowsWithoutPrice) rows have no dollars, as no price of its coin was known with them\(price.map { " (\($0.words) was missing or too old)" } ?? ""): a sum over one of them is not given."
  }

  /// How long no row means that there was none. Bars come one after the other, and a missing one is a gap; events, and
  /// bars only of hours that had some, come when they come: theirs is the longest silence before it, a day at least.
  package static func longestSilence(_ stamps: [Int64], _ descriptor: SeriesDescriptor) -> Interval {
    if let age = descriptor.maximumAge, comesByBars(stamps, descriptor) { return age }
    let gaps = zip(stamps.dropFirst(), stamps).map { $0 - $1 }
    return max(.day, Interval(milliseconds: gaps.max() ?? 0))
  }

  private static func comesByBars(_ stamps: [Int64], _ descriptor: SeriesDescriptor) -> Bool {
    guard let cadence = descriptor.cadence else { return false }
    let usual = zip(stamps.dropFirst(), stamps).count { $0 - $1 <= cadence.milliseconds }
    return usual * 2 >= stamps.count - 1
  }

  /// When the bars would have been known that a feed leaves out which never lists one without liquidations: up to two in a
  /// row, of which many more are there.
  private static func silent(in rows: [Row], _ descriptor: SeriesDescriptor, to asOf: Instant) -> [Instant] {
    guard let cadence = descriptor.cadence, let last = rows.last,
      rows.allSatisfy({ !($0.longs == 0 && $0.shorts == 0) })
    else { return [] }
    func between(_ known: Instant, _ next: Instant) -> [Instant] {
      let missing = Int(next.since(known).milliseconds / cadence.milliseconds) - 1
      return missing > mostSilent ? [] : (0..<max(0, missing)).map { known + cadence * ($0 + 1) }
    }
    return zip(rows, rows.dropFirst()).flatMap { between($0.known, $1.known) }
      + between(last.known, asOf + cadence)
  }

  /// What of it became known in the `length` up to an instant, longs and shorts.
  func sum(over length: Interval, to instant: Instant) -> WindowSum {
    let stamps = rows.map(\.known.milliseconds)
    let columns = [rows.map(\.longs), rows.map(\.shorts)]
    return WindowSum(
      knownAt: stamps, columns: columns, every: bars?.cadence, over: length, to: instant)
  }

  /// Places among `count` bars of a width of which not all parts are there, from its first row on; behind its last one only
  /// where it is not stale.
  func holes(from: Instant, by step: Interval, count: Int) -> [Int] {
    guard let cadence = bars?.cadence, let parts = step.count(of: cadence), let first = rows.first, let last = rows.last
    else { return [] }
    var there = [Int](repeating: 0, count: count)
    for row in rows {
      let place = Int(row.open.since(from).milliseconds.flooredQuotient(by: step.milliseconds))
      if there.indices.contains(place) { there[place] += 1 }
    }
    return there.indices.filter { place in
      let open = from + step * place
      return there[place] < parts && open + step > first.open && (isFresh || open <= last.open)
    }
  }

  /// Those that became known after one instant, up to another.
  func events(after from: Instant, upTo to: Instant) -> [LiquidationEvent] {
    rows.filter { $0.known > from && $0.known <= to }.flatMap { row in
      [(true, row.longs), (false, row.shorts)].filter { $0.1 > 0 }.map {
        LiquidationEvent(instrument: instrument, at: row.open, isLong: $0.0, dollars: $0.1, price: row.price)
      }
    }
  }
}

/// One liquidation, or one bar of a feed that has no single ones.
public struct LiquidationEvent: Sendable {
  public let instrument: Instrument
  public let at: Instant
  public let isLong: Bool
  public let dollars: Double
  /// Of the liquidation itself; nil for a bar.
  public let price: Double?
}
