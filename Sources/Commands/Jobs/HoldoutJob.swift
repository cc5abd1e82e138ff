import Digest
import Frames
import Market
import Replay
import Research
import Results
import Signals
import Store

/// Writes down a hypothesis for a sealed market, and opens the seal for it once.
struct HoldoutJob {
  let workspace: Workspace
  /// The clock's time, which only the command line knows.
  let now: Instant

  /// What is asked of the sealed part.
  struct Question {
    var signal: String
    var forward: Interval
    var direction: Direction
    var alpha: Double
    var overrides: [String: ParameterValue]
  }

  /// - Parameter strategy: whose signals may be named; nil for an expression that needs none.
  func register(_ question: Question, of strategy: Strategy?, choice: MarketChoice) throws -> HoldoutDocument {
    let strategies = [strategy].compactMap(\.self)
    let market = try FrameLoader(workspace: workspace, choice: choice).market(of: strategies)
    let dataset = try workspace.datasets.openForSealing(market)
    guard let seal = try dataset.seal() else { throw notSealed(market) }
    let book = try FrameLoader(workspace: workspace, choice: choice).columns(of: dataset, for: strategies)
    let interval = book.interval
    guard question.forward.count(of: interval) != nil else {
      throw Problem(
        "the horizon \(question.forward) is not a whole number of \(interval) bars", remedy: "take a multiple")
    }
    let signals = try strategy?.signals ?? SignalBook()
    let bound = try signals.bound(to: question.overrides)
    let node: Node
    if signals.signalNames.contains(question.signal) {
      node = try bound.signal(question.signal)
    } else {
      let expression = try Expression(
        parsing: question.signal, at: Problem.Place(file: "--signal", line: 1, column: 1))
      if strategy != nil, expression.names == [question.signal] { _ = try bound.signal(question.signal) }
      node = try bound.resolve(expression)
    }
    let registration = Registration(
      hypothesis: Hypothesis(
        market: market, signal: question.signal, expression: node.written, forward: question.forward,
        direction: question.direction),
      instrument: book.instrument.description, interval: interval, alpha: question.alpha,
      sealedFrom: seal.from)
    let (_, expression) = try registration.node()
    for name in try SignalBook().columnPlaces(for: [expression]).keys.sorted() { try book.check(name) }
    let hash = SHA256.digest(of: registration.text).hex
    try dataset.register(hash: hash, hypothesis: registration.text, on: now)
    let kept = try dataset.seal()?.registered
    try dataset.close()
    return HoldoutDocument(registration: registration, hash: hash, registeredOn: kept?.on ?? now)
  }

  /// - Parameter prefix: the first digits of the registered hypothesis' hash.
  func open(_ prefix: String, market: String) throws -> HoldoutDocument {
    let dataset = try workspace.datasets.openForSealing(market)
    guard let seal = try dataset.seal() else { throw notSealed(market) }
    guard let registered = seal.registered else {
      throw Problem(
        "no hypothesis is registered for '\(market)'", remedy: "write one down with 'hindcast study register'")
    }
    let prefix = prefix.lowercased()
    guard prefix.utf8.count >= 8, registered.hash.hasPrefix(prefix) else {
      throw Problem(
        "'\(prefix)' is not the hypothesis registered for '\(market)', which is \(registered.hash.prefix(12))",
        remedy: prefix.utf8.count < 8
          ? "give at least eight of its digits" : "the holdout answers the one question that was registered")
    }
    let registration = try Registration(registered.hypothesis)
    if seal.result == nil { try judge(registration, hash: registered.hash, dataset) }
    guard let opened = try dataset.seal(), let kept = opened.result else {
      throw Problem("the result of '\(market)' was not kept", remedy: "open it again", fault: .work)
    }
    try dataset.close()
    return HoldoutDocument(
      registration: registration, hash: registered.hash, registeredOn: registered.on, openedOn: opened.openedOn,
      result: try HoldoutResult(kept: kept))
  }

  /// Runs exactly what was registered on the sealed bars. That it was opened is on the disk before the first is read.
  private func judge(_ registration: Registration, hash: String, _ dataset: Dataset) throws {
    // Everything that can be wrong without looking is found before the seal is broken.
    let (node, expression) = try registration.node()
    let traded = try ColumnBook(
      dataset, instrument: registration.instrument, interval: registration.interval
    ).bars.descriptor
    let bars = registration.hypothesis.forward.count(of: registration.interval) ?? 1
    let hidden = try dataset.hiddenRows(of: traded)
    guard hidden > bars else {
      throw Problem(
        "the seal hides \(hidden) bars so far, and the horizon is \(bars)",
        remedy: "import more first; the seal was not opened")
    }
    let holdout = try dataset.openHoldout(hash: hash, on: now)
    let frame = try holdout.assemble(
      FrameRequest(
        instrument: registration.instrument, interval: registration.interval,
        range: TimeRange(from: registration.sealedFrom, to: TimeRange.always.to),
        columns: Set(try SignalBook().columnPlaces(for: [expression]).keys),
        warmUp: try node.lookBack(registration.interval))
    ).frame
    let subject = try StudySubject(
      name: registration.hypothesis.signal, node: node, evaluator: Evaluator(frame))
    let test = HypothesisTest(registration.hypothesis, on: subject, bars: bars)
    try dataset.keepHoldoutResult(HoldoutResult(registration, test, frame: frame).kept, hash: hash)
  }

  private func notSealed(_ market: String) -> Problem {
    Problem("'\(market)' is not sealed", remedy: "'hindcast study seal --market \(market) --last 20%' seals its end")
  }
}
