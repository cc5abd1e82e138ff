import Numerics

/// Single prints that no bar or settlement beside them bears out. Stops, limits and liquidations act on a wick and a
/// settlement is paid once, however alone either stands.
extension Series {
  /// Those of its kind.
  package var extremePrints: [SeriesFinding] { wicks + loneRates }

  /// Bars whose high or low is far from both closes at its sides: a tenfold wick no market prints, half as far again hardly any
  /// does within a day.
  private var wicks: [SeriesFinding] {
    guard let high = values("high"), let low = values("low"), let close = values("close") else { return [] }
    let least = (descriptor.cadence ?? .day) < .day ? Self.doubtfulWick : Self.impossibleWick
    var (doubtful, impossible) = ([Int](), [Int]())
    high.withUnsafeBufferPointer { high in
      low.withUnsafeBufferPointer { low in
        close.withUnsafeBufferPointer { close in
          for row in close.indices.dropFirst() {
            let (top, bottom) = (max(close[row], close[row - 1]), min(close[row], close[row - 1]))
            // What is not above zero is no price, and found as such.
            let depth = low[row] > 0 ? bottom / low[row] : 0
            guard high[row] > least * top || depth > least else { continue }
            let isImpossible = high[row] > Self.impossibleWick * top || depth > Self.impossibleWick
            if isImpossible { impossible.append(row) } else { doubtful.append(row) }
          }
        }
      }
    }
    return finding(
      "a high is more than ten times, or a low less than a tenth of, the closes at both sides of it", impossible,
      .wrong,
      remedy: "stops, limits and liquidations act on it: import the rows again from another file")
      + finding(
        "a high is more than 1.5 times, or a low less than two thirds of, the closes at both sides of it", doubtful,
        remedy: "stops, limits and liquidations act on it: compare with another source")
  }

  private static let doubtfulWick = 1.5
  private static let impossibleWick = 10.0

  /// Settled rates that are beyond the cap of nearly every venue and of another size than those of the series.
  private var loneRates: [SeriesFinding] {
    guard descriptor.kind == .funding, let rates = values("funding_rate") else { return [] }
    let large = rows(of: rates) { abs($0) > Self.largestRate }
    guard !large.isEmpty, let middle = rates.lazy.filter({ !$0.isNaN }).map({ abs($0) }).middle else { return [] }
    let lone = large.filter { abs(rates[$0]) > 20 * middle }
    let isImpossible = lone.contains { abs(rates[$0]) > 0.1 }
    return finding(
      "a rate is beyond 3% at one settlement, and more than twenty times as large as most", lone,
      isImpossible ? .wrong : .note,
      remedy: "caps of venues are mostly 2% to 4%: compare with another source")
  }

  private static let largestRate = 0.03
}
