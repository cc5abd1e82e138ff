import Market
import Store

/// What stands in where the instrument that a plain name means has no such column: that of its coin on the only other venue
/// that has one, in comparable units.
extension ColumnBook {
  /// Says of what stands in whose it is.
  ///
  /// - Throws: `Problem` for what is counted in other units, and for what each instrument has of its own or not at all.
  func lend(_ found: inout Meaning, as name: String) throws {
    try refuseOtherUnit(found, name)
    // What was computed elsewhere is of whoever computed it; there is nothing of the instrument's own to miss.
    guard found.series.descriptor.kind != .external else {
      found.note = "\(name) is that of \(found.series.descriptor.title)"
      return
    }
    // Ranked by another's column, a member would have the other's place; and what was traded elsewhere is neither a part
    // nor a multiple of what was traded here.
    guard !isMember, !Self.isTraded(found) else {
      throw Problem(
        "there is no '\(name)' of \(instrument) in dataset '\(dataset.name)', only of \(found.instrument)",
        remedy: "say \(ColumnName.full(found.column.name, of: found.instrument)) if that is meant")
    }
    found.note = "\(name) is that of \(found.series.descriptor.title): \(instrument) has none here"
  }

  /// Whether it is an amount of trade: volume, what takers bought, a number of trades.
  private static func isTraded(_ found: Meaning) -> Bool {
    let kinds: [SeriesKind] = [.klines, .takerFlow, .trades]
    return kinds.contains(found.series.descriptor.kind) && found.column.unit.isFlow
  }

  func isComparable(_ found: Meaning) -> Bool {
    let other = found.instrument.contract
    return switch found.column.unit {
    case .base: other.coinsPerUnit == contract.coinsPerUnit
    case .price: other.coinsPerUnit == contract.coinsPerUnit && Dollar.comparable(other.quote, contract.quote)
    case .quote: Dollar.comparable(other.quote, contract.quote)
    case .contracts: false
    case .coin, .fraction, .count, .hours, .time, .flag, .score: true
    }
  }

  /// Coins of another venue are coins; its contracts, and thousands of coins, are not.
  private func refuseOtherUnit(_ found: Meaning, _ name: String) throws {
    guard isComparable(found) else {
      throw Problem(
        "the only '\(name)' for \(instrument) is that of \(found.instrument), which counts in other units (\(found.instrument.contract))",
        remedy: "say \(ColumnName.full(found.column.name, of: found.instrument)) to have it as it is published")
    }
  }
}
