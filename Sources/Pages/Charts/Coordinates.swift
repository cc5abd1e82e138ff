import Market
import Results

/// Where the points of a trace lie along x.
public enum Coordinates: Hashable, Sendable {
  case instants([Instant])
  case numbers([Double])
  case labels([String])

  public var count: Int {
    switch self {
    case .instants(let values): values.count
    case .numbers(let values): values.count
    case .labels(let values): values.count
    }
  }

  /// The coordinates of some rows.
  package func rows(_ rows: [Int]) -> Coordinates {
    switch self {
    case .instants(let values): .instants(rows.map { values[$0] })
    case .numbers(let values): .numbers(rows.map { values[$0] })
    case .labels(let values): .labels(rows.map { values[$0] })
    }
  }

  /// Instants as ISO texts in UTC, which is the zone charts show; whole minutes without their seconds, for a page holds
  /// thousands of them.
  package var json: JSONValue {
    switch self {
    case .instants(let values):
      .strings(
        values.map { instant in
          let text = instant.description
          return text.hasSuffix(":00Z") ? String(text.dropLast(4)) : text
        })
    case .numbers(let values): .numbers(values)
    case .labels(let values): .strings(values.map(Markup.escaped))
    }
  }

  /// Positions on a line: milliseconds for instants, ordinals for labels.
  package var positions: [Double] {
    switch self {
    case .instants(let values): values.map { Double($0.milliseconds) }
    case .numbers(let values): values
    case .labels(let values): values.indices.map(Double.init)
    }
  }
}
