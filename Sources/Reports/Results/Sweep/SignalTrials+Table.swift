import Research

extension SignalTrials {
  /// What many variants of a signal come to together.
  public var figures: [KeyFigure] {
    [
      KeyFigure("Variants tried", key: "tried", .count(tried)),
      KeyFigure(
        "Significant alone", key: "significant", .count(significant),
        convention: "p < 0.05 by Hodrick 1B; \(Figure.ratio(Double(tried) * Self.level, decimals: 1).text) by chance"),
      KeyFigure(
        "Smallest p", key: "smallest_p", smallestP.map { .ratio($0, decimals: 4) } ?? .missing,
        convention: "as if it had been the only one"),
      KeyFigure(
        "After Holm", key: "holm_p", holmP.map { .ratio($0, decimals: 4) } ?? .missing,
        convention: "the same, over all that were tried"),
      KeyFigure(
        "Discoveries", key: "discoveries", .count(discoveries),
        convention: "at a false discovery rate of 5 %, Benjamini-Yekutieli"),
    ]
  }

  public var table: Table { Table(figures, title: "What the strongest is worth") }

  /// For the document of a sweep.
  public var members: [String: JSONValue] {
    [
      "tried": .integer(tried), "significant": .integer(significant), "smallest_p": .optional(smallestP),
      "holm_p": .optional(holmP), "discoveries": .integer(discoveries),
    ]
  }
}
