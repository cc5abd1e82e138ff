/// A figure with its name and the convention it was computed under: a tile of a page, a line of a summary.
public struct KeyFigure: Hashable, Sendable {
  /// What people call it: `Sharpe ratio`.
  public var name: String
  /// What programs call it, snake_case with its unit where that matters: `sharpe_annual`.
  public var key: String
  public var figure: Figure
  /// What the value is in: `bps`, `USDT`, `bars`; nil where the figure shows it.
  public var unit: String?
  /// How it was computed, in a few words: `UTC-daily, ×√365`.
  public var convention: String?

  public init(_ name: String, key: String, _ figure: Figure, unit: String? = nil, convention: String? = nil) {
    self.name = name
    self.key = key
    self.figure = figure
    self.unit = unit
    self.convention = convention
  }
}

extension Table {
  /// Key figures one below the other, each with its convention; a page or a terminal shows them without a header.
  public init(_ figures: [KeyFigure], title: String? = nil, notes: [String] = []) {
    self.init(
      title: title,
      columns: [
        Column("figure", key: "figure", .words), Column("value", key: "value"), Column("unit", key: "unit", .words),
        Column("convention", key: "convention", .words),
      ],
      rows: figures.map { figure in
        [
          .text(figure.name), figure.figure, figure.unit.map(Figure.text) ?? .blank,
          figure.convention.map(Figure.text) ?? .blank,
        ]
      },
      notes: notes)
  }
}
