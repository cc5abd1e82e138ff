import Market
import Numerics

/// One audit: the expressions, innermost first, and what each came to on all the data.
struct AuditRun {
  private(set) var report = SignalAudit.Report()
  private let frame: Frame
  private let subjects: [SignalAudit.Subject]
  /// Everything the subjects are made of, each once, parts before what is made of them.
  private let nodes: [Node]
  private let owners: [String: String]
  private let whole: [String: Outcome]

  /// What a node came to: one value a bar.
  private enum Outcome {
    case numbers([Double])
    case truth(Truth)

    init(_ node: Node, _ evaluator: Evaluator) throws(Problem) {
      self = node.kind == .number ? .numbers(try evaluator.number(of: node)) : .truth(try evaluator.truth(of: node))
    }

    /// Whether row `own` is row `their` of another.
    func agrees(at own: Int, with other: Outcome, at their: Int) -> Bool {
      switch (self, other) {
      case (.numbers(let a), .numbers(let b)): sameValue(a[own], b[their])
      case (.truth(let a), .truth(let b)): a[own] == b[their]
      default: false
      }
    }
  }

  init(_ frame: Frame, _ subjects: [SignalAudit.Subject]) throws(Problem) {
    self.frame = frame
    self.subjects = subjects
    var nodes: [Node] = []
    var owners: [String: String] = [:]
    for subject in subjects { subject.node.collect(into: &nodes, &owners, of: subject.name) }
    self.nodes = nodes
    self.owners = owners
    let evaluator = Evaluator(frame)
    var whole: [String: Outcome] = [:]
    for node in nodes { whole[node.key] = try Outcome(node, evaluator) }
    self.whole = whole
    for subject in subjects where try subject.node.dependsOnBeginning(frame.grid.interval) {
      report.anchored.append(subject.name)
    }
  }

  /// Computes everything on `part`, whose row 0 is row `first` of the whole, and compares `rows` of the whole.
  mutating func compare(
    _ part: Frame, from first: Int, rows: Range<Int>, _ check: SignalAudit.Check, _ what: (String) -> String
  ) throws(Problem) {
    let evaluator = Evaluator(part)
    var misled: Set<String> = []
    for node in nodes {
      guard let whole = whole[node.key] else { continue }
      // A window longer than what is left has no value there, and had none before.
      guard let outcome = try? Outcome(node, evaluator) else { continue }
      report.compared[check, default: 0] += rows.count
      guard let wrong = rows.first(where: { !whole.agrees(at: $0, with: outcome, at: $0 - first) }) else { continue }
      let isMisled = node.parts.contains { misled.contains($0.key) }
      misled.insert(node.key)
      if !isMisled { find(node, check, wrong, what(frame.grid.open(rows.upperBound - 1).minuteText)) }
    }
  }

  /// Computes bars one by one, each from the rows it says it looks back on and no others.
  mutating func stream(effort: Int) throws(Problem) {
    var longest = 0
    for subject in subjects { longest = max(longest, try subject.node.lookBack(frame.grid.interval)) }
    let isAnchored = longest >= OperatorSetting.everything
    let length = isAnchored ? frame.grid.count : min(frame.grid.count, longest + 1)
    let count = max(2, min(frame.grid.count, effort / max(1, length * max(1, nodes.count))))
    let first = isAnchored ? 0 : min(longest, frame.grid.count - 1)
    let bars = Array(Set((0..<count).map { first + (frame.grid.count - 1 - first) * $0 / max(1, count - 1) })).sorted()
    report.streamedBars = bars.count
    var found: Set<String> = []
    for bar in bars {
      let start = isAnchored ? 0 : max(0, bar - longest)
      let evaluator = Evaluator(frame.slice(start..<(bar + 1)))
      var misled: Set<String> = []
      for node in nodes where !found.contains(node.key) {
        guard let whole = whole[node.key], let outcome = try? Outcome(node, evaluator) else { continue }
        report.compared[.streamed, default: 0] += 1
        guard !whole.agrees(at: bar, with: outcome, at: bar - start) else { continue }
        let isMisled = node.parts.contains { misled.contains($0.key) || found.contains($0.key) }
        misled.insert(node.key)
        if !isMisled {
          found.insert(node.key)
          find(
            node, .streamed, bar,
            "computed at this bar from the \(bar + 1 - start) bars up to it, it is another than from all data at once")
        }
      }
    }
  }

  /// Looks for columns and signals that know returns after the close they are said to be known at, and for columns computed
  /// elsewhere that are a column of the market before its time.
  ///
  /// - Parameters:
  ///   - computed: names of columns computed elsewhere.
  ///   - market: bars of what is traded, on the same grid; nil where nobody has them.
  mutating func plausible(computed: Set<String>, beside market: Frame?) {
    guard frame.values("close").count > 1 else { return }
    let foresight = Foresight(frame)
    let names = nodes.reduce(into: Set<String>()) { $0.formUnion($1.columnNames) }
      .union(subjects.flatMap { $0.node.columnNames })
    for name in names.sorted() {
      let values = frame.values(name)
      let isComputed = computed.contains(name)
      judge(name, "column \(name)", values, foresight, isComputed: isComputed)
      guard isComputed else { continue }
      report.computed += foresight.foreknowledge(of: name, values)
      judge(name, computed: values, beside: market)
    }
    for subject in subjects {
      guard case .numbers(let values)? = whole[subject.node.key] else { continue }
      judge(
        subject.node.key, subject.name, values, foresight,
        isComputed: !subject.node.columnNames.isDisjoint(with: computed))
    }
  }

  private mutating func judge(
    _ expression: String, _ subject: String, _ values: [Double], _ foresight: Foresight, isComputed: Bool
  ) {
    report.compared[.plausible, default: 0] += values.count
    guard let found = foresight.finding(values, isComputed: isComputed) else { return }
    let rounded = (found.correlation * 100).rounded() / 100
    let horizon = found.horizon.bars == 1 ? "of the bar after" : "over the \(found.horizon.width) after"
    note(
      expression, subject, values,
      "\(found.form) has a correlation of \(rounded) with the return \(horizon), on \(found.bars) bars: "
        + "is its stamp the open of what it measures\(isComputed ? ", or was it made with what came later" : "")?")
  }

  private mutating func judge(_ name: String, computed values: [Double], beside market: Frame?) {
    let bars = market.map { market in
      market.columns.values.filter { $0.values.count == values.count && $0.name != name }.sorted { $0.name < $1.name }
        .map { (name: $0.name, values: $0.values) }
    }
    if let copy = LaterCopy(values, in: bars ?? [], frame.grid.interval) {
      note(name, "column \(name)", values, copy.what)
    }
    if Foresight.isStandardised(values) {
      note(
        name, "column \(name)", values,
        "its mean is 0 and its deviation 1 over all its bars: was it standardised with the whole sample?")
    }
  }

  private mutating func note(_ expression: String, _ subject: String, _ values: [Double], _ what: String) {
    report.findings.append(
      SignalAudit.Finding(
        check: .plausible, subject: subject, expression: expression,
        bar: frame.grid.open(values.firstIndex { !$0.isNaN } ?? 0), what: what))
  }

  private mutating func find(_ node: Node, _ check: SignalAudit.Check, _ row: Int, _ what: String) {
    let isKnown = report.findings.contains { $0.check == check && $0.expression == node.key }
    guard !isKnown else { return }
    report.findings.append(
      SignalAudit.Finding(
        check: check, subject: owners[node.key] ?? node.key, expression: node.key, bar: frame.grid.open(row), what: what
      ))
  }
}

extension Node {
  /// It and what it is made of, parts first, each once: whatever has a value at every bar and is no column.
  fileprivate func collect(into nodes: inout [Node], _ owners: inout [String: String], of name: String) {
    guard owners[key] == nil, kind == .number || kind == .condition, constant == nil else { return }
    if case .column = form { return }
    for part in parts { part.collect(into: &nodes, &owners, of: name) }
    owners[key] = name
    nodes.append(self)
  }
}
