import Results

/// What an axis measures, in which unit, and how its numbers are written.
public struct PlotlyAxis: Hashable, Sendable {
  public enum Kind: String, Hashable, Sendable {
    case linear
    /// Instants, shown in UTC.
    case date
    /// Labels, evenly spaced in the order given.
    case category
  }

  /// How ticks and hovers write numbers.
  public enum Format: Hashable, Sendable {
    /// As many digits as it takes.
    case general
    /// With separators for thousands and so many decimals.
    case fixed(Int)
    /// A fraction as a percentage with so many decimals.
    case percent(Int)

    /// The words of d3-format, which Plotly understands.
    var d3: String {
      switch self {
      case .general: ",~g"
      case .fixed(let decimals): ",.\(decimals)f"
      case .percent(let decimals): ",.\(decimals)%"
      }
    }
  }

  public var title: String
  /// Shown in brackets after the title, and after each value under the pointer.
  public var unit: String?
  public var kind: Kind
  public var format: Format
  /// What is shown at first; nil for everything.
  public var range: ClosedRange<Double>?
  /// Whether it runs from top to bottom, as the rows of a table do.
  public var isReversed: Bool
  /// Labels at 0, 1, 2 … in place of numbers, for a linear axis on which things stand side by side.
  public var ticks: [String]
  /// Whether zero is marked where it is in view.
  public var showsZero: Bool

  public init(
    _ title: String, unit: String? = nil, _ format: Format = .general, kind: Kind = .linear,
    range: ClosedRange<Double>? = nil, isReversed: Bool = false, ticks: [String] = [],
    showsZero: Bool = true
  ) {
    self.title = title
    self.unit = unit
    self.format = format
    self.kind = kind
    self.range = range
    self.isReversed = isReversed
    self.ticks = ticks
    self.showsZero = showsZero && ticks.isEmpty
  }

  /// The x axis of everything that happens in time.
  public static let time = PlotlyAxis("", kind: .date)

  package var label: String { unit.map { "\(title) (\($0))" } ?? title }

  /// What a value under the pointer is followed by.
  package var hoverUnit: String {
    if case .percent = format { "" } else { unit.map { " " + $0 } ?? "" }
  }

  var json: JSONValue {
    var members: [String: JSONValue] = [
      "type": .string(kind.rawValue),
      "automargin": true,
      "gridcolor": Paint(.rule).token,
      "linecolor": Paint(.rule).token,
      "zeroline": .bool(showsZero),
      "zerolinecolor": Paint(.muted, opacity: 0.5).token,
      "tickfont": ["size": 11],
    ]
    // An empty title would keep its room.
    if !label.isEmpty {
      members["title"] = ["text": .string(Markup.escaped(label)), "font": ["size": 12], "standoff": 8]
    }
    if kind == .linear {
      // Plotly's own choice of digits follows the zoom; only percentages need to be told what they are.
      if case .percent = format { members["tickformat"] = ",~%" } else { members["separatethousands"] = true }
    }
    if let range { members["range"] = .numbers([range.lowerBound, range.upperBound]) }
    if !ticks.isEmpty {
      members["tickvals"] = .numbers(ticks.indices.map(Double.init))
      members["ticktext"] = .strings(ticks.map(Markup.escaped))
      let ends = [-0.5, Double(ticks.count) - 0.5]
      members["range"] = .numbers(isReversed ? ends.reversed() : ends)
    } else if isReversed {
      members["autorange"] = "reversed"
    }
    return .object(members)
  }
}
