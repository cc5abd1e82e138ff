import Market
import Numerics

/// Computed values that are what the market did only after they are said to be known: the next bar's close, its return, or
/// which way it went, as a column shifted by a row too many is, and one that was made to be learnt from.
enum FutureDoubt {
  /// Bars ahead that are looked at.
  private static let ahead = 24
  private static let leastRows = 50
  /// Rows that decide whether the others are worth a look.
  private static let sample = 200
  private static let share = 0.95

  static func findings(on series: Series, beside neighbours: [Series]) -> [SeriesFinding] {
    guard series.descriptor.kind == .external else { return [] }
    let paths = neighbours.compactMap(Path.init)
    return series.descriptor.columns.indices.compactMap { column in
      paths.lazy.compactMap { finding(series, column, $0) }.first
    }
  }

  private static func finding(_ series: Series, _ column: Int, _ path: Path) -> SeriesFinding? {
    let known = series.descriptor.known == .atClose ? series.descriptor.cadence?.milliseconds ?? 0 : 0
    let late = known + series.descriptor.delay.milliseconds
    let values = series.columns[column]
    for bars in 1...ahead {
      for likeness in Likeness.allCases {
        func equal(_ rows: some Sequence<Int>) -> (equal: Int, of: Int, first: Int?) {
          var (equal, all, first) = (0, 0, Int?.none)
          for row in rows where !values[row].isNaN {
            guard let now = path.close(endingAt: series.stamps[row] + late),
              let then = path.close(endingAt: series.stamps[row] + late, barsLater: bars), now != then
            else { continue }
            all += 1
            guard likeness.holds(values[row], now, then) else { continue }
            equal += 1
            first = first ?? row
          }
          return (equal, all, first)
        }
        func isAlike(_ found: (equal: Int, of: Int, first: Int?)) -> Bool {
          found.of >= leastRows && Double(found.equal) >= share * Double(found.of)
        }
        guard likeness != .direction || isSided(values), isAlike(equal(values.indices.prefix(sample))) else {
          continue
        }
        let found = equal(values.indices)
        guard isAlike(found), let first = found.first else { continue }
        let name = series.descriptor.columns[column].name
        return SeriesFinding(
          what:
            "'\(name)' is \(likeness.words(bars)) of \(path.title), in \(found.equal) of \(found.of) rows, and is "
            + "said to be known before: it knows the future",
          count: found.equal, first: Instant(milliseconds: series.stamps[first]), weight: .wrong,
          remedy: "shift it by \(bars == 1 ? "a bar" : "\(bars) bars"), or say --delay "
            + "\(Interval(milliseconds: path.width.milliseconds * Int64(bars))); what is to be predicted is no signal")
      }
    }
    return nil
  }

  /// Whether values are two or three words for up, down and neither, each of the first two often enough to be no chance.
  private static func isSided(_ values: [Double]) -> Bool {
    var (seen, above, below): (Set<Double>, Int, Int) = ([], 0, 0)
    for value in values where !value.isNaN {
      if seen.count < 4 { seen.insert(value) }
      if value > 0 { above += 1 } else { below += 1 }
    }
    return (2...3).contains(seen.count) && min(above, below) * 5 > above + below
  }

  /// What a value can be of two closes.
  private enum Likeness: CaseIterable {
    case close, change, direction

    func holds(_ value: Double, _ now: Double, _ then: Double) -> Bool {
      func near(_ a: Double, _ b: Double) -> Bool { abs(a - b) <= 1e-6 * max(abs(a), abs(b)) }
      switch self {
      case .close: return near(value, then)
      case .direction: return (value > 0) == (then > now)
      case .change:
        let simple = then / now - 1
        // As fractions, in percent and in basis points, simple and of logarithms, and in the currency of the price.
        return [simple, simple * 100, simple * 10_000].contains { near(value, $0) }
          || near(exponential(value) - 1, simple) || near(value, then - now)
      }
    }

    func words(_ bars: Int) -> String {
      let next = bars == 1 ? "the next bar" : "the next \(bars) bars"
      return switch self {
      case .close: bars == 1 ? "the close of the next bar" : "the close \(bars) bars later"
      case .change: "the return of \(next)"
      case .direction: "the direction of \(next)"
      }
    }
  }

  /// Closes of bars by when they end.
  private struct Path {
    let title: String
    let width: Interval
    private let closes: [Int64: Double]

    init?(_ series: Series) {
      guard series.descriptor.kind == .klines, let width = series.descriptor.cadence,
        let closes = series.values("close")
      else { return nil }
      self.width = width
      title = series.descriptor.title
      self.closes = Dictionary(
        zip(series.stamps.map { $0 + width.milliseconds }, closes), uniquingKeysWith: { $1 })
    }

    func close(endingAt stamp: Int64, barsLater bars: Int = 0) -> Double? {
      closes[stamp + width.milliseconds * Int64(bars)].flatMap { $0.isNaN ? nil : $0 }
    }
  }
}

/// What the name of a computed column says of when it is known: `ret_fwd`, `label`, `y_next` are of what comes after.
enum FutureName {
  private static let sure: Set<String> = ["fwd", "label", "labels", "lookahead", "target", "targets"]
  private static let before: Set<String> = ["next", "future", "forward"]
  private static let moves: Set<String> = [
    "ret", "rets", "return", "returns", "close", "high", "low", "move", "change", "direction", "y", "bar", "pnl",
  ]
  /// A target that somebody holds, and a level that is said today.
  private static let held: Set<String> = ["weight", "position", "exposure", "leverage", "size", "price", "allocation"]

  static func note(on series: Series) -> String? {
    guard series.descriptor.kind == .external else { return nil }
    let named = series.descriptor.columns.map(\.name).filter(saysFuture).map { "'\($0)'" }
    guard !named.isEmpty else { return nil }
    return
      "\(named.listed(most: 3)): by the name of what comes after its row, and so to be predicted: as a signal it would "
      + "know the future, unless --delay says how much later it is known"
  }

  private static func saysFuture(_ name: String) -> Bool {
    let words = Set(name.split(separator: "_").map(String.init))
    guard words.isDisjoint(with: held) else { return false }
    return !words.isDisjoint(with: sure) || !words.isDisjoint(with: before) && !words.isDisjoint(with: moves)
  }
}
