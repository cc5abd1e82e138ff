import Market
import Numerics

/// What tells a row of a series from any other's: its amounts, and of bars the prices as well. Nil for kinds whose rows may be
/// the same by chance, as rates are.
struct RowDigests {
  private let columns: [[Double]]
  private let volume: [Double]?

  init?(_ series: Series) {
    guard let names = Self.columns(of: series.descriptor) else { return nil }
    columns = names.compactMap { series.values($0) }
    volume = series.descriptor.kind == .klines ? series.values("volume") : nil
    guard !columns.isEmpty else { return nil }
  }

  static func columns(of series: SeriesDescriptor) -> [String]? {
    let names = series.columns.map(\.name)
    switch series.kind {
    case .klines:
      return names.contains("volume") ? ["open", "high", "low", "close", "volume"].filter(names.contains) : nil
    case .openInterest, .takerFlow: return names
    default: return nil
    }
  }

  /// Whether something was traded in a bar, and whether an amount is another than in the row before.
  func tells(_ row: Int) -> Bool {
    if let volume { return volume[row] > 0 }
    return row > 0 && columns.contains { $0[row] > 0 && $0[row] != $0[row - 1] }
  }

  /// The same in every process.
  subscript(row: Int) -> UInt64 {
    // A value that is not known has many bit patterns.
    columns.reduce(1) {
      $1[row].isNaN ? SplitMix64.mix($0) : SplitMix64.mix($0 &+ SplitMix64.gamma ^ $1[row].bitPattern)
    }
  }
}
