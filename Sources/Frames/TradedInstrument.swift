import Market
import Store

/// Which instrument of a dataset is traded: the one that was asked for, or the only one that can be meant.
///
/// Perpetuals come first, since funding, open interest and liquidations are theirs; dated futures and spot are meant only
/// where there is nothing else. The first one imported is never meant for being first.
public enum TradedInstrument {
  /// - Parameter asked: `binance:BTCUSDT`, `BTCUSDT` or `BTCUSDT/spot`; nil for the only one.
  /// - Throws: `Problem` without klines, for an instrument without klines, and where several could be meant.
  public static func choose(in dataset: Dataset, asked: String?) throws -> Instrument {
    // Of a thousand instruments nobody needs the list who names one of them in full.
    if let exact = asked.flatMap({ Instrument($0) }),
      try dataset.series(of: exact).contains(where: { $0.descriptor.kind == .klines })
    {
      return exact
    }
    let all = try dataset.instruments(with: .klines)
    guard !all.isEmpty else {
      throw Problem(
        "dataset '\(dataset.name)' has no klines, so there is nothing to trade",
        remedy: try dataset.instruments(with: .trades).isEmpty
          ? "import klines of a perpetual into it"
          : "make bars of its trades: 'hindcast data bars \(dataset.name) --interval 1m'")
    }
    if let asked { return try find(asked, among: all, in: dataset) }
    let usual = tradable(all)
    guard let only = usual.first, usual.count == 1 else {
      throw Problem(
        "dataset '\(dataset.name)' has \(usual.count) instruments that can be traded: \(list(usual))",
        remedy: "choose one with --instrument, or with 'instrument:' in the strategy file")
    }
    return only
  }

  /// Those of `instruments` that are meant when nobody chooses.
  public static func tradable(_ instruments: [Instrument]) -> [Instrument] {
    for type in [InstrumentType.perpetual, .future, .spot, .option, .index] {
      let some = instruments.filter { $0.type == type }
      if !some.isEmpty { return some.sorted() }
    }
    return []
  }

  private static func find(_ asked: String, among all: [Instrument], in dataset: Dataset) throws -> Instrument {
    let matching: [Instrument]
    if asked.contains(":") {
      let (venue, name) = (
        asked.prefix { $0 != ":" }.lowercased(), SymbolName(String(asked.drop { $0 != ":" }.dropFirst()))
      )
      // A dataset of before may have a venue under another of its names.
      let same = all.filter { name?.matches($0) == true && VenueName.word(venue, means: $0.venue) }
      let exact = same.filter { $0.venue == venue }
      matching = exact.isEmpty ? same : exact
    } else {
      matching = all.filter { SymbolName(asked)?.matches($0) == true }
    }
    let usual = tradable(matching)
    if let only = usual.first, usual.count == 1 { return only }
    guard usual.isEmpty else {
      throw Problem(
        "'\(asked)' could be \(list(usual)) in dataset '\(dataset.name)'", remedy: "say it with its venue")
    }
    throw Problem(
      "dataset '\(dataset.name)' has no klines of an instrument '\(asked)'",
      remedy: all.suggestion(for: asked, called: "instruments with klines"))
  }

  private static func list(_ instruments: [Instrument]) -> String {
    instruments.map(\.description).listed(most: 12)
  }
}

extension Sequence<Instrument> {
  /// The end of a message about an instrument that is not among these: the nearest one, or else what there is to choose
  /// from. What was asked for without a venue is held against symbols alone, and may be near to one on several venues.
  package func suggestion(for asked: String, called plural: String) -> String {
    let known = sorted().map(\.description)
    let short = { (name: String) in String(name.drop { $0 != ":" }.dropFirst()) }
    guard !asked.contains(":"), let near = nearestWord(to: asked, in: known.map(short)) else {
      return Market.suggestion(for: asked, in: known, called: plural)
    }
    return "did you mean \(known.filter { short($0) == near }.map { "'\($0)'" }.joined(separator: " or "))?"
  }
}

extension SymbolName {
  /// Whether the instrument has this symbol, and this type if one was written.
  func matches(_ instrument: Instrument) -> Bool {
    instrument.symbol == symbol && (type == nil || instrument.type == type)
  }
}
