import Market
import Signals

/// What the numbers of an order are to count: distances and limits prices, spreads shares of one, amounts money or coins,
/// multiples of equity nothing.
///
/// A distance of 3 standard deviations of returns would else be one of a few cents, and a stop that every bar reaches.
enum OrderUnits {
  /// Of `stop`, `take` and `trail`: a constant is a share of the price and has been looked at.
  static func checkDistance(_ node: Node, _ expression: Expression, _ key: String) throws(Problem) {
    guard node.constant == nil else { return }
    switch node.counted(as: .price) {
    case .asked, .unknown: return
    case .plain, .written:
      throw Problem(
        "'\(key)' has '\(expression.text)', a plain number that changes, and needs a distance in price",
        at: expression.place,
        remedy: "write '\(product(expression.text)) * close' for a distance in price, or one percentage for the whole "
          + "run, such as 2%, for a share of it")
    case .other(let noun):
      throw Problem(
        "'\(key)' needs a distance in price and '\(expression.text)' is \(noun)", at: expression.place,
        remedy: "write a distance such as 3 * std(close, 1d), or a percentage such as 2%")
    }
  }

  /// Of `limit(…)`.
  static func checkPrice(_ node: Node, _ expression: Expression, _ key: String) throws(Problem) {
    let noun: String
    switch node.counted(as: .price) {
    case .asked, .unknown, .written: return
    case .plain: noun = "a plain number"
    case .other(let other): noun = other
    }
    throw Problem(
      "'\(key)' needs a price and '\(expression.text)' is \(noun)", at: expression.place,
      remedy: "write one in terms of the market, such as limit(close * (1 - 10bps))")
  }

  /// Of `spread(…)`.
  static func checkShare(_ node: Node, _ expression: Expression) throws(Problem) {
    guard case .other(let noun) = node.counted(as: .fraction) else { return }
    throw Problem(
      "spread() is a share of the price and '\(expression.text)' is \(noun)", at: expression.place,
      remedy: noun == "a price"
        ? "write spread(\(quotient(expression.text)) / close)" : "write spread(2bps), or spread((ask - bid) / close)")
  }

  /// Of `quote(…)`, `coins(…)` and `risk(…)`.
  static func checkAmount(_ node: Node, _ expression: Expression, _ sizing: Sizing) throws(Problem) {
    let unit: Unit
    let wanted: String
    switch sizing {
    case .quote: (unit, wanted) = (.quote, "an amount of quote currency")
    case .coins: (unit, wanted) = (.base, "an amount of coins")
    case .risk: (unit, wanted) = (.fraction, "a share of equity")
    case .share, .kelly: return
    }
    let noun: String
    switch node.counted(as: unit) {
    case .asked, .unknown, .written: return
    case .plain:
      // 10,000 times a rank is an amount; a rank alone is none.
      guard !node.hasWrittenFactor else { return }
      noun = "a plain number"
    case .other(let other): noun = other
    }
    throw Problem(
      "\(sizing.rawValue)() needs \(wanted) and '\(expression.text)' is \(noun)", at: expression.place,
      remedy: remedy(sizing, node, expression.text))
  }

  /// The same on a market, whose columns may count something else than their names say.
  static func checkAmount(
    _ node: Node, _ expression: Expression, _ sizing: Sizing, on frame: Frame
  ) throws(Problem) {
    let unit: Unit
    switch sizing {
    case .quote: unit = .quote
    case .coins: unit = .base
    case .risk, .share, .kelly: return
    }
    guard let noun = node.other(than: unit, on: frame) else { return }
    let wanted = sizing == .coins ? "what \(frame.instrument) trades" : "quote currency"
    throw Problem(
      "\(sizing.rawValue)() needs an amount of \(wanted) and '\(expression.text)' is \(noun)",
      at: expression.place, remedy: "multiply it by what one of them is, or write it with a ratio or a rank of it")
  }

  /// Of limits and distances on a market.
  static func checkPrice(_ node: Node, _ key: String, on frame: Frame) throws(Problem) {
    guard let noun = node.other(than: .price, on: frame) else { return }
    throw Problem(
      "'\(key)' needs a price and '\(node.key)' is \(noun) of \(frame.instrument)",
      remedy: "multiply contracts by what one of them is, or write it in terms of prices")
  }

  /// Of what multiplies equity: a size without a word around it, `position`, and a leg's `ratio`.
  ///
  /// - Parameter takesAmounts: whether the file may say it in money or coins instead.
  static func checkWeight(
    _ node: Node, _ expression: Expression, _ key: String, takesAmounts: Bool
  ) throws(Problem) {
    guard case .other(let noun) = node.counted(as: .fraction), !node.isSharedByNumber else { return }
    let text = expression.text
    let remedy: String
    switch (takesAmounts, node.counted(as: .quote), node.counted(as: .base)) {
    case (true, .asked, _): remedy = "write quote(\(text)) for an amount of quote currency"
    case (true, _, .asked): remedy = "write coins(\(text)) for an amount of coins"
    default: remedy = "divide it by one of its kind, such as mean(\(text), 7d), or take its zscore or rank"
    }
    throw Problem(
      "'\(key)' is a multiple and '\(text)' is \(noun)", at: expression.place, remedy: remedy)
  }

  private static func remedy(_ sizing: Sizing, _ node: Node, _ text: String) -> String {
    switch sizing {
    case .quote where node.counted(as: .base) == .asked: return "write coins(\(text)), or multiply it by close"
    case .coins where node.counted(as: .quote) == .asked: return "write quote(\(text)), or divide it by close"
    case .quote: return "write a number of quote currency, such as quote(10000), or 10000 times a plain number"
    case .coins: return "write a number of coins, such as coins(0.5), or 0.5 times a plain number"
    case .risk, .share, .kelly: return "write a share, such as risk(1%)"
    }
  }

  /// As a factor: with brackets around a sum.
  private static func product(_ text: String) -> String {
    let isSimple = !text.contains(" + ") && !text.contains(" - ") && !text.contains("\n")
    return isSimple ? text : "(\(text))"
  }

  /// As what is divided: with brackets around everything but a call or a name.
  private static func quotient(_ text: String) -> String {
    text.contains(" ") ? "(\(text))" : text
  }
}
