import Foundation
import Market
import Numerics
import Research

/// Where positions would be closed by force, as a **model** says: nobody publishes entries or leverage.
///
/// Hour by hour, coins by which open interest grows, or dollars of contracts that count those, are entered at the hour's close, as many long as short, in the
/// assumed mix of leverage and, where tiers have steps, of sizes; where it shrinks, all that is open shrinks alike; what
/// price has crossed is closed. In isolated margin a long at leverage L is closed at entry · (1 - 1/L) / (1 - m), a short at
/// entry · (1 + 1/L) / (1 + m), m the maintenance rate; a contract settled in its coin at entry · (1 + m) / (1 + 1/L) and
/// entry · (1 - m) / (1 - 1/L); with tiers where equity is what they ask for at that price.
/// What was open before the hours begin has no entry and is left out.
public struct LiquidationLevels: Sendable {
  /// What the model takes for granted.
  public struct Assumptions: Sendable {
    public var mix: [(leverage: Double, share: Double)]
    /// What its shares added up to as they were given.
    public let mixSum: Double
    /// Of positions at their entry, in dollars; they matter where tiers have steps.
    public var sizes: [(dollars: Double, share: Double)]
    /// Nil for what the venue has printed, or the flat rate where nothing of it is known here.
    public var tiers: LevelTiers?

    /// - Parameter mix: shares are made to add up to one, and those of sizes.
    public init(
      mix: [(leverage: Double, share: Double)] = Self.usual,
      sizes: [(dollars: Double, share: Double)] = Self.usualSizes, tiers: LevelTiers? = nil
    ) {
      let sum = mix.reduce(0) { $0 + $1.share }
      mixSum = sum
      self.mix = mix.map { ($0.leverage, $0.share / sum) }
      let all = sizes.reduce(0) { $0 + $1.share }
      self.sizes = sizes.map { ($0.dollars, $0.share / all) }
      self.tiers = tiers
    }

    /// Guessed: most at 10 and 25 times, little at 100.
    public static let usual: [(leverage: Double, share: Double)] = [
      (5, 0.2), (10, 0.3), (25, 0.3), (50, 0.15), (100, 0.05),
    ]
    /// Guessed as well.
    public static let usualSizes: [(dollars: Double, share: Double)] = [
      (10_000, 0.4), (100_000, 0.4), (1_000_000, 0.2),
    ]
    static let flat = LevelTiers(.flat(0.005), source: "assumed, the first tier of most venues")
  }

  /// Coins that would be closed within half a percent of price, in dollars.
  public struct Level: Sendable {
    public let isLong: Bool
    public let price: Double
    /// From the price now, with its sign.
    public let distance: Double
    public let dollars: Double
    /// Of all of its side within reach.
    public let share: Double
  }

  public let instrument: Instrument
  /// What its open interest is called in the language of signals.
  public let interest: String
  public let assumptions: Assumptions
  public let tiers: LevelTiers
  /// Of the contract, by which positions are closed.
  public let form: Contract.Form
  /// Where they are known to have held at another time.
  public let caution: String?
  public let positions: [AssumedPosition]
  /// What of the assumptions comes to nothing, or is read otherwise than it was written; nil for none of it.
  public let amended: String?
  public let from: Instant
  public let hours: Int
  public let price: Double
  /// Of each side the heaviest, by dollars.
  public let levels: [Level]
  /// All within reach, in order of price.
  public let profile: [Level]
  /// Whether past levels said where past liquidations came; nil where no test was asked for.
  public let test: Result<LevelTest, Unavailable>?

  /// In logs of price.
  static let reach = 0.2
  static let levelWidth = 0.005
  private static let mostLevels = 4
  /// Of hours, before the moment.
  public static let lookBack = Interval.days(180)

  /// - Parameters:
  ///   - realised: liquidated dollars by the hour.
  /// - Throws: `Unavailable` without hours of price and open interest.
  init(
    _ moment: MarketMoment, of instrument: Instrument, realised: [LiquidationBar], step: Interval,
    _ assumptions: Assumptions, isTested: Bool
  ) throws(Unavailable) {
    let view: ViewFrame
    let interest: InterestExpression
    do {
      guard let name = try InterestView.expression(moment, on: instrument) else {
        throw Unavailable("there is no open interest to read entries from")
      }
      interest = name
      view = try ViewFrame(moment, of: instrument, interval: .hour, history: Self.lookBack, [name.text])
    } catch { throw Unavailable(of: error) }
    guard let bars = try? LevelBars(view, interest), let last = bars.close.last(where: { $0 > 0 }) else {
      throw Unavailable("price and open interest are not known by the hour")
    }
    // What entered since the last that is known is not among the levels, nor is what the price has crossed.
    let known = bars.close.indices.last { bars.close[$0] > 0 && bars.interest[$0] > 0 }
    guard let known, moment.asOf.since(bars.opens[known] + .hour) < .hours(2) else {
      throw Unavailable(
        "price and open interest were last known together at \(known.map { (bars.opens[$0] + .hour).minuteText } ?? "no hour")"
      )
    }
    let contract = moment.contract(of: instrument)
    let tiers = (assumptions.tiers ?? LevelTiers.printed(for: instrument, contract) ?? Assumptions.flat)
      .counted(in: contract.form, at: last)
    let positions = AssumedPosition.all(assumptions, tiers, contract.form, at: last)
    let gone = positions.filter(\.isClosedAtOnce)
    guard gone.count < positions.count else {
      throw Unavailable(
        "every position of the mix is closed within 0.1% of its entry, as its maintenance margin takes up the initial one: assume less leverage"
      )
    }
    amended = Self.amended(assumptions, gone)
    var map = LevelMap(bars)
    var past: [LevelTest.Hour] = []
    var before = Double.nan
    let byOpen = Dictionary(realised.map { ($0.open, $0) }, uniquingKeysWith: { first, _ in first })
    var interestBefore = Double.nan
    for row in bars.close.indices {
      let (low, high, close, open) = (bars.low[row], bars.high[row], bars.close[row], bars.interest[row])
      guard low > 0, high > 0, close > 0 else { continue }
      if isTested, before > 0, let hour = byOpen[bars.opens[row]],
        let below = map.cumulative(from: before, longs: true), let above = map.cumulative(from: before, longs: false)
      {
        past.append(
          LevelTest.Hour(
            longs: hour.longs, shorts: hour.shorts, fall: log(before / low), rise: log(high / before), below: below,
            above: above))
      }
      map.cross(low: low, high: high)
      if open > 0, interestBefore > 0 {
        if open > interestBefore {
          map.enter(open - interestBefore, at: close, positions)
        } else {
          map.shrink(by: open / interestBefore)
        }
      }
      if open > 0 { interestBefore = open }
      before = close
    }
    self.instrument = instrument
    self.interest = interest.text
    self.assumptions = assumptions
    self.tiers = tiers
    form = contract.form
    caution = tiers.caution(at: moment.asOf, on: instrument, contract)
    self.positions = positions
    from = bars.opens.first ?? moment.asOf
    hours = bars.close.count
    price = last
    let profile = map.profile(around: last)
    self.profile = profile
    levels = [true, false].flatMap { side in
      profile.filter { $0.isLong == side && $0.dollars > 0 }.sorted { $0.dollars > $1.dollars }
        .prefix(Self.mostLevels)
    }
    test =
      !isTested
      ? nil
      : step > .hour
        ? .failure(Unavailable("liquidations are known by \(step), and levels are tested by the hour"))
        : Result { () throws(Unavailable) in try LevelTest(past) }
  }

  private static func amended(_ assumptions: Assumptions, _ gone: [AssumedPosition]) -> String? {
    let sum = assumptions.mixSum
    let isWhole = abs(sum - 1) < 1e-9 || abs(sum - 100) < 1e-7
    let read = isWhole ? nil : "Shares of leverage add up to \(sum.plain) and are taken as parts of that."
    let leverages = gone.map { "\($0.leverage.plain)x" }.uniqued.joined(separator: ", ")
    let closed =
      gone.isEmpty
      ? nil : "At \(leverages) a position is closed within 0.1% of its entry, and is at no level."
    let all = [read, closed].compactMap(\.self)
    return all.isEmpty ? nil : all.joined(separator: " ")
  }
}

/// Price and open interest by the hour.
private struct LevelBars {
  let opens: [Instant]
  let low: [Double]
  let high: [Double]
  let close: [Double]
  let interest: [Double]

  /// Whether open interest counts dollars.
  let isInDollars: Bool

  init(_ view: ViewFrame, _ interest: InterestExpression) throws {
    opens = view.closes.map { $0 - .hour }
    (low, high, close) = (try view.numbers("low"), try view.numbers("high"), try view.numbers("close"))
    self.interest = try view.numbers(interest.text).map { $0 * interest.perValue }
    isInDollars = interest.unit == .dollars
  }
}

/// Coins, or dollars, by the price that would close them, in bins of a thousandth.
private struct LevelMap {
  private static let width = 0.001
  private static let bins = Int((LiquidationLevels.reach / width).rounded())
  private let origin: Double
  private let isInDollars: Bool
  private var longs: [Double]
  private var shorts: [Double]

  init(_ bars: LevelBars) {
    let low = bars.low.filter { $0 > 0 }.min() ?? 1
    let high = bars.high.filter { $0 > 0 }.max() ?? 1
    origin = log(low) - 0.5
    isInDollars = bars.isInDollars
    let count = Int((log(high / low) + 1) / Self.width) + 1
    longs = [Double](repeating: 0, count: min(count, 100_000))
    shorts = longs
  }

  private func bin(_ price: Double) -> Int { Int(((log(price) - origin) / Self.width).rounded(.down)) }

  mutating func enter(_ amount: Double, at price: Double, _ positions: [AssumedPosition]) {
    for one in positions {
      if let move = one.closesLong {
        let below = bin(price * (1 + move))
        if longs.indices.contains(below), below < bin(price) { longs[below] += amount * one.share }
      }
      if let move = one.closesShort {
        let above = bin(price * (1 + move))
        if shorts.indices.contains(above), above > bin(price) { shorts[above] += amount * one.share }
      }
    }
  }

  mutating func shrink(by factor: Double) {
    for place in longs.indices {
      longs[place] *= factor
      shorts[place] *= factor
    }
  }

  /// Longs at or above the low and shorts at or below the high are closed.
  mutating func cross(low: Double, high: Double) {
    for place in max(0, bin(low))..<longs.count { longs[place] = 0 }
    for place in 0...min(max(0, bin(high)), shorts.count - 1) { shorts[place] = 0 }
  }

  /// Share of a side within reach that lies within so many bins of a price; nil where there is none.
  func cumulative(from price: Double, longs isLong: Bool) -> [Float]? {
    let start = bin(price)
    var total = 0.0
    var sums: [Double] = []
    for step in 0...Self.bins {
      let place = isLong ? start - step : start + step
      let side = isLong ? longs : shorts
      if side.indices.contains(place) { total += side[place] }
      sums.append(total)
    }
    return total > 0 ? sums.map { Float($0 / total) } : nil
  }

  func profile(around price: Double) -> [LiquidationLevels.Level] {
    let perLevel = Int((LiquidationLevels.levelWidth / Self.width).rounded())
    let start = bin(price)
    var levels: [LiquidationLevels.Level] = []
    for isLong in [true, false] {
      let side = isLong ? longs : shorts
      let sums = (0..<Self.bins / perLevel).map { level in
        (0..<perLevel).reduce(0.0) { sum, step in
          let offset = level * perLevel + step + 1
          let place = isLong ? start - offset : start + offset
          return sum + (side.indices.contains(place) ? side[place] : 0)
        }
      }
      let total = max(sums.reduce(0, +), .leastNonzeroMagnitude)
      for (level, open) in sums.enumerated() {
        let distance = (Double(level) + 0.5) * LiquidationLevels.levelWidth * (isLong ? -1 : 1)
        levels.append(
          .init(
            isLong: isLong, price: price * exp(distance), distance: exp(distance) - 1,
            dollars: isInDollars ? open : open * price,
            share: open / total))
      }
    }
    return levels.sorted { $0.price < $1.price }
  }
}

/// Whether the levels of the model say where liquidations come, beyond that large moves close many.
///
/// For each hour: the share of the model's longs between the price before and the hour's low, times the longs that were
/// closed (as log(1 + dollars / mean hour), so that no single hour decides), and likewise shorts. Held against the same
/// with the levels of other hours at the same distances from price: all of them moved round the circle of hours, a week
/// or more. What every map has in common, more near the price or less, is in both.
public struct LevelTest: Sendable {
  package struct Hour: Sendable {
    /// Closed by force, in dollars.
    let longs, shorts: Double
    /// In logs, from the close before.
    let fall, rise: Double
    /// Share of the model's side that lies within so many thousandths.
    let below, above: [Float]

    package init(longs: Double, shorts: Double, fall: Double, rise: Double, below: [Float], above: [Float]) {
      (self.longs, self.shorts, self.fall, self.rise) = (longs, shorts, fall, rise)
      (self.below, self.above) = (below, above)
    }
  }

  public let hours: Int
  /// With liquidations.
  public let hoursHit: Int
  public let shifts: Int
  /// What was hit over what moved levels would have hit, on average; 1 says that levels say nothing.
  public let lift: Double
  /// Share of the moves that hit as much, one-sided.
  public let p: Double

  private static let apart = 168
  private static let least = 1000

  package init(_ past: [Hour]) throws(Unavailable) {
    guard past.count >= Self.least else {
      throw Unavailable("\(past.count) hours have levels and liquidations; \(Self.least) are asked for")
    }
    let count = past.count
    let meanLongs = past.reduce(0) { $0 + $1.longs } / Double(count)
    let meanShorts = past.reduce(0) { $0 + $1.shorts } / Double(count)
    guard meanLongs + meanShorts > 0 else { throw Unavailable("nothing was liquidated in the time") }
    struct Weighed { let longs, shorts: Double, down, up: Int }
    let weighed = past.map { hour -> Weighed in
      func place(_ move: Double, _ side: [Float]) -> Int { max(0, min(side.count - 1, Int(move * 1000))) }
      return Weighed(
        longs: meanLongs > 0 ? log1p(hour.longs / meanLongs) : 0,
        shorts: meanShorts > 0 ? log1p(hour.shorts / meanShorts) : 0, down: place(hour.fall, hour.below),
        up: place(hour.rise, hour.above))
    }
    let sums = (0..<count).map { shift -> Double in
      guard shift == 0 || (shift >= Self.apart && shift <= count - Self.apart) else { return .nan }
      var sum = 0.0
      for (row, hour) in weighed.enumerated() {
        let map = past[(row + shift) % count]
        sum += hour.longs * Double(map.below[hour.down]) + hour.shorts * Double(map.above[hour.up])
      }
      return sum
    }
    let moved = sums.dropFirst().filter { !$0.isNaN }
    let mean = moved.reduce(0, +) / Double(moved.count)
    guard mean > 0 else { throw Unavailable("no level of the model was ever reached") }
    hours = count
    hoursHit = past.count { $0.longs + $0.shorts > 0 }
    shifts = moved.count
    lift = sums[0] / mean
    p = Double(1 + moved.count { $0 >= sums[0] }) / Double(1 + moved.count)
  }
}
