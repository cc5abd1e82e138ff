import Digest
import Foundation
import Frames
import Market
import Pages
import Replay
import Research
import Results
import Signals
import Statistics
import Store

/// Scans a list of signals, or the built-in families, on one market or several.
struct ScanJob {
  let workspace: Workspace
  let choice: MarketChoice

  /// A scan's result, and what it was made from.
  struct Outcome {
    var summary: ScanSummary
    let frames: [Frame]
    let identity: ResultIdentity
    /// By market and signal: SHA-256 of the values that were judged.
    let digests: [[String]]
    let source: ResultRecord.Source
  }

  private struct Scanned {
    let frame: Frame
    let scanned: [ScannedSignal]
    let digests: [String]
  }

  /// - Parameters:
  ///   - plan: its signals are distinct.
  ///   - book: what their names mean besides columns.
  ///   - source: where the signals come from, in words.
  ///   - notes: what was left out, and why.
  func run(
    _ plan: ScanPlan, _ book: BoundBook, strategies: [Strategy], markets: [String], source: String, notes: [String]
  ) throws -> Outcome {
    let nodes = try plan.signals.map { try book.resolve($0.expression) }
    var (plan, notes) = (plan, notes)
    var seen: Set<String> = []
    let kept = nodes.indices.filter { seen.insert(nodes[$0].key).inserted }
    if kept.count < nodes.count {
      let more = nodes.count - kept.count
      notes.append("Left out: \(more) signal\(more == 1 ? " that is" : "s that are") another one word for word.")
      plan.signals = kept.map { plan.signals[$0] }
    }
    let distinct = kept.map { nodes[$0] }
    let tests = plan.signals.count * plan.horizons.count * markets.count
    guard tests <= ScanPlan.mostTests else {
      throw Problem(
        "the scan asks \(Double.grouped(tests)) tests",
        remedy: "at most \(Double.grouped(ScanPlan.mostTests)) fit; take fewer windows, smoothings or horizons")
    }
    let columns = book.book.columnPlaces(for: plan.signals.map(\.expression))
    let frames = try markets.map { market in
      var own = choice
      own.market = market
      return try FrameLoader(workspace: workspace, choice: own).assemble(strategies, columns: columns) { interval in
        try distinct.map { try $0.lookBack(interval) }.max() ?? 0
      }.frame
    }
    try FamilyJob.refuseDifferentBars(frames)
    let timeline = ScanTimeline(frames.map { $0.grid.slice($0.evaluation) }, tests: tests, plan)
    let progress = ProgressLine("scan", total: distinct.count * frames.count)
    let read = try frames.enumerated().map { place, frame in
      try Self.scan(plan, distinct, frame, timeline) { progress.update(place * distinct.count + $0) }
    }
    progress.finish()
    let study = try ScanStudy(
      plan, markets: markets, scanned: read.map(\.scanned), timeline: timeline)
    let list = plan.signals.map { "\($0.name): \($0.expression.text)" }.joined(separator: "\n") + "\n"
    let identity = ResultIdentity.scan(plan, SHA256.digest(of: list).hex, on: frames)
    let summary = ScanSummary(
      study: study, source: source, markets: frames.map(FamilySummary.MarketWindow.init), notes: notes,
      hash: identity.hash)
    return Outcome(
      summary: summary, frames: frames, identity: identity, digests: read.map(\.digests),
      source: ResultRecord.Source(name: "signals", text: list))
  }

  /// Signals in the order of the plan, which puts neighbours that share their parts side by side; each owns a slot, so
  /// that the number of threads changes nothing.
  private static func scan(
    _ plan: ScanPlan, _ nodes: [Node], _ frame: Frame, _ timeline: ScanTimeline, progress: (Int) -> Void
  ) throws -> Scanned {
    let bars = try plan.horizons.map {
      try $0.horizon(in: frame.evaluation.count, barsOf: frame.grid.interval)
    }
    let evaluator = Evaluator(frame)
    var scanned: [ScannedSignal] = []
    var digests: [String] = []
    let portion = 64
    for first in stride(from: 0, to: nodes.count, by: portion) {
      let part = concurrentMap(min(portion, nodes.count - first)) { place in
        Result {
          let subject = try StudySubject(
            name: plan.signals[first + place].name, node: nodes[first + place], evaluator: evaluator)
          return (ScannedSignal(subject, plan, bars: bars, on: timeline), subject.digest)
        }
      }
      for result in part {
        let (signal, digest) = try result.get()
        scanned.append(signal)
        digests.append(digest)
      }
      progress(scanned.count)
    }
    Terminal.note(evaluator.tally)
    return Scanned(frame: frame, scanned: scanned, digests: digests)
  }

  /// Writes the scan's folder and its row in the archive. Returns the path of its page.
  func keep(_ outcome: Outcome, document: JSONValue, renderer: PageRenderer) throws -> String {
    let summary = outcome.summary
    let folder = try workspace.keep(
      KeptResult(
        identity: outcome.identity, folder: ResultFolder("scan", summary.source, hash: outcome.identity.hash),
        name: summary.source, frames: outcome.frames, figures: document.only("verdict_text"),
        sources: [outcome.source], document: ("scan.json", document.text()),
        printed: PrintedResult(
          tables: [summary.table], opening: summary.opening, closing: summary.closing + summary.testLog.map(\.sentence)),
        files: [("scan.csv", summary.csv), ("report.html", renderer.html(summary.page))]))
    return "\(folder)/report.html"
  }
}

extension ResultIdentity {
  /// Signals and how far ahead.
  ///
  /// - Parameter list: SHA-256 of the signals as they are kept.
  static func scan(_ plan: ScanPlan, _ list: String, on frames: [Frame]) -> ResultIdentity {
    ResultIdentity(
      .scan, on: frames,
      asked: [
        ("signals", "\(plan.signals.count) \(list)"), ("forward", plan.horizons.map { "\($0)" }.joined(separator: ",")),
        ("direction", plan.direction.rawValue), ("score", plan.score.rawValue), ("alpha", "\(plan.alpha)"),
        ("alike", "\(plan.alike)"), ("replicates", "\(plan.replicates)"), ("seed", "\(plan.seed)"),
      ])
  }
}
