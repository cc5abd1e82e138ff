/// What the number of a row says of time: how things stood, or what went on over a bar.
///
/// How things stood may stand in for a newer value that is missing, for a while: open interest, a rate, the close of a bar.
/// What went on is of its own bar alone, and a bar that is not there did not trade, or go as far, as the bar before it.
public enum ColumnNature: Hashable, Sendable {
  case level
  /// Adds up over the parts of a bar: what was traded, bought, liquidated.
  case sum
  /// Where a bar began.
  case first
  case highest, lowest
  /// Of its own bar, and no sum of its parts: bought over sold.
  case ofBar
}

extension SeriesDescriptor {
  /// By the kind of the series and what the column counts. Of a kind that this version does not list, and of values computed
  /// elsewhere, nothing is known, and all stand.
  public func nature(of column: Int) -> ColumnNature {
    let column = columns[column]
    switch kind.meaning {
    case .standing: return .level
    case .flow: return column.unit.isFlow ? .sum : column.unit == .score ? .ofBar : .level
    case .bars:
      if column.unit.isFlow, kind == .klines { return .sum }
      switch column.name.split(separator: "_").last {
      case "open": return .first
      case "high": return .highest
      case "low": return .lowest
      default: return .level
      }
    }
  }

  /// How long a value of the column may stand in for a missing newer one. What went on over a bar stands until the next
  /// bar's is known and no longer.
  public func maximumAge(of column: Int) -> Interval? {
    nature(of: column) == .level ? maximumAge : cadence
  }
}
