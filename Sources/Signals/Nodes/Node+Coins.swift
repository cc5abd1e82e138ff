import Market

extension Node {
  /// Refuses what only a market tells to be unlike, of this node and not of what is inside it.
  func refuseUnlike(in frame: Frame) throws(Problem) {
    try refuseOtherCoins(in: frame)
    try refuseStandIns(in: frame)
  }

  /// Refuses a sum or a comparison of the coins of different instruments, of this node and not of what is inside it.
  ///
  /// Which coin `volume` counts is known with the data only; what names alone tell has been refused before.
  private func refuseOtherCoins(in frame: Frame) throws(Problem) {
    let what: String
    let compared: [Node]
    switch form {
    case .arithmetic(.plus, let a, let b): (what, compared) = ("'+' adds", [a, b])
    case .arithmetic(.minus, let a, let b): (what, compared) = ("'-' subtracts", [a, b])
    case .comparison(let sign, let a, let b): (what, compared) = ("'\(sign.rawValue)' compares", [a, b])
    case .call(let function, let arguments):
      (what, compared) = ("'\(function.name)' compares", function.alike(of: arguments.count).map { arguments[$0] })
    default: return
    }
    let market = MarketCoins(frame)
    for (index, second) in compared.enumerated() {
      for first in compared[..<index] where first.measure.counts(otherCoinsThan: second.measure, on: market) {
        throw Problem(mixing: first, second, what, on: market, at: second.somePlace ?? first.somePlace ?? .nowhere)
      }
    }
  }

  /// A share as it is written: `2%`.
  fileprivate var percentText: String {
    guard case .number(let value) = form else { return key }
    return "\(((value * 1e10).rounded() / 1e8).shortText)%"
  }

  /// The first place that is known of it.
  var somePlace: Problem.Place? {
    if place != .nowhere { return place }
    for part in parts {
      if let place = part.somePlace { return place }
    }
    return nil
  }
}

extension Problem {
  /// - Parameter market: nil where it is not known yet.
  init(mixing a: Node, _ b: Node, _ what: String, on market: MarketCoins? = nil, at place: Place) {
    if let (share, whole) = a.measure == .share ? (a, b) : b.measure == .share ? (b, a) : nil,
      case .of(let dimension) = whole.measure
    {
      let text = share.percentText
      self.init(
        "\(what) '\(whole.key)', \(dimension.noun(on: market)), and '\(text)', a share", at: place,
        remedy:
          "a share of it is '\(whole.written) * \(text)', and so much more or less than it '\(whole.written) * (1 + \(text))' or '\(whole.written) * (1 - \(text))'"
      )
      return
    }
    guard case .of(let left) = a.measure, case .of(let right) = b.measure else {
      self.init("\(what) '\(a.key)' and '\(b.key)', which count different things", at: place)
      return
    }
    self.init(
      "\(what) '\(a.key)', \(left.noun(on: market)), and '\(b.key)', \(right.noun(on: market))", at: place,
      remedy: left.hasPowers(of: right)
        ? "multiply each by its price, or take a ratio, a change or a z-score of each"
        : "bring them to one unit, or take a ratio, a change or a z-score of each")
  }
}
