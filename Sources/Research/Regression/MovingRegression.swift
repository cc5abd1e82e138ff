import Market
import Statistics

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
    let bars = count == 1 ? "1 bar" : "\(count) bars"
    let given =
      switch length {
      case .bars: "--\(kind.rawValue) \(count) has \(bars)"
      case .duration: "--\(kind.rawValue) \(length) has \(bars)"
      }
    guard count > terms else {
      throw Problem(
        "\(given) for \(terms) coefficient\(terms == 1 ? "" : "s")", remedy: "take at least \(terms + 1) bars")
    }
    guard count <= rows else {
      throw Problem("\(given), and the window has \(rows)", remedy: "take fewer, or widen --from and --to")
    }
    return count
  }
}

/// The coefficients of a regression through time, how sure each stretch is of them, and what forecasts made of them were
/// worth.
public struct MovingRegression: Sendable {
  /// A window judged by the covariance of the whole regression.
  public struct Judged: Sendable, Hashable {
    /// Its last row among the bars that are judged.
    public let row: Int
    /// The bar at whose close the coefficients are known: the last outcome in the window ends a horizon after its row.
    public let knownRow: Int
    /// By term.
    public let coefficients: [Double]
    public let errors: [Double]
  }

  public let scheme: MovingScheme
  public let bars: Int
  /// At every bar.
  public let fit: MovingFit
  /// At some bars, evenly spaced: windows share nearly all of their rows with their neighbours, and errors robust to overlap
  /// cost a regression each.
  public let judged: [Judged]
  public let outOfSample: OutOfSample?
  /// Why nothing can be said out of sample, where nothing can.
  public let noForecasts: String?

  /// The share of judged windows in which |t| of a term exceeds 1.96.
  package func significantShare(_ index: Int) -> Double {
    let beyond = judged.count { ($0.coefficients[index] / $0.errors[index]).magnitude > 1.96 }
    return Double(beyond) / Double(judged.count)
  }

  /// How many windows are judged.
  static let judgements = 100

  init(_ scheme: MovingScheme, _ design: RegressionDesign, _ choice: CovarianceChoice) throws {
    self.scheme = scheme
    bars = try scheme.bars(of: design)
    let y = NamedColumn(design.outcome.name, design.outcome.values)
    switch scheme.kind {
    case .rolling:
      fit = try RollingOLS.fit(y, x: design.columns, intercept: design.hasIntercept, window: bars)
    case .expanding:
      fit = try ExpandingOLS.fit(y, x: design.columns, intercept: design.hasIntercept, first: bars)
    }
    judged = Self.judged(fit, scheme.kind, design, choice, bars: bars)
    guard let horizon = design.outcome.horizon else {
      outOfSample = nil
      noForecasts = "'\(design.outcome.name)' is explained on its own bar, which is no forecast"
      return
    }
    guard design.hasIntercept else {
      outOfSample = nil
      noForecasts = "without an intercept the historical mean is no special case of the regression"
      return
    }
    guard !design.columns.isEmpty else {
      outOfSample = nil
      noForecasts = "without a regressor the forecast is the historical mean itself"
      return
    }
    do {
      outOfSample = try OutOfSample(y, x: design.columns, fits: fit, horizon: horizon)
      noForecasts = nil
    } catch {
      outOfSample = nil
      noForecasts = "\(error)"
    }
  }

  private static func judged(
    _ fit: MovingFit, _ kind: MovingScheme.Kind, _ design: RegressionDesign, _ choice: CovarianceChoice, bars: Int
  ) -> [Judged] {
    let ends = (0..<fit.count).filter { !fit.coefficients[0][$0].isNaN }
    let step = max(1, ends.count / judgements)
    let picked = stride(from: ends.count - 1, through: 0, by: -step).map { ends[$0] }.reversed()
    let rows = Array(picked)
    let known = knownRows(design)
    return concurrentMap(rows.count) { index -> Judged? in
      let end = rows[index]
      let part = design.rows(kind == .rolling ? end + 1 - bars..<end + 1 : 0..<end + 1)
      guard
        let fit = try? OLS.fit(
          NamedColumn(part.outcome.name, part.outcome.values), x: part.columns, intercept: part.hasIntercept),
        let inference = try? Regression.inference(of: fit, part, choice)
      else { return nil }
      return Judged(
        row: end, knownRow: known[end], coefficients: fit.coefficients, errors: inference.terms.map(\.standardError))
    }.compactMap(\.self)
  }

  /// For a window that ends with each row, the bar at whose close its coefficients are known: that row, or the one on which the
  /// last outcome at hand ends. Windows that end with the data hold outcomes that end with them.
  private static func knownRows(_ design: RegressionDesign) -> [Int] {
    var last = 0
    return design.outcome.values.indices.map { row in
      if !design.outcome.values[row].isNaN { last = row + (design.outcome.horizon ?? 0) }
      return max(row, last)
    }
  }
}
