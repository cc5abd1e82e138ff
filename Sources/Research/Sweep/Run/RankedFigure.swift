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
    smallestFirst = FigureKey(rawValue: name)?.ranksSmallestFirst ?? (name == StudyFigure.p.rawValue)
  }
}
