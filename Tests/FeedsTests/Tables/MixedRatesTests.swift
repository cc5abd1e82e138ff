import Feeds
import Market
import TestSupport
import Testing

/// A rate of 0.01 is a usual one in percent and a coin's distress as a fraction: what stands around it tells.
@Suite("Rates in percent among fractions")
struct MixedRatesTests: ImportsTables {
  let scratch: ScratchFolder

  init() throws { scratch = try ScratchFolder() }

  private func table(_ rates: [Double]) -> String {
    let rows = rates.indices.map { row in
      let time = 1_735_689_600 + row * 28_800
      return "\(time),\(rates[row])\n"
    }
    return "time,funding_rate\n" + rows.joined()
  }

  /// What a calm market pays, the usual rate three times in four, with a venue's eight decimals.
  private func calm(_ count: Int) -> [Double] {
    (0..<count).map { row -> Double in
      guard row % 4 == 3 else { return 0.0001 }
      return Double(2000 + row * 3119 % 7900) * 1e-8
    }
  }

  private func hints(_ unit: String? = nil) throws -> ImportHints {
    try ImportHints(venue: "binance", kind: .funding, table: flags(units: unit.map { "funding_rate=\($0)" }))
  }

  @Test(
    "are refused with the first row in the other unit",
    arguments: [
      (Array(40..<80), 42), (Array(70..<80), 72), (Array(0..<40), 42), ([20, 40, 60], 22), (Array(20..<30), 22),
      (Array(stride(from: 0, to: 80, by: 2)), 3),
    ])
  func mixed(percent: [Int], line: Int) throws {
    let rates = calm(80).enumerated().map { percent.contains($0) ? $1 * 100 : $1 }
    let refused = problem(table(rates), try hints())
    #expect(
      refused?.what
        == "the rates in 'funding_rate' are of two sizes a hundredfold apart, about 0.0001 and about 0.01, and this is the "
        + "first of the other: percent and fractions in one column?")
    #expect(refused?.place.line == line)
    #expect(
      refused?.remedy
        == "write all of them in one unit; where each is what was paid, say --unit funding_rate=fraction")
    let said = try imported(table(rates), name: "ETHUSDT.csv", hints("fraction"))
    #expect(try said.column("funding_rate") == rates)
    #expect(said.reports.flatMap(\.notes).contains { $0.hasSuffix("one column? (line \(line))") })
  }

  @Test("rates that nobody pays are refused as that", arguments: [1e300, -1e300, -1e9, 1e18])
  func absurd(rate: Double) throws {
    #expect(problem(table(calm(80) + [rate]), try hints())?.what.contains("no venue settles 100%") == true)
  }

  @Test("without a usual rate are refused where all are a hundred times as large from a row on")
  func step() throws {
    let rates = (0..<120).map { row -> Double in
      let unit = row < 70 ? 1e-7 : 1e-5
      return Double(30 + row * 7919 % 180) * unit
    }
    #expect(problem(table(rates), try hints())?.place.line == 72)
  }

  @Test("one row of exactly a hundred times the usual rate is said, with its line")
  func one() throws {
    var rates = calm(80)
    rates[41] = 0.01
    let table = try imported(table(rates), hints())
    #expect(table.reports.flatMap(\.notes).contains { $0.hasSuffix("one column? (line 43)") })
  }

  @Test("a single one is said at its own line, also where it is the first of the file")
  func firstOne() throws {
    var rates = calm(80)
    rates[0] = 0.01
    let table = try imported(table(rates), hints())
    #expect(table.reports.flatMap(\.notes).contains { $0.hasSuffix("one column? (line 2)") })
  }

  /// Rates of which a percentage has four decimals: of those alone no unit can be told.
  private func sixDecimals(_ count: Int) -> [Double] {
    (0..<count).map { row -> Double in
      guard row % 3 == 1 else { return 0.0001 }
      return Double(20 + row * 31 % 79) / 1e6
    }
  }

  @Test(
    "a few settlements in a row are said, wherever they stand",
    arguments: [0..<10, 100..<110, 190..<200, 185..<200, 60..<64])
  func block(percent: Range<Int>) throws {
    let rates = sixDecimals(200).enumerated().map { row, rate -> Double in
      percent.contains(row) ? (rate * 1e8).rounded() / 1e6 : rate
    }
    let table = try ImportedTable(table(rates), in: ScratchFolder(), hints: hints())
    let first = Instant(milliseconds: 1_735_689_600_000 + Int64(percent.lowerBound) * 28_800_000).minuteText
    #expect(
      table.reports.flatMap(\.notes).contains {
        $0.hasPrefix("its rates are of two sizes a hundredfold apart, about 0.0001 and, in ")
          && $0.hasSuffix(" rows from \(first) on, about 0.01: percent among fractions?")
      }, "\(table.reports.flatMap(\.notes))")
  }

  /// Premiums as a venue writes them, with eight decimals and seldom the same twice.
  private func premiums(_ count: Int) -> [Double] {
    (0..<count).map { row -> Double in
      let hundredMillionths: Int = (row * 7919 % 9973 - 3000) * 7 + 3
      return Double(hundredMillionths) * 1e-8
    }
  }

  private func bars(_ kind: FileKind, _ closes: [Double]) throws -> [String] {
    let rows = closes.enumerated().map { row, close in
      "\(1_735_689_600 + row * 3600),\(close),\(close),\(close),\(close)\n"
    }
    let table = try ImportedTable(
      "time,open,high,low,close\n" + rows.joined(), in: ScratchFolder(),
      hints: ImportHints(venue: "binance", kind: kind))
    return table.reports.flatMap(\.notes)
  }

  @Test(
    "a few premiums or averaged rates in percent are said as well, which have no usual one",
    arguments: [("premium", "premiums"), ("funding_index", "rates")])
  func premiumBlock(kind: String, what: String) throws {
    let kind = try FileKind(named: kind)
    let plain = premiums(200)
    #expect(try !bars(kind, plain).contains { $0.contains("hundredfold") })
    let mixed = plain.enumerated().map { (100..<112).contains($0) ? ($1 * 1e8).rounded() / 1e6 : $1 }
    #expect(try bars(kind, mixed).contains { $0.hasPrefix("its \(what) are of two sizes a hundredfold apart") })
    // A market goes there with as many decimals as before.
    let pressed = plain.enumerated().map { (100..<112).contains($0) ? $1 * 100 + 1.3e-7 : $1 }
    #expect(try !bars(kind, pressed).contains { $0.contains("hundredfold") })
  }

  @Test("predicted rates are heard by the rule of those that were paid")
  func predicted() throws {
    let rates = sixDecimals(200).enumerated().map { row, rate -> Double in
      (100..<110).contains(row) ? (rate * 1e8).rounded() / 1e6 : rate
    }
    let text = table(rates).replacing("funding_rate", with: "predicted_funding_rate")
    let notes = try ImportedTable(
      text, in: ScratchFolder(), hints: ImportHints(venue: "binance", kind: FileKind(named: "predicted_funding"))
    ).reports.flatMap(\.notes)
    #expect(notes.contains { $0.contains("a hundredfold apart") && $0.contains("in 10 rows from") }, "\(notes)")
  }

  @Test("a few settlements at a cap with more decimals beside it, or that rates come to, are not")
  func cap() throws {
    let six = sixDecimals(100)
    let fine = six + [0.003316, 0.01, 0.01, 0.01, 0.006979, 0.01] + six
    let way = six + [0.0012, 0.0031, 0.0055, 0.01, 0.01, 0.01, 0.0099, 0.01] + six
    for rates in [fine, way] {
      let table = try ImportedTable(table(rates), in: ScratchFolder(), hints: hints())
      #expect(!table.reports.flatMap(\.notes).contains { $0.contains("hundredfold") })
    }
  }

  @Test("are not what a coin pays in distress, a crash, or up to a cap")
  func honest() throws {
    var spikes = calm(120)
    (spikes[30], spikes[60], spikes[61], spikes[90]) = (0.0075, 0.02, 0.02, -0.0075)
    let crash = calm(90) + (0..<60).map { row -> Double in row % 3 == 0 ? -0.02 : -0.0173 + Double(row) * 1e-5 }
    let mania =
      calm(60) + [0.0004, 0.0012, 0.0031, 0.0055, 0.0078] + [Double](repeating: 0.01, count: 12)
      + [0.0062, 0.0021, 0.0004] + calm(20)
    let distress =
      [Double](repeating: -0.0001, count: 60) + [-0.0006, -0.002, -0.006] + [Double](repeating: -0.01, count: 40)
    for (index, rates) in [spikes, crash, mania, distress].enumerated() {
      let notes = try imported(table(rates), name: "COIN\(index)USDT.csv", hints()).reports.flatMap(\.notes)
      #expect(!notes.contains { $0.contains("hundredfold") }, "\(index): \(notes)")
    }
  }

  /// A market as it pays before, then what it pays on its way, and what behind it.
  struct Distress: CustomTestStringConvertible {
    let way: [Double]
    let behind: [Double]
    var usual = 0.0001

    var testDescription: String { "\(way) from \(usual)" }

    static func rippled(_ rate: Double, by step: Double) -> [Double] {
      (0..<60).map { (row: Int) -> Double in rate + step * Double(row * 7919 % 997) }
    }
  }

  @Test(
    "are not what a coin in distress pays, whether at no cap, at its cap, at a stroke or with few decimals",
    arguments: [
      Distress(
        way: [-0.00346946, -0.00302372, 0.0001, -2.144e-05, 0.00191065, 0.00264841, 0.00532979, 0.01088646],
        behind: Distress.rippled(0.01, by: 1e-5)),
      Distress(
        way: [0.00209911, 0.00103725, 0.00202865, 0.00171777, 0.00445642],
        behind: Distress.rippled(0.004, by: 1e-6), usual: 0.00005),
      Distress(
        way: [
          0.00023518, 0.00143355, 0.00207627, 0.00016624, 0.00356331, 0.00706417, 0.00469435, 0.0035145, 0.00807121,
          0.0097179, 0.01, 0.00462226,
        ], behind: [Double](repeating: 0.01, count: 50)),
      Distress(
        way: [0.00954206, 0.01, 0.01, 0.01, 0.00937587, 0.00032422, 0.0051167, 0.00748071],
        behind: [Double](repeating: 0.01, count: 50)),
      Distress(
        way: [0.003316, 0.004687, 0.006643, 0.005668, 0.006979, 0.006073],
        behind: (0..<60).map { $0 % 5 == 2 ? 0.009183 : 0.01 }),
      Distress(
        way: [-0.0065, -0.003, -0.0051, -0.0076], behind: (0..<60).map { $0 % 5 == 2 ? -0.0061 : -0.01 }),
    ])
  func distress(_ coin: Distress) throws {
    let before = [Double](repeating: coin.usual, count: 80)
    let there = before + coin.way + coin.behind
    for (index, rates) in [there, there + coin.way.reversed() + before, coin.behind + coin.way.reversed() + before]
      .enumerated()
    {
      // Each into a dataset of its own: two coins that pay the same rows are refused.
      let imported = try ImportedTable(
        table(rates), name: "COINUSDT.csv", in: ScratchFolder(), hints: hints(), profile: nil)
      let notes = imported.reports.flatMap(\.notes)
      #expect(!notes.contains { $0.contains("hundredfold") || $0.contains("in one file?") }, "\(index): \(notes)")
    }
  }

  @Test("are told coin by coin")
  func coins() throws {
    let text =
      "time,symbol,funding_rate\n"
      + calm(60).enumerated().map { row, rate in
        let time = 1_735_689_600 + row * 28_800
        return "\(time),BTCUSDT,\(rate)\n\(time),MYXUSDT,0.0\(row % 3 == 0 ? "1" : "1\(row)")\n"
      }.joined()
    let notes = try imported(text, name: "x.csv", hints("fraction")).reports.flatMap(\.notes)
    #expect(!notes.contains { $0.contains("hundredfold") })
  }
}
