import Feeds
import Market
import Store
import TestSupport
import Testing

@Suite("Files of bars that no market printed")
struct RefusedBarsTests: ImportsTables {
  let scratch: ScratchFolder

  init() throws { scratch = try ScratchFolder() }

  @Test(
    "averages, and wider bars that are carried, are refused with the row in which they begin, whatever they are called")
  func byRows() throws {
    let bars = TradedBars(count: 400)
    for hints in [ImportHints.none, try ImportHints(kind: .klines)] {
      let smooth = problem(bars.heikinAshi.text, hints)
      #expect(smooth?.what.contains("these are Heikin-Ashi bars") == true)
      #expect(smooth?.what.contains("rows, the first at 2025-01-01") == true)
      #expect(smooth?.place.file?.hasSuffix("BTCUSDT.csv") == true)
      #expect(smooth?.remedy?.contains("import the bars that they were made of") == true)
      #expect(problem(bars.carried(4).text, hints)?.what.contains("bars of 4h are carried to every 1h") == true)
    }
  }

  @Test("averages are values that a signal may be made of")
  func external() throws {
    let hints = try ImportHints(symbol: "BTCUSDT", kind: .external, known: .atClose)
    let named = TradedBars(count: 400).heikinAshi.text
      .replacing("open,high,low,close,volume", with: "ha_open,ha_high,ha_low,ha_close,ha_volume")
    #expect(
      try imported(named, name: "BTCUSDT_heikin_ashi.csv", hints).titles == ["external:BTCUSDT external 1h"])
  }

  @Test(
    "a name that says so is asked about",
    arguments: [
      ("BTCUSDT_1h_heikin_ashi.csv", "heikin"), ("BTCUSDT_1h_HeikinAshi.csv", "heikinashi"),
      ("BTCUSDT_ha_1h.csv", "ha"),
      ("BTCUSDT-renko.csv", "renko"), ("renko/BTCUSDT.csv", "renko"), ("BTCUSDT_range_bars.csv", "range bars"),
      ("BTCUSDT_100btc_volume_bars.csv", "volume bars"), ("BTCUSDT_tick_bars_500.csv", "tick bars"),
      ("BTCUSDT_500ticks.csv", "500ticks"), ("BTCUSDT_dollar_bars.csv", "dollar bars"),
      ("BTCUSDT_imbalance_bars.csv", "imbalance bars"),
    ])
  func byName(name: String, word: String) throws {
    let text = TradedBars(count: 60).text
    let refused = problem(text, name: name)
    #expect(refused?.what.hasPrefix("the name says '\(word)'") == true)
    #expect(refused?.remedy?.contains("say --kind klines") == true)
    #expect(try imported(text, name: name, ImportHints(kind: .klines)).titles == ["unstated:BTCUSDT klines 1h"])
  }

  @Test(
    "names with such words that say something else are not",
    arguments: [
      "BTCUSDT_1h_bars.csv", "BTCUSDT_with_volume_1h.csv", "HAUSDT_1h.csv", "BTCUSDT_volume_candlesticks.csv",
      "BTCUSDT_1h_tick_size.csv",
    ])
  func otherNames(name: String) throws {
    #expect(try imported(TradedBars(count: 60).text, name: name).reports.compactMap(\.series).count == 1)
  }

  @Test("what is likely and not certain comes in and is said")
  func said() throws {
    let notes = try imported(TradedBars(count: 400).exchanged(from: 200).text).reports.flatMap(\.notes)
    #expect(
      notes.contains {
        $0.hasPrefix("open and close have each other's name")
          && $0.contains("in 200 rows, the first at 2025-01-09 08:00")
      })
  }

  @Test("a volume that changes its unit between two files is said, whichever comes first", arguments: [false, true])
  func seams(isLaterFirst: Bool) throws {
    let bars = TradedBars(count: 600)
    var files = [bars, bars.with { $1.volume *= $1.close }]
    files[0].bars.removeLast(300)
    files[1].bars.removeFirst(300)
    let paths = try files.enumerated().map { try scratch.write($0.element.text, to: "seam/BTCUSDT_\($0.offset).csv") }
    let dataset = try Dataset.openForImport(at: scratch.path + "/seam.sqlite")
    var notes: [String] = []
    for path in isLaterFirst ? paths.reversed() : paths {
      notes += try Importer.importFiles([path], into: dataset).flatMap(\.notes)
    }
    #expect(notes.count { $0.hasPrefix("'volume' goes from about") && $0.contains("at 2025-01-13 12:00") } == 1)
    let again = try Dataset.openForImport(at: scratch.path + "/together.sqlite")
    let together = try Importer.importFiles(paths, into: again).flatMap(\.notes)
    #expect(together.count { $0.hasPrefix("'volume' goes from about") } == 1)
  }
}
