import Market
import Replay
import Signals

extension BoundStrategy {
  /// Why nothing was ever held, from what its rules asked: on how many bars each way in held and was known, and which columns
  /// have no value. Nil where it cannot be told from the rules.
  ///
  /// - Parameters:
  ///   - evaluator: on the frame that was replayed.
  ///   - orders: what became of those of the replay.
  public func idleReason(_ evaluator: Evaluator, _ orders: OrderCounts) -> String? {
    let causes = [ruleReason(evaluator)].compactMap(\.self) + orders.causesOfNone
    return causes.isEmpty ? nil : causes.joined(separator: "; ")
  }

  private func ruleReason(_ evaluator: Evaluator) -> String? {
    guard universe == nil, let rules = strategy.rules else { return nil }
    let frame = evaluator.frame
    let bars = frame.evaluation
    var parts: [String] = []
    var read: Set<String> = []
    func ask(
      _ name: String, _ expression: Expression, unless exit: Expression? = nil,
      _ holds: (Node) throws(Problem) -> Bitmap
    ) {
      guard let node = try? signals.resolve(expression), let known = try? evaluator.known(node),
        let asked = try? holds(node)
      else { return }
      read.formUnion(node.columnNames)
      let (sure, held) = (bars.count { known[$0] }, bars.count { asked[$0] })
      parts.append("\(name) on \(held) of \(bars.count) bars" + (sure == bars.count ? "" : ", known on \(sure)"))
      // Where both hold a side is not wanted; what asks of a position is asked of none here.
      guard held > 0, let exit, let left = try? signals.resolve(exit), !left.reads(PositionState.names),
        let leaves = try? evaluator.condition(of: left)
      else { return }
      read.formUnion(left.columnNames)
      let barred = bars.count { asked[$0] && leaves[$0] }
      if barred > 0 { parts.append("its exit held as well on \(barred) of these") }
    }
    let condition = { (node: Node) throws(Problem) in try evaluator.condition(of: node) }
    switch rules {
    case .sides(let long, let short):
      let one = strategy.legs == nil ? "long.enter held" : "enter held"
      if let long { ask(one, long.enter, unless: long.exit, condition) }
      if let short { ask("short.enter held", short.enter, unless: short.exit, condition) }
      if let long, let short, let buys = wanted(long, evaluator), let sells = wanted(short, evaluator) {
        let both = bars.count { buys[$0] && sells[$0] }
        if both > 0 { parts.append("both sides were wanted on \(both), and then neither is entered") }
      }
    case .weight(let weight):
      ask("position was not zero", weight) { node throws(Problem) in
        Bitmap(try evaluator.number(of: node).map { !$0.isNaN && $0 != 0 })
      }
    }
    if let size = try? signals.resolve(strategy.size), !size.reads(PositionState.names),
      let sizes = try? evaluator.number(of: size)
    {
      let possible = bars.count { sizes[$0].isFinite && (strategy.sizing == .kelly ? sizes[$0] != 0 : sizes[$0] > 0) }
      if possible < bars.count { parts.append("size was known and above zero on \(possible)") }
    }
    if case .weight = rules, rebalance > 0 {
      parts.append("an order waits until the weight is more than \(rebalance) from the last one ordered ('rebalance')")
    }
    let empty = read.sorted().filter { name in
      frame.columns[name].map { column in bars.allSatisfy { column.values[$0].isNaN } } ?? false
    }
    guard !parts.isEmpty else { return nil }
    return parts.joined(separator: "; ")
      + (empty.isEmpty ? "" : "; \(empty.joined(separator: ", ")) \(empty.count == 1 ? "has" : "have") no value")
  }
}

extension BoundStrategy {
  /// The bars on which a side is wanted of whom holds nothing; nil where that cannot be told.
  private func wanted(_ side: SideRule, _ evaluator: Evaluator) -> Bitmap? {
    func condition(_ expression: Expression) -> Bitmap? {
      guard let node = try? signals.resolve(expression), !node.reads(PositionState.names) else { return nil }
      return try? evaluator.condition(of: node)
    }
    guard let enter = condition(side.enter) else { return nil }
    guard let exit = side.exit.flatMap(condition) else { return enter }
    return Bitmap((0..<enter.count).map { enter[$0] && !exit[$0] })
  }
}

extension OrderCounts {
  /// Orders that were not placed since something about them was not known.
  public var unknownCauses: [String] {
    [
      (unknownLimits, "whose limit was not known or not above zero"),
      (unknownStops, "whose stop, take or trail was not known or not above zero"),
      (unknownSizes, "whose size was not known or not above zero"),
      (unknownRatios, "at which the ratio of a leg was not known"),
    ].filter { $0.0 > 0 }.map { "no order at \(Double.counted($0.0, "close")) \($0.1)" }
  }

  /// Why orders that were wanted did not become positions.
  fileprivate var causesOfNone: [String] {
    unknownCauses
      + [
        (beyondMargin, "no order at", "whose maintenance margin was more than what would stand behind it"),
        (belowLot, "no order at", "that wanted less than a lot"),
        (belowLeastNotional, "no order at", "that wanted less than the least notional"),
        (limitsExpired, "limits of", "ran out"),
        (limitsCancelled, "limits of", "were taken back when the rules no longer wanted them"),
        (postOnlyRefused, "limits of", "were refused, post-only"),
      ].filter { $0.0 > 0 }.map { "\($0.1) \(Double.counted($0.0, "close")) \($0.2)" }
  }
}
