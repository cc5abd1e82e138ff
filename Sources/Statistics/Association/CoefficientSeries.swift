/// Coefficients through time, one a period or one a stamp: their mean, how steady they are, and whether the mean is more
/// than chance.
///
/// Information coefficients by month, coefficients of a cross-section by stamp, the slopes of Fama & MacBeth (1973) and
/// spreads of quantiles are all judged this way: as one number a period, with the errors of a mean that allow for what
/// neighbouring periods share.
public struct CoefficientSeries: Sendable, Hashable {
  /// One a period, NaN where it is not known. Periods keep their place, so a lag of three is three periods.
  public let values: [Double]
  /// Periods whose coefficient is known.
  public let known: Int
  public let mean: Double
  /// Over n - 1.
  public let standardDeviation: Double
  /// Share of the known coefficients above zero.
  public let positiveShare: Double
  /// Lags of the Bartlett kernel behind `standardError`, in periods.
  public let lags: Int
  /// Of the mean, Newey & West (1987): (Σ S²/(lags + 1)/(n(n - 1)))^½ over window sums S of deviations. Divided by n - 1
  /// since periods may be few; without lags it is sd/√n. Nil with fewer than `leastPeriods` known periods or when they are
  /// all alike.
  public let standardError: Double?
  /// What t is compared with.
  public let distribution: Distribution

  public enum Distribution: Hashable, Sendable {
    /// Student's t with n - 1 degrees of freedom: for lags that are few beside the periods.
    case studentT
    /// The fixed-b limit, b the share that lags + 1 are of the periods from the first known to the last.
    case fixedB
  }

  /// Fewer periods than this have no error worth printing.
  public static let leastPeriods = 8

  /// The mean over the deviation of one period; for coefficients this is the ICIR. Not annualised.
  public var ratio: Double { standardDeviation > 0 ? mean / standardDeviation : .nan }
  public var t: Double? { standardError.map { mean / $0 } }
  /// The share of the periods that the kernel reaches over, from the first known period to the last.
  public var b: Double {
    let first = values.firstIndex { !$0.isNaN } ?? 0
    let last = values.lastIndex { !$0.isNaN } ?? first
    return FixedBDistribution.share(lags: lags, bars: last - first + 1)
  }
  /// Two-sided, by `distribution`.
  public var p: Double? {
    t.map {
      switch distribution {
      case .studentT: StudentT(degreesOfFreedom: Double(known - 1)).twoSidedP($0)
      case .fixedB: FixedBDistribution(b: b).twoSidedP($0)
      }
    }
  }

  /// - Throws: `tooFewObservations` when no value is known, `infiniteValue`.
  public init(_ values: [Double], lags: Int, judgedBy distribution: Distribution = .studentT) throws {
    if let row = values.firstIndex(where: \.isInfinite) {
      throw StatisticsError.infiniteValue(column: "coefficients", row: row)
    }
    let known = values.filter { !$0.isNaN }
    guard !known.isEmpty else { throw StatisticsError.tooFewObservations(have: 0, need: 1) }
    let moments = Moments(known)
    let mean = moments.mean
    let lags = min(max(0, lags), values.count - 1)
    let variance =
      bartlettSum(values.map { $0.isNaN ? 0 : $0 - mean }, lags: lags) / Double(known.count * max(1, known.count - 1))
    self.values = values
    self.distribution = distribution
    self.known = known.count
    self.mean = mean
    self.lags = lags
    standardDeviation = moments.standardDeviation(ddof: 1)
    positiveShare = Double(known.count { $0 > 0 }) / Double(known.count)
    standardError = known.count >= Self.leastPeriods && variance > 0 ? variance.squareRoot() : nil
  }

  /// Rank correlations of `signal` and `y` within each of `periods`.
  ///
  /// Neighbouring periods share the h - 1 bars by which the last forward returns of one reach into the next. Up to a
  /// twentieth of a period that is nothing, and the coefficients are taken as they come; beyond, as many lags as periods
  /// are reached. A few periods cannot bear lags that are not needed: estimated from a dozen numbers they shrink the error
  /// as often as not.
  ///
  /// - Parameters:
  ///   - periods: ranges of rows, in order and of about one length.
  ///   - leastRows: a period with fewer rows on which both are known has no coefficient.
  /// - Throws: `tooFewObservations` when no period has one.
  public static func coefficients(
    _ kind: InformationCoefficient.Kind = .spearman, signal: [Double], y: [Double], periods: [Range<Int>],
    horizon: Int, leastRows: Int = 30
  ) throws -> CoefficientSeries {
    let values = periods.map { rows in
      let x = Array(signal[rows])
      let explained = Array(y[rows])
      let pair = kind == .pearson ? Correlation.pearson(x, explained) : Correlation.spearman(x, explained)
      return pair.observations >= leastRows ? pair.coefficient : .nan
    }
    let shortest = max(1, periods.dropFirst().dropLast().map(\.count).min() ?? periods.map(\.count).max() ?? 1)
    let overlap = max(1, horizon) - 1
    return try CoefficientSeries(values, lags: overlap * 20 <= shortest ? 0 : (overlap + shortest - 1) / shortest)
  }
}
