import Foundation
import Market
import Replay
import Research
import Store

/// A kept sweep made ready once more: the same question and the same points, on the market as it is by now.
///
/// Its trials are not measured again, of which there may be millions. What they were measured on is compared, and so is the
/// best of them.
struct KeptSweep {
  private let result: ResultRecord
  private let setting: SweepSetting

  /// - Throws: a `Problem` where nothing says what was swept, and where it cannot be made ready any more.
  init(_ result: ResultRecord, in workspace: Workspace) throws {
    self.result = result
    let identity = result.identityText
    guard let source = result.sources?.first, let space = ResultIdentity.value(of: "space", in: identity),
      let trials = ResultIdentity.value(of: "trials", in: identity)
    else { throw Problem("nothing says what was swept") }
    setting = try SweepSetting(
      SweepRequest(
        strategy: try source.strategy(), choice: try MarketChoice(of: result), space: SpaceRequest(),
        points: try ParameterSpace(text: space), overrides: [:], question: try Self.question(trials),
        rank: ResultIdentity.value(of: "rank", in: identity), benchmark: try Self.benchmark(of: result)),
      in: workspace)
  }

  /// What a sweep's row calls the benchmark by, among its parameters: no parameter's name begins with a dash.
  static let benchmarkName = "--benchmark"

  /// What its trials were held against, as it was named; nil where that was nothing.
  private static func benchmark(of result: ResultRecord) throws -> String? {
    if let name = result.parameterTexts[benchmarkName] { return name }
    guard let identity = benchmarkIdentity(in: result.identityText) else { return nil }
    // Earlier versions kept no name; of what is held the identity has the instrument.
    let words = identity.split(separator: " ")
    guard words.count > 1, words[0] == BenchmarkJob.hold else {
      throw Problem("it was held against a benchmark, of which its version kept no name")
    }
    return words[1] == (result.instruments.first ?? "") ? BenchmarkJob.hold : "\(BenchmarkJob.hold):\(words[1])"
  }

  /// The line of what all trials have in common that says what they are held against.
  private static func benchmarkIdentity(in identity: String) -> String? {
    let lines = ResultIdentity.value(of: "trials", in: identity)?.components(separatedBy: "\\n")
    return lines?.last.flatMap { $0.hasPrefix("benchmark ") ? String($0.dropFirst("benchmark ".count)) : nil }
  }

  /// What was found out at each parameter set, by the first line of what all trials had in common.
  private static func question(_ trials: String) throws -> SweepRequest.Question {
    let (study, forward) = ("study ", " forward ")
    let line = trials.components(separatedBy: "\\n").first ?? ""
    guard line.hasPrefix(study), let place = line.range(of: forward, options: .backwards) else { return .replay }
    guard let horizon = Interval(String(line[place.upperBound...])) else {
      throw Problem("'\(line)' names no horizon")
    }
    return .study(signal: String(line[..<place.lowerBound].dropFirst(study.count)), forward: horizon)
  }

  /// Whether its trials are held against something.
  var hasBenchmark: Bool { setting.benchmark != nil }

  /// What is not as it was, from the data and the benchmark to the best trial; nil where all of that is the same.
  func difference() throws -> String? {
    guard
      ResultIdentity.value(of: "data", in: setting.identity.text)
        == ResultIdentity.value(of: "data", in: result.identityText)
    else { return "differs in data" }
    guard
      Self.benchmarkIdentity(in: setting.identity.text) == Self.benchmarkIdentity(in: result.identityText)
    else { return "differs in the benchmark" }
    guard let (trial, kept) = best else { return nil }
    let now = try setting.measure.proof(of: trial)
    let differing = zip(setting.measure.figures, now).filter { name, value in
      guard let before = kept[name] else { return value.isFinite }
      return before != value
    }
    return differing.isEmpty
      ? nil : "other figures of the best trial: \(differing.map(\.0).sorted().joined(separator: ", "))"
  }

  /// The number of the best trial and its figures, as they were kept; nil where all had failed.
  private var best: (trial: Int, figures: [String: Double])? {
    let kept = try? JSONDecoder().decode(KeptFigures.self, from: Data(result.figures.utf8))
    let figures = kept?.best?.compactMapValues(\.value) ?? [:]
    guard let trial = figures["trial"].flatMap(Int.init(exactly:)), trial >= 0, trial < setting.sweep.space.count
    else { return nil }
    return (trial, figures)
  }
}

private struct KeptFigures: Decodable {
  let best: [String: Number]?

  /// Nil for what is no number.
  struct Number: Decodable {
    let value: Double?

    init(from decoder: any Decoder) throws { value = try? decoder.singleValueContainer().decode(Double.self) }
  }
}
