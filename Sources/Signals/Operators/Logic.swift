import Market

/// What asks about conditions, or gives one.
extension Operators {
  static let logic: [any SignalOperator] = [
    Operation.number(
      "if", "One number where a condition holds and another where it does not.",
      "a where the condition holds, b where it does not; unknown where that is unknown",
      [.condition, OperatorInput("a", .number), OperatorInput("b", .number)],
      unit: .same(as: 1), missing: .read, example: "if(premium > 0, -1, 1)", alike: [1, 2], lookBack: { _ in 0 },
      simplify: chosen
    ) { call in
      let (condition, a, b) = (call.conditions[0], call.numbers[0], call.numbers[1])
      return a.indices.map { row in condition[row].map { $0 ? a[row] : b[row] } ?? .nan }
    },
    Operation.condition(
      "defined", "Whether x is known.", "false where x is unknown, else true", [.x], missing: .never,
      example: "defined(open_interest)", lookBack: { _ in 0 }
    ) { call in
      Truth(holds: knownBits(call.numbers[0]), known: Bitmap(repeating: true, count: call.grid.count))
    },
    Operation.condition(
      "between", "Whether x lies between two bounds.", "low <= x and x <= high",
      [OperatorInput("x", .number), OperatorInput("low", .number), OperatorInput("high", .number)],
      example: "between(premium, -1bps, 1bps)", alike: [0, 1, 2], lookBack: { _ in 0 }
    ) { call in
      let (x, low, high) = (call.numbers[0], call.numbers[1], call.numbers[2])
      let known = knownBits(x) & knownBits(low) & knownBits(high)
      let above = compare(.atLeast, .column(x), .column(low), count: x.count)
      return Truth(holds: above & compare(.atMost, .column(x), .column(high), count: x.count), known: known)
    },
    Operation.condition(
      "crosses_above", "Whether a has just moved above b.", "a[t] > b[t] and a[t-1] <= b[t-1]",
      [OperatorInput("a", .number), OperatorInput("b", .number)], example: "crosses_above(close, mean(close, 1d))",
      alike: [0, 1], lookBack: { _ in 1 }
    ) { crossings(of: $0.numbers[0], above: $0.numbers[1]) },
    Operation.condition(
      "crosses_below", "Whether a has just moved below b.", "a[t] < b[t] and a[t-1] >= b[t-1]",
      [OperatorInput("a", .number), OperatorInput("b", .number)], example: "crosses_below(close, mean(close, 1d))",
      alike: [0, 1], lookBack: { _ in 1 }
    ) { crossings(of: $0.numbers[1], above: $0.numbers[0]) },
    Operation.condition(
      "any", "Whether a condition has held at least once in the window.",
      "over the last `window` bars, this one included; unknown if it might have held on an unknown bar only",
      [.condition, .window], example: "any(change(close, 1h) < -2%, 6h)"
    ) { call in
      Truth(
        call.overTruthWindows { window -> Bool? in
          guard window.isFull else { return nil }
          return window.hasHeld ? true : window.hasUnknown ? nil : false
        })
    },
    Operation.condition(
      "all", "Whether a condition has held all through the window.",
      "over the last `window` bars, this one included; unknown if it can only have failed on an unknown bar",
      [.condition, .window], example: "all(premium > 0, 6h)"
    ) { call in
      Truth(
        call.overTruthWindows { window -> Bool? in
          guard window.isFull else { return nil }
          return window.hasFailed ? false : window.hasUnknown ? nil : true
        })
    },
    Operation.number(
      "count", "On how many bars of the window a condition held.", "of the last `window` bars, this one included",
      [.condition, .window], unit: .fixed(.count), example: "count(premium > 0, 1d)"
    ) { call in
      call.overTruthWindows { $0.isFull && !$0.hasUnknown ? Double($0.held) : .nan }
    },
    Operation.number(
      "since", "How many bars ago a condition last held.",
      "0 where it holds now; `window` where it has not held in the last `window` bars",
      [.condition, .window], unit: .fixed(.count), example: "since(abs(change(close, 1h)) > 1%, 1d)"
    ) { call in
      call.overTruthWindows { $0.isFull && !$0.hasUnknown ? Double($0.barsSinceHeld) : .nan }
    },
    Operation.number(
      "streak", "On how many bars in a row a condition has held, up to this one.",
      "0 where it fails now; at most `window`; unknown where an unknown bar comes before the one that ends it",
      [.condition, .window], unit: .fixed(.count), missing: .read, example: "streak(close > open, 1d)",
      isPartial: true
    ) { call in
      call.overTruthWindows { $0.streak.map(Double.init) ?? .nan }
    },
    Operation.number(
      "previous", "What x was when a condition last held.",
      "x on the newest of the last `window` bars on which it held, this one included, or of all bars since the data begins; "
        + "unknown where there is none, and where an unknown bar has come since",
      [OperatorInput("x", .number), .condition, .windowOrData], unit: .same(as: 0), missing: .read,
      example: "previous(close, premium > 2bps, 1d)", isPartial: true,
      lookBack: { $0.windows.first.map { $0 - 1 } ?? OperatorSetting.everything }
    ) { call in
      guard !call.windows.isEmpty else { return lastHeld(call.numbers[0], call.conditions[0]) }
      let x = call.numbers[0]
      var row = -1
      return call.overTruthWindows { window in
        row += 1
        return window.barsSinceCertainlyHeld.map { x[row - $0] } ?? .nan
      }
    },
  ]

  /// The value on the newest bar so far on which a condition was known to hold.
  private static func lastHeld(_ x: [Double], _ truth: Truth) -> [Double] {
    var held = Double.nan
    return x.indices.map { row in
      if let holds = truth[row] {
        if holds { held = x[row] }
      } else {
        // It may have held here, and x would then be another.
        held = .nan
      }
      return held
    }
  }

  private static func chosen(_ arguments: [Node]) -> Node? {
    guard case .flag(let holds) = arguments[0].form else { return nil }
    return holds ? arguments[1] : arguments[2]
  }

  /// The bars on which `a` is above `b` and was not on the bar before.
  private static func crossings(of a: [Double], above b: [Double]) -> Truth {
    let isKnown = zip(a, b).map { !$0.isNaN && !$1.isNaN }
    return Truth(
      a.indices.map { row -> Bool? in
        guard row > 0, isKnown[row], isKnown[row - 1] else { return nil }
        return a[row] > b[row] && a[row - 1] <= b[row - 1]
      })
  }
}

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

  /// How long it has held without a break; nil where that cannot be said.
  var streak: Int? {
    let failed = lastFailed.map { row - $0 } ?? .max
    let unknown = lastUnknown.map { row - $0 } ?? .max
    if failed < window, failed < unknown { return failed }
    return isFull && unknown >= window ? window : nil
  }

  /// 0 when the condition holds now; nil where it has not held in the window, or an unknown bar has come since.
  var barsSinceCertainlyHeld: Int? {
    guard let lastHeld, row - lastHeld < window, lastUnknown ?? -1 < lastHeld else { return nil }
    return row - lastHeld
  }

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
