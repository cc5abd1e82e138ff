import Market
import Pages
import Replay
import Research
import Results
import Store

extension Workspace {
  /// Writes a study's folder and its row in the archive. Returns the path of its page.
  ///
  /// - Parameters:
  ///   - document: what is printed of it for programs, with the tests that were counted.
  ///   - printed: what is printed of it for people.
  ///   - strategy: whose signals were studied.
  func keep(
    _ study: any StudyDocument, document: JSONValue, printed: PrintedResult, of strategy: Strategy,
    renderer: PageRenderer
  ) throws -> String {
    let identity: ResultIdentity
    let folder: ResultFolder
    let frames: [Frame]
    let markets: [String]
    let parameters: [(name: String, value: String)]
    switch study {
    case let summary as StudySummary:
      let subject = summary.study.subject
      identity = .study(summary.study)
      folder = ResultFolder(strategy.name, "study", subject.name, hash: identity.hash)
      frames = [subject.frame]
      markets = [subject.frame.market]
      parameters = summary.parameters.map { ($0.name, $0.value.description) }
    case let summary as PanelSummary:
      let subject = summary.study.subject
      identity = .panel(summary.study)
      folder = ResultFolder(strategy.name, "panel", subject.name, hash: identity.hash)
      frames = subject.markets.map(\.frame)
      markets = subject.marketNames
      parameters = summary.parameters.map { ($0.name, $0.value.description) }
    default: preconditionFailure("a study is of one market or of several")
    }
    let horizons = document["horizons"]?.elements.map { $0.only("forward", "difference_bps", "verdict") } ?? []
    let kept = try keep(
      KeptResult(
        identity: identity, folder: folder, name: strategy.name, frames: frames, markets: markets,
        parameters: parameters,
        figures: .object(["horizons": .array(horizons), "signal": document["signal"] ?? .null]),
        sources: [ResultRecord.Source(strategy)], document: ("study.json", document.text()),
        printed: printed, files: [("study.csv", study.csv), ("report.html", renderer.html(study.page))]))
    return "\(kept)/report.html"
  }
}
