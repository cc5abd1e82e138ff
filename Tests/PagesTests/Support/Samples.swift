import Market
import Numerics
import Pages
import Replay
import Research
import Results
import Signals
import Statistics
import Testing

/// Small results of every kind that a page is made of, computed on a made-up market: 150 days of hours, a column `s` that
/// leads the price a little, and a regime of it.
enum Samples {
  static let frame: Frame = {
    let grid = Grid(start: Instant(year: 2025, month: 1, day: 1), interval: .hour, count: 24 * 150)
    var random = CounterRandom(seed: 7)
    var (signal, price) = (0.0, 100.0)
    var (signals, opens, closes): ([Double], [Double], [Double]) = ([], [], [])
    for _ in 0..<grid.count {
      opens.append(price)
      price *= 1 + 0.0004 * signal + 0.004 * random.normal()
      closes.append(price)
      signal = 0.9 * signal + 0.19.squareRoot() * random.normal()
      signals.append(signal)
    }
    return Frame(
      market: "walk", instrument: Instrument(venue: "test", symbol: "TESTUSDT"), grid: grid,
      columns: [
        Column("open", .price, opens), Column("high", .price, zip(opens, closes).map { max($0, $1) }),
        Column("low", .price, zip(opens, closes).map { min($0, $1) }), Column("close", .price, closes),
        Column("s", .fraction, signals),
      ])
  }()

  static let text = """
    name: follow
    about: Long while s is high.
    parameters:
      entry: 1
      exit: 0
      trend: 2
    signals:
      smooth: mean(s, trend)
    long: { enter: smooth > entry, exit: smooth < exit }
    short: { enter: smooth < -entry, exit: smooth > -exit }
    costs: { taker: 1bps, slippage: 0.5bps }
    """

  static func run(_ text: String = text, name: String = "follow") throws -> RunSummary {
    let strategy = try StrategyFile.parse(text, file: "\(name).yaml").bound()
    return RunSummary(
      strategy: strategy, frame: frame, run: try strategy.run(Evaluator(frame), on: PreparedMarket(frame)),
      hash: "9f2c41d07be6a85512c3ee4f0d7718ab6c90e2f43b1d5a6670f8e9c2b4a1d3e5")
  }

  static func compare(_ names: [String] = ["follow", "fade"]) throws -> CompareSummary {
    let texts = names.indices.map { "position: \([1, -0.5, 0.2][$0])\n" }
    let runs = try zip(texts, names).map { text, name in try run(text, name: name) }
    let contenders = zip(names, runs).map { name, run in
      Comparison.Contender(name: name, days: run.run.daily)
    }
    return CompareSummary(comparison: try Comparison(contenders, seed: 1, replicates: 200), runs: runs)
  }

  static func study(_ expression: String = "s > 1", details: Bool = true) throws -> StudySummary {
    let node = try SignalBook().bound().resolve(Expression(parsing: expression))
    var plan = StudyPlan(horizons: [.hour, .hours(4)], calibration: 20)
    plan.placebos = 49
    plan.depth = details ? .everything : .judgement
    let subject = try StudySubject(name: "high", node: node, evaluator: Evaluator(frame))
    return StudySummary(study: try Study(subject, plan), strategy: "follow", parameters: [])
  }

  static func validation(_ grid: [String] = ["entry=0.5,1", "trend=2,4"]) throws -> ValidationSummary {
    let strategy = try StrategyFile.parse(text, file: "follow.yaml")
    let space = try ParameterSpace(
      SpaceRequest(grids: grid), of: strategy.signals.parameters, interval: frame.grid.interval)
    let replays = TrialReplays(
      strategy, Candidates(space), evaluator: Evaluator(frame), tape: try PreparedMarket(frame))
    var plan = ValidationPlan()
    plan.replicates = 50
    return ValidationSummary(
      validation: try Validation(replays, plan: plan, lookBack: 3), frame: frame, hash: "7d01", seconds: 1)
  }

  static let pages: [(name: String, page: Page)] = {
    do {
      let pages = [
        ("run", try run().page), ("study", try study().page), ("signal", try study("s").page),
        ("compare", try compare().page), ("validation", try validation().page),
      ]
      let tour = TourReport(
        title: "A tour", facts: [Page.Fact("Command", "make run", isCode: true)],
        chapters: pages.map { .init($0.0, lead: "hindcast \($0.0)", $0.1) })
      return pages + [("tour", tour.page)]
    } catch {
      Issue.record(error, "the samples cannot be made")
      return []
    }
  }()

  static func page(_ name: String) throws -> Page { try #require(pages.first { $0.name == name }).page }
}

extension PageSection {
  /// Every sentence of its notes.
  var notes: [String] {
    blocks.flatMap { block -> [String] in if case .notes(_, let lines) = block { lines } else { [] } }
  }
}

extension Page {
  /// Every chart, in the order of the page.
  var charts: [PageChart] {
    sections.flatMap(\.blocks).flatMap { block -> [PageChart] in
      switch block {
      case .chart(let chart): [chart]
      case .charts(let charts): charts
      default: []
      }
    }
  }

  func chart(_ title: String) throws -> PageChart { try #require(charts.first { $0.title == title }) }

  var tables: [Table] {
    sections.flatMap(\.blocks).flatMap { block -> [Table] in
      switch block {
      case .table(let table): [table]
      case .tables(let tables): tables
      default: []
      }
    }
  }
}
