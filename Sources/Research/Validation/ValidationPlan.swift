/// How a validation is to be done; what is nil follows from the data and the strategy.
public struct ValidationPlan: Sendable {
  public var figure = SelectionFigure.sharpeLower
  public var rule = SelectionRule.best
  public var lengths: WalkForwardLengths?
  /// Groups that the data is cut into, and how many of them are held out together.
  public var groups = 10
  public var heldGroups = 2
  /// Bars that an outcome takes; nil for how long the parameter sets hold.
  public var horizon: Int?
  /// Bars kept clear behind a test range and what look-backs reach; nil for 1% of all bars (López de Prado 2018, 7.4.2).
  public var embargo: Int?
  /// Draws of each null strategy in which there is chance.
  public var replicates = 1000
  public var seed: UInt64 = 1
  /// What the record out of sample is held against; nil where none is named.
  public var benchmark: BenchmarkDays?

  public init() {}

  /// Everything it says, in one canonical line: what a validation's hash covers.
  public var text: String {
    let windows =
      lengths.map { "train \($0.train) test \($0.test) step \($0.step) anchored \($0.isAnchored)" } ?? "standard"
    return
      "\(rule.rawValue) \(figure.rawValue) windows(\(windows)) groups \(groups)/\(heldGroups) horizon \(horizon.map(String.init) ?? "held") embargo \(embargo.map(String.init) ?? "1%") replicates \(replicates) seed \(seed)"
      + (benchmark.map { " benchmark(\($0.benchmark.identity))" } ?? "")
  }
}
