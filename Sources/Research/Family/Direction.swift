import Statistics

/// Which way a hypothesis says that returns go.
public enum Direction: String, CaseIterable, Sendable, Hashable {
  case up, down, either

  var alternative: Alternative {
    switch self {
    case .up: .greater
    case .down: .less
    case .either: .either
    }
  }
}
