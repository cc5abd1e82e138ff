import Market
import Store

extension ColumnBook {
  /// The name of the column that says what the coin costs in which a quanto contract pays.
  static let settlementPrice = "settlement_coin_price"

  /// The closes of the coin that the traded contract pays in, in a currency beside its quote: of the same venue before
  /// others, of an index before spot and of spot before perpetuals. Nil for a contract that pays in its quote or its base,
  /// and where the dataset has none.
  func settlementCoin() throws -> Meaning? {
    guard contract.form == .quanto else { return nil }
    let types: [InstrumentType] = [.index, .spot, .perpetual]
    var found: [(meaning: Meaning, rank: (Int, Int, String))] = []
    let series = try dataset.series(withColumn: "close").filter { $0.descriptor.kind == .klines }
    for (other, own) in Dictionary(grouping: series, by: \.descriptor.instrument) where other != instrument {
      let facts = try dataset.contract(of: other)
      guard facts.base == contract.settlement, facts.coinsPerUnit == 1, facts.form != .quanto,
        Dollar.comparable(facts.quote, contract.quote), let type = types.firstIndex(of: other.type),
        let meaning = try best(own.compactMap { self.meaning($0, "close") })
      else { continue }
      found.append((meaning, (other.venue == instrument.venue ? 0 : 1, type, "\(other)")))
    }
    guard var meaning = found.min(by: { $0.rank < $1.rank })?.meaning else { return nil }
    meaning.note =
      "\(contract.settlement), which \(instrument) pays in, is said in \(contract.quote) by the closes of \(meaning.instrument)"
    return meaning
  }
}
