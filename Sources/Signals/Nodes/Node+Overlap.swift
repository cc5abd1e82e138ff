import Market

extension Node {
  /// How many bars' worth of information neighbouring values share, in bars: 0 where they share none.
  ///
  /// A return over one bar shares nothing with the next: they meet in one price. A return over k bars shares k - 1 of its
  /// one-bar returns, a mean of w bars w - 1 of its values, and a value that only lies further back shares nothing. Less than
  /// `lookBack` wherever a value does not depend on all that lies between.
  ///
  /// - Parameter standing: for how many bars a value of a column stands; one by default. A column that stands for k bars
  ///   shares k - 1 of them by itself.
  /// - Throws: as `lookBack`.
  public func overlap(_ interval: Interval, standing: (String) -> Int = { _ in 1 }) throws(Problem) -> Int {
    try reach(interval, standing).shared
  }

  /// The bars that a value depends on, counted back from its own, and how many of what they hold it shares with the value
  /// of the next bar.
  private struct Reach {
    var nearest: Int
    var farthest: Int
    var shared: Int

    /// A value made from both. Two that lie apart are a change from one to the other, and it shares what is between them.
    func joined(_ other: Reach) -> Reach {
      let between = max(abs(nearest - other.nearest), abs(farthest - other.farthest)) - 1
      return Reach(
        nearest: min(nearest, other.nearest), farthest: max(farthest, other.farthest),
        shared: max(shared, other.shared, between))
    }
  }

  private func reach(_ interval: Interval, _ standing: (String) -> Int) throws(Problem) -> Reach {
    if case .column(let name) = form {
      return Reach(nearest: 0, farthest: 0, shared: max(1, standing(name)) - 1)
    }
    var reach: Reach?
    for part in parts where part.constant == nil && part.kind != .duration && part.kind != .word {
      let own = try part.reach(interval, standing)
      reach = reach?.joined(own) ?? own
    }
    let inner = reach ?? Reach(nearest: 0, farthest: 0, shared: 0)
    guard case .call(let function, let arguments) = form else { return inner }
    let setting = try SettingReader(interval: interval, function: function, place: place).setting(arguments)
    let back = function.lookBack(setting)
    // What is anchored moves with its newest value, and shares its past with all that came before.
    guard back < OperatorSetting.everything else { return inner }
    switch function.reads {
    case .here: return Reach(nearest: inner.nearest + back, farthest: inner.farthest + back, shared: inner.shared)
    case .bothEnds:
      return Reach(
        nearest: inner.nearest, farthest: inner.farthest + back, shared: inner.shared + max(0, back - 1))
    case .allBetween:
      return Reach(nearest: inner.nearest, farthest: inner.farthest + back, shared: inner.shared + back)
    }
  }
}

/// Which of the bars it looks back on an operator reads.
public enum OperatorReach: Sendable, Hashable {
  /// The one that lies furthest back.
  case here
  /// The newest and the one furthest back: a change.
  case bothEnds
  /// All of them.
  case allBetween
}
