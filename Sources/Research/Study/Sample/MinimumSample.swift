import Numerics
import Statistics

/// How small a part of a sample may be before it gets no error and no p, only its counts.
public enum MinimumSample {
  /// Episodes of a regime. With four, Hodrick's error is a sum of four squares and its t is anything.
  public static let episodes = 5
  /// Fewer episodes than this are anecdotes, whatever their p, and no verdict rests on them.
  public static let verdictEpisodes = 8
  /// Segments of one horizon that a signal's bars must fill.
  public static let horizons = 30
}

extension MinimumSample {
  /// Why a signal that is nearly always the same, but on a few bars, says nothing; nil where enough of them decide. A number
  /// has no episodes to count.
  static func anecdote(rowsBehindSlope rows: Double) -> String? {
    few(rowsBehindSlope: rows).map { "\($0), which is an anecdote (at least \(verdictEpisodes) are asked for)" }
  }

  /// The same without the rule.
  static func few(rowsBehindSlope rows: Double) -> String? {
    rows < Double(verdictEpisodes) ? "the slope rests on \(bars(rows, below: Double(verdictEpisodes)))" : nil
  }

  /// `7 bars`: so many that are fewer than a limit, and are not rounded up to it.
  package static func bars(_ rows: Double, below limit: Double) -> String {
    rows.rounded() < limit ? Double.counted(Int(rows.rounded()), "bar") : "\((rows * 10).rounded(.down) / 10) bars"
  }

  /// Why so many episodes are no sample; nil where they are.
  static func anecdote(ofEpisodes episodes: Int) -> String? {
    guard episodes < verdictEpisodes else { return nil }
    return
      "\(Double.counted(episodes, "episode")) \(episodes == 1 ? "is" : "are") an anecdote, not a sample (at least \(verdictEpisodes) are asked for)"
  }

  /// Why no verdict can rest on a sample, though its estimates may stand: too few episodes of a regime; of a signal, which
  /// has none to count, too few bars that decide its slope or too few horizons that do not overlap. With a handful of those
  /// even the shift of a signal with memory finds something in one sample of noise in seven.
  static func cannotJudge(_ sample: ForwardSample, _ contrast: RegimeContrast?) -> String? {
    if let contrast {
      return anecdote(ofEpisodes: contrast.episodes)
    }
    if let few = anecdote(rowsBehindSlope: sample.rowsBehindSlope) { return few }
    let apart = sample.observations / sample.horizon
    guard apart < horizons else { return nil }
    return
      "the returns fill \(Double.counted(apart, "horizon")) that \(apart == 1 ? "does" : "do") not overlap (at least \(horizons) are asked for of a signal)"
  }

  /// Those of ranks beside a slope whose error is withheld: theirs is as well, unless the ranks alone could bear a verdict.
  static func withoutErrors(
    ofRanks estimates: [EstimatorResult], _ ranks: ForwardSample, beside values: ForwardSample
  ) -> [EstimatorResult] {
    guard few(rowsBehindSlope: values.rowsBehindSlope) != nil, let why = cannotJudge(ranks, nil) else {
      return withoutErrors(estimates, ranks, nil)
    }
    return estimates.map { EstimatorResult(name: $0.name, estimate: $0.estimate, note: "no error: \(why)") }
  }

  /// An estimate without error, t and p where no verdict could rest on it.
  static func judged(
    _ estimate: EstimatorResult, _ sample: ForwardSample, _ contrast: RegimeContrast?
  ) -> EstimatorResult {
    cannotJudge(sample, contrast).map {
      EstimatorResult(name: estimate.name, estimate: estimate.estimate, note: $0)
    } ?? estimate
  }

  /// The estimates of a regime with so few episodes, or of a signal that so few bars decide, keep their slope and lose error,
  /// t and p, which would look like an answer. All of them where there are enough.
  static func withoutErrors(
    _ estimates: [EstimatorResult], _ sample: ForwardSample, _ contrast: RegimeContrast?
  ) -> [EstimatorResult] {
    var why: String?
    if let contrast {
      let count = contrast.episodes
      why =
        count < episodes
        ? "no error from \(count) episode\(count == 1 ? "" : "s"); \(episodes) are asked for" : nil
    } else {
      why = few(rowsBehindSlope: sample.rowsBehindSlope).map { "no error: \($0); \(verdictEpisodes) are asked for" }
    }
    guard let why else { return estimates }
    return estimates.map { EstimatorResult(name: $0.name, estimate: $0.estimate, note: why) }
  }
}

/// Why a part of a study has no answer, in words for its reader: a plain statement instead of a number that looks like one.
public struct Unavailable: Error, Hashable, Sendable {
  /// A clause without a full stop that can follow "cannot say: ".
  public let why: String

  public init(_ why: String) {
    self.why = why
  }
}

extension Unavailable {
  /// Why there is nothing to estimate, in words of the subject.
  ///
  /// - Parameter horizon: in bars, where what follows was asked about: bars without a known return do not count then, and
  ///   what is the same on all that do need not be so in the window.
  init(_ error: any Error, _ subject: StudySubject, horizon: Int? = nil) {
    if let said = error as? Unavailable {
      self = said
      return
    }
    switch (error as? StatisticsError, subject.values) {
    case (.constantRegressor(let observations), .regime(let holds)):
      let held = zip(holds, subject.known).count { $0 && $1 }
      let known = subject.known.count { $0 }
      if held == 0 {
        self.init("'\(subject.name)' never holds in the window")
      } else if held == known {
        self.init("'\(subject.name)' holds on every bar that is known, so there is nothing to compare it with")
      } else if let horizon {
        let share = Self.holdsWhereReturnsAre(holds, subject, horizon) ? "all" : "none"
        self.init(
          "'\(subject.name)' holds on \(held) of \(known) bars, and on \(share) of the \(observations) whose return is known, so there is nothing to compare"
        )
      } else {
        self.init("\(error)")
      }
    case (.constantRegressor(let observations), .signal(let values)):
      let known = values.filter { !$0.isNaN }
      self.init(
        known.min() == known.max()
          ? "'\(subject.name)' has one value throughout"
          : "'\(subject.name)' has one value on all \(observations) bars whose return is known")
    case (.beyondRange(_, let size), _):
      self.init(
        "'\(subject.name)' is \(StatisticsError.words(ofSize: size)); bring it to another unit, as in (\(subject.expression)) / \(size)"
      )
    default:
      self.init("\(error)")
    }
  }

  /// Whether a regime holds on the first bar that has a return, which stands for all when they are alike.
  private static func holdsWhereReturnsAre(_ holds: [Bool], _ subject: StudySubject, _ bars: Int) -> Bool {
    let closes = subject.frame.values("close")
    let row = subject.known.indices.first { row in
      subject.known[row] && row + bars < closes.count && !closes[row + bars].isNaN
    }
    return row.map { holds[$0] } ?? false
  }
}

extension Result where Failure == Unavailable {
  /// The answer, when there is one.
  public var answer: Success? { try? get() }

  /// Why there is none, when there is none.
  public var why: String? {
    if case .failure(let reason) = self { reason.why } else { nil }
  }
}
