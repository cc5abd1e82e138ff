import Frames
import Market
import Pages
import Replay
import Research
import Results
import Signals
import Statistics
import Store

/// Tests every hypothesis of a study file, each on its own and all together.
struct FamilyJob {
  let workspace: Workspace
  /// Flags override what the file says; `--market` stands where hypotheses name none.
  let choice: MarketChoice

  /// A family's result, and what it was made from.
  struct Outcome {
    var summary: FamilySummary
    /// What each hypothesis was tested on, in their order.
    let subjects: [StudySubject]
    let identity: ResultIdentity
    let frames: [Frame]
    let sources: [ResultRecord.Source]
  }

  func run(_ plan: FamilyPlan) throws -> Outcome {
    let strategy = try plan.strategy.map { named in
      do { return try workspace.strategy(named.value) } catch var problem as Problem {
        if problem.place.file == nil { problem.place = named.place }
        throw problem
      }
    }
    let book = try plan.book(over: strategy?.signals)
    let nodes = try plan.nodes(book)
    let asked = plan.blocks.flatMap(\.signals).map(\.expression)
    Unread.note(plan.parameters, read: book.book.parameters(behind: asked), file: plan.name)
    let strategies = [strategy].compactMap(\.self)
    let standard = try FrameLoader(
      workspace: workspace, choice: MarketChoice(market: choice.market ?? plan.market)
    ).market(of: strategies)
    let markets = try plan.markets(standard: standard).map { name in
      try PreparedSubjects(
        plan, market: name, standard: standard, nodes: nodes, book: book,
        loader: FrameLoader(workspace: workspace, choice: choice(for: name, plan)), strategies: strategies)
    }
    try Self.refuseDifferentBars(markets.map(\.frame))

    let hypotheses = try hypotheses(plan, standard: standard, markets)
    for market in markets { Terminal.note(market.evaluations) }
    let tests = concurrentMap(hypotheses.count) { index in
      HypothesisTest(hypotheses[index].hypothesis, on: hypotheses[index].subject, bars: hypotheses[index].bars)
    }
    let study = try FamilyStudy(
      plan, tests, grids: hypotheses.map { $0.subject.frame.grid.slice($0.subject.frame.evaluation) })
    let frames = markets.map(\.frame)
    let identity = ResultIdentity.family(study, on: frames)
    var summary = FamilySummary(
      study: study, markets: frames.map(FamilySummary.MarketWindow.init), strategy: strategy?.name)
    summary.hash = identity.hash
    return Outcome(
      summary: summary, subjects: hypotheses.map(\.subject), identity: identity, frames: frames,
      sources: [ResultRecord.Source(name: plan.name, text: plan.source)] + strategies.map(ResultRecord.Source.init))
  }

  /// Writes the family's folder and its row in the archive. Returns the path of its page.
  ///
  /// - Parameters:
  ///   - document: what is printed of it for programs, with the tests that were counted.
  ///   - closing: what is said below its table.
  func keep(
    _ outcome: Outcome, document: JSONValue, closing: [String], renderer: PageRenderer
  ) throws -> String {
    let summary = outcome.summary
    let folder = try workspace.keep(
      KeptResult(
        identity: outcome.identity,
        folder: ResultFolder("family", summary.study.plan.name, hash: outcome.identity.hash),
        name: summary.study.plan.name, frames: outcome.frames,
        parameters: summary.study.plan.parameters.map { ($0.name, $0.value.description) },
        figures: document.only("family", "verdict_text"), sources: outcome.sources,
        document: ("family.json", document.text()),
        printed: PrintedResult(tables: [summary.table], opening: summary.opening, closing: closing),
        files: [("family.csv", summary.csv), ("report.html", renderer.html(summary.page))]))
    return "\(folder)/report.html"
  }

  private func choice(for market: String, _ plan: FamilyPlan) -> MarketChoice {
    MarketChoice(
      market: market, instrument: choice.instrument, interval: choice.interval ?? plan.interval,
      from: choice.from ?? plan.from,
      to: choice.to ?? plan.to, knownAsOf: choice.knownAsOf)
  }

  static func refuseDifferentBars(_ frames: [Frame]) throws {
    guard let first = frames.first, let other = frames.first(where: { $0.grid.interval != first.grid.interval })
    else { return }
    throw Problem(
      "'\(first.market)' has bars of \(first.grid.interval) and '\(other.market)' of \(other.grid.interval)",
      remedy: "choose one with 'interval:' or --interval; hypotheses of a family are resampled on the same bars")
  }

  private typealias PreparedHypothesis = (hypothesis: Hypothesis, subject: StudySubject, bars: Int)

  /// Every signal with every horizon on every market, in the order of the file.
  private func hypotheses(_ plan: FamilyPlan, standard: String, _ markets: [PreparedSubjects]) throws
    -> [PreparedHypothesis]
  {
    var hypotheses: [PreparedHypothesis] = []
    // Whatever it is called: the same question in other words is the same hypothesis.
    var seen: [[String]: Hypothesis] = [:]
    for block in plan.blocks {
      let names = block.markets.isEmpty ? [standard] : block.markets.map(\.value)
      for signal in block.signals {
        for market in markets where names.contains(market.frame.market) {
          guard let subject = market.subjects[signal.text] else { continue }
          for forward in block.forward {
            let hypothesis = Hypothesis(
              market: market.frame.market, signal: signal.text, expression: subject.expression,
              forward: forward.value, direction: block.direction)
            let asked = [
              hypothesis.market, hypothesis.expression, hypothesis.forward.description, hypothesis.direction.rawValue,
            ]
            if let twin = seen.updateValue(hypothesis, forKey: asked) {
              let words = twin.signal == hypothesis.signal ? "" : ", once as '\(twin.signal)'"
              throw Problem(
                "the hypothesis '\(hypothesis.title)' stands here twice\(words)", at: forward.place,
                remedy: "remove one")
            }
            let bars = try forward.value.horizon(
              in: market.frame.evaluation.count, barsOf: market.frame.grid.interval, at: forward.place,
              remedy: "shorten it or widen the window")
            hypotheses.append((hypothesis, subject, bars))
          }
        }
      }
    }
    guard hypotheses.count <= FamilyPlan.mostHypotheses else {
      throw Problem(
        "the file asks \(hypotheses.count) hypotheses", at: Problem.Place(file: plan.file),
        remedy: "at most \(FamilyPlan.mostHypotheses) fit in one family")
    }
    return hypotheses
  }
}

/// The signals that a study file tests on one market, evaluated.
private struct PreparedSubjects {
  let frame: Frame
  /// By the text of the file.
  let subjects: [String: StudySubject]
  /// How often what they share was computed.
  let evaluations: EvaluationTally

  init(
    _ plan: FamilyPlan, market: String, standard: String, nodes: [String: Node], book: BoundBook, loader: FrameLoader,
    strategies: [Strategy]
  ) throws {
    let signals = plan.blocks.filter { block in
      block.markets.isEmpty ? market == standard : block.markets.contains { $0.value == market }
    }.flatMap(\.signals)
    try Self.refuseMisspelt(signals, book: book.book, loader: loader, strategies: strategies)
    let used = signals.compactMap { signal in nodes[signal.text].map { (signal, $0) } }
    let frame = try loader.assemble(
      strategies, columns: book.book.columnPlaces(for: used.map(\.0.expression))
    ) { interval in
      try used.map { try $0.1.lookBack(interval) }.max() ?? 0
    }.frame
    let evaluator = Evaluator(frame)
    evaluator.prepare(used.map(\.1))
    var subjects: [String: StudySubject] = [:]
    for (signal, node) in used where subjects[signal.text] == nil {
      subjects[signal.text] = try StudySubject(name: signal.text, node: node, evaluator: evaluator)
    }
    evaluations = evaluator.tally
    self.frame = frame
    self.subjects = subjects
  }

  /// A lone word that is neither signal nor column is more often a misspelt signal than a missing column.
  private static func refuseMisspelt(
    _ signals: [FamilyPlan.Signal], book: SignalBook, loader: FrameLoader, strategies: [Strategy]
  ) throws {
    let dataset = try loader.datasets.open(try loader.market(of: strategies))
    let columns = try loader.columns(of: dataset, for: strategies)
    for signal in signals where signal.expression.names == [signal.text] {
      guard !(book.signalNames + book.parameterNames).contains(signal.text), (try? columns.check(signal.text)) == nil
      else { continue }
      throw Problem(
        "there is no signal or column '\(signal.text)'", at: signal.expression.place,
        remedy: suggestion(
          for: signal.text, in: book.signalNames + (try columns.available.map(\.name)), called: "signals and columns"))
    }
  }
}
