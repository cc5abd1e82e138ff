import Market
import Numerics
import Pages
import Replay
import Research
import Results
import Signals
import Store

/// Replays strategies on the same bars of each market and sets them side by side.
struct CompareJob {
  let workspace: Workspace
  /// One a market.
  let choices: [MarketChoice]
  let seed: UInt64
  let replicates: Int
  var settings: [CompareSetting] = []
  /// What each is held against, as it was named; nil for nothing.
  var benchmark: String?

  /// What a table of them can hold, and a reader.
  private static let most = 50

  func run(_ strategies: [Strategy]) throws -> CompareSummary {
    let contenders = try CompareSetting.contenders(strategies, settings)
    guard contenders.count >= 2 else {
      throw Problem(
        "there is nothing to compare '\(contenders.first?.name ?? "")' with",
        remedy: "name two strategies or more, or several values: --set entry=1,2")
    }
    guard contenders.count <= Self.most else {
      throw Problem(
        "\(contenders.count) strategies side by side are more than \(Self.most)",
        remedy: "sweep many parameter sets with 'hindcast sweep', which counts how many were tried")
    }
    if let name = contenders.map(\.name).firstRepeated {
      throw Problem("'\(name)' stands here twice", remedy: "give one of the files another 'name:'")
    }
    let made = try choices.map { choice in try part(contenders, on: choice) }
    let parts = made.map(\.part)
    try Self.checkCurrencies(parts)
    var total: Comparison?
    if parts.count > 1 {
      let pooled = Comparison.pooled(parts.map(\.comparison.contenders))
      guard let days = pooled.first?.days.count, days >= Benchmark.leastDays else {
        throw Problem(
          "the markets have \(pooled.first?.days.count ?? 0) UTC days in common, and \(Benchmark.leastDays) are the least for totals",
          remedy: "leave out the one that does not overlap, or compare on one after the other")
      }
      total = try Comparison(pooled, seed: seed, replicates: replicates)
    }
    var summary = CompareSummary(parts: parts, total: total)
    if let total { summary.totalsAgainst = try Self.against(made.compactMap(\.benchmark), total, parts) }
    summary.hash = identity(of: summary).hash
    return summary
  }

  /// The totals against a benchmark that is pooled over the markets as they are; nil without one.
  private static func against(
    _ benchmarks: [Benchmark], _ total: Comparison, _ parts: [CompareSummary.Part]
  ) throws -> Result<[RunAgainst], Unavailable>? {
    guard let first = benchmarks.first, benchmarks.count == parts.count else { return nil }
    guard !benchmarks.contains(where: { $0.coin != nil }) else {
      return .failure(
        Unavailable("the accounts are in coins, whose returns are turned into a currency market by market"))
    }
    let pooled = Benchmark(
      first.name, identity: benchmarks.map(\.identity).joined(separator: "; "), currency: first.currency,
      marks: Comparison.pooled(benchmarks.map(\.marks)))
    let currency = parts[0].runs[0].frame.returnCurrency
    // That there are too few days in common, or that the mean of it never moves, is no reason to say nothing of the rest.
    do {
      _ = try BenchmarkDays(pooled, on: total.contenders[0].days.map(\.day))
    } catch let problem { return .failure(Unavailable(problem.what)) }
    return .success(try total.contenders.map { try RunAgainst(pooled, on: $0.days, currency: currency) })
  }

  private func part(
    _ contenders: [CompareSetting.Contender], on choice: MarketChoice
  ) throws -> (part: CompareSummary.Part, benchmark: Benchmark?) {
    let job = ReplayJob(workspace: workspace, choice: choice, overrides: [:])
    var (_, runs) = try job.run(contenders.map { ($0.strategy, $0.overrides) })
    var held: Benchmark?
    if let benchmark, let first = runs.first {
      // Reckoned once: all runs of a market have one window.
      var choice = choice
      choice.interval = first.frame.grid.interval
      let named = try BenchmarkJob(workspace: workspace, choice: choice)
        .benchmark(benchmark, on: first.frame, window: first.window)
      held = named
      runs = try runs.map { run in
        var run = run
        run.against = try RunAgainst(named.held(against: run.frame), of: run.run, currency: run.frame.returnCurrency)
        return run
      }
    }
    let comparison = try Comparison(
      zip(contenders, runs).map { Comparison.Contender(name: $0.name, days: $1.run.daily) }, seed: seed,
      replicates: replicates)
    return (CompareSummary.Part(comparison: comparison, runs: runs), held)
  }

  /// Returns of coins and returns of dollars do not add up.
  private static func checkCurrencies(_ parts: [CompareSummary.Part]) throws {
    let all = parts.flatMap { part in part.rows.map { (market: part.market, name: $0.name, frame: $0.run.frame) } }
    guard let first = all.first(where: { !$0.frame.returnCurrency.isEmpty }) else { return }
    for other in all where !Dollar.comparable(other.frame.returnCurrency, first.frame.returnCurrency) {
      guard !other.frame.returnCurrency.isEmpty else { continue }
      // Of two markets the one is meant, of one market the strategy.
      let isOfMarkets = other.market != first.market
      let (own, its) =
        isOfMarkets ? ("on \(other.market)", "on \(first.market)") : ("of \(other.name)", "of \(first.name)")
      throw Problem(
        "returns \(own) are counted in \(other.frame.returnCurrency), and \(its) in \(first.frame.returnCurrency)",
        remedy: isOfMarkets
          ? "compare on markets of one currency, or on one after the other"
          : "compare strategies whose accounts are in one currency")
    }
  }

  /// What it is kept under.
  func identity(of summary: CompareSummary) -> ResultIdentity {
    let against = summary.parts.compactMap { $0.runs.lazy.compactMap(\.against).first?.identity }
    return .comparison(
      summary.runs, markets: summary.parts.count, seed: seed, replicates: replicates, benchmarks: against)
  }

  /// What `runs verify` needs to do it again.
  private var parameters: [(name: String, value: String)] {
    [("replicates", "\(replicates)"), ("seed", "\(seed)")] + (benchmark.map { [("benchmark", $0)] } ?? [])
      + settings.map { ("set \($0.name)", $0.text) }
  }

  /// Writes the comparison's folder and its row in the archive. Returns the path of its page.
  func keep(_ summary: CompareSummary, renderer: PageRenderer) throws -> String {
    let identity = identity(of: summary)
    let document = summary.json
    let figures = document["strategies"]?.elements.map { $0.only("strategy", "total_return", "sharpe_annual") } ?? []
    // A strategy that stands here with several values is one file. A benchmark's text last: it is read back as such.
    var sources = summary.parts[0].runs.map { ResultRecord.Source($0.strategy.strategy) }.uniqued
    if let benchmark, BenchmarkJob.isStrategy(benchmark) {
      sources.append(ResultRecord.Source(try workspace.strategy(benchmark)))
    }
    let folder = try workspace.keep(
      KeptResult(
        identity: identity, folder: ResultFolder("compare", hash: identity.hash),
        name: summary.comparison.contenders.map(\.name).joined(separator: ","),
        frames: summary.parts.map { $0.runs[0].frame }, parameters: parameters,
        figures: .object(["pairs": document["pairs"] ?? .null, "strategies": .array(figures)]),
        sources: sources, document: ("compare.json", document.text()),
        printed: PrintedResult(tables: summary.allTables, opening: summary.conclusions),
        files: [("compare.csv", summary.table.csv), ("report.html", renderer.html(summary.page))]))
    return "\(folder)/report.html"
  }
}

/// `--set entry=1,2`: a parameter and the values it is compared at.
struct CompareSetting {
  let name: String
  let values: [ParameterValue]

  /// Its values, as on the command line.
  var text: String { values.map(\.description).joined(separator: ",") }

  /// A strategy with its parameters set, and what it goes by.
  struct Contender {
    let name: String
    let strategy: Strategy
    let overrides: [String: ParameterValue]
  }

  /// - Throws: a `Problem` for what is no `parameter=value,value`.
  init(parsing text: String) throws {
    let halves = text.split(separator: "=", maxSplits: 1).map(String.init)
    let words = halves.count == 2 ? halves[1].split(separator: ",", omittingEmptySubsequences: false) : []
    let values = words.compactMap { ParameterValue(String($0)) }
    guard let name = halves.first, !words.isEmpty, values.count == words.count else {
      throw Problem(
        "--set '\(text)' is not parameter=value or parameter=value,value",
        remedy: "values are numbers (1.5, 20%, 5bps), durations (1d, 12h) or true/false")
    }
    if let value = values.map(\.description).firstRepeated {
      throw Problem("--set \(name) gives \(value) twice", remedy: "give each value once")
    }
    self.name = name
    self.values = values
  }

  /// Every strategy at every combination of the values it has a parameter for.
  ///
  /// - Throws: a `Problem` for a parameter that no strategy has, and for one that is set twice.
  static func contenders(_ strategies: [Strategy], _ settings: [CompareSetting]) throws -> [Contender] {
    for (index, setting) in settings.enumerated() {
      if let before = settings[..<index].first(where: { $0.name == setting.name }) {
        throw Problem.saidTwice(
          setting.name, before.text, setting.text, of: "--set",
          remedy: "give all its values at once: --set \(setting.name)=1,2")
      }
      let known = strategies.flatMap(\.signals.parameterNames)
      guard !known.contains(setting.name) else { continue }
      throw Problem(
        "no strategy has a parameter '\(setting.name)'",
        remedy: suggestion(for: setting.name, in: known, called: "parameters"))
    }
    return strategies.flatMap { strategy -> [Contender] in
      // In order of name, so that the same values make the same result however they are typed.
      let own = settings.sorted { $0.name < $1.name }.filter { strategy.signals.parameterNames.contains($0.name) }
      var sets: [(name: String, overrides: [String: ParameterValue])] = [(strategy.name, [:])]
      for setting in own {
        sets = sets.flatMap { set in
          setting.values.map { value in
            (
              setting.values.count > 1 ? "\(set.name) \(setting.name)=\(value)" : set.name,
              set.overrides.merging([setting.name: value]) { $1 }
            )
          }
        }
      }
      return sets.map { Contender(name: $0.name, strategy: strategy, overrides: $0.overrides) }
    }
  }
}
