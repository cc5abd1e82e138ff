import Numerics

/// One thing drawn in a panel: a line, a band, markers, bars, candles, a heatmap, or lines across parallel axes.
public struct PlotlyTrace: Hashable, Sendable {
  public enum Shape: Hashable, Sendable {
    case linear
    /// Each value holds until the next.
    case step

    /// The rows of a series that a line of this shape is drawn from, and how many points it counts as drawn from.
    func rows(of values: [Double]) -> (kept: [Int], source: Int) {
      self == .step ? Thinning.steps(of: values) : (Thinning.rows(of: values), values.count)
    }
  }

  public enum Symbol: String, Hashable, Sendable {
    case circle
    case ring = "circle-open"
    case up = "triangle-up"
    case down = "triangle-down"
    case diamond
  }

  public enum Kind: Hashable, Sendable {
    case line(Coordinates, [Double], Shape, filled: Bool, dashed: Bool)
    case band(Coordinates, lower: [Double], upper: [Double])
    /// Each marker with its own text for the pointer, or none.
    case markers(Coordinates, [Double], Symbol, size: Double, texts: [String])
    /// Bars with one paint for all, or gains and losses by their sign.
    case bars(Coordinates, [Double], bySign: Bool)
    /// From the first to the last of each interval, with what lies beyond both; each from the begin of its interval.
    case candles(Coordinates, Candles)
    /// `z[row][column]`, rows along y; `texts` are written into the cells when there are any.
    case heatmap(x: [String], y: [String], z: [[Double]], ColourScale, texts: [[String]])
    /// Lines across vertical axes, coloured by score. It needs a panel and a figure of its own.
    case parallel([ParallelAxis], scores: [Double], ColourScale)
  }

  public struct Candles: Hashable, Sendable {
    public var open: [Double]
    public var high: [Double]
    public var low: [Double]
    public var close: [Double]

    public init(open: [Double], high: [Double], low: [Double], close: [Double]) {
      (self.open, self.high, self.low, self.close) = (open, high, low, close)
    }
  }

  public var name: String
  public var kind: Kind
  public var paint: Paint
  /// Whether it has an entry in the legend.
  public var inLegend: Bool
  /// How many points the series had before it was thinned.
  public var sourceCount: Int
  /// How far from zero the scale reaches, so that several heatmaps can be compared; nil for as far as the values.
  public var reach: Double?
  /// A cell of a heatmap with a frame around it.
  public var marked: Cell?

  public struct Cell: Hashable, Sendable {
    public var row: Int
    public var column: Int

    public init(row: Int, column: Int) {
      self.row = row
      self.column = column
    }
  }

  init(_ name: String, _ kind: Kind, _ paint: Paint, inLegend: Bool = true, sourceCount: Int = 0) {
    self.name = name
    self.kind = kind
    self.paint = paint
    self.inLegend = inLegend
    self.sourceCount = sourceCount
  }

  /// Where its points lie along x; nil for a heatmap, which has cells.
  var coordinates: Coordinates? {
    switch kind {
    case .line(let x, _, _, _, _), .band(let x, _, _), .markers(let x, _, _, _, _), .bars(let x, _, _),
      .candles(let x, _):
      x
    case .heatmap, .parallel: nil
    }
  }

  /// Whether any of its values is known.
  var hasValues: Bool {
    switch kind {
    case .line(_, let values, _, _, _), .band(_, let values, _), .markers(_, let values, _, _, _),
      .bars(_, let values, _):
      values.contains(where: \.isFinite)
    case .candles(_, let candles): candles.close.contains(where: \.isFinite)
    case .heatmap(_, _, let z, _, _): z.joined().contains(where: \.isFinite)
    case .parallel(_, let scores, _): !scores.isEmpty
    }
  }

  /// How many points are drawn.
  public var count: Int {
    if case .heatmap(_, _, let z, _, _) = kind { return z.reduce(0) { $0 + $1.count } }
    if case .parallel(_, let scores, _) = kind { return scores.count }
    return coordinates?.count ?? 0
  }
}

extension PlotlyTrace {
  /// A curve over time, thinned.
  public static func line(
    _ name: String, _ curve: Curve, _ colour: Colour, shape: Shape = .linear, filled: Bool = false,
    dashed: Bool = false, inLegend: Bool = true
  ) -> PlotlyTrace {
    guard let source = curve.thinnedFrom else {
      return line(
        name, .instants(curve.instants), curve.values, colour, shape: shape, filled: filled, dashed: dashed,
        inLegend: inLegend)
    }
    return PlotlyTrace(
      name, .line(.instants(curve.instants), curve.values, shape, filled: filled, dashed: dashed), Paint(colour),
      inLegend: inLegend, sourceCount: source)
  }

  /// A line through points in order of x, thinned: steps to their changes, others as `Thinning` says.
  public static func line(
    _ name: String, _ x: Coordinates, _ y: [Double], _ colour: Colour, shape: Shape = .linear, filled: Bool = false,
    dashed: Bool = false, inLegend: Bool = true
  ) -> PlotlyTrace {
    precondition(x.count == y.count, "a value for each coordinate")
    let rows = shape.rows(of: y)
    return PlotlyTrace(
      name, .line(x.rows(rows.kept), rows.kept.map { y[$0] }, shape, filled: filled, dashed: dashed), Paint(colour),
      inLegend: inLegend, sourceCount: rows.source)
  }

  /// The area between two lines.
  public static func band(
    _ name: String, _ x: Coordinates, lower: [Double], upper: [Double], _ colour: Colour, opacity: Double = 0.18,
    inLegend: Bool = false
  ) -> PlotlyTrace {
    precondition(x.count == lower.count && x.count == upper.count, "two edges for each coordinate")
    // Both edges keep the same rows: those that either would.
    let rows = Set(Thinning.rows(of: lower, limit: Thinning.limit / 2)).union(
      Thinning.rows(of: upper, limit: Thinning.limit / 2)
    ).sorted()
    return PlotlyTrace(
      name, .band(x.rows(rows), lower: rows.map { lower[$0] }, upper: rows.map { upper[$0] }),
      Paint(colour, opacity: opacity), inLegend: inLegend, sourceCount: x.count)
  }

  /// Points that stand for themselves; beyond `Thinning.limit` they are thinned in the order given.
  public static func markers(
    _ name: String, _ x: Coordinates, _ y: [Double], _ paint: Paint, symbol: Symbol = .circle, size: Double = 6,
    texts: [String] = [], inLegend: Bool = true
  ) -> PlotlyTrace {
    precondition(x.count == y.count && (texts.isEmpty || texts.count == y.count), "a value for each coordinate")
    let rows = Thinning.rows(of: y)
    return PlotlyTrace(
      name,
      .markers(
        x.rows(rows), rows.map { y[$0] }, symbol, size: size, texts: texts.isEmpty ? [] : rows.map { texts[$0] }),
      paint, inLegend: inLegend, sourceCount: y.count)
  }

  /// Bars from zero; with `bySign`, gains and losses have their own colours.
  public static func bars(
    _ name: String, _ x: Coordinates, _ y: [Double], _ paint: Paint, bySign: Bool = false, inLegend: Bool = true
  ) -> PlotlyTrace {
    precondition(x.count == y.count, "a value for each coordinate")
    return PlotlyTrace(name, .bars(x, y, bySign: bySign), paint, inLegend: inLegend, sourceCount: y.count)
  }

  /// Candles, rising ones in the colour of gains.
  public static func candles(_ name: String, _ x: Coordinates, _ candles: Candles) -> PlotlyTrace {
    precondition(
      [candles.open, candles.high, candles.low, candles.close].allSatisfy { $0.count == x.count }, "four each")
    return PlotlyTrace(name, .candles(x, candles), Paint(.accent), inLegend: false, sourceCount: x.count)
  }

  /// Cells coloured by value; NaN cells stay empty. A diverging scale has its middle at zero.
  ///
  /// - Parameter reach: how far from zero the scale reaches.
  public static func heatmap(
    _ name: String, x: [String], y: [String], z: [[Double]], _ scale: ColourScale, texts: [[String]] = [],
    reach: Double? = nil, marked: Cell? = nil
  ) -> PlotlyTrace {
    precondition(z.count == y.count && z.allSatisfy { $0.count == x.count }, "a value for each cell")
    var trace = PlotlyTrace(
      name, .heatmap(x: x, y: y, z: z, scale, texts: texts), Paint(.accent), inLegend: false,
      sourceCount: x.count * y.count)
    trace.reach = reach
    trace.marked = marked
    return trace
  }

  /// Lines across vertical axes, one a score, the last drawn on top.
  public static func parallel(_ name: String, _ axes: [ParallelAxis], scores: [Double], _ scale: ColourScale)
    -> PlotlyTrace
  {
    precondition(axes.allSatisfy { $0.heights.count == scores.count }, "a height for each line")
    return PlotlyTrace(
      name, .parallel(axes, scores: scores, scale), Paint(.accent), inLegend: false, sourceCount: scores.count)
  }
}
