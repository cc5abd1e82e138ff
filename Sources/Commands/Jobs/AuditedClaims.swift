import Frames
import Market
import Research
import Results
import Signals

/// What signals and replays show that no market has given anybody, where no check has found why.
///
/// An alarm sends its reader here. Who finds nothing then has not cleared it, and says so.
struct AuditedClaims {
  /// How many were asked about.
  private(set) var asked = 0
  /// What remains to be explained, a sentence each.
  private(set) var unexplained: [String] = []
  /// What is beyond real and is explained by how prices come about.
  private(set) var remarks: [String] = []

  static let check = "beyond anything real"

  /// - Parameters:
  ///   - isFound: whether some check has found a look ahead, which explains it.
  ///   - replayed: what of the replay is beyond real; nil for nothing.
  init(
    _ subjects: [SignalAudit.Subject], on frame: Frame, isFound: Bool, replayed: String?, sources: [ColumnSource]
  ) {
    let look =
      "Nothing that was checked explains it. Look at when each column is known ('hindcast data show \(frame.market)'), how "
      + "columns computed elsewhere were made, what is left one bar later, and whether anybody trades at these prices and costs"
      + (sources.isEmpty ? "." : ": it reads \(sources.map(\.name).uniqued.sorted().listed(most: 8)).")
    let evaluator = Evaluator(frame)
    let widths = Set([frame.grid.interval, .hour, .hours(4), .day]).sorted()
    // Legs have closes of their own, and no return is that of the position.
    for subject in subjects where frame.values("close").count == frame.grid.count {
      guard let studied = try? StudySubject(name: subject.name, node: subject.node, evaluator: evaluator) else {
        continue
      }
      asked += 1
      let claims = widths.compactMap { width -> (Interval, BeyondReal.Claim, String)? in
        guard let bars = width.count(of: frame.grid.interval), bars > 0, bars < frame.evaluation.count,
          let claim = ForwardClaim(studied, forward: width, bars: bars).map(BeyondReal.Claim.forward),
          let what = BeyondReal.what(claim)
        else { return nil }
        return (width, claim, what)
      }
      guard let (width, claim, what) = claims.first(where: { BeyondReal.explanation($0.1) == nil }) ?? claims.first
      else { continue }
      let finding = "\(subject.name), next \(width): \(what)."
      let ofBars = "It reads the traded bars alone, and no value of it depends on what comes after."
      if let why = BeyondReal.explanation(claim) ?? (studied.readsBarsAlone ? ofBars : nil) {
        remarks.append("\(finding) \(why)")
      } else if !isFound {
        unexplained.append("\(finding) \(look)")
      }
    }
    if let replayed {
      asked += 1
      if !isFound { unexplained.append("The replay: \(replayed). \(look)") }
    }
  }

  /// Of the table of checks.
  ///
  /// - Parameter nothing: what is said where nothing was found.
  func row(_ nothing: String) -> [Figure] {
    [
      .text(Self.check), .count(asked), .count(unexplained.count),
      .text(unexplained.isEmpty ? nothing : "not explained"),
    ]
  }
}
