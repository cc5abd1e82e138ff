/// What is traded in a bar: coins, quote, trades, and the takers' side.
///
/// Takers buy when price rises and sell when it falls, within the same bar. Their side of this bar says nothing about
/// the next, which is the trap it is here for.
struct DemoFlow {
  private static let usualTrade = 0.06

  private let usualCoins: Double
  private let volume: DemoRandom
  private let size: DemoRandom
  private let side: DemoRandom

  /// `usualCoins` is the volume of a bar of median volatility, more or less.
  init(seed: UInt64, usualCoins: Double) {
    self.usualCoins = usualCoins
    volume = DemoRandom(seed: seed, .volume)
    size = DemoRandom(seed: seed, .tradeSize)
    side = DemoRandom(seed: seed, .takerShare)
  }

  /// Columns from `volume` to `taker_buy_quote_volume`, in ticks, of a bar with this path.
  func row(_ bar: Int, _ path: DemoPath) -> [Int] {
    let move = path.change / path.deviation
    let activity = path.deviation / DemoVolatility.median * (0.55 + 0.55 * abs(move))
    let coins = usualCoins * activity * demoExponential(0.45 * volume.normal(bar))
    let share = 0.5 + 0.2 * move / (1 + abs(move)) + 0.05 * side.normal(bar)
    let trades = coins / (Self.usualTrade * demoExponential(0.25 * size.normal(bar)))

    let total = max(1, (coins * 1000).rounded())
    let bought = (total * min(max(share, 0.03), 0.97)).rounded()
    return [
      Int(total), Int((total * path.mean / 10).rounded()), Int(max(1, trades.rounded())),
      Int(bought), Int((bought * path.mean / 10).rounded()),
    ]
  }
}
