import Market
import Research
import Signals
import Statistics

/// A regression with what names it, for documents and pages.
public struct RegressionSummary: Sendable {
  public let regression: Regression
  /// The strategy whose signals the formula may name; nil when there was none.
  public let strategy: String?
  public let parameters: [(name: String, value: ParameterValue)]
  /// Of its identity; nil for one that nobody will look up.
  public var hash: String?

  public init(regression: Regression, strategy: String?, parameters: [(name: String, value: ParameterValue)]) {
    self.regression = regression
    self.strategy = strategy
    self.parameters = parameters
  }

  var design: RegressionDesign { regression.design }
  var outcome: RegressionOutcome { regression.design.outcome }
  var fit: Fit { regression.fit }
  var frame: Frame { regression.design.frame }
  var window: TimeRange { frame.window }
  var bars: Int { frame.evaluation.count }

  /// What coefficients are multiplied by to be printed: returns in basis points, everything else as it is.
  var scale: Double { outcome.isFraction ? 1e4 : 1 }

  /// What a coefficient counts for one more of its column.
  var unit: String { outcome.isFraction ? "bps" : "as \(outcome.name)" }
}
