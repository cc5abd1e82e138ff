import Foundation
import Signals

/// How one axis of a space is cut into cells for a picture.
///
/// A listed axis has a cell a value, or, when there are many, a cell for a few consecutive ones. A drawn axis is cut into
/// bins that are equally likely to be drawn, so that each has its share of trials whatever the distribution.
public struct AxisBins: Sendable, Hashable {
  /// In the space.
  public let axis: Int
  public let name: String
  /// What stands beside each cell.
  public let labels: [String]
  /// The edges of the bins of a drawn axis, one more than bins; empty for a listed one.
  public let edges: [String]
  /// Consecutive values a cell; of no account for a drawn axis.
  private let width: Int

  public var count: Int { labels.count }

  init(_ space: ParameterSpace, axis: Int, most: Int) {
    let swept = space.axes[axis]
    self.axis = axis
    name = swept.name
    if let distribution = swept.distribution {
      // Eight bins can be told apart in a picture and are read off with their edges.
      let bins = min(min(most, 8), distribution.valueCount ?? .max)
      width = 1
      if let count = distribution.valueCount, count == bins {
        labels = (0..<bins).map { distribution.value((Double($0) + 0.5) / Double(bins)).description }
        edges = []
      } else {
        let edges = (0...bins).map { distribution.edge(Double($0) / Double(bins)) }
        self.edges = edges
        labels = (0..<bins).map { "\(edges[$0]) … \(edges[$0 + 1])" }
      }
    } else {
      let values = swept.values
      let width = (values.count + most - 1) / most
      self.width = width
      edges = []
      labels = stride(from: 0, to: values.count, by: width).map { first in
        let last = min(first + width, values.count) - 1
        return first == last ? values[first].description : "\(values[first]) … \(values[last])"
      }
    }
  }

  /// The cell of a position that the space gave; nil where a drawn axis rests.
  func cell(of position: Int, in space: ParameterSpace) -> Int? {
    guard space.axes[axis].isDrawn else { return position / width }
    return space.probability(at: position, on: axis).map { min(Int($0 * Double(count)), count - 1) }
  }
}

extension Distribution {
  /// The value at the edge of a bin, to three digits; the open ends of a normal are infinite.
  fileprivate func edge(_ share: Double) -> String {
    switch self {
    case .normal where share <= 0: "-∞"
    case .normal where share >= 1: "∞"
    default: value(min(max(share, 0x1p-53), 1 - 0x1p-53)).rounded.description
    }
  }
}

extension ParameterValue {
  /// A number to three digits, others as they are.
  var rounded: ParameterValue {
    guard case .number(let value) = self else { return self }
    return .number(Double(String(format: "%.3g", value)) ?? value)
  }
}
