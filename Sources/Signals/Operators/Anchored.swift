import Market
import Numerics

/// What grows from an anchor instead of trailing in a window.
extension Operators {
  static let anchored: [any SignalOperator] = [
    expanding(
      "cumsum", "The sum of x since the anchor.",
      "from the first known value of the data, or from the start of the UTC day, Monday week or session; a gap makes it unknown up "
        + "to the next anchor: write if(defined(x), x, 0) where a gap counts as nothing", unit: .same(as: 0),
      missing: .read, example: "cumsum(2 * taker_buy_volume - volume, day)"
    ) { call in
      var sum = 0.0
      var hasBegun = false
      return call.sinceAnchor(reset: { (sum, hasBegun) = (0, call.anchor != .data) }) { value in
        if !hasBegun, value.isNaN { return .nan }
        hasBegun = true
        sum += value
        return finite(sum)
      }
    },
    expanding("expanding_mean", "The mean of x since the anchor.", "of its known values", unit: .same(as: 0)) {
      $0.expandingMoments { moments, count, _ in finite(moments.mean) }
    },
    expanding(
      "expanding_std", "The standard deviation of x since the anchor.",
      "of its known values, ddof 1; from the second on",
      unit: .same(as: 0)
    ) {
      $0.expandingMoments { moments, count, _ in count < 2 ? .nan : finite(moments.deviation(1 / (count - 1))) }
    },
    expanding(
      "expanding_zscore", "How many standard deviations x lies from its mean since the anchor.",
      "(x - mean) / std of its known values, this one included, ddof 1; unknown where std is 0", unit: .fixed(.score)
    ) {
      $0.expandingMoments { moments, count, value in
        let deviation = count < 2 ? 0 : finite(moments.deviation(1 / (count - 1)))
        return deviation > 0 ? (value - moments.mean) / deviation : .nan
      }
    },
    expanding("expanding_min", "The smallest x since the anchor.", "of its known values", unit: .same(as: 0)) { call in
      var least = Double.infinity
      return call.sinceAnchor(reset: { least = .infinity }) { value in
        guard !value.isNaN else { return .nan }
        least = min(least, value)
        return least
      }
    },
    expanding("expanding_max", "The largest x since the anchor.", "of its known values", unit: .same(as: 0)) { call in
      var most = -Double.infinity
      return call.sinceAnchor(reset: { most = -.infinity }) { value in
        guard !value.isNaN else { return .nan }
        most = max(most, value)
        return most
      }
    },
    expanding(
      "expanding_rank", "Where x stands among its values since the anchor, 0 lowest to 1 highest.",
      "(values below + half of the other values equal) / (known values - 1); from the second on",
      unit: .fixed(.fraction)
    ) { call in
      expandingRanks(call.numbers[0], starts: call.anchorStarts)
    },
  ]

  private static func expanding(
    _ name: String, _ about: String, _ formula: String, unit: OperatorUnit, missing: MissingRule = .skipped,
    example: String? = nil, _ apply: @escaping @Sendable (OperatorCall) -> [Double]
  ) -> Operation {
    .number(
      name, about, formula, [.x, .word("anchor", Anchor.allCases.map(\.rawValue), standard: "data")], unit: unit,
      missing: missing, example: example ?? "\(name)(premium, day)", lookBackText: "to the anchor",
      isPartial: true, lookBack: { Anchor($0).lookBack($0.interval) }, apply)
  }
}

/// Where what grows begins anew.
enum Anchor: String, CaseIterable, Sendable {
  /// Once, with the first bar there is.
  case data
  /// At midnight UTC.
  case day
  /// At midnight UTC on Mondays.
  case week
  /// Whenever business begins in Tokyo, London or New York.
  case session
  /// Whenever it begins in one of them.
  case asia, europe, us

  /// Of a call that takes one.
  init(_ setting: OperatorSetting) { self = setting.words.first.flatMap(Anchor.init) ?? .data }

  func lookBack(_ interval: Interval) -> Int {
    let width: Interval
    switch self {
    case .data: return OperatorSetting.everything
    case .day, .asia: width = .day
    case .week: width = .week
    // From New York to Tokyo; and a day on which clocks are set back.
    case .session: width = .hours(13)
    case .europe, .us: width = .hours(25)
    }
    return max(0, Int((width.milliseconds + interval.milliseconds - 1) / interval.milliseconds) - 1)
  }

  /// Whether a bar is the first that opens in its day or week.
  func begins(at open: Instant, _ interval: Interval) -> Bool {
    switch self {
    case .data: return false
    case .day: return open.millisecondOfDay < interval.milliseconds
    case .week:
      return Int64(open.weekday) * Interval.day.milliseconds + open.millisecondOfDay < interval.milliseconds
    case .session: return TradingSession.allCases.contains { $0.begins(at: open, interval) }
    case .asia, .europe, .us: return TradingSession(rawValue: rawValue)?.begins(at: open, interval) ?? false
    }
  }
}

extension OperatorCall {
  var anchor: Anchor { Anchor(setting) }

  /// By row, whether it begins a run; nothing is known before the first that does.
  fileprivate var anchorStarts: [Bool] {
    let anchor = anchor
    return (0..<grid.count).map { row in
      anchor == .data ? row == 0 : anchor.begins(at: grid.open(row), grid.interval)
    }
  }

  /// `next` of each value in turn, after `reset` at every anchor.
  fileprivate func sinceAnchor(reset: () -> Void, _ next: (Double) -> Double) -> [Double] {
    let starts = anchorStarts
    var hasBegun = false
    return numbers[0].indices.map { row in
      if starts[row] {
        hasBegun = true
        reset()
      }
      return hasBegun ? next(numbers[0][row]) : .nan
    }
  }

  /// Moments of the known values up to each bar, how many they are, and the bar's own.
  fileprivate func expandingMoments(_ finish: (Moments, Double, Double) -> Double) -> [Double] {
    var moments = Moments.empty
    var count = 0.0
    return sinceAnchor(reset: { (moments, count) = (.empty, 0) }) { value in
      guard !value.isNaN else { return .nan }
      count += 1
      let deviation = value - moments.mean
      moments.mean += deviation / count
      moments.squares += deviation * (value - moments.mean)
      return finish(moments, count, value)
    }
  }
}
