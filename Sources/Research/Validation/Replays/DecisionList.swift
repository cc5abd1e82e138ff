import Market
import Numerics
import Replay

/// Decisions written down, apart from the signals they came from: they can be delayed, turned round, moved elsewhere, and
/// replayed by the same machine at the same costs.
public struct DecisionList: DecisionSource, Hashable {
  /// In order of their rows, one a row.
  public let decisions: [Decision]
  /// Where more than weights was ordered: the orders that led to what `decisions` hold, which are then what is replayed.
  public let orders: [Order]
  /// Of orders, the rows at whose close a position was decided on that was opened: `decisions` do not hold one that was left in
  /// the bar of its entry.
  private let opened: [Int]
  /// Of a portfolio: which set it is held by on which rows, and what its trades were.
  let portfolios: [PortfolioStretch]

  /// - Precondition: rows increase.
  public init(_ decisions: [Decision], orders: [Order] = []) { self.init(decisions, orders: orders, portfolios: []) }

  init(_ decisions: [Decision], orders: [Order] = [], opened: [Int] = [], portfolios: [PortfolioStretch] = []) {
    precondition(zip(decisions, decisions.dropFirst()).allSatisfy { $0.row < $1.row }, "decisions in order of rows")
    self.decisions = decisions
    self.orders = orders
    self.opened = opened
    self.portfolios = portfolios
  }

  /// Lists of stretches that follow one another.
  init(joining lists: [DecisionList]) {
    self.init(
      lists.flatMap(\.decisions), orders: lists.flatMap(\.orders), opened: lists.flatMap(\.opened),
      portfolios: lists.flatMap(\.portfolios))
  }

  public func next(from row: Int, holding weight: Double) -> Decision? {
    decisions[decisions.leadingCount { $0.row < row }...].first { $0.weight != weight }
  }
}

extension DecisionList {
  /// What `source` decides on `rows` when it begins flat. What is still held is closed at the open of the last printed bar,
  /// so that the stretch ends flat and has paid for it.
  ///
  /// The walk is that of the replay: after a decision it goes on at the bar that fills it.
  ///
  /// - Parameters:
  ///   - legs: the bars that every leg has, of a position that has several.
  ///   - maintenance: by which a venue refuses what is too large; 0 where it does not.
  init(
    closing source: some DecisionSource, on rows: Range<Int>, of tape: PreparedMarket, legs: Bitmap? = nil,
    maintenance: Double = 0
  ) {
    var decisions: [Decision] = []
    let end = rows.upperBound
    let present = legs ?? tape.present
    guard let close = Self.lastDecision(in: rows, present) else {
      self.init([])
      return
    }
    var weight = 0.0
    var row = rows.lowerBound
    while let wanted = source.next(from: row, holding: weight), wanted.row < close {
      guard let decision = source.accepted(wanted, holding: weight, maintenance: maintenance) else {
        row = wanted.row + 1
        continue
      }
      decisions.append(decision)
      weight = decision.weight
      row = present.next(from: decision.row + 1)
      guard row < end else { break }
    }
    if weight != 0 { decisions.append(Decision(row: close, weight: 0)) }
    self.init(decisions)
  }

  /// The same of a strategy whose orders are more than weights. The list holds the same periods by market orders, which is
  /// what null strategies are made of; its orders are what the strategy's own record is replayed with.
  init(
    closing source: OrderedDecisions, on rows: Range<Int>, of tape: PreparedMarket, costs: Costs, equity: Double
  ) throws(Problem) {
    guard let close = Self.lastDecision(in: rows, tape.present) else {
      self.init([])
      return
    }
    let log = try OrderLog(
      source, closingAt: close, on: try tape.slice(rows), costs: costs, initialEquity: equity)
    self.init(log.holdings, orders: log.orders, opened: log.opened)
  }

  /// The printed bar before the last printed one: what is decided at its close fills at the last one's open. Nil when a
  /// stretch has fewer than two.
  static func lastDecision(in rows: Range<Int>, _ present: Bitmap) -> Int? {
    let printed = rows.reversed().lazy.filter { present[$0] }
    return printed.dropFirst().first
  }

  /// The rows at whose close a position was decided on that was opened, from flat or turned round.
  package var entries: [Int] {
    guard portfolios.isEmpty else { return portfolios.flatMap(\.entries) }
    return orders.isEmpty ? heldEntries : opened
  }

  /// Positions that were left in the bar of their entry: no close ever saw them, and what is placed elsewhere has none of them.
  package var leftInEntryBar: Int { orders.isEmpty ? 0 : max(0, opened.count - heldEntries.count) }

  private var heldEntries: [Int] {
    var held = 0.0
    return decisions.filter { decision in
      defer { held = decision.weight }
      return decision.weight != 0 && (held == 0 || held * decision.weight < 0)
    }.map(\.row)
  }

  /// Bars from each decision to hold something to the decision that ended or changed it.
  package var holdingLengths: [Int] {
    guard portfolios.isEmpty else { return portfolios.flatMap(\.lengths) }
    return zip(decisions, decisions.dropFirst()).filter { $0.0.weight != 0 }.map { $1.row - $0.row }
  }

  /// What is wanted at the close of each of `rows`.
  package func weights(on rows: Range<Int>) -> [Double] {
    var weights = [Double](repeating: 0, count: rows.count)
    for (index, decision) in decisions.enumerated() where decision.weight != 0 {
      let end = index + 1 < decisions.count ? decisions[index + 1].row : rows.upperBound
      for row in decision.row..<end { weights[row - rows.lowerBound] = decision.weight }
    }
    return weights
  }

  /// The changes of a weight a bar, from flat.
  package init(weights: [Double], on rows: Range<Int>) {
    var held = 0.0
    var decisions: [Decision] = []
    for (offset, weight) in weights.enumerated() where weight != held {
      decisions.append(Decision(row: rows.lowerBound + offset, weight: weight))
      held = weight
    }
    self.init(decisions)
  }
}
