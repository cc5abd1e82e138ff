import Numerics

/// A bar that trades are missing of, so that its volume, its high and its low are not known.
public struct IncompleteBar: Hashable, Sendable {
  public let open: Instant
  /// Trades that are missing by their numbers; 0 where these say nothing.
  public let missing: Int
  /// The longest time in it without a trade, in whole seconds.
  public let silence: Interval
}

/// What tells whether a bar has all its trades.
struct BarFlow {
  var trades = 0
  /// By the numbers of its trades, within it and on both of its sides.
  private(set) var missing = 0
  /// The longest time without a trade that touches it, in milliseconds.
  private(set) var silence: Int64 = 0

  mutating func add(missing: Int, silence: Int64) {
    self.missing += missing
    self.silence = max(self.silence, silence)
  }

  /// A market that trades every second is not silent for a minute: so many times longer than in the bars around.
  private static let unusual: Int64 = 20
  private static let around = 100
  /// No silence of a market is told from one of its recorder below this.
  private static let least = Interval.minute

  /// The bars that miss more than a hundredth of their trades, by number; or, where nothing is numbered, of their time.
  ///
  /// - Parameter numbered: whether the numbers of trades say what is missing. Where they do, silence is the market's.
  static func incomplete(
    _ bars: [BarFlow], _ stamps: [Int64], _ interval: Interval, numbered: Bool
  ) -> [(row: Int, bar: IncompleteBar)] {
    bars.indices.compactMap { row in
      let own = bars[row]
      let isIncomplete =
        numbered
        ? own.missing * 100 > own.missing + own.trades
        : own.silence > least.milliseconds && own.silence * 100 > interval.milliseconds
          && own.silence > unusual * usualSilence(bars, around: row)
      guard isIncomplete else { return nil }
      return (
        row,
        IncompleteBar(
          open: Instant(milliseconds: stamps[row]), missing: numbered ? own.missing : 0,
          silence: .seconds(Int(own.silence / 1000)))
      )
    }
  }

  private static func usualSilence(_ bars: [BarFlow], around row: Int) -> Int64 {
    bars[max(0, row - around)..<min(bars.count, row + around + 1)].map(\.silence).middle ?? 0
  }
}

extension Series {
  /// How wide the bars are by which trades are looked at.
  private static let looked = Interval.minutes(5)

  /// Stretches in which trades that have no numbers are silent as they are not around; nil of what are none.
  var silentTrades: SeriesFinding? {
    guard descriptor.kind == .trades, let first = stamps.first else { return nil }
    let width = Self.looked.milliseconds
    var (bars, opens) = ([BarFlow()], [first.flooredQuotient(by: width) * width])
    for (before, stamp) in zip(stamps, stamps.dropFirst()) {
      bars[bars.count - 1].add(missing: 0, silence: stamp - before)
      let open = stamp.flooredQuotient(by: width) * width
      guard open != opens[opens.count - 1] else { continue }
      bars.append(BarFlow())
      opens.append(open)
      bars[bars.count - 1].add(missing: 0, silence: stamp - before)
    }
    let found = BarFlow.incomplete(bars, opens, Self.looked, numbered: false).map(\.bar)
    guard let longest = found.max(by: { $0.silence < $1.silence }), let start = found.first?.open else { return nil }
    return SeriesFinding(
      what: "trades are silent much longer than around, at most for \(longest.silence)", count: found.count,
      first: start,
      remedy: "a recorder that was off? Import the trades of that time; bars of no trade count as none traded")
  }
}
