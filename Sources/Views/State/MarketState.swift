import Frames
import Market
import Research
import Signals
import Statistics
import Store

/// A state that a view names, whether the market is in it, and what came after it on the dataset's past: known by then,
/// and never later.
public struct MarketState: Sendable {
  public let name: String
  /// What it is, with its threshold.
  public let words: String
  /// In the language of signals, so that 'hindcast study' asks the same.
  public let expression: String
  /// At the last bar known, or at the last snapshot; nil where that cannot be said.
  public let holds: Bool?
  /// Close of that bar, or when the snapshot was known; nil where nothing is said.
  public let judged: Instant?
  /// Close of the first bar of the episode it is in, or the first snapshot.
  public let since: Instant?
  /// Nil where no test was asked for.
  public fileprivate(set) var after: Result<StateStudy, Unavailable>?
}

/// What followed a state: the study of it in a few figures.
public struct StateStudy: Sendable {
  public let instrument: Instrument
  public let interval: Interval
  public let window: TimeRange
  public let forward: Interval
  public let bars: Int
  public let barsIn: Int
  public let episodes: Int
  public let meanIn: Double
  /// Mean in the state less mean outside it.
  public let difference: Double
  /// Of the difference, by the estimator that decides or else Hodrick 1B; nil without one.
  public let standardError: Double?
  /// Of the estimator that decides.
  public let p: Double?
  /// The same by Holm over the states of the view.
  public fileprivate(set) var adjustedP: Double?
  public let minimumDetectable: Double?
  public let verdict: Verdict

  init(_ horizon: HorizonStudy, on frame: Frame) throws(Unavailable) {
    guard let contrast = horizon.contrast else { throw Unavailable("there is nothing to compare it with") }
    let decider = VerdictEstimators.Candidates.forward.decider
    instrument = frame.instrument
    interval = frame.grid.interval
    window = frame.window
    forward = horizon.forward
    bars = horizon.observations
    barsIn = contrast.barsIn
    episodes = contrast.episodes
    meanIn = contrast.meanIn
    difference = contrast.difference
    standardError = horizon.estimates.hodrick1B?.standardError
    p = horizon.estimates.first { $0.name == decider }?.p
    minimumDetectable = horizon.minimumDetectable
    verdict = horizon.verdict
  }
}

/// What a view calls a state, before anybody looks whether it holds.
public struct StateDefinition: Sendable {
  public let name: String
  public let words: String
  public let expression: String
  /// Whether it holds, where the view knows that better than the bars do.
  public let now: Now?

  /// Whether a state holds at an instant of its own, as that of a snapshot.
  public struct Now: Sendable {
    public let holds: Bool?
    public let judged: Instant
    /// Of the first of the episode (`Episodes`).
    public let since: Instant?

    public init(holds: Bool?, judged: Instant, since: Instant?) {
      (self.holds, self.judged, self.since) = (holds, judged, since)
    }
  }

  public init(_ name: String, _ words: String, _ expression: String, now: Now? = nil) {
    (self.name, self.words, self.expression, self.now) = (name, words, expression, now)
  }
}

/// How states are looked at.
public struct StateTest: Sendable {
  /// Whether each is followed by what came after it.
  public var studies: Bool
  /// Width of the bars; nil for hours, or wider where the asset has no hours.
  public var interval: Interval?

  public init(studies: Bool = true, interval: Interval? = nil) { (self.studies, self.interval) = (studies, interval) }

  /// States of an instrument at a moment. One that cannot be looked at says why in place of its study.
  ///
  /// The estimators and the verdict of a study of each are run on all bars known by then, with the next hour's return;
  /// the size of the estimators is not calibrated. Several states are several tests: beside each p stands Holm's over all.
  ///
  /// - Parameter own: columns that no series has, by the names that the states call them.
  public func states(
    _ definitions: [StateDefinition], of instrument: Instrument?, at moment: MarketMoment,
    beside own: [String: KnownColumn] = [:]
  ) -> [MarketState] {
    var states = single(definitions, of: instrument, at: moment, own)
    let tested = states.indices.filter { states[$0].after?.answer?.p != nil }
    let adjusted = Correction.holm.adjusted(tested.map { states[$0].after?.answer?.p ?? 1 })
    for (place, p) in zip(tested, adjusted) {
      guard var study = states[place].after?.answer else { continue }
      study.adjustedP = p
      states[place].after = .success(study)
    }
    return states
  }

  private func single(
    _ definitions: [StateDefinition], of instrument: Instrument?, at moment: MarketMoment, _ own: [String: KnownColumn]
  ) -> [MarketState] {
    guard let instrument else {
      return definitions.map { unavailable($0, Unavailable("the dataset has no bars of \(moment.asset.text)")) }
    }
    do {
      func columns(_ definition: StateDefinition) throws -> Set<String> {
        try SignalBook().columns(for: [try Expression(parsing: definition.expression)]).subtracting(own.keys)
      }
      var width = try interval ?? moment.width(of: instrument) ?? .hour
      var book = try ColumnBook(moment.dataset, instrument: "\(instrument)", interval: width)
      // Prices are held against one another on bars as wide as the widest of them.
      let named = definitions.reduce(into: Set<String>()) { $0.formUnion((try? columns($1)) ?? []) }
      if interval == nil, let wide = book.widerPrice(among: named), wide.count(of: width) != nil {
        width = wide
        book = try ColumnBook(moment.dataset, instrument: "\(instrument)", interval: width)
      }
      var possible: [StateDefinition] = []
      var reasons: [String: Unavailable] = [:]
      for definition in definitions {
        do {
          let names = try columns(definition)
          for column in names { try book.check(column) }
          if let wide = book.widerPrice(among: names) {
            throw Unavailable("a price in it is of bars of \(wide), too wide for bars of \(width)")
          }
          possible.append(definition)
        } catch { reasons[definition.name] = Unavailable(of: error) }
      }
      let view =
        try possible.isEmpty
        ? nil : ViewFrame(moment, of: instrument, interval: width, beside: own, possible.map(\.expression))
      return definitions.map { definition in
        guard let view, reasons[definition.name] == nil else {
          return unavailable(definition, reasons[definition.name] ?? Unavailable("nothing is known of it"))
        }
        return state(definition, view, moment)
      }
    } catch {
      let why = Unavailable(of: error)
      return definitions.map { unavailable($0, why) }
    }
  }

  private func unavailable(_ definition: StateDefinition, _ why: Unavailable) -> MarketState {
    MarketState(
      name: definition.name, words: definition.words, expression: definition.expression, holds: definition.now?.holds,
      judged: definition.now.flatMap { $0.holds == nil ? nil : $0.judged }, since: definition.now?.since,
      after: studies ? .failure(why) : nil)
  }

  private func state(_ definition: StateDefinition, _ view: ViewFrame, _ moment: MarketMoment) -> MarketState {
    do {
      let width = view.frame.grid.interval
      let holds = try view.holds(definition.expression)
      // What bars say is old where the last of them closed two bars ago.
      let isFresh = (view.closes.last.map { moment.asOf.since($0) < width * 2 }) ?? false
      let now = isFresh ? holds.last ?? nil : nil
      let since = now == true ? view.closes[Episodes.start(of: holds.count - 1) { holds[$0] }] : nil
      let said = definition.now ?? .init(holds: now, judged: view.closes.last ?? moment.asOf, since: since)
      return MarketState(
        name: definition.name, words: definition.words, expression: definition.expression, holds: said.holds,
        judged: said.holds == nil ? nil : said.judged, since: said.since,
        after: studies ? Result { () throws(Unavailable) in try study(definition, view) } : nil)
    } catch {
      return unavailable(definition, Unavailable(of: error))
    }
  }

  private func study(_ definition: StateDefinition, _ view: ViewFrame) throws(Unavailable) -> StateStudy {
    let horizon: HorizonStudy?
    do {
      let subject = try view.with(definition.expression) { node, evaluator in
        try StudySubject(name: definition.name, node: node, evaluator: evaluator)
      }
      let forward = max(Interval.hour, view.frame.grid.interval)
      horizon = try Study(subject, StudyPlan(horizons: [forward], calibration: 0, depth: .judgement)).horizons.first
    } catch { throw Unavailable(of: error) }
    guard let horizon else { throw Unavailable("there is no horizon") }
    if horizon.contrast == nil { throw Unavailable(horizon.verdict.reason) }
    return try StateStudy(horizon, on: view.frame)
  }
}

extension Verdict {
  /// Why nothing can be said, as a clause.
  fileprivate var reason: String {
    var clause = text
    if clause.hasPrefix("Cannot say: ") { clause.removeFirst(12) }
    if clause.hasSuffix(".") { clause.removeLast() }
    return clause
  }
}

extension Unavailable {
  /// What an error says of why there is no answer.
  init(of error: any Error) {
    self = error as? Unavailable ?? Unavailable((error as? Problem)?.what ?? "\(error)")
  }
}
