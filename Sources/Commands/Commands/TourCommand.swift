import ArgumentParser
import Market
import Pages
import Replay
import Research
import Results

struct TourCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "tour", abstract: "The three jobs on the demo market, on one page: what 'make run' does.")

  @OptionGroup var global: GlobalOptions

  private static let market = "demo"
  /// Means nothing in this market by construction, and looks as if it did to errors that ignore overlap.
  private static let decoy = "returns(4h) > 1% and change(open_interest, 4h) < -1%"
  private static let strategies = [
    "stress-fade", "funding-extremes", "oi-divergence", "funding-side", "cumulative-delta",
  ]

  private static let axes = ["entry=0.5:3:0.25", "lookback=6h,12h,1d,2d,3d"]

  /// The command lines that do each chapter again, as they are printed and as the page has them.
  private enum Line {
    static let study = "study stress-fade --signal stress --forward 15m,1h,4h --market \(market)"
    static let decoy = "study oi-divergence --signal '\(TourCommand.decoy)' --forward 1h --market \(market)"
    static let replay = "replay stress-fade --market \(market)"
    static let sweep = "sweep stress-fade --market \(market) --grid \(axes.joined(separator: " --grid ")) --best 5"
    static let compare = "compare \(strategies.joined(separator: " ")) --market \(market)"
  }

  /// What makes a line find this tour's market from where the tour was called.
  private var rooted: String {
    guard global.root != Workspace.usualRoot else { return "" }
    let isPlain = global.root.allSatisfy { $0.isLetter || $0.isNumber || "/._-+~".contains($0) }
    return " --root \(isPlain ? global.root : "'\(global.root.replacing("'", with: #"'\''"#))'")"
  }

  /// Before anything is made: a tour that stops half-way leaves a dataset that nobody asked for.
  private func checkStrategies() throws {
    let workspace = global.workspace
    let missing = Self.strategies.filter { !workspace.strategyNames.contains($0) }
    guard !missing.isEmpty else { return }
    throw Problem(
      "the tour runs strategies that \(workspace.strategies) does not have: \(missing.joined(separator: ", "))",
      remedy: "copy the folder strategies/ of Hindcast's sources there, or name its parent with --root")
  }

  func run() throws {
    try global.workspace.checkRoot()
    try checkStrategies()
    let workspace = global.workspace
    let choice = MarketChoice(market: Self.market)
    let renderer = PageRenderer.found()
    // Programs are told at the end, in one document.
    let isTold = global.format == .table
    func chapter(_ number: Int, _ title: String, _ command: String) {
      if isTold { print("\n\(number). \(title)\n   $ hindcast \(command)\(rooted)\n") }
    }
    func show(_ tables: [Table], opening: [String] = [], closing: [String] = []) {
      if isTold { Output(format: .table).show(tables, opening: opening, closing: closing) }
    }

    chapter(1, "A market whose truth is known", "data demo")
    let made = try DemoJob(workspace: workspace).run(into: Self.market)
    if isTold { print(made.sentence) }

    chapter(
      2, "Does crowded leverage predict the next hour? And does a rally on falling open interest?",
      Line.study)
    let studyJob = StudyJob(
      workspace: workspace, choice: choice, overrides: [:],
      plan: StudyPlan(horizons: [.minutes(15), .hour, .hours(4)]))
    let recorder = TestRecorder(workspace: workspace)
    var study = try studyJob.run(try workspace.strategy("stress-fade"), signals: ["stress"])[0]
    study.testLog = try recorder.record(study)
    show(study.tables, closing: study.testLog.map(\.sentence))
    if isTold { print("\n   $ hindcast \(Line.decoy)\(rooted)\n") }
    let decoyJob = StudyJob(
      workspace: workspace, choice: choice, overrides: [:], plan: StudyPlan(horizons: [.hour]))
    var decoy = try decoyJob.run(try workspace.strategy("oi-divergence"), signals: [Self.decoy])[0]
    decoy.testLog = try recorder.record(decoy)
    show(decoy.tables, closing: decoy.testLog.map(\.sentence))

    chapter(3, "What it earns, with every cost", Line.replay)
    let replayJob = ReplayJob(workspace: workspace, choice: choice, overrides: [:])
    var (_, runs) = try replayJob.run([try workspace.strategy("stress-fade")])
    runs[0].search = try replayJob.search(before: runs[0])
    let folder = try replayJob.keep(&runs[0], renderer: renderer)
    show(
      runs[0].tables, opening: runs[0].opening,
      closing: [runs[0].samplingErrorLine].compactMap(\.self) + [
        "Written to \(folder)/"
      ])

    chapter(4, "How much of that is the choice of parameters?", Line.sweep)
    let sweepJob = try SweepJob(
      SweepRequest(
        strategy: try workspace.strategy("stress-fade"), choice: choice, space: SpaceRequest(grids: Self.axes),
        overrides: [:], threads: 2), in: workspace)
    let sweep = try sweepJob.summary(try sweepJob.run())
    show(
      sweep.tables(best: 5), opening: sweep.opening,
      closing: sweep.closing + ["Written to \(try sweepJob.keep(sweep, renderer: renderer))/"])

    chapter(5, "Side by side", Line.compare)
    let compareJob = CompareJob(workspace: workspace, choices: [choice], seed: 1, replicates: 2000)
    let compare = try compareJob.run(try Self.strategies.map { name in try workspace.strategy(name) })
    show(
      compare.tables + [compare.pairs], opening: compare.conclusions,
      closing: ["Written to \(try compareJob.keep(compare, renderer: renderer))"])

    let found = findings(study, decoy, runs[0], sweep, compare)
    let tour = TourReport(
      title: "Hindcast on the demo market",
      about: "A study, a replay, a sweep and a comparison on a market whose truth is known.",
      facts: [Page.Fact("Engine", "hindcast \(Engine.version)")],
      findings: found,
      chapters: [
        TourReport.Chapter(
          "Study: a true finding",
          lead: "The stress regime was made to predict.", command: "hindcast \(Line.study)\(rooted)",
          study.page, sections: ["Regime", "Forward 1h"]),
        TourReport.Chapter(
          "Study: a false finding",
          lead: "A rally on falling open interest was made to mean nothing.",
          command: "hindcast \(Line.decoy)\(rooted)", decoy.page,
          sections: ["Regime", "Forward 1h"]),
        TourReport.Chapter(
          "Replay", command: "hindcast \(Line.replay)\(rooted)", runs[0].page,
          sections: ["Result", "Equity", "Ledger", "Months"]),
        TourReport.Chapter(
          "Sweep", command: "hindcast \(Line.sweep)\(rooted)", sweep.page,
          sections: ["Selection bias", "Surface"]),
        TourReport.Chapter(
          "Compare", command: "hindcast \(Line.compare)\(rooted)", compare.page),
      ])
    let file = "\(workspace.results)/tour/report.html"
    try workspace.write(renderer.html(tour.page), to: file)
    let findings = Table(
      columns: [.init("about", key: "about", .words), .init("finding", key: "finding", .words)],
      rows: found.map { [.text($0.head), .text($0.text)] })
    switch global.format {
    case .table: print("\nThe report is \(file): open it in a browser, it needs no network.")
    case .csv: print(findings.csv, terminator: "")
    case .json:
      let document: JSONValue = [
        "findings": findings.json, "report": .string(file), "dataset": .string(made.path),
        "studies": .array([study.json, decoy.json]), "run": runs[0].json, "sweep": sweep.json(best: 5),
        "comparison": compare.json,
      ]
      print(document.text(), terminator: "")
    }
  }

  /// A line a chapter.
  private func findings(
    _ study: StudySummary, _ decoy: StudySummary, _ run: RunSummary, _ sweep: SweepSummary, _ compare: CompareSummary
  ) -> [Remark] {
    func verdict(_ name: String, _ horizon: HorizonStudy?) -> Remark? {
      horizon.map { Remark($0.verdict.tone, "\(name), next \($0.forward)", $0.verdict.plain) }
    }
    var remarks = [
      verdict("The stress regime", study.study.horizons.first { $0.forward == .hour }),
      verdict("A rally on falling open interest", decoy.study.horizons.first),
    ].compactMap(\.self)
    if let text = run.samplingErrorText { remarks.append(Remark(.neutral, "Fading stress, every cost paid", text)) }
    if case .trials(let bias)? = sweep.selectionBias {
      remarks.append(Remark(bias.verdict.finding.tone, "The best of its parameters", bias.verdict.text))
    }
    remarks.append(Remark(.neutral, "Five strategies", compare.conclusion))
    return remarks
  }
}
