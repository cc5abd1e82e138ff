import Market
import Store

/// One of the instruments that a strategy holds as one position.
public struct FrameLeg: Hashable, Sendable {
  /// What its columns are qualified by: `perp.funding_rate`.
  public let name: String
  /// As a user writes it: `binance:BTCUSDT`, `BTCUSDT/spot`; `perpetual` for the traded instrument, whichever that is, and
  /// `spot` for the spot pair of the first leg.
  public let instrument: String
  /// Where it is written, for messages.
  public let place: Problem.Place

  public init(name: String, instrument: String, place: Problem.Place = .nowhere) {
    self.name = name
    self.instrument = instrument
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
  /// None where one instrument is traded.
  public let legs: [(name: String, book: ColumnBook)]

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
      return
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
    for leg in legs.dropFirst() {
      let book = try Self.at(leg) {
        let asked: String? =
          switch leg.instrument {
          case FrameLeg.pair: try traded.spotPair().description
          case FrameLeg.traded: instrument
          default: leg.instrument
          }
        return try ColumnBook(dataset, instrument: asked, interval: traded.interval)
      }
      if let twin = books.first(where: { $0.book.instrument == book.instrument }) {
        throw Problem(
          "the legs '\(twin.name)' and '\(leg.name)' are both \(book.instrument)", at: leg.place,
          remedy: "name two instruments, or make them one leg")
      }
      books.append((leg.name, book))
    }
    self.legs = books
  }

  /// The legs by what their words stand for, as a frame is asked for them.
  public var asked: [FrameLeg] { legs.map { FrameLeg(name: $0.name, instrument: $0.book.instrument.description) } }

  /// Identifiers of the series that are bars of one of them.
  var bars: Set<Int64> { Set([first.bars.id] + legs.map(\.book.bars.id)) }

  /// - Throws: `Problem` for a name that no series has, and for one that several have.
  public func check(_ name: String) throws {
    if curve(name) != nil { try first.check(name) } else { _ = try meaning(of: name) }
  }

  /// The name as one on the curve of dated futures; nil for any other, and where a leg has the word.
  func curve(_ name: String) -> CurveName? {
    CurveName(name).flatMap { curve in legs.contains { name.hasPrefix($0.name + ".") } ? nil : curve }
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
