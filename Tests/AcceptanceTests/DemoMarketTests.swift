import Digest
import Feeds
import Foundation
import Frames
import Market
import Replay
import Research
import Signals
import Store
import Testing

/// The whole way on the market that everybody has: from series to a frame, a verdict and a sweep.
@Suite("From the demo market to a verdict")
struct DemoMarketTests {
  private static let frame = Result { () -> Frame in
    let path = FileManager.default.temporaryDirectory.appendingPathComponent("hindcast-\(UUID().uuidString).sqlite")
      .path
    defer { try? FileManager.default.removeItem(atPath: path) }
    let dataset = try Dataset.openForImport(at: path)
    _ = try dataset.merge(
      DemoMarket().series().map { series in
        (
          series,
          ImportSource(
            file: series.descriptor.title, sha256: SHA256.digest(of: series.descriptor.title).hex, format: "demo")
        )
      })
    return try dataset.frame(
      interval: .minutes(5),
      columns: ["funding_rate", "premium", "open_interest", "taker_buy_volume", "volume", "spot"])
  }

  private func study(_ text: String) throws -> HorizonStudy {
    let book = try RealBitcoin.strategy().signals.bound()
    let node = try book.resolve(Expression(parsing: text))
    let subject = try StudySubject(name: text, node: node, evaluator: Evaluator(try Self.frame.get()))
    return try Study(subject, StudyPlan(horizons: [.hour], calibration: 0, depth: .judgement)).horizons[0]
  }

  @Test("the planted effect is found: what follows stress is lower")
  func planted() throws {
    let horizon = try study("stress")
    #expect(horizon.verdict.finding == .predicts)
    #expect(try #require(horizon.contrast).difference < 0)
  }

  @Test(
    "what was not planted is not found",
    arguments: [
      "funding_z > entry and not stress", "sum(2 * taker_buy_volume - volume, 4h) / sum(volume, 4h) > 0.1",
    ] + ((try? DemoMarket())?.truth.decoys.map(\.expression) ?? []))
  func decoys(text: String) throws {
    #expect(try study(text).verdict.finding != .predicts)
  }

  @Test(
    "no placebo does as well as what was planted, both halves have it, and the path falls")
  func depth() throws {
    let node = try RealBitcoin.strategy().signals.bound().signal("stress")
    let subject = try StudySubject(name: "stress", node: node, evaluator: Evaluator(try Self.frame.get()))
    let study = try Study(subject, StudyPlan(horizons: [.hour], calibration: 0))
    let depth = try #require(study.horizons[0].depth)
    #expect(try depth.placebo.get().pOfT < 0.01)
    #expect(try depth.stability.get().divisions[0].sameSign == 2)
    // Each first bar counts once here, however many bars its episode lasts, so the path is a weaker witness: it falls.
    let path = try #require(study.events).get().price
    #expect(try #require(path.mean.last) < 0)
  }

  @Test("a trial of a sweep is a replay, bit for bit, on any number of threads")
  func sweepEqualsReplay() throws {
    try SweepLaw.check(frame: try Self.frame.get(), strategy: try RealBitcoin.strategy())
  }

  @Test("poisoning everything after a bar changes no equity up to it")
  func noLookAhead() throws {
    let whole = try Self.frame.get()
    let bound = try RealBitcoin.strategy().bound()
    func equity(_ frame: Frame) throws -> [Double] { try bound.run(Evaluator(frame), on: PreparedMarket(frame)).equity }
    let full = try equity(whole)
    #expect(Set(full).count > 100)
    for cut in [9_000, 30_000, whole.grid.count - 1] {
      let poisoned = Frame(
        market: whole.market, instrument: whole.instrument, grid: whole.grid,
        columns: whole.columns.values.map { column in
          Column(column.name, column.unit, column.values.enumerated().map { $0 < cut ? $1 : $1 * 2 })
        }, funding: poisoned(whole.funding, after: whole.grid.open(cut)))
      #expect(try equity(poisoned).prefix(cut) == full.prefix(cut))
    }
  }

  /// The same history with tenfold rates after `instant`.
  private func poisoned(_ history: FundingHistory?, after instant: Instant) -> FundingHistory? {
    history.map { history in
      FundingHistory(
        instrument: history.instrument,
        schedule: FundingSchedule(
          history.schedule.settlements.map {
            FundingRow(stamp: $0.stamp, rate: $0.instant > instant ? $0.rate * 10 : $0.rate, declared: $0.declared)
          }), marks: history.marks)
    }
  }
}
