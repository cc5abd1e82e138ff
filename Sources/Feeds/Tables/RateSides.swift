import Market
import Numerics

/// Rates on both sides of a row from which on they are far larger or far smaller: of two units, or of two markets.
///
/// A percentage is the same rate, written otherwise. So it has two decimals fewer, its usual rate is a hundred times the usual
/// one and as frequent, its sign is no other, and it is there with the row. A coin in distress has as many decimals as before,
/// pays what it is pressed to, and comes to it.
struct RateSides {
  private let factor: Int64
  private let small: ArraySlice<Double>
  private let large: ArraySlice<Double>
  /// The nearest of each.
  private let near: ArraySlice<Double>
  private let far: ArraySlice<Double>

  /// Settlements beside the step, of which the way from one size to the other consists.
  static let onTheWay = 6

  /// - Parameter factor: how many times the larger side is what it would be in the unit of the smaller: a hundred in percent,
  ///   ten thousand in basis points.
  init(_ rates: [Double], at place: Int, width: Int, isUp: Bool, factor: Int64 = 100) {
    self.factor = factor
    func sides(_ width: Int) -> (ArraySlice<Double>, ArraySlice<Double>) {
      let (before, behind) = (rates[max(0, place - width)..<place], rates[place..<min(rates.count, place + width)])
      return isUp ? (before, behind) : (behind, before)
    }
    (small, large) = sides(width)
    (near, far) = sides(Self.onTheWay)
  }

  /// The row of the range behind which fewest are on the wrong side of a size.
  static func sharpest(_ rates: [Double], in range: Range<Int>, between size: Double, isUp: Bool) -> Int {
    var (wrong, best) = (0, (wrong: 0, place: range.lowerBound))
    for row in range {
      wrong += (abs(rates[row]) < size) == isUp ? -1 : 1
      if wrong < best.wrong { best = (wrong, row + 1) }
    }
    return best.place
  }

  /// Whether a market made the step, as far as can be seen.
  var isMarket: Bool {
    guard !small.isEmpty, !large.isEmpty else { return true }
    let usual = Self.usual(small)
    if let usual {
      let again = large.count { Self.key($0) == factor * usual.key }
      guard 3 * Double(again) >= usual.share * Double(large.count) else { return true }
    }
    switch Self.decimals(small, large, usual: usual?.key) {
    case .ofPercent: return false
    case .ofMarket: return true
    case .ofEither: break
    }
    // Thrice what the smaller side has of it is more than chance in six rows.
    func isFrequent(_ count: Int, of natural: Double) -> Bool {
      Double(count) > 3 * Double(Self.onTheWay) * natural
    }
    if let usual {
      let others = far.count { Self.key($0) != factor * usual.key }
      guard !isFrequent(others, of: 1 - usual.share) else { return true }
    }
    func positive(_ rates: ArraySlice<Double>) -> Double { Double(rates.count { $0 > 0 }) / Double(rates.count) }
    guard abs(positive(small) - positive(large)) <= 0.5, abs(positive(near) - positive(far)) <= 0.7 else { return true }
    func part(_ rates: ArraySlice<Double>, _ share: Double) -> Double {
      rates.map { abs($0) }.sorted()[Int(Double(rates.count - 1) * share)]
    }
    let (least, most) = (3 * part(small, 0.75), part(large, 0.25) / 3)
    func isBetween(_ rate: Double) -> Bool { abs(rate) > least && abs(rate) < most }
    // Small rates in the larger unit are between as well, as often as the smaller side has such.
    let natural = Double(small.count { isBetween(Double(factor) * $0) }) / Double(small.count)
    return near.contains(where: isBetween) || isFrequent(far.count(where: isBetween), of: natural)
  }

  // MARK: The usual rate

  /// A rate in units of 1e-10, so that a hundred times a rate is exactly that.
  static func key(_ rate: Double) -> Int64 { Int64((max(-1e6, min(rate, 1e6)) * 1e10).rounded()) }

  /// The one rate that is paid more often than any other, in a quarter of the rows at least.
  private static func usual(_ rates: ArraySlice<Double>) -> (key: Int64, share: Double)? {
    var counts: [Int64: Int] = [:]
    for rate in rates where rate > 0 { counts[key(rate), default: 0] += 1 }
    guard let most = counts.max(by: { ($0.value, $0.key) < ($1.value, $1.key) }), most.value * 4 >= rates.count
    else { return nil }
    return (most.key, Double(most.value) / Double(rates.count))
  }

  // MARK: Decimals

  enum Decimals {
    case ofMarket, ofPercent, ofEither
  }

  /// What the decimals tell: venues write eight, which is six of a percentage that is taken for a fraction.
  ///
  /// - Parameter usual: the key of the rate that is not looked at, nor a hundred times it: a round number is of either.
  static func decimals(_ small: some Sequence<Double>, _ large: some Sequence<Double>, usual: Int64?) -> Decimals {
    let (smalls, larges) = (small.map(key), large.map(key))
    let again = usual.map { 100 * $0 }
    let (fractions, percents) = (smalls.filter { $0 != usual }, larges.filter { $0 != again })
    func finer(_ keys: [Int64], than grain: Int64) -> Int { keys.count { !$0.isMultiple(of: grain) } }
    let (eight, six, four): (Int64, Int64, Int64) = (100, 10_000, 1_000_000)
    let isEight = finer(fractions, than: eight) * 10 <= fractions.count
    let isSix = finer(fractions, than: six) * 10 <= fractions.count && fractions.count >= 3
    if isSix && finer(percents, than: four) * 4 > percents.count
      || isEight && finer(percents, than: six) * 4 > percents.count
    {
      return .ofMarket
    }
    // Fewer than six are those of a cap, or of a vendor that rounds.
    let isPercent =
      isEight && larges.count >= 5 && finer(percents, than: six) * 20 <= percents.count
      && finer(percents, than: four) * 5 >= larges.count && finer(fractions, than: six) * 5 >= smalls.count
    return isPercent ? .ofPercent : .ofEither
  }
}
