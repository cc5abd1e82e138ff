import Frames
import Market

/// Open interest of one instrument through time, in coins and in dollars.
///
/// What its venue publishes of the two is read, the value of a row beside its coins too; where it publishes one alone, the
/// other follows by a price: what its contracts are of by the price that was known with the row, since that many were open
/// then, and what those are worth by the price of the instant that is asked about. A venue that counts in contracts is turned
/// into whichever its contract size is in.
public struct VenueInterest: Sendable {
  public let instrument: Instrument
  public let contract: Contract
  /// As published, in coins or dollars.
  public let published: KnownColumn
  public let isInDollars: Bool
  /// Dollars that are published beside coins; nil where they are not, or in no dollar.
  private let worth: KnownColumn?
  /// By which the one is turned into the other; nil where nothing has one.
  let coinPrice: CoinPrice?
  /// What its contracts are of, by row; nil where that is what is published, or nothing has a price.
  private let converted: KnownColumn?
  /// What it is called in its series.
  let column: String
  /// Of the series' values, to coins or dollars.
  let scale: Double

  /// Nil where the instrument has no open interest, or nothing says what its contracts are worth.
  init?(_ moment: MarketMoment, _ instrument: Instrument, over length: Interval) throws {
    let contract = moment.contract(of: instrument)
    let size = contract.size
    let forms: [(column: String, scale: Double, isInDollars: Bool)] = [
      ("open_interest", contract.coinsPerUnit, false), ("open_interest_value", 1, true),
      ("open_interest_contracts", size?.amount ?? .nan, size?.unit == .quote),
    ]
    for form in forms where !form.scale.isNaN {
      // What fell silent long ago is shown with its age all the same.
      let recent = try moment.column(form.column, .openInterest, of: instrument, over: length, scale: form.scale)
      guard
        let column = try recent ?? moment.column(form.column, .openInterest, of: instrument, scale: form.scale)
      else { continue }
      self.instrument = instrument
      self.contract = contract
      published = column
      isInDollars = form.isInDollars
      self.column = form.column
      scale = form.scale
      let quote = contract.quote
      worth =
        form.isInDollars || !(quote.isEmpty || Dollar.names.contains(quote))
        ? nil : try Self.worth(moment, instrument, beside: form.column, over: recent == nil ? nil : length)
      // The first rows are at a price from before them.
      coinPrice = try moment.coinPrice(instrument, over: length + .days(2))
      let isNative = form.isInDollars == (contract.form == .inverse)
      converted =
        isNative ? nil : coinPrice.map { Self.converted(column, isInDollars: form.isInDollars, at: $0.price) }
      return
    }
    return nil
  }

  private var price: KnownColumn? { coinPrice?.price }

  /// The other of coins and dollars, of each row at the price that was known when it was taken.
  private static func converted(_ published: KnownColumn, isInDollars: Bool, at price: KnownColumn) -> KnownColumn {
    let values = zip(published.knownAt, published.values).map { stamp, value in
      guard let price = price.value(at: taken(Instant(milliseconds: stamp), published, price)) else {
        return Double.nan
      }
      return isInDollars ? value / price : value * price
    }
    return KnownColumn(
      knownAt: published.knownAt, values: values, maximumAge: published.maximumAge, delay: published.delay)
  }

  /// When a price was known that was taken with a row: not later than the row itself.
  private static func taken(_ known: Instant, _ published: KnownColumn, _ price: KnownColumn) -> Instant {
    min(known, known - published.delay + price.delay)
  }

  /// What the rows of a column are worth by themselves.
  private static func worth(
    _ moment: MarketMoment, _ instrument: Instrument, beside column: String, over length: Interval?
  ) throws -> KnownColumn? {
    let value = "open_interest_value"
    guard let summary = try moment.series(.openInterest, of: instrument, column: column),
      summary.descriptor.columns.contains(where: { $0.name == value })
    else { return nil }
    let known = KnownColumn(try moment.rows(summary, columns: [value], over: length), column: 0)
    return known.isEmpty ? nil : known
  }

  public enum Amount: Sendable {
    case coins, dollars
    /// What its contracts are of a fixed number of, so that the price by itself changes nothing.
    case native
  }

  /// Dollars of contracts that are settled in their coin, coins of all others: held against the other of the two, interest that
  /// nobody touched rises when the price falls.
  public var native: Amount { contract.form == .inverse ? .dollars : .coins }

  private func unit(_ amount: Amount) -> Amount { amount == .native ? native : amount }

  public func value(_ amount: Amount, at instant: Instant) -> Double? {
    unit(amount) == .coins ? coins(at: instant) : dollars(at: instant)
  }

  /// What an amount is made of; nil where it cannot be said for want of a price.
  func columns(_ amount: Amount) -> [KnownColumn]? {
    guard isInDollars != (unit(amount) == .dollars) else { return [published] }
    if worth != nil { return [published] }
    return price.map { [published, $0] }
  }

  /// At both ends of a length of time up to an instant; nil where one is not known, or much older than it should be.
  func ends(_ amount: Amount, over length: Interval, to instant: Instant) -> (now: Double, then: Double)? {
    guard let columns = columns(amount), let span = ChangeSpan(length, to: instant, of: columns) else { return nil }
    return ends(amount, span)
  }

  func ends(_ amount: Amount, _ span: ChangeSpan) -> (now: Double, then: Double)? {
    guard let now = value(amount, at: span.to), let then = value(amount, at: span.from) else { return nil }
    // A row at a price from long before it has changed by what the price has since.
    let oldest = unit(amount) == native && converted != nil ? ChangeSpan.tolerance(span.to.since(span.from)) : nil
    guard let oldest else { return (now, then) }
    let ages = [span.from, span.to].compactMap { priceAge(at: $0) }
    return ages.allSatisfy { $0 <= oldest } ? (now, then) : nil
  }

  /// How old the price is by which it is turned into dollars or coins, at the row that is in force where that is what its
  /// contracts are of; nil without one, and where both are published.
  func priceAge(at instant: Instant) -> Interval? {
    guard published(worth, at: instant) == nil, let price else { return nil }
    let row = converted == nil ? nil : published.last(at: instant).map { Self.taken($0.since, published, price) }
    let at = row ?? instant
    return price.last(at: at).map { at.since($0.since) }
  }

  /// What a column says of the row that is in force; nil where it is too old, or says nothing.
  private func published(_ column: KnownColumn?, at instant: Instant) -> Double? {
    guard published.value(at: instant) != nil, let row = column?.last(at: instant),
      row.since == published.last(at: instant)?.since
    else { return nil }
    return row.value
  }

  /// Whether its contract had expired: nothing of it is open then, however young its last row is.
  public func hasExpired(at instant: Instant) -> Bool { contract.expiry.map { $0 <= instant } ?? false }

  public func coins(at instant: Instant) -> Double? {
    guard !hasExpired(at: instant) else { return nil }
    guard isInDollars else { return published.value(at: instant) }
    guard native == .dollars else { return published(converted, at: instant) }
    guard let value = published.value(at: instant) else { return nil }
    return price?.value(at: instant).map { value / $0 }
  }

  public func dollars(at instant: Instant) -> Double? {
    guard !hasExpired(at: instant) else { return nil }
    if let worth = published(worth, at: instant) { return worth }
    guard !isInDollars else { return published.value(at: instant) }
    guard native == .coins else { return published(converted, at: instant) }
    guard let value = published.value(at: instant) else { return nil }
    return price?.value(at: instant).map { value * $0 }
  }

  /// Whose price its dollars, or its coins, are by where that is another instrument's, a sentence; nil where none is.
  func borrowed(at instant: Instant) -> String? {
    guard let coinPrice, coinPrice.isBorrowed, priceAge(at: instant) != nil else { return nil }
    let (what, from) = isInDollars ? ("coins", "its dollars") : ("dollars", "its coins")
    guard (isInDollars ? coins(at: instant) : dollars(at: instant)) != nil else { return nil }
    return
      "Open interest of \(instrument) in \(what) is \(from) by \(coinPrice.words): it has no price of its own."
  }

  /// Why its dollars are not known where its coins are, a clause; nil where they are, and where it is not known itself.
  func unpriced(at instant: Instant) -> String? {
    guard !isInDollars, dollars(at: instant) == nil, coins(at: instant) != nil else { return nil }
    guard let coinPrice, let age = priceAge(at: instant) else { return "no price is known" }
    return "the last price of \(coinPrice.instrument) is \(age.inTwoUnits) old"
  }

  /// It in native units and the language of signals, beside the bars of another instrument; nil where no name means it.
  func expression(_ moment: MarketMoment, on reference: Instrument) throws -> InterestExpression? {
    let book = try ColumnBook(moment.dataset, instrument: "\(reference)")
    let name = try book.available.first {
      $0.instrument == instrument && ($0.name == column || $0.name.hasSuffix(".\(column)"))
    }?.name
    let isNative = isInDollars == (native == .dollars)
    return name.map { name in
      InterestExpression(
        text: isNative ? name : isInDollars ? "\(name) / close" : "\(name) * close", holder: instrument,
        unit: native, isRounded: !isNative, perValue: isInDollars ? scale : scale / contract.coinsPerUnit)
    }
  }
}

/// Open interest as signals read it.
struct InterestExpression: Sendable {
  let text: String
  /// Whose it is.
  let holder: Instrument
  /// Coins or dollars, whichever its contracts count.
  let unit: VenueInterest.Amount
  /// Whether it is a quotient or a product with the price, whose last digits change where nothing did.
  let isRounded: Bool
  /// Units of its bars, or dollars, in one of its values: what a contract is of where contracts are counted.
  let perValue: Double
}
