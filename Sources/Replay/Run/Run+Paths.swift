/// What a run was worth and what it held, bar by bar, for those who draw it.
extension Run {
  /// Equity at the close of each bar, behind what it began with.
  package var equityPath: [Double] {
    var path = [figures.initialEquity]
    path.reserveCapacity(equity.count + 1)
    for amount in equity { path.append(Money.quote(amount)) }
    return path
  }

  /// Equity over its highest so far, less one, at the same instants.
  package var drawdownPath: [Double] {
    var peak = figures.initialEquity
    return equityPath.map { equity in
      peak = max(peak, equity)
      return equity / peak - 1
    }
  }

  /// Signed value of the position over equity, from the open of each bar on; zero where nothing is held, nothing is left or no
  /// price is known.
  ///
  /// - Parameter closes: of the bars of the run.
  package func exposurePath(_ closes: [Double]) -> [Double] {
    zip(zip(equity, quantity), closes).map { held, close in
      let equity = Money.quote(held.0)
      return held.1 == 0 || equity <= 0 || close.isNaN ? 0 : held.1 * close / equity
    }
  }
}
