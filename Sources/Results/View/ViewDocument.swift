import Market
import Replay
import Research
import Views

/// A view as programs and people read it.
public protocol ViewDocument: ResultDocument {
  var head: ViewHead { get }
  /// States that the view names, with what came after them; empty for a view that names none.
  var states: [MarketState] { get }
  /// What it comes to, a sentence each, the first one first.
  var answer: [String] { get }
  /// Without the states.
  var tables: [Table] { get }
  /// A row for whatever the view lists.
  var csv: String { get }
  /// Where it is looked whether a state holds: `the close of the last bar`.
  var judgedAt: String { get }
}

extension ViewDocument {
  /// `BTC in btc as of 2025-10-10 21:30 UTC`.
  package var title: String { "\(head.asset) in \(head.dataset) as of \(head.asOf.minuteText) UTC" }

  public var judgedAt: String { "the close of the last bar" }

  /// All that is printed in a terminal.
  public var allTables: [Table] { shownTables + (states.isEmpty ? [] : [stateTable.withoutEmptyDetails]) }

  /// The tables without the details that no row has.
  package var shownTables: [Table] { tables.map(\.withoutEmptyDetails) }

  /// States with what came after them.
  package var stateTable: Table {
    let studied = states.compactMap { $0.after?.answer }.first
    let notes =
      studied.map { study in
        [
          "After it: mean return over the next \(study.forward) less that at all other times, on \(study.interval) bars of \(study.instrument) from \(study.window.from.dateText) to \(study.window.to.minuteText), as known then. Holm: over the states of this view; the verdict is of each by itself."
        ]
      } ?? []
    let early = states.compactMap(\.judged).first.flatMap { $0 < head.asOf ? $0 : nil }
    let judged = early.map {
      ["Now: at \(judgedAt), \($0.minuteText) UTC; the view is of \(head.asOf.minuteText)."]
    }
    let why = states.compactMap { state in state.after?.why.map { "\(state.name): cannot say: \($0)." } }
    return MarketState.fields.table(
      states, title: "States, and what came after them", notes: (judged ?? []) + notes + why)
  }

  /// One sentence for each state that holds.
  public var stateSentences: [String] {
    states.filter { $0.holds == true }.map { state in
      let since = state.since.map { " since \($0.minuteText)" } ?? ""
      guard let after = state.after else { return "Now \(state.name)\(since)" }
      return "Now \(state.name)\(since); \(after.sentence)"
    }
  }
}

extension Result where Success == StateStudy, Failure == Unavailable {
  /// `after it, next 1h: +3.20 bps, no evidence, 14 episodes`.
  package var sentence: String {
    switch self {
    case .success(let study):
      "after it, next \(study.forward): \(study.difference.bpsFigure) bps, \(study.verdict.finding.spelled), "
        + "\(study.episodes) episode\(study.episodes == 1 ? "" : "s")"
    case .failure(let why): "after it: cannot say: \(why.why)"
    }
  }
}

extension Verdict.Finding {
  /// As it stands in a sentence.
  package var spelled: String { rawValue.replacing("_", with: " ") }
}

extension Table {
  /// Without the details that no row has.
  var withoutEmptyDetails: Table {
    let empty = columns.indices.filter { place in
      columns[place].isDetail && !rows.isEmpty
        && rows.allSatisfy { $0[place].text == Figure.missingText || $0[place].text.isEmpty }
    }
    return empty.reversed().reduce(self) { $0.without(column: $1) }
  }
}

extension ViewHead {
  /// `the last row is of 2025-01-01 00:00 UTC (4d old)`.
  func last(_ what: String, old age: Interval) -> String {
    "the last \(what) is of \((asOf - age).minuteText) UTC (\(age.inTwoUnits) old)"
  }

  static let fields = Fields<ViewHead> {
    Field("engine", .words, "version of hindcast") { _ in Engine.version }
    Field("dataset", .words, in: .documents, "where the data are") { $0.dataset }
    Field("asset", .words, in: .all, "as it was asked for") { $0.asset }
    Field("coin", .words, "whose instruments are meant") { $0.coin }
    Field("as_of", .instant, in: .documents, "nothing in the document was known later") { $0.asOf }
    Field("known_as_of", .instant, "imports up to it were read; null for all") { $0.knownAsOf }
    Field("history", .words, "how far back charts and extremes go") { $0.history.description }
    Field("notes", json: .array, "what was left out and why, and what stands for what") { .strings($0.notes) }
  }

  /// In front of each row of a CSV.
  static let csv = fields.only(["asset", "as_of"], in: .csv)

  /// A row for each of what a view lists, with the head in front.
  func csv<Row: Sendable>(_ fields: Fields<Row>, _ rows: [Row]) -> String {
    Fields<(head: ViewHead, row: Row)> {
      Self.csv.of { $0.head }
      fields.of { $0.row }
    }.csv(rows.map { (self, $0) })
  }
}

extension MarketState {
  static let fields = Fields<MarketState>(in: [.json, .detail]) {
    Field("state", .words, in: .shown, "what the view calls it") { $0.name }
    Field("definition", .words, "with its threshold") { $0.words }
    Field("expression", .words, in: .json, "the definition in the language of signals, for 'hindcast study'") {
      $0.expression
    }
    Field(
      "now", .flag, in: .shown,
      "whether it holds at the last bar or snapshot known; null where that cannot be said"
    ) {
      $0.holds
    }
    Field(
      "judged_at", .instant, in: .json,
      "close of that bar, or when the snapshot was known; null where it cannot be said"
    ) {
      $0.judged
    }
    Field("since", .instant, "close of the first bar, or the first snapshot, of the episode it is in") { $0.since }
    Field("after", object: StateStudy.fields, "what followed it; null with --no-test", answer: { $0.after })
    StateStudy.fields.only(StateStudy.shown, in: .table).of { $0.after?.answer }
  }
}

extension StateStudy {
  fileprivate static let shown = ["after_bps", "se_bps", "p", "p_holm", "episodes", "verdict_words"]

  static let fields = Fields<StateStudy> {
    Field("instrument", .words, "whose returns follow") { $0.instrument.description }
    Field("interval", .words, "width of a bar") { $0.interval.description }
    Field("from", .words, "first instant of the window, UTC") { $0.window.from.description }
    Field("to", .words, "end of the window, exclusive: no later than as_of") { $0.window.to.description }
    Field("forward", .words, "horizon of the returns") { $0.forward.description }
    Field("bars", .count, "on which state and forward return are known") { $0.bars }
    Field("bars_in", .count, "of those, in the state") { $0.barsIn }
    Field("episodes", .count, "how often the state came: the size of the sample; a bar that is not known ends none") {
      $0.episodes
    }
    Field("mean_in_bps", .bps, "mean forward return in the state") { $0.meanIn }
    Field("difference_bps", .bps, "mean_in_bps less the mean at all other times") { $0.difference }
    Field("after_bps", "after it", .bps, in: .table) { $0.difference }
    Field("se_bps", "se", .unsignedBps, "of the difference, Hodrick 1B") { $0.standardError }
    Field("p", .p, "of the estimator that decides, a studentised circular shift; size not calibrated") { $0.p }
    Field("p_holm", "p, Holm", .p, "p corrected for the states of the view") { $0.adjustedP }
    Field("min_detectable_bps", .unsignedBps, "smallest true difference found in 4 of 5 samples like this") {
      $0.minimumDetectable
    }
    Field("verdict", .words, "predicts, unclear, no_evidence or cannot_say") { $0.verdict.finding.rawValue }
    Field("verdict_words", "verdict", .words, in: .table) { $0.verdict.finding.spelled }
    Field("verdict_text", .words, "the verdict in a sentence") { $0.verdict.text }
  }
}
