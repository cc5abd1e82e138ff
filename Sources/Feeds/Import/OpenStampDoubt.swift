import Market
import Store

/// Computed values that are said to be known at their stamps, while nearly all of these lie where bars open.
///
/// Whoever computes a column bar by bar has it stamped at the opens of the bars it is of, and knows it at their closes; taken as
/// known at its stamp it is the next bar's news. Nothing in a file tells such a column from one that was made at the full hour,
/// so that its maker is asked to say it a second time.
struct OpenStampDoubt {
  private let hints: ImportHints
  private let klines: [SeriesDescriptor]

  /// One stamp alone lies on some grid or other.
  private static let leastStamps = 2
  /// Of the stamps, those at opens: one that was displaced does not make the others an hour younger.
  private static let leastShare = 0.9

  init(_ dataset: Dataset, _ hints: ImportHints) throws {
    self.hints = hints
    let isAsked = hints.kind == .external && !hints.isStampConfirmed
    klines =
      isAsked ? try dataset.allSeries().map(\.descriptor).filter { $0.kind == .klines && $0.cadence != nil } : []
  }

  func check(_ file: CheckedFile) throws {
    guard hints.kind == .external, !hints.isStampConfirmed else { return }
    for part in file.parts where part.descriptor.kind == .external && part.descriptor.known == .atStamp {
      guard let rows = part.content.sample, rows.count >= Self.leastStamps else { continue }
      let step = Self.step(of: rows.stamps)
      guard let bars = bars(of: part.descriptor, step), part.descriptor.delay < step ?? bars.width,
        let share = Self.share(of: rows.stamps, atOpensOf: bars.width)
      else { continue }
      let names = part.descriptor.columns.prefix(3).map { "'\($0.name)'" }.joined(separator: ", ")
      let first = Instant(milliseconds: rows.stamps[0]).minuteText
      throw Problem(
        "\(share.stamps) of \(names) \(share.areInstants) at which a bar of \(bars.name) opens\(share.orBehind), the first "
          + "\(first) UTC. "
          + "Known at its stamp, a value is used at the close of the bar before; one that was computed from the bar "
          + "that opens there would be a look of \(step ?? bars.width) into the future",
        at: Problem.Place(file: part.location),
        remedy: "say --known at_close where a row's time is the open of what it was computed from, or --known "
          + "\(ImportHints.confirmedStamp) where each value was there at its stamp")
    }
  }

  /// In words, the stamps that lie at opens of bars or just behind them; nil where they are not nearly all.
  private static func share(
    of stamps: [Int64], atOpensOf width: Interval
  ) -> (stamps: String, areInstants: String, orBehind: String)? {
    // What writing a file takes.
    let near = min(.minute, Interval(milliseconds: width.milliseconds / 10))
    let behind = stamps.map { $0.flooredRemainder(by: width.milliseconds) }
    if behind.allSatisfy({ $0 == 0 }) { return ("every stamp", "is an instant", "") }
    let count = behind.count { $0 <= near.milliseconds }
    guard Double(count) >= leastShare * Double(stamps.count) else { return nil }
    return ("\(count) of \(stamps.count) stamps", "are instants", ", or at most \(near) behind one")
  }

  /// How far apart most of them are; nil where they come as they like.
  private static func step(of stamps: [Int64]) -> Interval? {
    guard let usual = UsualStep(among: zip(stamps.dropFirst(), stamps).map { $0 - $1 }), usual.step > 0,
      usual.count * 2 > stamps.count - 1
    else { return nil }
    return Interval(milliseconds: usual.step)
  }

  /// The bars that its stamps are held against: the narrowest of the coin, else of the dataset; its own where they are narrower
  /// still, or there are no others.
  private func bars(of own: SeriesDescriptor, _ step: Interval?) -> (width: Interval, name: String)? {
    let coin = own.instrument.contract.base
    let same = klines.filter { !coin.isEmpty && $0.instrument.contract.base == coin }
    let others = (same.isEmpty ? klines : same).compactMap { other in
      other.cadence.map { (width: $0, name: "\(other.instrument) \($0)") }
    }
    let all = others + [step.map { (width: $0, name: "\($0)") }].compactMap(\.self)
    // Weeks begin on Mondays and 1970 did not: on days they are opens all the same.
    return all.min { $0.width < $1.width }.map { (min($0.width, .day), $0.name) }
  }
}
