import Market
import Results

extension PlotlyFigure {
  /// `data` and `layout` in Plotly's words, colours still by name (`Paint.token`).
  public var json: JSONValue {
    let data = zip(panels.indices, panels).flatMap { index, panel in
      panel.traces.flatMap { $0.json(yAxis: Self.axisName("y", index), x: x, y: panel.axis) }
    }
    return ["data": .array(data + sideBars), "layout": layout]
  }

  /// The figure with the colours of one scheme, for a notebook or another page.
  public func document(in scheme: Scheme) -> JSONValue { json.painted(in: scheme) }

  private static let gap = 0.05
  /// Where the panels end and the side begins, as shares of the width.
  private static let sideEdges = (panels: 0.84, side: 0.86)

  /// Plotly counts axes `y`, `y2`, `y3` in traces and `yaxis`, `yaxis2`, `yaxis3` in the layout.
  private static func axisName(_ stem: String, _ index: Int) -> String { index == 0 ? stem : "\(stem)\(index + 1)" }

  private var layout: JSONValue {
    var layout: [String: JSONValue] = [
      "autosize": true,
      "height": .integer(height),
      "margin": ["l": 68, "r": 20, "t": .integer(topMargin), "b": x.label.isEmpty ? 30 : 46],
      "paper_bgcolor": "rgba(0,0,0,0)",
      "plot_bgcolor": "rgba(0,0,0,0)",
      "font": [
        "family": "system-ui, -apple-system, 'Segoe UI', Roboto, 'DejaVu Sans', sans-serif", "size": 12,
        "color": Paint(.muted).token,
      ],
      "hovermode": .string(hover.rawValue),
      "hoversubplots": "axis",
      // One box for all has to find a value of every trace, however far its nearest point is.
      "hoverdistance": hover == .unified ? -1 : 20,
      "hoverlabel": [
        "bgcolor": Paint(.panel).token, "bordercolor": Paint(.rule).token,
        "font": ["color": Paint(.ink).token, "size": 12], "namelength": -1, "align": "left",
      ],
      "legend": legend,
      "modebar": [
        "bgcolor": "rgba(0,0,0,0)", "color": Paint(.muted, opacity: 0.6).token, "activecolor": Paint(.accent).token,
        "orientation": "v",
      ],
      "barmode": overlaysBars ? "overlay" : "group",
      "bargap": overlaysBars ? 0.02 : 0.2,
      "xaxis": xAxis,
    ]
    if let side {
      var axis = side.axis.json
      axis.set("domain", [.real(Self.sideEdges.side), 1])
      axis.set("anchor", .string(Self.axisName("y", max(panels.count - 1, 0))))
      axis.set("nticks", 4)
      layout["xaxis2"] = axis
    }
    // Parallel axes bring their own, with room for names above and ticks beside.
    if isParallel { layout["margin"] = ["l": 72, "r": 40, "t": 48, "b": 28] }
    var shapes: [JSONValue] = []
    var labels: [JSONValue] = []
    for (index, (panel, domain)) in zip(panels, domains).enumerated() {
      var axis = panel.axis.json
      axis.set("domain", .numbers([domain.lowerBound, domain.upperBound]))
      if panel.traces.contains(where: \.isHeatmap) {
        axis.set("showgrid", false)
        // The unit is that of the cells and stands beside their scale.
        axis.set("title", ["text": .string(Markup.escaped(panel.axis.title)), "font": ["size": 12], "standoff": 8])
      }
      if isParallel { axis.set("visible", false) }
      layout[Self.axisName("yaxis", index)] = axis
      let reference = Self.axisName("y", index)
      for cell in panel.traces.compactMap(\.marked) { shapes.append(cell.frame(on: reference)) }
      if let name = panel.name {
        labels.append([
          "xref": "paper", "x": 1, "xanchor": "right", "yref": "paper", "y": .real(domain.upperBound),
          "yanchor": "bottom", "showarrow": false, "text": .string(Markup.escaped(name)),
          "font": ["size": 12, "color": Paint(.muted).token],
        ])
      }
      let highest = panel.levels.map(\.value).max()
      for level in panel.levels {
        shapes.append(level.shape(horizontalOn: reference))
        guard !level.label.isEmpty else { continue }
        // Above the highest and below the others, so that two close ones can both be read.
        labels.append(level.annotation(horizontalOn: reference, above: level.value == highest))
      }
    }
    for (row, vertical) in verticals.enumerated() {
      shapes.append(vertical.verticalShape)
      if !vertical.label.isEmpty { labels.append(vertical.verticalAnnotation(row: row)) }
    }
    layout["shapes"] = .array(shapes)
    layout["annotations"] = .array(labels)
    return .object(layout)
  }

  /// Room for the range selector, the legend, and a row for each label of a vertical line.
  private var topMargin: Int { max(x.kind == .date ? 38 : 26, 12 + Self.labelHeight * verticals.count) }

  fileprivate static let labelHeight = 15

  /// Over the panels at the right; below them where it would run into the buttons that choose a range.
  private var legend: JSONValue {
    let names = panels.flatMap(\.traces).filter(\.inLegend).map(\.name)
    let width = names.reduce(0) { $0 + 48 + 7 * $1.count }
    guard x.kind == .date, width > 760 else {
      return [
        "orientation": "h", "x": 1, "xanchor": "right", "y": .real(legendFoot), "yanchor": "bottom",
        "font": ["size": 12],
      ]
    }
    let panels = Double(max(height - topMargin - 30, 100))
    return [
      "orientation": "h", "x": 0, "xanchor": "left", "y": .real(-32 / panels), "yanchor": "top", "font": ["size": 12],
    ]
  }

  /// Where the legend stands over the panels, as a share of their height: above the labels of vertical lines.
  private var legendFoot: Double {
    let labels = verticals.lastIndex { !$0.label.isEmpty }.map { $0 + 1 } ?? 0
    let panels = height - topMargin - (x.label.isEmpty ? 30 : 46)
    return labels == 0 ? 1 : 1 + Double(labels * Self.labelHeight) / Double(max(panels, 100))
  }

  private var isHeatmap: Bool { panels.contains { $0.traces.contains(where: \.isHeatmap) } }
  private var isParallel: Bool { panels.contains { $0.traces.contains(where: \.isParallel) } }

  private var sideBars: [JSONValue] {
    guard let side else { return [] }
    return [
      [
        "type": "bar", "orientation": "h", "name": .string(Markup.escaped(side.name)), "showlegend": false,
        "x": .numbers(side.values), "y": .strings(side.labels.map(Markup.escaped)), "xaxis": "x2",
        "yaxis": .string(Self.axisName("y", max(panels.count - 1, 0))),
        "marker": [
          "color": .array(side.values.map { Paint($0 < 0 ? .loss : .gain).token }), "line": ["width": 0],
        ],
        "hovertemplate": .string(
          "%{y}: \(Markup.escaped(side.name)) %{x:\(side.axis.format.d3)}<extra></extra>"),
      ]
    ]
  }

  /// The stretches of the height that the panels take, top first.
  private var domains: [ClosedRange<Double>] {
    let shares = panels.map(\.share).reduce(0, +)
    let free = 1 - Self.gap * Double(max(panels.count - 1, 0))
    var top = 1.0
    return panels.enumerated().map { index, panel in
      // The last ends at zero itself and not where rounding has it.
      let bottom = index == panels.count - 1 ? 0 : max(top - free * panel.share / shares, 0)
      defer { top = bottom - Self.gap }
      return bottom...max(top, bottom)
    }
  }

  /// From the first instant of any trace to the last.
  private var span: (first: Instant, last: Instant)? {
    let instants = panels.flatMap(\.traces).compactMap { trace -> [Instant]? in
      guard case .instants(let instants)? = trace.coordinates else { return nil }
      switch trace.kind {
      case .bars, .candles:
        // Half of a bar lies on either side of its instant.
        guard let first = instants.min(), let last = instants.max(), instants.count > 1 else { return instants }
        let half = Interval(milliseconds: last.since(first).milliseconds / Int64(2 * (instants.count - 1)))
        return [first - half, last + half]
      default: return instants
      }
    }
    guard let first = instants.compactMap({ $0.min() }).min(), let last = instants.compactMap({ $0.max() }).max()
    else { return nil }
    return (first, last)
  }

  private var xAxis: JSONValue {
    var axis = x.json
    axis.set("anchor", .string(Self.axisName("y", max(panels.count - 1, 0))))
    if isHeatmap { axis.set("showgrid", false) }
    if isParallel { axis.set("visible", false) }
    if side != nil { axis.set("domain", [0, .real(Self.sideEdges.panels)]) }
    guard x.kind == .date else { return axis }
    // Plotly leaves room around markers and none around lines; charts that zoom together should begin and end together.
    if let (first, last) = span {
      axis.set("autorangeoptions", ["clipmin": .string(first.description), "clipmax": .string(last.description)])
    }
    // Candles would bring one.
    axis.set("rangeslider", ["visible": false])
    axis.set("showspikes", true)
    axis.set("spikemode", "across")
    axis.set("spikethickness", 1)
    axis.set("spikedash", "solid")
    axis.set("spikecolor", Paint(.muted, opacity: 0.5).token)
    axis.set("hoverformat", "%Y-%m-%d %H:%M UTC")
    axis.set(
      "rangeselector",
      [
        "buttons": [
          ["count": 1, "step": "day", "stepmode": "backward", "label": "1d"],
          ["count": 7, "step": "day", "stepmode": "backward", "label": "1w"],
          ["count": 1, "step": "month", "stepmode": "backward", "label": "1m"],
          ["count": 3, "step": "month", "stepmode": "backward", "label": "3m"],
          ["step": "all", "label": "all"],
        ],
        "x": 0, "xanchor": "left", "y": 1, "yanchor": "bottom", "font": ["size": 11, "color": Paint(.ink).token],
        "bgcolor": Paint(.ground).token, "activecolor": Paint(.rule).token, "borderwidth": 0,
      ])
    return axis
  }
}

extension PlotlyTrace.Cell {
  /// Categories are counted from 0 and lie in the middle of their cells.
  fileprivate func frame(on axis: String) -> JSONValue {
    [
      "type": "rect", "xref": "x", "x0": .real(Double(column) - 0.5), "x1": .real(Double(column) + 0.5),
      "yref": .string(axis), "y0": .real(Double(row) - 0.5), "y1": .real(Double(row) + 0.5),
      "line": ["color": Paint(.ink).token, "width": 2],
    ]
  }
}

extension PlotlyFigure.Level {
  private func line() -> JSONValue { ["color": paint.token, "width": 1, "dash": "dash"] }

  fileprivate func shape(horizontalOn axis: String) -> JSONValue {
    [
      "type": "line", "xref": "paper", "x0": 0, "x1": 1, "yref": .string(axis), "y0": .real(value), "y1": .real(value),
      "line": line(),
    ]
  }

  fileprivate func annotation(horizontalOn axis: String, above: Bool) -> JSONValue {
    [
      "xref": "paper", "x": 1, "xanchor": "right", "yref": .string(axis), "y": .real(value),
      "yanchor": above ? "bottom" : "top", "showarrow": false, "text": .string(Markup.escaped(label.onPage)),
      "font": ["size": 11, "color": paint.token], "bgcolor": Paint(.panel, opacity: 0.75).token,
    ]
  }

  fileprivate var verticalShape: JSONValue {
    [
      "type": "line", "yref": "paper", "y0": 0, "y1": 1, "xref": "x", "x0": .real(value), "x1": .real(value),
      "line": line(),
    ]
  }

  /// - Parameter row: how many labels are below it, over the panels.
  fileprivate func verticalAnnotation(row: Int) -> JSONValue {
    [
      "yref": "paper", "y": 1, "yanchor": "bottom", "yshift": .integer(row * PlotlyFigure.labelHeight), "xref": "x",
      "x": .real(value), "xanchor": "auto", "showarrow": false, "text": .string(Markup.escaped(label.onPage)),
      "font": ["size": 11, "color": paint.token],
    ]
  }
}

extension JSONValue {
  /// Sets a member of an object; other values stay as they are.
  fileprivate mutating func set(_ key: String, _ value: JSONValue) {
    guard case .object(var members) = self else { return }
    members[key] = value
    self = .object(members)
  }

  /// Every colour that is named, fixed. Only members that are colours by their key are looked at, so that no user's text
  /// is taken for one.
  fileprivate func painted(in scheme: Scheme, isColour: Bool = false) -> JSONValue {
    switch self {
    case .object(let members):
      .object(
        Dictionary(
          uniqueKeysWithValues: members.map { key, value in
            (key, value.painted(in: scheme, isColour: key.hasSuffix("color") || key == "colorscale"))
          }))
    case .array(let elements): .array(elements.map { $0.painted(in: scheme, isColour: isColour) })
    case .string(let token) where isColour && token.hasPrefix("@"): .string(Self.colour(token, in: scheme))
    default: self
    }
  }

  private static func colour(_ token: String, in scheme: Scheme) -> String {
    let parts = token.dropFirst().split(separator: "/")
    guard let colour = Colour.named.first(where: { $0.name == parts.first ?? "" }) else { return token }
    let hex = colour.hex(in: scheme)
    guard parts.count == 2, let opacity = Double(parts[1]) else { return hex }
    let channels = stride(from: 1, to: 7, by: 2).map { offset in
      let start = hex.index(hex.startIndex, offsetBy: offset)
      return String(Int(hex[start...].prefix(2), radix: 16) ?? 0)
    }
    return "rgba(\(channels.joined(separator: ",")),\(opacity.plainText))"
  }
}
