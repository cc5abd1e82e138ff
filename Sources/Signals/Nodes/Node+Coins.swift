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
      let theirs = measures.measure(of: second)
      for first in compared[..<index] {
        let mine = measures.measure(of: first)
        guard
          mine.counts(otherCoinsThan: theirs, on: measures.market)
            || !measures.isByName && !mine.agrees(with: theirs)
        else { continue }
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
    let (first, second) = (measures?.measure(of: a) ?? a.measure, measures?.measure(of: b) ?? b.measure)
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
    let contracts = [a, b].lazy.compactMap { node in measures?.size(of: node).map { (node, $0) } }.first
    let remedy =
      if let (node, size) = contracts {
        "turn one into the other, as in '\(node.written) * \(size.shortText)'"
      } else if left.hasPowers(of: right) { "multiply each by its price" } else { "bring them to one unit" }
    self.init(
      "\(what) '\(a.key)', \(left.noun(on: market)), and '\(b.key)', \(right.noun(on: market))", at: place,
      remedy: "\(remedy), or take a ratio, a change or a z-score of each")
  }
}
