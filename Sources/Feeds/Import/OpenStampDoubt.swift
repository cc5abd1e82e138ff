import Market
import Store

/// Computed values that are said to be known at their stamps, while all of these lie where bars open.
///
/// Whoever computes a column bar by bar has it stamped at the opens of the bars it is of, and knows it at their closes; taken as
/// known at its stamp it is the next bar's news. Nothing in a file tells such a column from one that was made at the full hour,
/// so that its maker is asked to say it a second time.
struct OpenStampDoubt {
  private let hints: ImportHints
  private let klines: [SeriesDescriptor]

  /// One stamp alone lies on some grid or other.
  private static let leastStamps = 2

  init(_ dataset: Dataset, _ hints: ImportHints) throws {
    self.hints = hints
    let isAsked = hints.kind == .external && !hints.isStampConfirmed
    klines =
      isAsked ? try dataset.allSeries().map(\.descriptor).filter { $0.kind == .klines && $0.cadence != nil } : []
  }

  func check(_ file: CheckedFile) throws {
    guard hints.kind == .external, !hints.isStampConfirmed else { return }
    for part in file.parts where part.descriptor.kind == .external && part.descriptor.known == .atStamp {
      guard let rows = part.content.sample, let bars = bars(of: part.descriptor),
        part.descriptor.delay < part.descriptor.cadence ?? bars.width,
        rows.count >= Self.leastStamps,
        rows.stamps.allSatisfy({ $0.flooredRemainder(by: bars.width.milliseconds) == 0 })
      else { continue }
      let names = part.descriptor.columns.prefix(3).map { "'\($0.name)'" }.joined(separator: ", ")
      let first = Instant(milliseconds: rows.stamps[0]).minuteText
      throw Problem(
        "every stamp of \(names) is an instant at which a bar of \(bars.name) opens, the first \(first) UTC. "
          + "Known at its stamp, a value is used at the close of the bar before; one that was computed from the bar "
          + "that opens there would be a look of \(part.descriptor.cadence ?? bars.width) into the future",
        at: Problem.Place(file: part.location),
        remedy: "say --known at_close where a row's time is the open of what it was computed from, or --known "
          + "\(ImportHints.confirmedStamp) where each value was there at its stamp")
    }
  }

  /// The bars that its stamps are held against: the narrowest of the coin, else of the dataset; its own where they are narrower
  /// still, or there are no others.
  private func bars(of own: SeriesDescriptor) -> (width: Interval, name: String)? {
    let coin = own.instrument.contract.base
    let same = klines.filter { !coin.isEmpty && $0.instrument.contract.base == coin }
    let all = (same.isEmpty ? klines : same) + [own]
    let narrowest = all.filter { $0.cadence != nil }.min { ($0.cadence ?? .zero) < ($1.cadence ?? .zero) }
    guard let narrowest, let width = narrowest.cadence else { return nil }
    // Weeks begin on Mondays and 1970 did not: on days they are opens all the same.
    return (min(width, .day), narrowest == own ? "\(width)" : "\(narrowest.instrument) \(width)")
  }
}
