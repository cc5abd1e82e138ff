import Market

/// What a file is of, as folders and `--kind` say it: a kind of series, and for klines of spot the type of the instrument
/// as well, since a pair and its perpetual share a symbol.
public struct FileKind: Hashable, Sendable {
  public let series: SeriesKind
  /// Nil where the symbol decides.
  public let type: InstrumentType?
  /// What users call it.
  public let name: String

  private init(_ series: SeriesKind, _ name: String? = nil, type: InstrumentType? = nil) {
    self.series = series
    self.type = type
    self.name = name ?? series.name
  }

  public static let klines = FileKind(.klines)
  public static let mark = FileKind(.mark)
  public static let index = FileKind(.index)
  public static let premium = FileKind(.premium)
  public static let spot = FileKind(.klines, "spot", type: .spot)
  public static let funding = FileKind(.funding)
  public static let openInterest = FileKind(.openInterest)
  public static let liquidations = FileKind(.liquidations)
  public static let external = FileKind(.external)

  /// Those that a file can be imported as. Events and chains have formats of their own, which need a kind to be said where
  /// trades and liquidations are written alike.
  public static let all: [FileKind] =
    [klines, mark, index, premium, spot, funding, openInterest]
    + [.predictedFunding, .fundingIndex, .takerFlow, .longShort, .trades].map { FileKind($0) } + [
      liquidations, external,
    ]

  /// - Throws: `Problem` naming the kinds there are.
  public init(named text: String) throws {
    guard let kind = Self.all.first(where: { $0.name == text }) else {
      throw Problem(
        "there is no kind '\(text)' that can be imported",
        remedy: suggestion(for: text, in: Self.all.map(\.name), called: "kinds"))
    }
    self = kind
  }

  /// The instrument that a file of this kind is of.
  func instrument(venue: String, symbol: String) -> Instrument { Instrument(venue: venue, symbol: symbol, type: type) }
}
