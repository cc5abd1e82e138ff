import Market
import Statistics

/// One regime or signal on several markets, or on the instruments of a universe, their bars laid side by side by the instant
/// they open.
public struct PanelSubject: Sendable {
  public let name: String
  public let expression: String
  /// One a market, each on its own frame.
  public let markets: [StudySubject]
  /// What each is called in tables, in order: the dataset's name, or the instrument in a universe.
  public let names: [String]
  /// The dataset that the universe lies in; nil where every market is a dataset.
  public let universe: String?
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
    self.init(markets, first, grid, names: markets.map(\.frame.market), universe: nil)
  }

  /// The instruments of a universe, each known where it belongs; cut from one frame, so that they have one grid.
  ///
  /// - Parameter membership: what an instrument must fulfil at a bar to belong, in canonical form; nil for having printed it.
  /// - Throws: a `Problem` for a universe of one.
  public init(universe members: [StudySubject], where membership: String?) throws(Problem) {
    guard let first = members.first, members.count >= 2 else {
      throw Problem(
        "the universe is \(members.first.map { "\($0.frame.instrument)" } ?? "empty"), and a panel needs two instruments or more",
        remedy: "name more of them in the file, or study one with --instrument")
    }
    self.init(
      members, first, first.frame.grid.slice(first.frame.evaluation),
      names: members.map { "\($0.frame.instrument)" }, universe: first.frame.market, membership: membership)
  }

  private init(
    _ markets: [StudySubject], _ first: StudySubject, _ grid: Grid, names: [String], universe: String?,
    membership: String? = nil
  ) {
    name = first.name
    expression = first.expression + (membership.map { " where \($0)" } ?? "")
    self.markets = markets
    self.grid = grid
    self.names = names
    self.universe = universe
  }

  /// Whether all instruments of a universe have bars in the last week that any of them has: none was delisted before.
  public var isOfSurvivors: Bool {
    guard universe != nil else { return false }
    let last = markets.compactMap { market in
      market.frame.values("close")[market.frame.evaluation].lastIndex { !$0.isNaN }.map(market.frame.grid.close)
    }
    guard let end = last.max() else { return false }
    return last.allSatisfy { end.since($0) <= .days(7) }
  }

  public var isRegime: Bool { markets[0].isRegime }

  /// Names of the datasets, as typed.
  public var marketNames: [String] { universe.map { [$0] } ?? names }

  /// What each market has at the stamps of the panel, at one horizon.
  func members(bars: Int) -> [PanelMember] {
    zip(names, markets).map { name, market in
      let closes = market.frame.values("close")
      let x: [Double] =
        switch market.values {
        case .regime(let holds): zip(holds, market.known).map { $1 ? ($0 ? 1 : 0) : .nan }
        case .signal(let values): values
        }
      let y = zip(HorizonSample.returns(closes, bars: bars), market.known).map { $1 ? $0 : .nan }
      let rows = market.frame.evaluation
      return PanelMember(
        market: name, x: Array(x[rows]), y: Array(y[rows]),
        nextReturns: Array(HorizonSample.nextReturns(closes)[rows]))
    }
  }
}
