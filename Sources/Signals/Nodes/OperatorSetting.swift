import Market

/// What a call is given that is the same at every bar.
public struct OperatorSetting: Sendable, Hashable {
  /// In bars.
  public let windows: [Int]
  public let constants: [Double]
  public let words: [String]
  /// Width of a bar.
  public let interval: Interval

  public init(windows: [Int] = [], constants: [Double] = [], words: [String] = [], interval: Interval) {
    self.windows = windows
    self.constants = constants
    self.words = words
    self.interval = interval
  }

  /// The look-back of what depends on all the data there is.
  public static let everything = 1_000_000_000_000
}

/// Why an operator cannot be used on bars of some width.
public struct OperatorRefusal: Sendable, Hashable {
  public let what: String
  public let remedy: String

  public init(_ what: String, remedy: String) {
    self.what = what
    self.remedy = remedy
  }
}
