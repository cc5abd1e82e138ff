import Market

/// Which value each varied parameter was given, window by window.
public struct ChoicesChart: Sendable {
  public struct Parameter: Sendable {
    public var name: String
    /// By window; nil where no set was chosen.
    public var values: [String?]
    /// All values that were chosen, from the lowest.
    public var levels: [String]

    public init(name: String, values: [String?], levels: [String]) {
      self.name = name
      self.values = values
      self.levels = levels
    }
  }

  public var windows: [Instant]
  public var parameters: [Parameter]

  public init(windows: [Instant], parameters: [Parameter]) {
    self.windows = windows
    self.parameters = parameters
  }

  var chart: PageChart {
    PageChart(
      "Chosen parameters",
      caption:
        "The value of each parameter in each test window, beginning where the mark is. A choice that jumps about has "
        + "found no hill to stand on.",
      PlotlyFigure(
        x: .time,
        panels: parameters.enumerated().map { index, parameter in
          let chosen = parameter.values.map { value in
            value.flatMap { parameter.levels.firstIndex(of: $0) }.map(Double.init) ?? .nan
          }
          return PlotlyFigure.Panel(
            PlotlyAxis(parameter.name, ticks: parameter.levels),
            [
              .line(parameter.name, .instants(windows), chosen, .series(index), shape: .step, inLegend: false),
              .markers(
                parameter.name, .instants(windows), chosen, Paint(.series(index)),
                texts: parameter.values.map { $0 ?? "none" }, inLegend: false),
            ])
        }, height: 90 + 130 * parameters.count, hover: .closest))
  }
}
