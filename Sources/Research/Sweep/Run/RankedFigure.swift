import Market
import Replay

/// The figure by which a sweep ranks its trials.
public struct RankedFigure: Sendable, Hashable {
  public let name: String
  /// Its place among a trial's figures.
  public let index: Int
  /// Whether less is better.
  public let smallestFirst: Bool

  /// - Throws: a `Problem` with the nearest name when trials have no such figure.
  public init(_ name: String, among figures: [String]) throws(Problem) {
    guard let index = figures.firstIndex(of: name) else {
      throw Problem(
        "there is no figure '\(name)' to rank by", remedy: suggestion(for: name, in: figures, called: "figures"))
    }
    self.name = name
    self.index = index
    smallestFirst = Self.betterWhenSmall.contains(name)
  }

  /// Costs and drawdowns are negative numbers, so that larger is better for them too.
  private static let betterWhenSmall: Set<String> = [
    FigureKey.volatilityAnnual.rawValue, FigureKey.turnover.rawValue, FigureKey.liquidations.rawValue,
    StudyFigure.p.rawValue,
  ]
}
