/// A chart: panels from top to bottom that share one x axis, as Plotly draws them.
///
/// Colours are named, not fixed (`Colour`), so that one figure serves a light and a dark page; `document(in:)` fixes them
/// and gives the JSON that any other user of Plotly opens.
public struct PlotlyFigure: Hashable, Sendable {
  /// One y axis and what is drawn against it.
  public struct Panel: Hashable, Sendable {
    public var axis: PlotlyAxis
    public var traces: [PlotlyTrace]
    /// Its height in relation to the other panels.
    public var share: Double
    /// Horizontal lines, such as zero or a threshold.
    public var levels: [Level]
    /// Over its right end; nil where the axis says it.
    public var name: String?

    public init(
      _ axis: PlotlyAxis, _ traces: [PlotlyTrace], share: Double = 1, levels: [Level] = [], name: String? = nil
    ) {
      self.axis = axis
      self.name = name
      self.traces = traces
      self.share = share
      self.levels = levels
    }
  }

  /// Bars to the right of the lowest panel, one a label of its y axis: what each row of a heatmap comes to.
  public struct Side: Hashable, Sendable {
    public var axis: PlotlyAxis
    public var name: String
    public var labels: [String]
    public var values: [Double]

    public init(_ axis: PlotlyAxis, name: String, labels: [String], values: [Double]) {
      self.axis = axis
      self.name = name
      self.labels = labels
      self.values = values
    }
  }

  /// A line across the chart at one value, with its name beside it.
  public struct Level: Hashable, Sendable {
    public var value: Double
    public var label: String
    public var paint: Paint

    public init(_ value: Double, _ label: String = "", _ paint: Paint = Paint(.muted)) {
      self.value = value
      self.label = label
      self.paint = paint
    }
  }

  public enum Hover: String, Hashable, Sendable {
    /// One box for all values at the pointer's x.
    case unified = "x unified"
    /// The nearest point only.
    case closest
  }

  public var x: PlotlyAxis
  public var panels: [Panel]
  /// Vertical lines through all panels: an observed value, an event.
  public var verticals: [Level]
  /// In pixels.
  public var height: Int
  public var hover: Hover
  /// Whether bars of several traces lie over each other (distributions) or side by side.
  public var overlaysBars: Bool
  public var side: Side?

  public init(
    x: PlotlyAxis, panels: [Panel], verticals: [Level] = [], height: Int = 320, hover: Hover = .unified,
    overlaysBars: Bool = false, side: Side? = nil
  ) {
    self.x = x
    self.panels = panels
    self.verticals = verticals
    self.height = height
    self.hover = hover
    self.overlaysBars = overlaysBars
    self.side = side
  }

  /// The longest trace that was thinned: how many of its points are drawn, and of how many. Nil when all of them are.
  public var thinned: (drawn: Int, of: Int)? {
    panels.flatMap(\.traces).filter { $0.count < $0.sourceCount }.max { $0.sourceCount < $1.sourceCount }
      .map { ($0.count, $0.sourceCount) }
  }

  /// Whether there is nothing to draw: no trace has a value.
  public var isEmpty: Bool { !panels.contains { $0.traces.contains(where: \.hasValues) } }
}
