import Market

/// A regression that moves through time: on a window that rolls along, or on everything up to each bar.
public struct MovingScheme: Sendable, Hashable {
  public enum Kind: String, Sendable, Hashable {
    case rolling, expanding
  }

  /// How long a window is, as typed: a duration or a number of bars.
  public enum Length: Sendable, Hashable, CustomStringConvertible {
    case duration(Interval)
    case bars(Int)

    /// Reads `7d` and `2016`.
    public init?(_ text: String) {
      if let interval = Interval(text), interval > .zero {
        self = .duration(interval)
      } else if let bars = Int(text), bars > 1 {
        self = .bars(bars)
      } else {
        return nil
      }
    }

    public var description: String {
      switch self {
      case .duration(let interval): interval.description
      case .bars(let bars): "\(bars) bars"
      }
    }
  }

  public let kind: Kind
  /// Of the window that rolls, or of the first that grows.
  public let length: Length

  public init(_ kind: Kind, _ length: Length) {
    self.kind = kind
    self.length = length
  }

  /// - Throws: a `Problem` for a length that is no whole number of bars, shorter than the coefficients need, or longer than
  ///   the window of the data.
  func bars(of design: RegressionDesign) throws(Problem) -> Int {
    let interval = design.frame.grid.interval
    let rows = design.frame.evaluation.count
    let count: Int?
    switch length {
    case .bars(let bars): count = bars
    case .duration(let duration): count = duration.count(of: interval)
    }
    guard let count else {
      throw Problem("--\(kind.rawValue) \(length) is not a whole number of \(interval) bars", remedy: "take a multiple")
    }
    let terms = design.columns.count + (design.hasIntercept ? 1 : 0)
    guard count > terms, count <= rows else {
      throw Problem(
        "--\(kind.rawValue) \(length) is \(count) bars, and there are \(rows) for \(terms) coefficients",
        remedy: "take more bars than coefficients and fewer than the data has")
    }
    return count
  }
}
