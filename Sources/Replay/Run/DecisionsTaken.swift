import Market
import Synchronization

/// What was decided at the close of a bar, in words that two runs can be compared by.
public struct DecisionTaken: Hashable, Sendable {
  public let row: Int
  /// `flat`, `long 1`, `short 500 quote, limit 99.5, stop 2%`.
  public let text: String
}

extension StrategyDecisions {
  /// Every decision that a replay takes, in order of their bars; nil of a universe, whose members are each decided for
  /// themselves.
  ///
  /// - Throws: what the replay throws.
  public func taken(
    on tape: PreparedMarket, costs: Costs, initialEquity: Double
  ) throws(Problem) -> [DecisionTaken]? {
    let log = DecisionLog()
    switch self {
    case .rules(let rules):
      _ = try Figures(tape, decisions: log.watching(rules), costs: costs, initialEquity: initialEquity)
    case .weights(let weights):
      _ = try Figures(tape, decisions: log.watching(weights), costs: costs, initialEquity: initialEquity)
    case .orders(let orders):
      _ = try Figures(tape, orders: WatchedOrders(source: orders, log: log), costs: costs, initialEquity: initialEquity)
    case .legs(let legs):
      _ = try Figures(tape, legs: legs.decided(by: log.watching(legs)), initialEquity: initialEquity)
    case .portfolio: return nil
    }
    return log.taken
  }
}

/// Decisions as a replay asks for them. One that it asked for and did not come to, since the position ended before, is asked
/// for again from there, and the earlier answer goes.
private final class DecisionLog: Sendable {
  private let decisions = Mutex<[DecisionTaken]>([])

  var taken: [DecisionTaken] { decisions.withLock { $0 } }

  func watching<Source: DecisionSource>(_ source: Source) -> WatchedDecisions<Source> {
    WatchedDecisions(source: source, log: self)
  }

  func ask(from row: Int) {
    decisions.withLock { decisions in while let last = decisions.last, last.row >= row { decisions.removeLast() } }
  }

  func take(_ row: Int, _ text: String) {
    decisions.withLock { decisions in
      if decisions.last?.row == row { decisions.removeLast() }
      decisions.append(DecisionTaken(row: row, text: text))
    }
  }
}

private struct WatchedDecisions<Source: DecisionSource>: DecisionSource {
  let source: Source
  let log: DecisionLog

  func next(from row: Int, holding weight: Double) -> Decision? {
    log.ask(from: row)
    let decision = source.next(from: row, holding: weight)
    if let decision { log.take(decision.row, decision.weight.words(.share)) }
    return decision
  }

  func entries(in rows: Range<Int>, _ body: (_ row: Int, _ isSized: Bool) -> Void) {
    source.entries(in: rows, body)
  }
}

private struct WatchedOrders<Source: OrderSource>: OrderSource {
  let source: Source
  let log: DecisionLog

  func change(from row: Int, holding amount: Double) -> Decision? { source.change(from: row, holding: amount) }

  func order(
    for decision: Decision, close: Double, unit: Double, equity: Double, state: PositionState
  ) throws(Unplaceable) -> Order {
    do {
      let order = try source.order(for: decision, close: close, unit: unit, equity: equity, state: state)
      log.take(decision.row, order.words)
      return order
    } catch {
      log.take(decision.row, "no order: its \(error.words) is not known or none")
      throw error
    }
  }

  func leaves(at row: Int, holding amount: Double) -> Bool { source.leaves(at: row, holding: amount) }
  func withdrawal(from row: Int, of amount: Double) -> Int? { source.withdrawal(from: row, of: amount) }
  func reversal(at row: Int, of amount: Double) -> Decision? { source.reversal(at: row, of: amount) }
  var sharesVolume: Bool { source.sharesVolume }
  var readsState: Bool { source.readsState }
  func leaves(at row: Int, side: Double, state: PositionState) -> Bool {
    source.leaves(at: row, side: side, state: state)
  }
}

extension Double {
  /// An amount that is to be held.
  fileprivate func words(_ sizing: Sizing) -> String {
    guard self != 0 else { return "flat" }
    return "\(self < 0 ? "short" : "long") \(abs(self))\(sizing == .share ? "" : " \(sizing.rawValue)")"
  }
}

extension Order {
  fileprivate var words: String {
    let levels: [(String, Distance?)] = [("stop", stop), ("take", take), ("trail", trail)]
    let parts =
      [amount.words(sizing), limit.map { "limit \($0.price)" }]
      + levels.map { name, level in
        switch level {
        case nil: nil
        case .share(let share): "\(name) \(share) of the price"
        case .price(let amount): "\(name) \(amount)"
        }
      } + [hold.map { "hold \($0) bars" }]
    return parts.compactMap(\.self).joined(separator: ", ")
  }
}

extension Unplaceable {
  fileprivate var words: String {
    switch self {
    case .limit: "limit"
    case .stop: "stop, take or trail"
    case .size: "size"
    }
  }
}
