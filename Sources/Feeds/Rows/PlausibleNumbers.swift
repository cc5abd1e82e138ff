/// What no market has: numbers beyond these are of another unit, or are no prices and volumes at all.
///
/// A price is at most that of a whole coin in the smallest currency there is, and at least that of a coin of which there are
/// 10^15 in the largest; a volume at most ten times all coins of that coin in a bar. Whoever computes with what lies beyond
/// loses the digits of everything else.
enum PlausibleNumbers {
  static let prices = 1e-15...1e15
  static let amounts = 0...1e19
  /// Halvings of halvings are known of markets; a price that is a million times its neighbour is of another unit, or of
  /// none.
  static let leap = 1e6

  static func areApart(_ a: Double, _ b: Double) -> Bool { a > b * leap || b > a * leap }
}

extension CSVScanner {
  /// - Throws: `RowDefect` for what is no price.
  func price(_ index: Int) throws(RowDefect) -> Double {
    let price = try number(index)
    guard price > 0 else { throw defect(index, "is not a positive price") }
    guard PlausibleNumbers.prices.contains(price) else { throw defect(index, "is not a price of any market") }
    return price
  }

  /// - Throws: `RowDefect` for what is no amount of coins, contracts or money.
  func amount(_ index: Int) throws(RowDefect) -> Double {
    let amount = try number(index)
    guard amount >= 0 else { throw defect(index, "is negative") }
    guard PlausibleNumbers.amounts.contains(amount) else { throw defect(index, "is not an amount of any market") }
    return amount
  }
}
