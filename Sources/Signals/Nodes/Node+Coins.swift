import Market

extension Node {
  /// Refuses what only a market tells to be unlike, of this node and not of what is inside it.
  func refuseUnlike(in frame: Frame) throws(Problem) {
    try refuseOtherCoins(in: frame)
    try refuseStandIns(in: frame)
  }

  /// Refuses a sum or a comparison of unlike coins, or of coins and contracts, of this node and not of what is inside it.
  ///
  /// Which coin `volume` counts, and whether it counts coins, is known with the data only; what names alone tell has been
  /// refused before.
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
    guard compared.count > 1 else { return }
    let measures = FrameMeasures(frame, of: columnNames)
    for (index, second) in compared.enumerated() {
      for first in compared[..<index] where measures.unlike(first, second) != nil {
        throw Problem(
          mixing: first, second, what, on: measures, at: second.somePlace ?? first.somePlace ?? .nowhere)
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
  /// - Parameter measures: nil where the market is not known yet.
  init(mixing a: Node, _ b: Node, _ what: String, on measures: FrameMeasures? = nil, at place: Place) {
    let market = measures?.market
    let (first, second) = measures?.unlike(a, b) ?? (a.measure, b.measure)
    if let (share, whole, measure) = first == .share ? (a, b, second) : second == .share ? (b, a, first) : nil,
      case .of(let dimension) = measure
    {
      let text = share.percentText
      self.init(
        "\(what) '\(whole.key)', \(dimension.noun(on: market)), and '\(text)', a share", at: place,
        remedy:
          "a share of it is '\(whole.written) * \(text)', and so much more or less than it '\(whole.written) * (1 + \(text))' or '\(whole.written) * (1 - \(text))'"
      )
      return
    }
    guard case .of(let left) = first, case .of(let right) = second else {
      self.init("\(what) '\(a.key)' and '\(b.key)', which count different things", at: place)
      return
    }
    let remedy =
      measures?.wayTogether(a, left, b, right)
      ?? (left.hasPowers(of: right) ? "multiply each by its price" : "bring them to one unit")
    self.init(
      "\(what) '\(a.key)', \(left.noun(on: market)), and '\(b.key)', \(right.noun(on: market))", at: place,
      remedy: "\(remedy), or take a ratio, a change or a z-score of each")
  }
}

extension FrameMeasures {
  /// How contracts are brought beside what they were to be added to or compared with; nil where their size does not tell.
  fileprivate func wayTogether(_ a: Node, _ left: Dimension, _ b: Node, _ right: Dimension) -> String? {
    switch (size(of: a), size(of: b)) {
    case (let mine?, let theirs?) where mine.isMoney == theirs.isMoney:
      return "turn both into what they are of, as in '\(turned(a, mine.amount))' and '\(turned(b, theirs.amount))'"
    case (let size?, nil): return way(a, size, beside: right)
    case (nil, let size?): return way(b, size, beside: left)
    default: return nil
    }
  }

  private func way(_ node: Node, _ size: (amount: Double, isMoney: Bool), beside other: Dimension) -> String {
    let turned = turned(node, size.amount)
    guard size.isMoney, other.hasPowers(of: Dimension(.base)) else {
      return "turn one into the other, as in '\(turned)'"
    }
    return "turn one into the other by the price of a coin, as in '\(turned) / close'"
  }

  private func turned(_ node: Node, _ amount: Double) -> String {
    amount == 1 ? node.written : "\(node.written) * \(amount.shortText)"
  }
}
