import Market

/// How the values of drawn axes are spread over the draws.
public enum Sampler: String, Sendable, Hashable, CaseIterable {
  /// Every draw by itself.
  case random
  /// Latin hypercube: on every axis each of N equal strata is hit by exactly one of N draws.
  case latin
  /// Sobol's sequence, shifted digitally by the seed: even in many dimensions at once.
  case sobol

  /// - Throws: a `Problem` that names the nearest sampler.
  public init(parsing text: String) throws(Problem) {
    guard let sampler = Sampler(rawValue: text) else {
      throw Problem(
        "unknown sampler '\(text)'",
        remedy: suggestion(for: text, in: Self.allCases.map(\.rawValue), called: "samplers"))
    }
    self = sampler
  }
}
