import Market
import Numerics
import Replay
import Statistics

/// Null strategies of a portfolio: the same instruments, limits, costs and days, and weights without the idea.
///
/// Those of one position toss for sides and move holding periods, which a portfolio has none of: it holds many weights at
/// once. What it can be robbed of is which instrument it chose (`shuffled`) and when (`shifted`, `stale`).
struct PortfolioNulls: Sendable {
  private let tape: PreparedMarket
  private let portfolio: PortfolioDecisions
  private let equity: Double
  private let record: StitchedRecord
  private let seed: UInt64
  private let bar: Interval
  /// Places of the tested days among those of the tape.
  private let places: [Int]
  /// The row at whose close everything is left in the end.
  private let close: Int

  /// - Throws: `Unavailable` for a record that nothing was traded in.
  init(_ replays: TrialReplays, _ record: StitchedRecord, seed: UInt64) throws {
    guard !record.decisions.decisions.isEmpty, let joined = try replays.joined(record.decisions.portfolios),
      let close = joined.closings.max()
    else { throw Unavailable("nothing was traded out of sample") }
    tape = try replays.tape.slice(record.rows)
    portfolio = joined
    equity = replays.strategy.initialEquity
    bar = replays.tape.grid.interval
    let first = tape.returnDays.first
    places = record.days.map { $0.utcDay - first }
    self.close = close
    self.record = record
    self.seed = seed
  }

  /// - Returns: the nulls that can be made, and why others cannot.
  func made(
    replicates: Int, against observed: Double
  ) throws -> (all: [NullStrategy], missing: [NullStrategy.Kind: Unavailable]) {
    var all = [NullStrategy(.signFlip, sharpes: [try sharpe(portfolio.weights.map { $0.map { -$0 } })])]
    let periods = Unavailable(
      "a portfolio holds many weights at once, and no holding periods of one; 'shuffled' and 'shifted' stand in for it")
    var missing: [NullStrategy.Kind: Unavailable] = [.randomSigns: periods, .randomEntries: periods]
    let rows = record.rows
    let least = max(1, record.decisions.holdingLengths.max() ?? 1)
    if rows.count > 2 * least + replicates {
      let drawn = sharpes(replicates, stream: 3) { random in
        moved(by: least + random.below(rows.count - 2 * least), isCircular: true)
      }
      all.append(NullStrategy(.shifted, sharpes: drawn, against: observed))
    } else {
      missing[.shifted] = Unavailable("it holds so long that there are too few distances to move it by")
    }
    if portfolio.weights.count >= Self.fewest {
      let drawn = sharpes(replicates, stream: 4) { random in shuffled(&random) }
      all.append(NullStrategy(.shuffled, sharpes: drawn, against: observed))
    } else {
      missing[.shuffled] = Unavailable(
        "there are \(portfolio.weights.count) instruments, and fewer than \(Self.fewest) have too few orders to draw from"
      )
    }
    for (bars, name) in NullStrategies.delays(bar) {
      all.append(NullStrategy(.stale, delay: name, sharpes: [try sharpe(moved(by: bars, isCircular: false))]))
    }
    switch betaMatched() {
    case .success(let matched): all.append(matched)
    case .failure(let reason): missing[.betaMatched] = reason
    }
    return (all, missing)
  }

  /// Four have 24 orders; three have six, of which the real one is one.
  private static let fewest = 4

  // MARK: Weights

  /// Each instrument's weights given to another, the same one throughout, so that what is traded stays about as much. Among
  /// those of which something is known at a bar: one whose other is not there gets the other's other.
  private func shuffled(_ random: inout CounterRandom) -> [[Double]] {
    let weights = portfolio.weights
    var order = Array(weights.indices)
    for index in order.indices.dropFirst().reversed() { order.swapAt(index, random.below(index + 1)) }
    var changed = weights
    var isThere = [Bool](repeating: false, count: order.count)
    for row in record.rows {
      for leg in order.indices { isThere[leg] = portfolio.belongs[leg][row] && !weights[leg][row].isNaN }
      for leg in order.indices where isThere[leg] {
        var other = order[leg]
        while !isThere[other] { other = order[other] }
        changed[other][row] = weights[leg][row]
      }
    }
    return changed
  }

  /// All weights so many bars later; those beyond the end at the beginning, or nothing there.
  private func moved(by bars: Int, isCircular: Bool) -> [[Double]] {
    let rows = record.rows
    return portfolio.weights.map { values in
      var changed = [Double](repeating: 0, count: values.count)
      for row in rows where row < close {
        var from = row - bars
        if from < rows.lowerBound {
          guard isCircular else { continue }
          from += rows.count
        }
        changed[row] = values[from]
      }
      return changed
    }
  }

  /// As much of every instrument that belongs.
  private func market(_ weight: Double) -> [[Double]] {
    var changed = portfolio.weights.map { [Double](repeating: 0, count: $0.count) }
    for row in record.rows where row < close {
      let count = portfolio.belongs.count { $0[row] }
      for leg in changed.indices where portfolio.belongs[leg][row] { changed[leg][row] = weight / Double(count) }
    }
    return changed
  }

  // MARK: Replays

  private func sharpe(_ weights: [[Double]]) throws(Problem) -> Double {
    DailySums(try returns(portfolio.weighing(weights))).sharpeAnnual ?? 0
  }

  /// Returns of the tested days; days between windows count for nobody.
  private func returns(_ portfolio: PortfolioDecisions) throws(Problem) -> [Double] {
    let all = try DailyReturns(tape, portfolio: portfolio, initialEquity: equity).returns
    return places.map { all[$0] }
  }

  private func sharpes(
    _ count: Int, stream: UInt64, _ draw: @Sendable (inout CounterRandom) -> [[Double]]
  ) -> [Double] {
    NullStrategies.sharpes(count, seed: seed, stream: stream) { try sharpe(draw(&$0)) }
  }

  /// The market is all members in equal parts, brought back as often as the portfolio is.
  private func betaMatched() -> Result<NullStrategy, Unavailable> {
    func held(_ weight: Double) -> PortfolioDecisions {
      let limits = PortfolioLimits(
        gross: max(1, abs(weight)), every: portfolio.limits.every, band: portfolio.limits.band)
      return portfolio.weighing(market(weight), within: limits)
    }
    return NullStrategies.betaMatched(record) {
      try returns(held(1).charging { _ in .free })
    } sharpe: { beta in
      DailySums(try returns(held(beta))).sharpeAnnual ?? 0
    }
  }
}
