import Market
import Store

/// The instruments of a dataset that were known at a moment, with the facts of their contracts.
public struct CatalogView: Sendable {
  public let dataset: String
  public let asOf: Instant
  /// Up to which imports the dataset was read; nil for the dataset as it is.
  public let knownAsOf: Instant?
  public let rows: [CatalogRow]

  public struct Filter: Sendable {
    public var type: InstrumentType?
    public var venue: String?
    public var quote: String?

    public init(type: InstrumentType? = nil, venue: String? = nil, quote: String? = nil) {
      (self.type, self.venue, self.quote) = (type, venue, quote)
    }
  }

  /// - Parameters:
  ///   - assets: coins or pairs; empty for all.
  ///   - asOf: nil for the last instant that any series knows.
  /// - Throws: a `Problem` for an asset that the dataset does not have, and an instant before its data.
  public init(_ dataset: Dataset, _ assets: [String], asOf: Instant?, filter: Filter) throws {
    let names = try assets.map { text in
      guard let name = AssetName(text) else {
        throw Problem("'\(text)' names no asset", remedy: "write BTC, BTCUSDT or BTC/USDT:USDT")
      }
      return name
    }
    let all = try dataset.catalog()
    let moment = asOf ?? all.map(\.lastKnown).max() ?? Instant(milliseconds: 0)
    let known = try dataset.known(by: moment).catalog()
    guard !known.isEmpty else {
      throw Problem(
        "dataset '\(dataset.name)' knows nothing at \(moment)",
        remedy: all.map(\.firstKnown).min().map { "its data begin at \($0)" } ?? "import something")
    }
    let groups = Dictionary(grouping: known) { $0.descriptor.instrument }
    var rows: [CatalogRow] = []
    for instrument in groups.keys.sorted() {
      let contract = try dataset.contract(of: instrument)
      guard names.isEmpty || names.contains(where: { $0.means(instrument, contract) }),
        filter.type == nil || filter.type == instrument.type,
        filter.venue.map({ VenueName.word($0, means: instrument.venue) }) ?? true,
        filter.quote == nil || filter.quote == contract.quote
      else { continue }
      rows.append(CatalogRow(instrument, contract, groups[instrument] ?? [], at: moment))
    }
    for name in names where !rows.contains(where: { name.means($0.instrument, $0.contract) }) && filter.isEmpty {
      let coins = Set(groups.keys.map(\.contract.base)).filter { !$0.isEmpty }.sorted()
      throw Problem(
        "dataset '\(dataset.name)' has nothing of '\(name.text)'",
        remedy: suggestion(for: name.text.uppercased(), in: coins, called: "coins"))
    }
    self.dataset = dataset.name
    knownAsOf = dataset.knownAsOf
    self.asOf = moment
    self.rows = rows
  }

  /// How many of each type, in order of name.
  public var counts: [(type: InstrumentType, count: Int)] {
    InstrumentType.allCases.map { type in (type, rows.count { $0.instrument.type == type }) }.filter { $0.count > 0 }
  }
}

extension CatalogView.Filter {
  fileprivate var isEmpty: Bool { type == nil && venue == nil && quote == nil }
}

/// One instrument.
public struct CatalogRow: Sendable {
  public let instrument: Instrument
  public let contract: Contract
  public let kinds: [String]
  /// When its first row was known, and its last by then.
  public let first: Instant
  public let last: Instant
  public let hasExpired: Bool

  init(_ instrument: Instrument, _ contract: Contract, _ series: [SeriesSummary], at moment: Instant) {
    self.instrument = instrument
    self.contract = contract
    kinds = Set(series.map(\.descriptor.kind.name)).sorted()
    first = series.map(\.firstKnown).min() ?? moment
    last = series.map(\.lastKnown).max() ?? moment
    hasExpired = contract.expiry.map { $0 <= moment } ?? false
  }
}
