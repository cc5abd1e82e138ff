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

    /// As numbers: of a condition 1 and 0, and NaN where it is not known.
    func values(_ count: Int) -> [Double] {
      switch self {
      case .numbers(let values): values
      case .truth(let truth): (0..<count).map { row in truth[row].map { $0 ? 1 : 0 } ?? .nan }
      }
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
  ///   - computed: columns computed elsewhere, each with all its rows, those outside the frame too; without any for those of
  ///     the frame.
  ///   - market: columns of what is traded, on the same grid; nil where nobody has them.
  mutating func plausible(computed: [String: [Double]], beside market: Frame?) {
    guard frame.values("close").count > 1 else { return }
    let foresight = Foresight(frame)
    let names = nodes.reduce(into: Set<String>()) { $0.formUnion($1.columnNames) }
      .union(subjects.flatMap { $0.node.columnNames })
    let judged = names.filter { computed[$0] != nil }
    let columns = (market.map { Array($0.columns.values) } ?? []).filter { $0.values.count == frame.grid.count }
      .sorted { $0.name < $1.name }.map { (name: $0.name, values: $0.values) }
    // What later bars come to is the same whoever is asked about.
    let prices = judged.isEmpty ? [] : BarsAfter.ofPrices(frame)
    let others = judged.isEmpty ? [] : columns.map { (name: $0.name, targets: BarsAfter.ofColumn($0.name, $0.values)) }
    let flow = judged.isEmpty ? [] : BarsAfter.ofTakers(columns)
    for name in names.sorted() {
      let values = frame.values(name)
      judge(name, "column \(name)", values, foresight, reading: [name], isComputed: judged.contains(name))
      guard let rows = computed[name] else { continue }
      report.computed += foresight.foreknowledge(of: name, values)
      judge(
        name, computed: values, rows: rows.isEmpty ? values : rows, beside: columns.filter { $0.name != name },
        later: others.filter { $0.name != name }.flatMap(\.targets) + flow, prices)
    }
    for subject in subjects {
      let columns = subject.node.columnNames
      guard let outcome = whole[subject.node.key], !columns.isEmpty else { continue }
      judge(
        subject.node.key, subject.name, outcome.values(frame.grid.count), foresight, reading: columns,
        isComputed: columns.contains { computed[$0] != nil })
    }
  }

  private mutating func judge(
    _ expression: String, _ subject: String, _ values: [Double], _ foresight: Foresight, reading columns: Set<String>,
    isComputed: Bool
  ) {
    report.compared[.plausible, default: 0] += values.count
    let fair = FairPrice(frame, reading: columns)
    guard let found = foresight.finding(values, isComputed: isComputed, fair: fair) else { return }
    if TradedBars.are(columns, in: frame) {
      remark(
        "\(subject): \(found.what). It reads the traded bars alone, which cannot be stamped wrongly against their own close: "
          + bounce)
    } else if found.isOfBar {
      remark("\(subject): \(found.what): \(bounce)")
    } else {
      note(
        expression, subject, values,
        "\(found.what): is its stamp the open of what it measures\(isComputed ? ", or was it made with what came later" : "")?"
      )
    }
  }

  /// What foretells returns without knowing them.
  private var bounce: String {
    let known = TradedBars(frame).bounce.map {
      " (the return of a bar has a correlation of \(($0 * 100).rounded() / 100) with that of the bar before)"
    }
    return
      "trades that bounce between bid and ask make prices turn\(known ?? ""), and an order that takes earns none of it."
  }

  private mutating func remark(_ text: String) {
    if !report.remarks.contains(text) { report.remarks.append(text) }
  }

  /// - Parameters:
  ///   - columns: of what is traded, as they are known at each close.
  ///   - later: what they come to, and what the price does.
  private mutating func judge(
    _ name: String, computed values: [Double], rows: [Double], beside columns: [(name: String, values: [Double])],
    later: [BarsAfter], _ prices: [BarsAfter]
  ) {
    let interval = frame.grid.interval
    let isOfCalendar = WholeSample.isOfCalendar(values, interval)
    let known = rows.count { !$0.isNaN }
    let unlooked =
      isOfCalendar
      ? [] : [LaterBars.unlooked(values, interval), WholeSample.unlooked(known)].compactMap(\.self)
    if !unlooked.isEmpty { report.unlooked.append("column \(name): \(unlooked.joined(separator: "; "))") }
    func laterBars(_ targets: [BarsAfter]) -> String? {
      // What repeats itself is known to its end, and so is a column that goes with it.
      isOfCalendar ? nil : LaterBars(values, targets, beside: columns.map(\.values), interval)?.what
    }
    let copy = LaterCopy(values, in: columns, interval)?.what
    if let found = copy ?? laterBars(later) ?? LaterCopy(values, mixedFrom: columns)?.what {
      note(name, "column \(name)", values, found)
    }
    if isOfCalendar {
      if let mean = CalendarMean(values, on: frame, beside: columns) { note(name, "column \(name)", values, mean.what) }
    } else if let sample = WholeSample(rows) {
      note(name, "column \(name)", values, sample.what)
    }
    // What a horizon has caught need not be told to be exactly it.
    guard !report.findings.contains(where: { $0.expression == name }) else { return }
    if let move = LaterMove(values, on: frame)?.what ?? laterBars(prices) {
      note(name, "column \(name)", values, move)
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
