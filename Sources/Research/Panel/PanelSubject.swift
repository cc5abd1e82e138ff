import Market
import Statistics

/// One regime or signal on several markets, their bars laid side by side by the instant they open.
public struct PanelSubject: Sendable {
  public let name: String
  public let expression: String
  /// One a market, each on its own frame.
  public let markets: [StudySubject]
  /// The stamps of the panel: the bars that results are counted on, which are the same for all markets.
  public let grid: Grid

  /// - Throws: a `Problem` when fewer than two markets are given, when one is given twice, or when their bars are not the
  ///   same bars.
  public init(_ markets: [StudySubject]) throws(Problem) {
    guard let first = markets.first, markets.count >= 2 else {
      throw Problem("a panel needs two markets or more", remedy: "name them as --market btc,eth")
    }
    let grid = first.frame.grid.slice(first.frame.evaluation)
    for (index, market) in markets.enumerated() {
      let name = market.frame.market
      guard !markets[..<index].contains(where: { $0.frame.market == name }) else {
        throw Problem("'\(name)' is named twice", remedy: "name each market once")
      }
      let other = market.frame.grid.slice(market.frame.evaluation)
      guard other.interval == grid.interval else {
        throw Problem(
          "'\(first.frame.market)' has bars of \(grid.interval) and '\(name)' of \(other.interval)",
          remedy: "give both one with --interval")
      }
      guard other == grid else {
        throw Problem(
          "the bars of '\(first.frame.market)' go from \(grid.range.from) to \(grid.range.to), those of '\(name)' from \(other.range.from) to \(other.range.to)",
          remedy: "give a stretch that both have with --from and --to")
      }
    }
    name = first.name
    expression = first.expression
    self.markets = markets
    self.grid = grid
  }

  public var isRegime: Bool { markets[0].isRegime }

  /// Names of the datasets, as typed.
  public var marketNames: [String] { markets.map(\.frame.market) }

  /// What each market has at the stamps of the panel, at one horizon.
  func members(bars: Int) -> [PanelMember] {
    markets.map { market in
      let closes = market.frame.values("close")
      let x: [Double] =
        switch market.values {
        case .regime(let holds): zip(holds, market.known).map { $1 ? ($0 ? 1 : 0) : .nan }
        case .signal(let values): values
        }
      let y = zip(HorizonSample.returns(closes, bars: bars), market.known).map { $1 ? $0 : .nan }
      let rows = market.frame.evaluation
      return PanelMember(
        market: market.frame.market, x: Array(x[rows]), y: Array(y[rows]),
        nextReturns: Array(HorizonSample.returns(closes, bars: 1)[rows]))
    }
  }
}
