import Signals
import Testing

@Suite("Rolling windows over arrays")
struct RollingTests {
  /// Values without a pattern that other tools can make again, see `golden`.
  static let x = mixed(7919, 31, 0, modulus: 1000).map { $0 / 100 - 3 }
  static let y = mixed(31, 17, 5, modulus: 997).map { $0 / 50 }

  /// (a·i² + b·i + c) mod `modulus` for the first `count` i.
  private static func mixed(_ a: Int, _ b: Int, _ c: Int, modulus: Int, count: Int = 40) -> [Double] {
    (0..<count).map { (row: Int) -> Double in Double((a * row * row + b * row + c) % modulus) }
  }

  struct Golden: Sendable, CustomTestStringConvertible {
    let name: String
    let rolling: @Sendable ([Double]) -> [Double]
    /// At rows 6, 7, 19 and 39.
    let values: [Double]
    var testDescription: String { name }
  }

  /// pandas 3.1.1 with s = pd.Series([((i*i*7919 + 31*i) % 1000)/100 - 3 for i in range(40)]), r = s.rolling(7).
  static let golden: [Golden] = [
    // (s - r.mean()) / r.std()
    Golden(
      name: "zscore", rolling: { Rolling.zscore($0, window: 7) },
      values: [-0.5377576665953205, -0.7848085199091445, -0.35960227989558813, -1.1455505941350856]),
    // r.mean()
    Golden(
      name: "mean", rolling: { Rolling.mean($0, window: 7) },
      values: [1.6857142857142855, 2.04, 1.3599999999999997, 0.8742857142857139]),
    // r.std()
    Golden(
      name: "std", rolling: { Rolling.std($0, window: 7) },
      values: [3.6925820105668477, 3.2619421617598716, 2.4471479998834016, 3.3121939211689537]),
    // r.sum()
    Golden(
      name: "sum", rolling: { Rolling.sum($0, window: 7) },
      values: [11.799999999999999, 14.28, 9.519999999999998, 6.119999999999997]),
    // r.min()
    Golden(name: "min", rolling: { Rolling.min($0, window: 7) }, values: [-3.0, -1.7, -1.82, -2.92]),
    // r.max()
    Golden(name: "max", rolling: { Rolling.max($0, window: 7) }, values: [6.5, 6.5, 4.6, 5.6]),
    // r.median()
    Golden(name: "median", rolling: { Rolling.median($0, window: 7) }, values: [0.64, 0.64, 0.48, -0.42]),
    // s.rolling(6).median()
    Golden(
      name: "median of an even number", rolling: { Rolling.median($0, window: 6) }, values: [2.51, 0.17, 0.31, -0.64]),
    // (r.rank() - 1) / 6
    Golden(name: "rank", rolling: { Rolling.rank($0, window: 7) }, values: [2.0 / 6, 1.0 / 6, 0.5, 0]),
    // r.corr(t) with t = pd.Series([((i*i*31 + 17*i + 5) % 997)/50 for i in range(40)])
    Golden(
      name: "correlation", rolling: { Rolling.correlation($0, y, window: 7) },
      values: [-0.14904579970259496, -0.5968455299593841, 0.09500871390062723, -0.35263712352761467]),
    // t.rolling(7).cov(s) / r.var()
    Golden(
      name: "slope", rolling: { Rolling.slope(y, on: $0, window: 7) },
      values: [-0.24732204971460348, -1.0730746096589059, 0.09228748274480075, -0.5706909184350247]),
  ]

  @Test(
    "a value exactly at its mean has a z-score of exactly zero, and one a tick away has not", arguments: [3, 5, 301])
  func atTheMean(window: Int) {
    for phase in 0..<7 {
      // Steps of a tenth about a price that no double holds exactly, the middle one last.
      let values = (0..<window).map { 64_123.7 + 0.1 * Double($0 - window / 2) }
      let middle = window / 2
      let turned = Array(values[..<middle]) + Array(values[(middle + 1)...]) + [values[middle]]
      #expect(Rolling.zscore(turned, window: window, phase: phase).last == 0)
      let off = Rolling.zscore(turned.dropLast() + [values[middle] + 0.1], window: window, phase: phase)
      #expect(off[window - 1] > 1e-6)
    }
    #expect(Rolling.zscore([0.0001, 0.0003, 0.0002], window: 3).last == 0)
  }

  @Test("a window alone has the bits that it has among thousands of rows", arguments: [1, 2, 9, 288])
  func alone(window: Int) {
    var price = 100.0
    var values = Self.mixed(7919, 31, 0, modulus: 1000, count: 20 * window + 57).map { step -> Double in
      price += step / 1000 - 0.5
      return price
    }
    values[window + 3] = .nan
    for row in (6 * window)..<(8 * window) { values[row] = 7 }
    for phase in [0, 1, window / 2] {
      for rolling in [Rolling.mean, Rolling.variance, Rolling.std, Rolling.zscore] {
        let all = rolling(values, window, phase)
        #expect(all[..<(window - 1)].allSatisfy { $0.isNaN })
        for row in stride(from: window - 1, to: values.count, by: 3) {
          let first = row - window + 1
          let one = rolling(Array(values[first...row]), window, phase + first).last ?? 0
          #expect(one.bitPattern == all[row].bitPattern || (one.isNaN && all[row].isNaN), "row \(row)")
        }
      }
    }
  }

  @Test("agree with pandas", arguments: golden)
  func pandas(golden: Golden) {
    let result = golden.rolling(Self.x)
    #expect(close([6, 7, 19, 39].map { result[$0] }, golden.values))
  }

  @Test("have no value before the first full window", arguments: golden)
  func warmUp(golden: Golden) {
    let window = golden.name.contains("even") ? 6 : 7
    let result = golden.rolling(Self.x)
    #expect(allUnknown(result.prefix(window - 1)))
    #expect(!result[window - 1].isNaN)
  }

  @Test("have no value while the window holds a missing one", arguments: golden)
  func missing(golden: Golden) {
    var x = Self.x
    x[12] = .nan
    let window = golden.name.contains("even") ? 6 : 7
    let result = golden.rolling(x)
    let unknown: [Int] = result.indices.filter { result[$0].isNaN }
    #expect(unknown == Array(0..<(window - 1)) + Array(12..<(12 + window)))
  }

  @Test("of an exponential mean are the weighted mean of four spans")
  func ema() {
    let result = Rolling.ema(Self.x, span: 3)
    // s[i-11:i+1].ewm(span=3, adjust=True).mean().iloc[-1] for i in (11, 12, 25, 39)
    let golden = [1.344703296703297, 2.7132161172161173, -0.2738705738705737, -1.6078046398046397]
    #expect(close([11, 12, 25, 39].map { result[$0] }, golden))
    #expect(allUnknown(result.prefix(11)))
    #expect(Rolling.emaMemory(span: 3) == 12)
  }

  @Test("share ranks among equal values")
  func ties() {
    // (pd.Series([5,1,5,5,2,2,5,1]).rolling(4).rank() - 1) / 3
    let golden = [2.0 / 3, 1.0 / 3, 0.5 / 3, 2.5 / 3, 0]
    #expect(close(Array(Rolling.rank([5, 1, 5, 5, 2, 2, 5, 1], window: 4)[3...]), golden))
  }

  @Test(
    "of equal values have exactly no deviation, and exactly that value as mean", arguments: [0.1, 1e-4, -7e15, 1e308])
  func constant(value: Double) {
    // After other values, so that anything carried from window to window would show.
    let values = Self.x + [Double](repeating: value, count: 20)
    let rows = 46..<60
    #expect(Rolling.std(values, window: 7)[rows].allSatisfy { $0 == 0 })
    #expect(Rolling.mean(values, window: 7)[rows].allSatisfy { $0 == value })
    #expect(allUnknown(Rolling.zscore(values, window: 7)[rows]))
    #expect(allUnknown(Rolling.correlation(values, values.reversed(), window: 7)[rows]))
    #expect(Rolling.ema(values, span: 2)[48...].allSatisfy { $0 == value })
  }

  @Test("lose no more than rounding to the size of the values costs")
  func cancellation() {
    let values = Self.mixed(7919, 31, 0, modulus: 1000).map { 1e9 + $0 / 1000 }
    // In fractions.Fraction, exactly, over the last 7: 0.3312193963011793 and -1.1455505360628138.
    // pandas 3.1.1 has 0.33121946267 for the first.
    #expect(close([Rolling.std(values, window: 7)[39]], [0.3312193963011793], within: 2e-8))
    #expect(close([Rolling.zscore(values, window: 7)[39]], [-1.1455505360628138], within: 2e-7))
  }

  @Test("forget a value that left, to the last bit")
  func forgetting() {
    var spiked = Self.x
    spiked[10] = 1e15
    for (a, b) in Self.golden.map({ ($0.rolling(Self.x), $0.rolling(spiked)) }) {
      #expect(same(Array(a[17...]), Array(b[17...])))
    }
  }

  @Test("do not depend on where the data begins", arguments: [1, 3, 7, 10])
  func beginning(hidden: Int) {
    let whole = Rolling.zscore(Self.x, window: 7, phase: 1000)
    let rest = Rolling.zscore(Array(Self.x[hidden...]), window: 7, phase: 1000 + hidden)
    #expect(same(Array(whole[(hidden + 6)...]), Array(rest[6...])))
  }

  @Test("agree in every phase of the blocks, before 1970 too", arguments: -9..<9)
  func phases(phase: Int) {
    for golden in Self.golden where golden.name == "zscore" {
      let result = Rolling.zscore(Self.x, window: 7, phase: phase)
      #expect(close([6, 7, 19, 39].map { result[$0] }, golden.values))
    }
    #expect(same(Rolling.max(Self.x, window: 7, phase: phase), Rolling.max(Self.x, window: 7)))
  }

  @Test("of the data's length have one value, and longer ones none")
  func long() {
    #expect(Rolling.mean([1, 2, 6], window: 3)[2] == 3)
    #expect(allUnknown(Rolling.mean([1, 2, 6], window: 4)))
    #expect(Rolling.mean([], window: 4).isEmpty)
    #expect(allUnknown(Rolling.ema([1, 2, 6], span: 1)))
  }

  @Test("of one row are the row")
  func single() {
    #expect(Rolling.mean([1, 2, 6], window: 1) == [1, 2, 6])
    #expect(Rolling.max([1, 2, 6], window: 1) == [1, 2, 6])
    #expect(Rolling.median([1, 2, 6], window: 1) == [1, 2, 6])
    #expect(allUnknown(Rolling.std([1, 2, 6], window: 1)))
  }

  @Test("match a plain loop for every window and length", arguments: 1...9)
  func exhaustive(window: Int) {
    for count in 0...20 {
      let x = Array(Self.x[..<count])
      var sums = [Double](repeating: .nan, count: count)
      var maxima = sums
      for row in x.indices.dropFirst(window - 1) {
        let values = x[(row - window + 1)...row]
        sums[row] = values.reduce(0, +)
        maxima[row] = values.max() ?? .nan
      }
      for phase in 0..<window {
        #expect(close(Rolling.sum(x, window: window, phase: phase), sums))
        #expect(same(Rolling.max(x, window: window, phase: phase), maxima))
      }
    }
  }
}
