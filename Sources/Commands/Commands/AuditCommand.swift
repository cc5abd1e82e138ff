import ArgumentParser
import Frames
import Market
import Replay
import Results
import Signals
import Store

/// Stands at the top and below `signal`: what it is asked about may be either.
struct AuditCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "audit", abstract: "Try to catch a strategy, a signal or an expression looking ahead.",
    discussion: """
      Everything is computed again from data that ends at a bar, from data whose future was changed, and bar by bar from \
      no more than its look-back, and compared to the last bit; the dataset is cut off too, and columns that know \
      returns to come too well are named. Columns computed elsewhere are held against returns over several horizons and \
      against the bars of what is traded; how they were made no check can see, and the verdict says so, as it does of plain tables, whose stamps \
      are the word of who imported them. What is beyond anything real and is not found to look ahead is called not \
      explained, never clean. A strategy with rules is replayed on the dataset that ends earlier, whose \
      ledger must be the beginning of the whole one's, and once for each column known one bar later. Exit code 1 where \
      anything differs or is not explained.

      Example: hindcast audit stress-fade --market demo
      """)

  @OptionGroup var global: GlobalOptions
  @OptionGroup var options: MarketOptions
  @OptionGroup var funding: FundingOptions
  @OptionGroup var parameters: ParameterOptions

  @Argument(help: ArgumentHelp("A strategy's name or file, or an expression.", valueName: "strategy or expression"))
  var subject: String

  @Option(help: "Places at which history is cut off and the future changed.")
  var cuts = 8

  @Option(help: "Decides where.")
  var seed: UInt64 = 1

  func run() throws {
    Interruption.endAtOnce()
    guard (1...1000).contains(cuts) else {
      throw Problem("--cuts \(cuts) is no number of places", remedy: "give 1 to 1000")
    }
    let loader = FrameLoader(workspace: global.workspace, choice: options.choice)
    let asked = try AuditedSignals(subject, loader, try parameters.overrides())
    let assembled = try asked.placed { try asked.assembled(loader) }
    let frame = assembled.frame
    let audit = SignalAudit(
      on: frame, cuts: cuts, seed: seed, computed: asked.computed(loader, in: assembled),
      beside: asked.market(loader, beside: assembled))
    var report = try asked.placed { try audit.report(on: asked.subjects) }
    try audit.judgeMembers(into: &report)
    if let prices = asked.prices(loader, beside: assembled) {
      try SignalAudit(on: prices.frame).judge(prices.columns, into: &report)
    }
    // The same frame from a dataset that ends after a third and after two thirds of it.
    let ends = [1, 2].map { frame.grid.open(frame.evaluation.lowerBound + frame.evaluation.count * $0 / 3) }
    for end in ends {
      var choice = options.choice
      choice.to = end
      guard let cut = try? asked.assembled(FrameLoader(workspace: global.workspace, choice: choice)).frame else {
        continue
      }
      audit.compare(cut, into: &report)
    }
    let replays = try asked.strategy.flatMap { strategy in
      strategy.rules == nil
        ? nil
        : AuditedReplays(
          of: strategy,
          by: ReplayJob(
            workspace: global.workspace, choice: try funding.applied(to: options.choice),
            overrides: try parameters.overrides()), ends: ends)
    }
    let isFound = !report.isClean || !(replays?.findings.isEmpty ?? true)
    let claims = AuditedClaims(
      asked.subjects, on: frame, isFound: isFound, replayed: replays?.beyondReal, sources: assembled.sources)
    let resting = AuditedSources.resting(assembled, in: try? loader.datasets.open(frame.market))
    show(report, replays, claims, on: assembled, resting, asked)
    guard !isFound, claims.unexplained.isEmpty else { throw ExitCode(Problem.Fault.work.rawValue) }
  }

  private func show(
    _ report: SignalAudit.Report, _ replays: AuditedReplays?, _ claims: AuditedClaims, on assembled: AssembledFrame,
    _ resting: [ColumnSource], _ asked: AuditedSignals
  ) {
    let frame = assembled.frame
    let computed = assembled.computed.sorted()
    let nothing = computed.isEmpty && resting.isEmpty ? "nothing looks ahead" : "nothing found"
    var rows: [[Figure]] = SignalAudit.Check.allCases.map { check in
      let found = report.findings.filter { $0.check == check }
      return [
        .text(check.rawValue), .count(report.compared[check] ?? 0), .count(found.count),
        .text(report.compared[check] == nil ? "not checked" : found.isEmpty ? nothing : "looks ahead"),
      ]
    }
    if let replays { rows.append(replays.row(nothing)) }
    rows.append(claims.row(nothing))
    var checks = Table(
      title:
        "Audit of \(asked.title) on \(ResultHeader.place(frame.market, "\(frame.instrument)")) \(frame.grid.interval)",
      columns: [
        .init("check", key: "check", .words), .init("values compared", key: "compared"), .init("found", key: "found"),
        .init("outcome", key: "outcome", .words),
      ], rows: rows)
    checks.notes.append(
      "\(asked.subjects.count) signals and rules asked about, on \(Double.grouped(frame.grid.count)) bars; \(Double.grouped(report.streamedBars)) bars computed one by one; seed \(seed)."
    )
    if !computed.isEmpty {
      checks.notes.append(
        "Not proven: \(computed.joined(separator: ", ")). How what is computed elsewhere was made is out of sight, and that it was known at its stamp is its maker's word; the checks here are of what is made of it."
      )
    }
    checks.notes += report.unlooked.map { "Not looked for in \($0)." }
    if !resting.isEmpty {
      let series = resting.map { "\($0.name) (\($0.series.descriptor.title))" }
      checks.notes.append(
        "Not proven: the stamps of \(series.listed(most: 8)). They come of plain tables, or with a label that was said, and what their time is, is the word of who imported them; the checks here are of what is made of it."
      )
    }
    checks.notes += claims.unexplained.map { "NOT EXPLAINED: \($0)" }
    checks.notes += (report.remarks.isEmpty ? claims.remarks : report.remarks).map { "Not a look ahead: \($0)" }
    if asked.ofPosition > 0 {
      checks.notes.append("\(asked.ofPosition) more ask about their own position, which only a replay has.")
    }
    if asked.ofUniverse > 0 {
      checks.notes.append(
        "\(asked.ofUniverse) more compare the instruments of a universe: the ledger of a dataset that ends earlier audits them. The others are asked of \(frame.instrument), and what each member has beside its bars of that member."
      )
    }
    if !report.anchored.isEmpty {
      checks.notes.append(
        "Anchored at the start of the data, so that they change with where it begins: \(report.anchored.joined(separator: ", "))."
      )
    }
    if let why = replays?.why { checks.notes.append("Not replayed: \(why).") }
    if let venue = AuditedSources.onlyVenue(assembled) { checks.notes.append(venue) }
    checks.notes += frame.findings
    let findings = Table(
      title: "What looks ahead",
      columns: [
        .init("check", key: "check", .words), .init("in", key: "subject", .words),
        .init("expression", key: "expression", .words), .init("first bar", unit: "UTC", key: "bar"),
        .init("what", key: "what", .words),
      ],
      rows: report.findings.map {
        [.text($0.check.rawValue), .text($0.subject), .text($0.expression), .instant($0.bar), .text($0.what)]
      } + (replays?.findings ?? []))
    let isFound = !report.isClean || !(replays?.findings.isEmpty ?? true)
    let isClean = !isFound && claims.unexplained.isEmpty
    let late = replays?.late.map { [$0] } ?? []
    let sources = AuditedSources.table(assembled)
    let foreknowledge = AuditedSources.table(report.computed)
    switch global.format {
    case .table:
      Output(format: .table).show(
        (isFound ? [checks, findings] : [checks]) + (computed.isEmpty ? [] : [foreknowledge]) + [sources] + late)
    case .csv: print((isFound ? findings : checks).csv, terminator: "")
    case .json:
      print(
        JSONValue.object([
          "subject": .string(asked.title), "market": .string(frame.market), "bars": .integer(frame.grid.count),
          "clean": .bool(isClean), "proven": .bool(isClean && computed.isEmpty && resting.isEmpty),
          "unproven_columns": .strings((computed + resting.map(\.name)).uniqued),
          "unexplained": .strings(claims.unexplained),
          "remarks": .strings(report.remarks.isEmpty ? claims.remarks : report.remarks),
          "not_looked_for": .strings(report.unlooked),
          "streamed_bars": .integer(report.streamedBars),
          "checks": checks.json,
          "findings": findings.json, "computed_elsewhere": foreknowledge.json, "columns": sources.json,
          "one_bar_later": late.first?.json ?? .null,
        ]).text(), terminator: "")
    }
  }
}
