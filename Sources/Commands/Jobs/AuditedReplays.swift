import Market
import Replay
import Research
import Results

/// The whole path of a strategy, from the dataset to the ledger, put to the test of an audit: what it did by an instant must
/// not depend on what the dataset holds after it.
struct AuditedReplays {
  /// Ledger entries that were compared.
  private(set) var compared = 0
  /// Rows of the table of findings.
  private(set) var findings: [[Figure]] = []
  /// What the result becomes when columns are known one bar later; nil where it could not be replayed.
  private(set) var late: Table?
  /// What of the result no market has given anybody; nil for nothing.
  private(set) var beyondReal: String?
  /// Why nothing was replayed.
  private(set) var why: String?

  static let check = "ledger of a dataset that ends earlier"

  /// - Parameters:
  ///   - strategy: with rules.
  ///   - ends: where datasets are cut off.
  init(of strategy: Strategy, by job: ReplayJob, ends: [Instant]) {
    do {
      let (_, runs) = try job.run([strategy])
      guard let whole = runs.first else { return }
      beyondReal = whole.beyondReal
      for end in ends {
        var choice = job.choice
        choice.to = end
        let shorter = ReplayJob(workspace: job.workspace, choice: choice, overrides: job.overrides)
        guard let run = try? shorter.run([strategy]).runs.first else { continue }
        compare(whole.run.ledger, run.run.ledger(placedAs: whole.run), before: end)
      }
      let sensitivity = try job.sensitivity(of: whole.strategy)
      late = sensitivity.table(
        title: "When it is known one bar later", quote: whole.quote,
        only: { $0.hasSuffix("late") || $0.hasPrefix("late_") })
    } catch let problem as Problem { why = problem.what } catch { why = "\(error)" }
  }

  private mutating func compare(
    _ whole: some Sequence<LedgerEntry>, _ shorter: some Sequence<LedgerEntry>, before end: Instant
  ) {
    let (one, other) = (whole.filter { $0.instant < end }, shorter.filter { $0.instant < end })
    compared += max(one.count, other.count)
    let shared = min(one.count, other.count)
    let place = (0..<shared).first { one[$0] != other[$0] } ?? shared
    guard one.count != other.count || place < shared else { return }
    let entry = place < one.count ? one[place] : other[place]
    findings.append([
      .text(Self.check), .text("ledger"), .text(entry.kind.rawValue), .instant(entry.instant),
      .text("entry \(place + 1) differs when the dataset ends at \(end.minuteText) UTC"),
    ])
  }

  /// Of the table of checks.
  ///
  /// - Parameter nothing: what is said where nothing was found.
  func row(_ nothing: String) -> [Figure] {
    let outcome = why != nil ? "not checked" : findings.isEmpty ? nothing : "looks ahead"
    return [.text(Self.check), .count(compared), .count(findings.count), .text(outcome)]
  }
}

extension Run {
  /// The ledger with the places that another run has for the instruments of a portfolio: one that ends earlier has not seen
  /// those that are listed later.
  fileprivate func ledger(placedAs other: Run) -> [LedgerEntry] {
    guard let mine = portfolio?.members, let theirs = other.portfolio?.members else { return Array(ledger) }
    let places = mine.map { member in
      theirs.firstIndex { $0.leg.instrument == member.leg.instrument } ?? -1
    }
    return ledger.map { $0.placed(at: places[$0.leg]) }
  }
}
