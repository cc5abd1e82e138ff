import Numerics
import Replay
import Statistics

/// Whether one strategy's Sharpe ratio differs from another's on the same days.
///
/// Both are resampled together, day by day in blocks (Politis & Romano 1994), so that what moves both moves neither's
/// lead; block length is chosen from the difference of their returns (Politis & White 2004).
public struct PairedTest: Sendable, Hashable {
  public let a: String
  public let b: String
  /// Annualised Sharpe of `a` less that of `b`, UTC-daily, × √365; nil when one of the two never varies, and of so few days
  /// that neither ratio is said.
  public let sharpeDifference: Double?
  /// Percentiles 2.5 and 97.5 of the resampled difference; nil under `MinimumSample.days` days, and with them p: resamples of
  /// a handful of days are the same few days over and over.
  public let low: Double?
  public let high: Double?
  /// Two-sided: the share of resampled differences, centred on the observed one, at least as far from it as it is from
  /// zero, the observed one counted with them.
  public let p: Double?
  /// Days.
  public let meanBlock: Double?
  /// Per day; nil where one of the two never moves, or days are too few.
  public let ledoitWolf: SharpeDifference?

  /// The p that decides: of Ledoit & Wolf, else of the percentiles.
  public var decisiveP: Double? { ledoitWolf?.p ?? p }

  init(
    _ a: (name: String, returns: [Double]), _ b: (name: String, returns: [Double]), seed: UInt64, replicates: Int
  ) throws {
    self.a = a.name
    self.b = b.name
    guard let sharpeA = sharpe(a.returns[...]), let sharpeB = sharpe(b.returns[...]) else {
      (sharpeDifference, low, high, p, meanBlock, ledoitWolf) = (nil, nil, nil, nil, nil, nil)
      return
    }
    guard a.returns.count >= MinimumSample.days else {
      sharpeDifference =
        LeastLength.why(.sharpeAnnual, days: a.returns.count) == nil ? sharpeA - sharpeB : nil
      (low, high, p, meanBlock, ledoitWolf) = (nil, nil, nil, nil, nil)
      return
    }
    ledoitWolf = try? SharpeDifference(a.returns, b.returns, replicates: replicates, seed: seed)
    let observed = sharpeA - sharpeB
    let differences = zip(a.returns, b.returns).map { $0 - $1 }
    // Too few days, or two strategies that trade alike, leave nothing to choose a length from.
    let block = max(1, (try? BlockLength(differences).stationary) ?? 1)
    let bootstrap = try StationaryBootstrap(count: differences.count, meanBlock: block, seed: seed)
    let resampled = (0..<replicates).compactMap { replicate -> Double? in
      let rows = bootstrap.rows(replicate: replicate)
      guard let x = sharpe(rows.map { a.returns[$0] }[...]), let y = sharpe(rows.map { b.returns[$0] }[...]) else {
        return nil
      }
      return x - y
    }.sorted()
    sharpeDifference = observed
    meanBlock = block
    guard resampled.count > 40 else {
      (low, high, p) = (nil, nil, nil)
      return
    }
    low = resampled[Int(0.025 * Double(resampled.count))]
    high = resampled[resampled.count - 1 - Int(0.025 * Double(resampled.count))]
    let extreme = resampled.count { abs($0 - observed) >= abs(observed) }
    p = Double(1 + extreme) / Double(1 + resampled.count)
  }
}

/// Annualised Sharpe ratio of daily returns; nil without variation.
private func sharpe(_ returns: ArraySlice<Double>) -> Double? {
  guard returns.count > 1, !returns.isStill else { return nil }
  let (mean, squares) = returns.spread
  let variance = squares / Double(returns.count - 1)
  return mean / variance.squareRoot() * Annual.root
}
