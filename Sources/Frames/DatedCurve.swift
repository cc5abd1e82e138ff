import Market
import Store

/// A name on the curve of a coin's dated futures: `front.close`, `second.hours_to_expiry`, `maturity_30d.close`, with a
/// venue before it where several list them.
struct CurveName: Hashable {
  enum Point: Hashable {
    /// The nearest to expire, 0, or the one after it.
    case future(Int)
    /// A constant distance from expiry, between the two futures that straddle it.
    case maturity(Interval)
  }

  enum Value: String, CaseIterable {
    case close
    case hoursToExpiry = "hours_to_expiry"

    var unit: Unit { self == .close ? .price : .hours }
  }

  let text: String
  let venue: String?
  let point: Point
  let value: Value

  /// The name without its venue.
  var withoutVenue: String { venue.map { String(text.dropFirst($0.count + 1)) } ?? text }

  static let points = ["front", "second"]
  private static let maturity = "maturity_"

  /// Nil for any other name.
  init?(_ text: String) {
    let words = text.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
    guard words.count == 2 || words.count == 3, let value = Value(rawValue: words[words.count - 1]) else { return nil }
    let point = words[words.count - 2]
    if let place = Self.points.firstIndex(of: point) {
      self.point = .future(place)
    } else if point.hasPrefix(Self.maturity), value == .close,
      let length = Interval(String(point.dropFirst(Self.maturity.count))), length > .zero
    {
      self.point = .maturity(length)
    } else {
      return nil
    }
    self.text = text
    self.value = value
    venue = words.count == 3 ? words[0] : nil
  }
}

/// The dated futures of the traded coin on one venue, in the traded instrument's unit, by the bar.
///
/// Which future is the front one is decided anew at each bar, of those that live at its close: a row of theirs is known by
/// then, and they have not expired. So `front.close` jumps where the front rolls, and what is made of it bar by bar jumps
/// with it; where the price of the one that is meant is missing, nothing is known, and no other takes its place. Its distance
/// from spot does not mean to be continued across a roll; a constant maturity does.
struct DatedCurve {
  /// By expiry.
  let futures: [(series: StoredSeries, position: Int, expiry: Instant, scale: Double)]

  /// - Throws: `Problem` where no dated future of the coin is there in a comparable currency, and for several venues.
  init(_ book: ColumnBook, _ name: CurveName) throws {
    let coin = book.contract
    var found: [(meaning: ColumnBook.Meaning, contract: Contract, expiry: Instant)] = []
    let series = try book.dataset.series(withColumn: "close").filter {
      $0.descriptor.kind == .klines && $0.descriptor.instrument.type == .future
    }
    for (instrument, own) in Dictionary(grouping: series, by: \.descriptor.instrument) {
      let contract = try book.dataset.contract(of: instrument)
      guard contract.base == coin.base, Dollar.comparable(contract.quote, coin.quote), let expiry = contract.expiry,
        let meaning = try book.best(own.compactMap { book.meaning($0, "close") })
      else { continue }
      found.append((meaning, contract, expiry))
    }
    func narrow(_ fits: ((meaning: ColumnBook.Meaning, contract: Contract, expiry: Instant)) -> Bool) {
      let some = found.filter(fits)
      if !some.isEmpty { found = some }
    }
    if let venue = name.venue {
      let listing = Set(found.map(\.meaning.instrument.venue)).sorted()
      if !listing.isEmpty, !listing.contains(venue) {
        throw Problem(
          "'\(name.text)' has '\(venue)' where a venue is expected that lists dated futures of \(coin.base)",
          remedy: "write \(listing.map { "\($0).\(name.withoutVenue)" }.joined(separator: " or "))")
      }
      found.removeAll { $0.meaning.instrument.venue != venue }
    } else {
      narrow { $0.meaning.instrument.venue == book.instrument.venue }
    }
    narrow { $0.contract.form == coin.form }
    narrow { $0.contract.quote == coin.quote }
    let venues = Set(found.map(\.meaning.instrument.venue)).sorted()
    guard let venue = venues.first else {
      throw Problem(
        "'\(name.text)' asks for dated futures of \(coin.base.isEmpty ? book.instrument.description : coin.base)\(name.venue.map { " on \($0)" } ?? ""), and dataset '\(book.dataset.name)' has none",
        remedy: "import their klines")
    }
    guard venues.count == 1 else {
      throw Problem(
        "'\(name.text)' could mean the dated futures of \(venues.joined(separator: " or "))",
        remedy: "say \(venues.map { "\($0).\(name.text)" }.joined(separator: " or "))")
    }
    self.venue = venue
    futures = found.sorted { $0.expiry < $1.expiry }.map {
      ($0.meaning.series, $0.meaning.position, $0.expiry, coin.coinsPerUnit / $0.contract.coinsPerUnit)
    }
  }

  private let venue: String

  /// What has to be said wherever it is used.
  var note: String {
    let symbols = futures.map(\.series.descriptor.instrument.symbol)
    let shown = symbols.count > 4 ? symbols.prefix(2) + ["…"] + symbols.suffix(1) : symbols[...]
    return "of \(symbols.count) dated futures of \(venue): \(shown.joined(separator: ", "))"
  }

  /// The futures that live at an instant, by expiry.
  ///
  /// - Parameter listed: by future, when its first row was known; nil where none is.
  private func living(at close: Instant, listed: [Instant?]) -> [Int] {
    futures.indices.filter { future in
      futures[future].expiry > close && listed[future].map { $0 <= close } ?? false
    }
  }

  /// How often the future that a name means becomes another, and when first; nil where it never does.
  ///
  /// - Parameter listed: by future, when its first row was known; nil where none is.
  func rolls(_ name: CurveName, on grid: Grid, listed: [Instant?]) -> (count: Int, first: Instant)? {
    guard case .future(let place) = name.point, name.value == .close else { return nil }
    var (meant, count): (Int?, Int) = (nil, 0)
    var first: Instant?
    for row in 0..<grid.count {
      guard let future = living(at: grid.close(row), listed: listed).dropFirst(place).first else { continue }
      if let before = meant, before != future {
        count += 1
        first = first ?? grid.open(row)
      }
      meant = future
    }
    return first.map { (count, $0) }
  }

  /// The curve at every bar, from the closes of each future as they were known.
  ///
  /// - Parameters:
  ///   - closes: of each future in `futures`; NaN where not known and from its expiry on.
  ///   - listed: by future, when its first row was known; nil where none is.
  func values(_ name: CurveName, on grid: Grid, closes: [[Double]], listed: [Instant?]) -> [Double] {
    (0..<grid.count).map { row in
      let close = grid.close(row)
      let living = living(at: close, listed: listed)
      func left(_ future: Int) -> Double { Double(futures[future].expiry.since(close).milliseconds) }
      func price(_ future: Int) -> Double { closes[future][row] * futures[future].scale }
      switch name.point {
      case .future(let place):
        guard living.indices.contains(place) else { return .nan }
        return name.value == .close ? price(living[place]) : left(living[place]) / Double(Interval.hour.milliseconds)
      case .maturity(let length):
        let wanted = Double(length.milliseconds)
        guard let near = living.last(where: { left($0) <= wanted }),
          let far = living.first(where: { left($0) >= wanted })
        else { return .nan }
        guard left(far) > left(near) else { return price(near) }
        // Linear in the price is linear in the basis to expiry, whatever it is held against.
        return (price(near) * (left(far) - wanted) + price(far) * (wanted - left(near))) / (left(far) - left(near))
      }
    }
  }
}
