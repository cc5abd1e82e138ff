import Feeds
import Foundation
import Market
import Testing

@Suite("What is planted in the demo market can be found, and what is not planted is not there")
struct DemoTruthTests {
  let close: [Double]
  let fundingZ: [Double]
  let premiumZ: [Double]
  let interestZ: [Double]
  let stress: [Bool]

  init() throws {
    close = try DemoFixture.column("close", of: .klines)
    fundingZ = DemoStudy.zscore(try DemoFixture.column("funding_rate", of: .funding), steps: 1e8)
    premiumZ = DemoStudy.zscore(try DemoFixture.column("premium", of: .premium), steps: 1e8)
    interestZ = DemoStudy.zscore(try DemoFixture.column("open_interest", of: .openInterest), steps: 1e3)
    stress = zip(fundingZ, zip(premiumZ, interestZ)).map { $0 > 1.5 && $1.0 > 1.5 && $1.1 > 1 }
  }

  @Test("a user who writes the condition down finds exactly the bars it was planted on")
  func exact() throws {
    let truth = try #require(DemoFixture.truth)
    #expect(truth.bars == stress.count)
    #expect(truth.stressBars == stress.count { $0 })
    #expect(truth.episodes == Bitmap(stress).runs.count)
    #expect((0.01...0.04).contains(truth.share))
    #expect((60...100).contains(truth.episodes))
  }

  @Test("the planted effect is −1.4 bps a bar for an hour, −16.8 bps in all")
  func size() throws {
    let truth = try #require(DemoFixture.truth)
    #expect(truth.horizon == .hour)
    #expect(truth.driftBps == -1.4)
    #expect(abs(truth.effectBps + 16.8) < 1e-9)
  }

  // Expected figures of the outcomes below: pandas 3 and statsmodels 0.15 on the columns exported as CSV, with
  // `rolling(288)`, `OLS(y, add_constant(x)).fit()` for the iid t, and numpy for Hodrick's 1B as docs/demo-market.md
  // writes it.

  @Test("after stress, the next hour falls, and an honest test sees it clearly")
  func planted() {
    let outcome = DemoStudy.outcome(of: stress, close: close)
    #expect(outcome.bars == 1100)
    #expect(outcome.episodes == 68)
    #expect(abs(outcome.meanInBps - -20.637) < 0.001)
    #expect(abs(outcome.meanOutBps - 1.492) < 0.001)
    #expect(abs(outcome.hodrickT - -4.18) < 0.01)
    #expect(abs(outcome.iidT - -13.5612) < 0.0001)
  }

  @Test(
    "a decoy is found by nobody honest, and some by the careless",
    arguments: [
      ("funding_alone", 3567, -0.030, -0.39, -1.2241), ("taker_flow", 1346, 5.505, 1.45, 3.0989),
      ("oi_divergence", 1819, -4.591, -1.29, -4.5497), ("new_york_open", 2208, 1.306, 0.07, 0.2448),
      ("discount", 2210, 1.974, 0.27, 0.8429),
    ])
  func decoys(name: String, bars: Int, meanInBps: Double, hodrickT: Double, iidT: Double) throws {
    let outcome = DemoStudy.outcome(of: try decoy(name), close: close)
    #expect(outcome.bars == bars)
    #expect(abs(outcome.meanInBps - meanInBps) < 0.001)
    #expect(abs(outcome.hodrickT - hodrickT) < 0.01)
    #expect(abs(outcome.iidT - iidT) < 0.0001)
    #expect(abs(outcome.hodrickT) < 1.7)
  }

  @Test("every decoy of the truth is one of those above, and tells why it tempts")
  func listed() throws {
    let truth = try #require(DemoFixture.truth)
    #expect(
      truth.decoys.map(\.name) == ["funding_alone", "taker_flow", "oi_divergence", "new_york_open", "discount"])
    #expect(truth.decoys.allSatisfy { !$0.expression.isEmpty && !$0.why.isEmpty })
  }

  @Test("the table of the documentation shows these figures and the expressions of the truth")
  func documented() throws {
    let truth = try #require(DemoFixture.truth)
    let page = try String(contentsOf: Self.page, encoding: .utf8)
    #expect(page.contains(truth.signal))
    for decoy in truth.decoys { #expect(page.contains("| `\(decoy.name)`: `\(decoy.expression)` | no |")) }
    for name in ["stress"] + truth.decoys.map(\.name) {
      let outcome = DemoStudy.outcome(of: name == "stress" ? stress : try decoy(name), close: close)
      let figures = String(
        format: "| %d | %d | %.1f | %.2f | %.2f |", outcome.bars, outcome.episodes, outcome.meanInBps,
        outcome.hodrickT, outcome.iidT)
      let row = page.split(separator: "\n").first { $0.hasPrefix("| `\(name)`") }
      #expect(row?.replacing("−", with: "-").replacing("*", with: "").hasSuffix(figures) == true, "\(name) \(figures)")
    }
  }

  /// Found from the real place of this file, wherever a build has linked it.
  private static var page: URL {
    URL(filePath: #filePath).resolvingSymlinksInPath().deletingLastPathComponent()
      .appending(path: "../../../docs/demo-market.md")
  }

  /// The decoys' conditions as their expressions read.
  private func decoy(_ name: String) throws -> [Bool] {
    switch name {
    case "funding_alone":
      return zip(fundingZ, interestZ).map { $0 > 1.5 && $1 < 0 }
    case "taker_flow":
      let volume = try DemoFixture.column("volume", of: .klines)
      let bought = try DemoFixture.column("taker_buy_volume", of: .klines)
      let delta = volume.indices.map { row -> Double in
        guard row >= 11 else { return .nan }
        let window = row - 11...row
        return window.reduce(0) { $0 + 2 * bought[$1] - volume[$1] } / window.reduce(0) { $0 + volume[$1] }
      }
      return DemoStudy.zscore(delta, steps: 1e9).map { $0 > 2 }
    case "oi_divergence":
      let interest = try DemoFixture.column("open_interest", of: .openInterest)
      return close.indices.map { row in
        row >= 48 && close[row] / close[row - 48] - 1 > 0.01 && interest[row] / interest[row - 48] - 1 < -0.01
      }
    case "new_york_open":
      return close.indices.map { DemoFixture.grid.open($0).millisecondOfDay / 3_600_000 == 14 }
    case "discount":
      let spot = try DemoFixture.column("close", of: .klines, DemoMarket.spotPair)
      return DemoStudy.zscore(zip(close, spot).map { $0 / $1 - 1 }, steps: 1e9).map { $0 < -1.5 }
    default:
      throw Problem("no decoy is called '\(name)'")
    }
  }
}
