import Market
import Store

/// One of the instruments that a strategy holds as one position.
public struct FrameLeg: Hashable, Sendable {
  /// What its columns are qualified by: `perp.funding_rate`.
  public let name: String
  /// As a user writes it: `binance:BTCUSDT`, `BTCUSDT/spot`; `perpetual` for the traded instrument, whichever that is, and
  /// `spot` for the spot pair of the first leg.
  public let instrument: String
  /// How long before it expires a dated future is left for the next one; nil for a leg that does not roll.
  public let roll: Interval?
  /// Whether nothing of it is held, and its price says what a currency is worth.
  public let isConversion: Bool
  /// Where it is written, for messages.
  public let place: Problem.Place

  public init(
    name: String, instrument: String, roll: Interval? = nil, isConversion: Bool = false,
    place: Problem.Place = .nowhere
  ) {
    self.name = name
    self.instrument = instrument
    self.roll = roll
    self.isConversion = isConversion
    self.place = place
  }

  /// The word for the instrument that the market, the flag or the file chooses.
  public static let traded = "perpetual"
  /// The word for the spot pair of the first leg.
  public static let pair = "spot"
}

/// What names mean where several instruments are held: those of a leg by its name, and plain ones those of the first.
public struct LegBooks: Sendable {
  /// Of the instrument that plain names mean.
  public let first: ColumnBook
  /// None where one instrument is traded. Of a leg that rolls the book is that of its first future.
  public let legs: [(name: String, book: ColumnBook)]
  /// The legs that are one dated future after another.
  let chains: [DatedChain]
  /// Names of what is there for its price alone.
  private let conversions: Set<String>

  /// - Parameters:
  ///   - instrument: what is traded, as a user writes it; nil for the only one there is.
  ///   - interval: of the bars; nil for the narrowest of the first leg, which is then that of all.
  /// - Throws: `Problem` for an instrument that the dataset does not have, one without bars of the interval, and one that
  ///   stands for two legs.
  public init(
    _ dataset: Dataset, _ legs: [FrameLeg], instrument: String? = nil, interval: Interval? = nil
  ) throws {
    guard let head = legs.first else {
      first = try ColumnBook(dataset, instrument: instrument, interval: interval)
      self.legs = []
      chains = []
      conversions = []
      return
    }
    conversions = Set(legs.filter(\.isConversion).map(\.name))
    if head.dated != nil {
      throw Problem(
        "the first leg, '\(head.name)', is one dated future after another, and plain names, the bars and the days of a run are those of the first leg",
        at: head.place, remedy: "name the perpetual or the spot pair first, and the future after it")
    }
    let isPair = head.instrument == FrameLeg.pair
    let asked = head.instrument == FrameLeg.traded || isPair ? instrument : head.instrument
    let traded = try Self.at(head) { try ColumnBook(dataset, instrument: asked, interval: interval) }
    first =
      isPair
      ? try Self.at(head) {
        try ColumnBook(dataset, instrument: try traded.spotPair().description, interval: traded.interval)
      } : traded
    var books = [(name: head.name, book: first)]
    var chains: [DatedChain] = []
    for leg in legs.dropFirst() {
      if let dated = leg.dated {
        let chain = try Self.at(leg) { try DatedChain(leg, dated, in: dataset, traded: traded) }
        if let other = chains.first(where: { $0.coin == chain.coin && $0.roll != chain.roll }) {
          throw Problem(
            "the legs '\(other.name)' and '\(leg.name)' are futures of \(chain.coin) and roll at different times, so that both could be one future",
            at: leg.place, remedy: "give both the same 'roll'")
        }
        if let first = chain.futures.first { books.append((leg.name, first.book)) }
        chains.append(chain)
        continue
      }
      let book = try Self.at(leg) {
        let asked: String? =
          switch leg.instrument {
          case FrameLeg.pair: try traded.spotPair().description
          case FrameLeg.traded: instrument
          default: leg.instrument
          }
        return try ColumnBook(dataset, instrument: asked, interval: traded.interval)
      }
      let twin = books.first { other in
        other.book.instrument == book.instrument && !chains.contains { $0.name == other.name }
      }
      if let twin {
        throw Problem(
          "the legs '\(twin.name)' and '\(leg.name)' are both \(book.instrument)", at: leg.place,
          remedy: leg.isConversion
            ? "leave it out of 'convert': a leg says what it is worth as well"
            : "name two instruments, or make them one leg")
      }
      books.append((leg.name, book))
    }
    self.legs = books
    self.chains = chains
  }

  /// The legs by what their words stand for, as a frame is asked for them.
  public var asked: [FrameLeg] {
    legs.map { leg in
      chains.first { $0.name == leg.name }?.asked
        ?? FrameLeg(
          name: leg.name, instrument: leg.book.instrument.description, isConversion: conversions.contains(leg.name))
    }
  }

  /// The legs beside the first that are one contract, and what is there for its price alone.
  var beside: [(name: String, book: ColumnBook)] {
    legs.dropFirst().filter { leg in !conversions.contains(leg.name) && !chains.contains { $0.name == leg.name } }
  }
  var priced: [(name: String, book: ColumnBook)] { legs.filter { conversions.contains($0.name) } }

  /// Identifiers of the series that are bars of one of them.
  var bars: Set<Int64> { Set([first.bars.id] + legs.map(\.book.bars.id)) }

  /// - Throws: `Problem` for a name that no series has, and for one that several have.
  public func check(_ name: String) throws {
    if let (chain, column) = chain(of: name) { return try chain.check(column) }
    if curve(name) != nil || VenueColumn(name: name) != nil || options(name) != nil {
      try first.check(name)
    } else {
      _ = try meaning(of: name)
    }
  }

  /// The name as one on the curve of dated futures; nil for any other, and where a leg has the word.
  func curve(_ name: String) -> CurveName? {
    CurveName(name).flatMap { curve in legs.contains { name.hasPrefix($0.name + ".") } ? nil : curve }
  }

  /// The name as one of what the first leg's option chain comes to; nil for any other, and where a leg has the word.
  func options(_ name: String) -> OptionColumn? {
    OptionColumn(name: name).flatMap { column in legs.contains { name.hasPrefix($0.name + ".") } ? nil : column }
  }

  /// The leg that rolls whose column the name means, and that column; nil for any other name.
  func chain(of name: String) -> (chain: DatedChain, column: String)? {
    for chain in chains {
      if let column = chain.column(of: name) { return (chain, column) }
    }
    return nil
  }

  func meaning(of name: String) throws -> ColumnBook.Meaning {
    guard !legs.isEmpty, let dot = name.firstIndex(of: ".") else { return try first.meaning(of: name) }
    let (leg, column) = (String(name[..<dot]), String(name[name.index(after: dot)...]))
    if let named = legs.first(where: { $0.name == leg }) { return try named.book.meaning(of: column) }
    if let found = try first.lookUp(name) { return found }
    throw Problem(
      "there is no leg '\(leg)' and no column '\(name)'",
      remedy: suggestion(for: leg, in: legs.map(\.name), called: "legs"))
  }

  private static func at<T>(_ leg: FrameLeg, _ body: () throws -> T) throws -> T {
    do { return try body() } catch var problem as Problem {
      if leg.place != .nowhere { problem.place = leg.place }
      throw problem
    }
  }
}
