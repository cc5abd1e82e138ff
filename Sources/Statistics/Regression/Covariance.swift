/// How the errors of a regression are taken to behave, chosen apart from the estimate.
public enum Covariance: Hashable, Sendable {
  /// Independent, one variance: s²(X'X)⁻¹ with s² = RSS/(n - k).
  case classical
  /// Independent, any variance (White 1980).
  case hc0
  /// HC0 × n/(n - k) (Hinkley 1977).
  case hc1
  /// Residuals divided by √(1 - leverage) (Horn, Horn & Duncan 1975).
  case hc2
  /// Residuals divided by 1 - leverage (Davidson & MacKinnon 1993).
  case hc3
  /// Correlated up to `lags` bars, Bartlett weights 1 - j/(lags + 1) (Newey & West 1987).
  case neweyWest(lags: Int)
  /// The same with the lags that the memory of the scores asks for (Newey & West 1994); see `AutomaticLags`. The
  /// description names them.
  case neweyWestAutomatic
  /// Correlated up to `lags` bars, all weights one (Hansen & Hodrick 1980). May come out without a square root; then
  /// Newey-West of the same lags stands in and the inference says so.
  case hansenHodrick(lags: Int)
}

/// What a covariance was, in the words a table or a JSON document uses.
public struct CovarianceDescription: Hashable, Sendable {
  /// `classical`, `hc0` … `hc3`, `newey_west`, `newey_west_1994`, `hansen_hodrick`, `hodrick_1b`.
  public let kind: String
  public let lags: Int?
  /// `bartlett` or `uniform` where there are lags.
  public let kernel: String?
  /// Whether the matrix carries n/(n - k). HC1 always does, and `classical` divides by n - k by definition.
  public let smallSample: Bool

  /// The same with the lags that were found.
  func with(lags: Int) -> CovarianceDescription {
    CovarianceDescription(kind: kind, lags: lags, kernel: kernel, smallSample: smallSample)
  }

  init(kind: String, lags: Int? = nil, kernel: String? = nil, smallSample: Bool) {
    self.kind = kind
    self.lags = lags
    self.kernel = kernel
    self.smallSample = smallSample
  }
}

extension Covariance {
  func description(smallSample: Bool) -> CovarianceDescription {
    switch self {
    case .classical: CovarianceDescription(kind: "classical", smallSample: true)
    case .hc0: CovarianceDescription(kind: "hc0", smallSample: smallSample)
    case .hc1: CovarianceDescription(kind: "hc1", smallSample: true)
    case .hc2: CovarianceDescription(kind: "hc2", smallSample: false)
    case .hc3: CovarianceDescription(kind: "hc3", smallSample: false)
    case .neweyWest(let lags):
      CovarianceDescription(kind: "newey_west", lags: lags, kernel: "bartlett", smallSample: smallSample)
    case .neweyWestAutomatic:
      CovarianceDescription(kind: "newey_west_1994", kernel: "bartlett", smallSample: smallSample)
    case .hansenHodrick(let lags):
      CovarianceDescription(kind: "hansen_hodrick", lags: lags, kernel: "uniform", smallSample: smallSample)
    }
  }
}
