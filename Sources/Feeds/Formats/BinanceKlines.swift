import Market

/// Binance's klines: traded price of perpetuals, mark price, premium index and spot all come in these twelve columns.
///
/// Which of the four it is stands in the folder, or in `--kind`; where neither says, rows that allow only one answer do.
/// Headers come and go from month to month, so the first field decides: data begins with a number. Stamps are
/// milliseconds, in newer spot files microseconds. What has these names and others behind them, or other times, is a table
/// (`NamedKlines`). Source: https://github.com/binance/binance-public-data
public struct BinanceKlines: FeedFormat {
  public let name = "binance-klines"
  public let about = "klines of Binance: perpetual, mark price, premium index and spot"
  public let saysItself = true
  public let readsFromAnywhere = true

  static let columns = [
    "open_time", "open", "high", "low", "close", "volume", "close_time", "quote_volume", "count", "taker_buy_volume",
    "taker_buy_quote_volume",
  ]

  public init() {}

  public func recognise(_ text: FeedText, clues: PathClues, hints: ImportHints) throws -> SeriesDescriptor? {
    var scanner = CSVScanner(text, columns: Self.columns)
    guard hints.kind != .external, scanner.advance() else { return nil }
    let hasHeader = !scanner.beginsWithDigit
    if hasHeader {
      // A table of some of these, or of others besides, is one that its names tell; this format has them all in one order.
      let names = Set(scanner.texts)
      guard scanner.texts.first == Self.columns[0], Self.columns.allSatisfy(names.contains) else { return nil }
      try checkHeader(scanner.texts, text)
      guard !NamedKlines.hasOthers(scanner.texts) else { return nil }
    } else {
      guard (11...12).contains(scanner.count), let open = try? scanner.stamp(0), let close = try? scanner.stamp(6),
        close > open
      else { return nil }
    }
    let sample = KlineSample(text)
    guard !hasHeader || !sample.hasOtherTimes else { return nil }
    let isKindSaid = (hints.kind ?? clues.kind ?? sample.onlyKind) != nil
    let symbol = try clues.symbol(
      of: text, said: hints.symbol,
      further: isKindSaid ? "" : " and what of it with --kind: klines, mark, premium or spot")
    let (instrument, kind) = try instrument(symbol, of: sample, clues: clues, hints: hints, at: text.location)
    let isInverse = instrument.contract.form == .inverse
    return SeriesDescriptor(
      instrument: instrument, kind: kind.series, cadence: try interval(of: sample, clues: clues, at: text.location),
      columns: isInverse && kind.series == .klines ? SeriesKind.coinMarginedKlines : nil)
  }

  /// The instrument that the rows are of, and what they are of it.
  ///
  /// - Throws: `Problem` where nothing says it, or the path, the flags and the rows contradict each other.
  func instrument(
    _ symbol: String, of sample: KlineSample, clues: PathClues, hints: ImportHints, at location: String
  ) throws -> (Instrument, FileKind) {
    try checkVenue(clues, hints, at: location)
    let kind = try kind(of: sample, clues: clues, hints: hints, at: location)
    let instrument = kind.instrument(venue: hints.venue ?? "binance", symbol: symbol)
    let isInverse = instrument.contract.form == .inverse
    guard isInverse || !clues.isCoinMargined else {
      throw Problem(
        "the folder is that of coin-margined futures, and \(instrument) is none by its symbol",
        at: .init(file: location), remedy: "check where the file comes from")
    }
    if kind.series == .klines, !isInverse, let dollars = sample.dollarsPerContract {
      throw Problem(
        "the rows count contracts of \(Int(dollars)) dollars, and \(instrument) is "
          + "\(instrument.contract.form.rawValue) by its symbol",
        at: .init(file: location), remedy: "say which contract it is: --symbol BTCUSD_PERP")
    }
    if kind.series == .klines, isInverse, sample.countsCoins {
      throw Problem(
        "the rows count coins and what these were worth, and \(instrument) is inverse by its symbol: its volume is "
          + "contracts, and the column behind it coins",
        at: .init(file: location), remedy: "say which contract it is: --symbol \(instrument.contract.base)USDT")
    }
    return (instrument, kind)
  }

  /// - Throws: `Problem` where the path says another venue, of which others write what Binance does.
  private func checkVenue(_ clues: PathClues, _ hints: ImportHints, at location: String) throws {
    guard hints.venue == nil else { return }
    let isUS = clues.folders.prefix(3).contains {
      $0.lowercased().filter(\.isLetter) == "binanceus"
    }
    guard let named = isUS ? "binanceus" : clues.venueWord(among: Venue.known.map(\.name)), named != "binance" else {
      return
    }
    throw Problem(
      "the columns are those of binance ('\(name)'), and the path says \(named)", at: .init(file: location),
      remedy: "say --venue \(named), or --venue binance")
  }

  private func checkHeader(_ header: [String], _ text: FeedText) throws {
    for (index, name) in Self.columns.enumerated() where index >= header.count || header[index] != name {
      let found = index < header.count ? "'\(PrintableText.short(header[index]))'" : "missing"
      throw Problem(
        "column \(index + 1) of the header is \(found) and should be '\(name)'",
        at: Problem.Place(file: text.location, line: 1, column: 1), remedy: "nothing of this file was imported")
    }
  }

  private func kind(
    of sample: KlineSample, clues: PathClues, hints: ImportHints, at location: String
  ) throws -> FileKind {
    let possible = sample.possibleKinds
    if hints.kind == nil, clues.kind == nil { try clues.markets.check(at: location) }
    if let said = hints.kind ?? clues.kind ?? (clues.market == .spot ? .spot : nil) {
      guard hints.kind == nil ? sample.allows(folder: said) : sample.allows(said) else {
        let others = hints.kind == nil ? possible.filter(sample.allows(folder:)) : possible
        let found = others.map(\.name).joined(separator: " or ")
        throw Problem(
          "\(hints.kind == nil ? "the folder" : "--kind") says \(said.name), and the rows \(sample.evidence)"
            + (found.isEmpty ? "" : ", as those of \(found) do"),
          at: .init(file: location), remedy: "check where the file comes from")
      }
      return said
    }
    if let only = sample.onlyKind {
      // An index is printed as a mark is, and only a name can tell.
      return only == .mark && clues.untraded == .index ? .index : only
    }
    throw Problem(
      "nothing says whether these klines are \(possible.map(\.name).joined(separator: " or "))",
      at: .init(file: location), remedy: "say --kind klines, mark, premium or spot")
  }

  private func interval(of sample: KlineSample, clues: PathClues, at location: String) throws -> Interval {
    guard let seen = sample.interval else {
      throw Problem(
        "the file has no row with an open and a close time", at: .init(file: location),
        remedy: "fetch it again: it is empty or was cut short")
    }
    if clues.parts.count > 1, ["1mo", "1M"].contains(clues.parts[1]) {
      throw Problem(
        "bars of a month have no one width and are not read", at: .init(file: location), remedy: "import 1d bars")
    }
    try sample.checkWidth(at: location)
    let named = clues.resolution.flatMap { $0.isSure ? $0.widths.first : nil }
    if let said = clues.interval ?? named, said != seen {
      throw Problem(
        "the name says bars of \(said), and close_time - open_time says \(seen)", at: .init(file: location),
        remedy: "check where the file comes from")
    }
    return seen
  }

  public func read(_ text: FeedText, into rows: inout RowCollector) throws {
    let text = Self.ordered(text)
    var scanner = CSVScanner(dataOf: text, columns: Self.columns)
    let kind = rows.descriptor.kind
    guard let cadence = rows.descriptor.cadence else { preconditionFailure("bars have a width") }
    let width = cadence.milliseconds
    let phase = Self.phase(of: cadence)
    // The first row has no close before it: what it is compared with is the middle of those that follow.
    var last = kind == .premium ? nil : KlineSample(text).middleClose
    let isSpot = rows.descriptor.instrument.type == .spot
    var digits: Int?
    try rows.collect(&scanner) { row, values throws(RowDefect) in
      let open = try row.stamp(0)
      // Spot went over to microseconds in 2025, and nothing else did.
      let count = row.content(0).count
      if !isSpot, let digits, digits != count {
        throw row.defect(0, "has other digits than the first: rows of spot count microseconds, and no others")
      }
      digits = count
      if let phase, (open - phase) % width != 0 {
        throw row.defect(
          0, "(\(Instant(milliseconds: open))) is not where a bar of \(Interval(milliseconds: width)) opens")
      }
      // A halt ends a bar early; no bar ends late.
      let close = try row.stamp(6)
      guard close > open else {
        throw row.defect(6, "is not behind the open of its bar, \(Instant(milliseconds: open))")
      }
      guard close < open + width else {
        throw row.defect(
          6, "does not lie in the bar of \(Interval(milliseconds: width)) that opens at \(Instant(milliseconds: open))")
      }
      for index in 0..<4 {
        values[index] = try kind == .premium ? row.number(index + 1) : row.price(index + 1)
      }
      if kind != .premium {
        if let last, PlausibleNumbers.areApart(values[3], last) {
          throw row.defect(4, "is more than a million times apart from the closes around it, \(last)")
        }
        for index in 0..<3 where PlausibleNumbers.areApart(values[index], values[3]) {
          throw row.defect(index + 1, "is more than a million times apart from the close of its bar, \(values[3])")
        }
        last = values[3]
      } else if let index = (0..<4).first(where: { abs(values[$0]) >= 100 }) {
        throw row.defect(index + 1, "is not a fraction of any price")
      }
      guard values[1] >= values[2] else { throw row.defect(2, "is below low '\(row.text(3))'") }
      guard values[1] >= max(values[0], values[3]) else { throw row.defect(2, "is below open or close of its bar") }
      guard values[2] <= min(values[0], values[3]) else { throw row.defect(3, "is above open or close of its bar") }
      guard kind == .klines else { return open }
      for (index, field) in [5, 7, 8, 9, 10].enumerated() {
        values[index + 4] = try row.amount(field)
      }
      return open
    }
  }

  /// An instant that bars of this width open at: midnight for what divides a day, Monday for weeks. Nil for other widths,
  /// which venues cut as they like.
  private static func phase(of interval: Interval) -> Int64? {
    if interval == .week { return 4 * Interval.day.milliseconds }
    return Interval.day.count(of: interval) != nil ? 0 : nil
  }
}
