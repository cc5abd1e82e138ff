import Market
import Replay
import Signals

/// The parameter sets that a validation chooses from, numbered.
public struct Candidates: Sendable {
  public let count: Int
  /// The parameters in which they differ, in the order of the strategy file.
  public let varied: [String]
  private let content: Content

  private enum Content: Sendable {
    case space(ParameterSpace)
    case single([String: ParameterValue])
  }

  public init(_ space: ParameterSpace) {
    count = space.count
    varied = space.axes.filter(\.isSwept).map(\.name)
    content = .space(space)
  }

  /// The strategy as its file has it, but for some parameters: nothing to choose from.
  public init(single overrides: [String: ParameterValue]) {
    count = 1
    varied = []
    content = .single(overrides)
  }

  /// What set `point` overrides.
  public func parameters(_ point: Int) -> [String: ParameterValue] {
    switch content {
    case .space(let space): space.parameters(point)
    case .single(let overrides): overrides
    }
  }

  /// Sets one step away on one parameter; none where sets are drawn.
  public func neighbours(of point: Int) -> [Int] {
    switch content {
    case .space(let space): space.neighbours(of: point)
    case .single: []
    }
  }

  /// Everything that tells these sets from others, as text.
  public var text: String {
    switch content {
    case .space(let space): space.text
    case .single(let overrides):
      overrides.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(separator: " ")
    }
  }
}
