/// What a window over a condition has seen, bar by bar. Whole numbers throughout, so nothing drifts.
struct TruthWindow {
  let window: Int
  private let condition: Truth
  private var row = -1
  /// The last rows on which the condition was known to hold, known to fail, and not known.
  private var lastHeld: Int?
  private var lastFailed: Int?
  private var lastUnknown: Int?
  private(set) var held = 0

  init(_ condition: Truth, window: Int) {
    self.condition = condition
    self.window = window
  }

  mutating func advance() {
    row += 1
    switch condition[row] {
    case true: lastHeld = row
    case false: lastFailed = row
    case nil: lastUnknown = row
    }
    if condition.holds[row] { held += 1 }
    if row >= window, condition.holds[row - window] { held -= 1 }
  }

  /// Whether the window lies in the data.
  var isFull: Bool { row >= window - 1 }
  var hasHeld: Bool { isInside(lastHeld) }
  var hasFailed: Bool { isInside(lastFailed) }
  var hasUnknown: Bool { isInside(lastUnknown) }
  /// 0 when the condition holds now; the window if it has not held in it.
  var barsSinceHeld: Int { lastHeld.map { min(row - $0, window) } ?? window }

  private func isInside(_ last: Int?) -> Bool { last.map { row - $0 < window } ?? false }
}

extension OperatorCall {
  /// One result a row, from the first condition and the first window.
  func overTruthWindows<Result>(_ result: (TruthWindow) -> Result) -> [Result] {
    var window = TruthWindow(conditions[0], window: windows[0])
    return (0..<grid.count).map { _ in
      window.advance()
      return result(window)
    }
  }
}
