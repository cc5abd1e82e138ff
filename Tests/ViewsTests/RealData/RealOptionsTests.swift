import Feeds
import Frames
import Market
import Store
import TestSupport
import Testing
import Views

/// Ninety days of Deribit's chain beside Binance's perpetual, against the same rows read with Python: sums by side, the
/// argmin of what holders are paid, straight lines between strikes and deltas, variance between expiries.
@Suite("Deribit's chain on bars of Binance's perpetual", .enabled(if: RealData.isThere, "there is no real data here"))
struct RealOptionsTests {
  private static let made = Result { () throws -> (folder: ScratchFolder, dataset: Dataset) in
    let folder = try ScratchFolder()
    let dataset = try Dataset.openForImport(at: "\(folder.path)/options.sqlite")
    let files =
      ["2026-01", "2026-02", "2026-03"].map { "binance/um_klines_1h/BTCUSDT/BTCUSDT-1h-\($0).zip" } + [
        "deribit/options_daily"
      ]
    _ = try Importer.importFiles(files.map { "\(RealData.folder)/\($0)" }, into: dataset)
    return (folder, dataset)
  }

  /// At a close: puts over calls by open interest and by volume, IV in 30 and 90 days; of the next expiry max pain, forward
  /// and skew; max pain of the next Friday and of the next month's end.
  private static let reference: [(close: String, values: [Double])] = [
    (
      "2026-01-01T10:00:00Z",
      [
        0.728288108795386, 0.32714273026023594, 0.39937154925392565, 0.42202714551197207, 88000, 87836.15571428572,
        0.013076550602580173, 88000, 90000,
      ]
    ),
    (
      "2026-02-06T08:00:00Z",
      [
        0.8011575362166888, 1.4418161430197702, 0.5258534652951364, 0.5016046127999887, 75000, 71437.56,
        0.13890078412836682, 82000, 88000,
      ]
    ),
    (
      "2026-02-06T12:00:00Z",
      [
        0.7651149509941726, 1.3832680081765838, 0.611131210122156, 0.5366275546031967, 69000, 65829.80023953255,
        0.2159449929591556, 78000, 86000,
      ]
    ),
    (
      "2026-03-27T08:00:00Z",
      [
        0.6707254332104192, 0.444016563146998, 0.49761213735597865, 0.5009854017268653, 70000, 69555.17285714285,
        0.040656812474714754, 69000, 70000,
      ]
    ),
    (
      "2026-03-31T20:00:00Z",
      [
        0.6951151374310627, 1.2203098106712569, 0.529893914625692, 0.5149863459926511, 67500, 66019.00678974616,
        0.10589894368014041, 68500, 70000,
      ]
    ),
  ]

  private static let names = [
    "options.put_oi", "options.call_oi", "options.put_volume", "options.call_volume", "options.iv_30d",
    "options.iv_90d", "next_expiry.max_pain", "next_expiry.forward", "next_expiry.skew_25d",
    "friday_expiry.max_pain", "month_expiry.max_pain",
  ]

  /// Python kept the microseconds of the snapshots, and a dataset has milliseconds.
  private func isClose(_ a: Double, _ b: Double) -> Bool { abs(a - b) <= 1e-10 * abs(b) }

  private static let frame = Result {
    try made.get().dataset.frame(of: "binance:BTCUSDT", columns: Set(names), funding: nil)
  }

  @Test("has the figures that Python has, of the last snapshot before each close", arguments: reference.indices)
  func python(place: Int) throws {
    let (text, expected) = Self.reference[place]
    let frame = try Self.frame.get()
    let close = try #require(Instant(text))
    let row = frame.grid.row(containing: close - Interval(milliseconds: 1))
    let values = Self.names.map { frame.values($0)[row] }
    let figures = [values[0] / values[1], values[2] / values[3]] + values[4...]
    for (figure, expected) in zip(figures, expected) { #expect(isClose(figure, expected), "\(figure) \(expected)") }
  }

  @Test("is known on every bar from the first snapshot on, ninety days long")
  func complete() throws {
    let frame = try Self.frame.get()
    for name in Self.names {
      let known = frame.values(name).map { !$0.isNaN }
      #expect(known.firstIndex(of: true) == 9, "the first is of 09:18")
      #expect(known[9...].allSatisfy { $0 }, "\(name)")
    }
  }

  @Test("says what 'view options' says at the same instant")
  func view() throws {
    let at = try #require(Instant("2026-02-06T12:00:00Z"))
    let dataset = try Self.made.get().dataset
    let view = try OptionView(
      MarketMoment(dataset, "BTC", asOf: at, kinds: [.optionChain]), history: .days(7), choice: .all,
      test: StateTest(studies: false))
    let frame = try Self.frame.get()
    let row = frame.grid.row(containing: at - Interval(milliseconds: 1))
    func value(_ name: String) -> Double { frame.values(name)[row] }
    #expect(view.volatility30d == value("options.iv_30d"))
    #expect(view.termSlope == value("options.iv_90d") - value("options.iv_30d"))
    #expect(view.expiries.first { $0.days >= 1 }?.maxPain == value("next_expiry.max_pain"))
    #expect(view.expiries.first { $0.days >= 1 }?.skew == value("next_expiry.skew_25d"))
    #expect(view.snapshot.interest.puts.sum == value("options.put_oi"))
  }
}
