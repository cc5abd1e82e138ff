import Market
import Numerics

/// The battery on one signal.
struct BatteryRun {
  let battery: SignalBattery
  let node: Node
  let lookBack: Int
  let missing: MissingRule?
  /// Whether it depends, as it says, on all the data there is.
  let isAnchored: Bool

  private var frame: Frame { battery.frame }
  private var count: Int { frame.grid.count }

  func findings() throws(Problem) -> [SignalBattery.Finding] {
    let whole = try rows(on: frame)
    var random = SplitMix64(seed: battery.seed)
    var findings = try determinism(whole)
    for _ in 0..<battery.rounds {
      findings += try future(whole, after: random.number(in: lookBack..<(count - 1)), &random)
      let hidden = random.number(in: 1..<(count - lookBack))
      if !isAnchored { findings += try history(whole, hiding: hidden) }
      findings += try gaps(whole, at: random.number(in: lookBack..<(count - 1)))
    }
    findings += try warmUp(whole)
    return findings + (try finiteness())
  }

  /// One row a bar: the bits of a number, 0 or 1 for a condition, nil where not known.
  private func rows(on frame: Frame, budget: Int = 1 << 30) throws(Problem) -> [UInt64?] {
    let evaluator = Evaluator(frame, budget: budget)
    if node.kind == .number {
      return try evaluator.number(of: node).map { $0.isNaN ? nil : $0.bitPattern }
    }
    let truth = try evaluator.truth(of: node)
    return (0..<truth.count).map { row in truth[row].map { $0 ? 1 : 0 } }
  }

  private func finding(_ check: SignalBattery.Check, _ row: Int, _ what: String) -> SignalBattery.Finding {
    SignalBattery.Finding(check: check, signal: node.key, row: row, what: what)
  }

  /// The first of `rows` on which the two differ.
  private func difference(_ a: [UInt64?], _ b: [UInt64?], _ rows: Range<Int>, shift: Int = 0) -> Int? {
    rows.first { a[$0] != b[$0 - shift] }
  }
}

extension BatteryRun {
  private func determinism(_ whole: [UInt64?]) throws(Problem) -> [SignalBattery.Finding] {
    let again = try rows(on: frame, budget: 0)
    return difference(whole, again, 0..<count).map { [finding(.determinism, $0, "a second computation differs")] } ?? []
  }

  /// Everything after `row` made wrong, then taken away.
  private func future(
    _ whole: [UInt64?], after row: Int, _ random: inout SplitMix64
  ) throws(Problem) -> [SignalBattery.Finding] {
    var findings: [SignalBattery.Finding] = []
    let poisoned = frame.replacing(rows: (row + 1)..<count) { value in
      random.number(in: 0..<4) == 0 ? .nan : value * -1e6 + Double(random.number(in: 0..<1000))
    }
    if let wrong = difference(whole, try rows(on: poisoned), 0..<(row + 1)) {
      findings.append(finding(.causality, wrong, "values after row \(row) change it"))
    }
    if let wrong = difference(whole, try rows(on: frame.slice(0..<(row + 1))), 0..<(row + 1)) {
      findings.append(finding(.streaming, wrong, "it is different when the data ends at row \(row)"))
    }
    return findings
  }

  /// The first rows taken away.
  private func history(_ whole: [UInt64?], hiding hidden: Int) throws(Problem) -> [SignalBattery.Finding] {
    let rest = try rows(on: frame.slice(hidden..<count))
    if let wrong = difference(whole, rest, (hidden + lookBack)..<count, shift: hidden) {
      return [finding(.warmUp, wrong, "data more than \(lookBack) bars before it changes it")]
    }
    // `defined` is about the warm-up itself, and may change its mind.
    guard missing != .never, !node.asksWhatIsKnown else { return [] }
    let early = (hidden..<(hidden + lookBack)).first { rest[$0 - hidden] != nil && rest[$0 - hidden] != whole[$0] }
    return early.map { [finding(.warmUp, $0, "it says in its warm-up what more history takes back")] } ?? []
  }

  /// Operators that need their whole window are unknown exactly as long as it is not full.
  private func warmUp(_ whole: [UInt64?]) throws(Problem) -> [SignalBattery.Finding] {
    guard missing == .window, frame.isComplete(node.columnNames) else { return [] }
    if let early = (0..<lookBack).first(where: { whole[$0] != nil }) {
      return [finding(.warmUp, early, "it is known before its look-back of \(lookBack) bars")]
    }
    return whole[lookBack] == nil
      ? [finding(.warmUp, lookBack, "it is not known although its look-back of \(lookBack) bars is full")] : []
  }

  /// One value of one column taken away.
  private func gaps(_ whole: [UInt64?], at row: Int) throws(Problem) -> [SignalBattery.Finding] {
    var findings: [SignalBattery.Finding] = []
    for name in node.columnNames.sorted() where !(frame.values(name)[row].isNaN) {
      let holed = try rows(on: frame.replacing(rows: row..<(row + 1), of: [name]) { _ in .nan })
      let reach = row..<(isAnchored ? count : min(count, row + lookBack + 1))
      if let wrong = difference(whole, holed, 0..<row) ?? difference(whole, holed, reach.upperBound..<count) {
        findings.append(finding(.missing, wrong, "a gap of '\(name)' at row \(row), out of its reach, changes it"))
      }
      let wrong: Int? =
        switch missing {
        case .window: reach.first { holed[$0] != nil }
        case .read: reach.first { holed[$0] != nil && holed[$0] != whole[$0] && whole[$0] != nil }
        case .skipped: holed[row] == nil ? nil : row
        case .never: reach.first { holed[$0] == nil }
        case nil: nil
        }
      if let wrong, let rule = missing?.rawValue {
        findings.append(finding(.missing, wrong, "with a gap of '\(name)' at row \(row) it is not \(rule)"))
      }
    }
    return findings
  }

  private func finiteness() throws(Problem) -> [SignalBattery.Finding] {
    guard node.kind == .number else { return [] }
    for scale in [1, 0, 1e-300, 1e300, -1e300] {
      let extreme = frame.replacing(rows: 0..<count) { finite($0 * scale) }
      let values = try Evaluator(extreme).number(of: node)
      if let wrong = values.firstIndex(where: \.isInfinite) {
        return [finding(.finiteness, wrong, "it is infinite when its columns are multiplied by \(scale.shortText)")]
      }
    }
    return []
  }
}

extension Node {
  /// Whether it asks somewhere if a value is known, so that missing data is an answer to it.
  fileprivate var asksWhatIsKnown: Bool {
    if case .call(let function, _) = form, function.missing == .never, !function.inputs.isEmpty { return true }
    return parts.contains(where: \.asksWhatIsKnown)
  }
}
