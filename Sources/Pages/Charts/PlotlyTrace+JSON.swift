import Foundation
import Results

extension PlotlyTrace {
  /// Seven digits: more than a screen shows, and half of the bytes of a long curve.
  private static func drawn(_ value: Double) -> Double {
    guard value.isFinite, value != 0 else { return value }
    let scale = pow(10, 6 - log10(value.magnitude).rounded(.down))
    return (value * scale).rounded() / scale
  }

  /// The trace in Plotly's words; a band takes two, its lower edge unseen.
  ///
  /// - Parameter yAxis: Plotly's name of the panel's axis, `y` or `y2`.
  func json(yAxis: String, x: PlotlyAxis, y: PlotlyAxis) -> [JSONValue] {
    let hover = "%{y:\(y.format.d3)}\(Markup.escaped(y.hoverUnit))"
    var members: [String: JSONValue] = [
      "name": .string(Markup.escaped(name)), "xaxis": "x", "yaxis": .string(yAxis), "showlegend": .bool(inLegend),
    ]
    switch kind {
    case .line(let xs, let ys, let shape, let filled, let dashed):
      members["type"] = "scatter"
      // One point makes no line.
      members["mode"] = ys.count(where: \.isFinite) == 1 ? "lines+markers" : "lines"
      members["x"] = xs.json
      members["y"] = .numbers(ys.count > 500 ? ys.map(Self.drawn) : ys)
      members["line"] = [
        "color": paint.token, "width": 1.6, "shape": shape == .step ? "hv" : "linear",
        "dash": dashed ? "dot" : "solid",
      ]
      members["connectgaps"] = false
      members["hovertemplate"] = .string(hover)
      if filled {
        members["fill"] = "tozeroy"
        members["fillcolor"] = Paint(paint.colour, opacity: 0.16).token
      }
    case .band(let xs, let lower, let upper):
      var edge = members
      edge["type"] = "scatter"
      edge["mode"] = "lines"
      edge["x"] = xs.json
      edge["line"] = ["width": 0, "color": paint.token]
      edge["hoverinfo"] = "skip"
      var top = edge
      edge["y"] = .numbers(lower)
      edge["showlegend"] = false
      top["y"] = .numbers(upper)
      top["fill"] = "tonexty"
      top["fillcolor"] = paint.token
      return [.object(edge), .object(top)]
    case .markers(let xs, let ys, let symbol, let size, let texts):
      members["type"] = "scatter"
      members["mode"] = "markers"
      members["x"] = xs.json
      members["y"] = .numbers(ys)
      members["marker"] = [
        "color": paint.token, "size": .real(size), "symbol": .string(symbol.rawValue),
        "line": ["width": symbol == .ring ? 1.5 : 0, "color": paint.token],
      ]
      if texts.isEmpty {
        members["hovertemplate"] = .string(hover)
      } else {
        members["text"] = .strings(texts.map(Markup.escaped))
        members["hovertemplate"] = "%{text}<extra></extra>"
      }
    case .bars(let xs, let ys, let bySign):
      members["type"] = "bar"
      members["x"] = xs.json
      members["y"] = .numbers(ys)
      let paints = bySign ? JSONValue.array(ys.map { Paint($0 < 0 ? .loss : .gain).token }) : paint.token
      members["marker"] = ["color": paints, "line": ["width": 0]]
      members["hovertemplate"] = .string(hover)
    case .candles(let xs, let candles):
      members["type"] = "candlestick"
      members["x"] = xs.json
      members["open"] = .numbers(candles.open)
      members["high"] = .numbers(candles.high)
      members["low"] = .numbers(candles.low)
      members["close"] = .numbers(candles.close)
      for (side, colour) in [("increasing", Colour.gain), ("decreasing", .loss)] {
        members[side] = ["line": ["color": Paint(colour).token, "width": 1], "fillcolor": Paint(colour).token]
      }
      members["whiskerwidth"] = 0
      members["yhoverformat"] = .string(y.format.d3)
    case .heatmap(let xs, let ys, let z, let scale, let texts):
      members["type"] = "heatmap"
      members["x"] = .strings(xs.map(Markup.escaped))
      members["y"] = .strings(ys.map(Markup.escaped))
      members["z"] = .array(z.map { .numbers($0) })
      // Under numbers colours are half as strong, so that the ink of either scheme can be read on all of them.
      members["colorscale"] = texts.isEmpty ? scale.json() : scale.json(strength: 0.5)
      if scale == .diverging { members["zmid"] = 0 }
      if let reach {
        members["zmin"] = .real(scale == .diverging ? -reach : 0)
        members["zmax"] = .real(reach)
      }
      members["xgap"] = 1
      members["ygap"] = 1
      members["hoverongaps"] = false
      members["colorbar"] = [
        "thickness": 10, "outlinewidth": 0, "tickfont": ["size": 11], "tickformat": .string(y.format.d3),
        "title": ["text": .string(Markup.escaped(y.unit ?? name)), "side": "right", "font": ["size": 11]],
      ]
      members["showscale"] = true
      if !texts.isEmpty {
        members["text"] = .array(texts.map { .strings($0.map(Markup.escaped)) })
        members["texttemplate"] = "%{text}"
        members["textfont"] = ["size": 11, "color": Paint(.ink).token]
      }
      members["hovertemplate"] = .string(
        "\(Markup.escaped(x.title)) %{x}<br>\(Markup.escaped(y.title)) %{y}<br>"
          + "\(Markup.escaped(name)) %{z:\(y.format.d3)}\(Markup.escaped(y.hoverUnit))<extra></extra>")
    case .parallel(let axes, let scores, let scale):
      return [Self.parallel(axes, scores, scale, title: name, y)]
    }
    return [.object(members)]
  }
}

extension PlotlyTrace {
  private static func parallel(
    _ axes: [ParallelAxis], _ scores: [Double], _ scale: ColourScale, title: String, _ axis: PlotlyAxis
  ) -> JSONValue {
    let least = scores.min() ?? 0
    let most = scores.max() ?? 0
    let reach = max(least.magnitude, most.magnitude)
    return [
      "type": "parcoords",
      "labelfont": ["size": 12, "color": Paint(.ink).token],
      "tickfont": ["size": 11, "color": Paint(.muted).token],
      // The range a reader selects is seen on the axis itself; its ends as numbers of our own scale would say nothing.
      "rangefont": ["size": 1, "color": "rgba(0,0,0,0)"],
      "line": [
        "color": .numbers(scores), "colorscale": scale.json(), "showscale": true,
        "cmin": .real(scale == .diverging ? -reach : least), "cmax": .real(scale == .diverging ? reach : most),
        "colorbar": [
          "thickness": 10, "outlinewidth": 0, "tickfont": ["size": 11], "tickformat": .string(axis.format.d3),
          "title": ["text": .string(Markup.escaped(title)), "side": "right", "font": ["size": 11]],
        ],
      ],
      "dimensions": .array(
        axes.map { axis in
          [
            "label": .string(Markup.escaped(axis.name)), "values": .numbers(axis.heights),
            "range": .numbers([axis.range.lowerBound, axis.range.upperBound]),
            "tickvals": .numbers(axis.ticks.map(\.height)),
            "ticktext": .strings(axis.ticks.map { Markup.escaped($0.label) }),
          ]
        }),
    ]
  }
}

extension ColourScale {
  /// Plotly's list of places and colours, of which all but the ground may show some of it.
  fileprivate func json(strength: Double = 1) -> JSONValue {
    .array(
      stops.enumerated().map { index, stop in
        let paint = stop.colour == .panel ? stop : Paint(stop.colour, opacity: strength)
        return [.real(Double(index) / Double(stops.count - 1)), paint.token]
      })
  }
}
