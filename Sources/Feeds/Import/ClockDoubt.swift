import Market
import Store

/// What a join with the series that are there says of the clock of those that come in.
struct ClockDoubt {
  private static let priced: [SeriesKind] = [.klines, .mark, .index]
  /// Series that one is compared with at most: each has to be read.
  private static let most = 3

  private let dataset: Dataset
  /// By coin.
  private let stored: [String: [StoredSeries]]

  init(_ dataset: Dataset) throws {
    self.dataset = dataset
    stored = Dictionary(grouping: try dataset.allSeries().filter { Self.priced.contains($0.descriptor.kind) }) {
      $0.descriptor.instrument.contract.base
    }
  }

  /// Nil where the series fits, or there is nothing to compare it with.
  func note(on series: Series) throws -> String? {
    let own = series.descriptor
    guard Self.priced.contains(own.kind), let range = series.range else { return nil }
    let near = TimeRange(from: range.from - .day, to: range.to + .day)
    let others = (stored[own.instrument.contract.base] ?? []).filter { $0.descriptor != own }
      .sorted { Self.rank($0.descriptor, beside: own) < Self.rank($1.descriptor, beside: own) }
    for other in others.prefix(Self.most) {
      let name = ["close", "mark", "index"].first { name in other.descriptor.columns.contains { $0.name == name } }
      guard let name else { continue }
      let known = try dataset.series(other.descriptor, range: near, columns: [name])
      guard let shift = ClockShift(of: series, against: known) else { continue }
      let (hours, sign) = (abs(shift.hours), shift.hours < 0 ? "-" : "+")
      return "its prices fit \(other.descriptor.title) only when moved by \(sign)\(hours) h "
        + "(\(Self.basisPoints(shift.distanceMoved)) apart instead of \(Self.basisPoints(shift.distance))): "
        + "say --zone \(shift.hours < 0 ? "+" : "-")\(hours < 10 ? "0" : "")\(hours):00 if it was read as UTC"
    }
    return nil
  }

  private static func rank(_ other: SeriesDescriptor, beside own: SeriesDescriptor) -> (Int, Int64) {
    let width = abs((other.cadence?.milliseconds ?? 0) - (own.cadence?.milliseconds ?? 0))
    return (other.instrument.symbol == own.instrument.symbol ? 0 : 1, width)
  }

  private static func basisPoints(_ distance: Double) -> String { "\((distance * 1e5).rounded() / 10) bps" }
}
