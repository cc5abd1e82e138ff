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
        rank: ResultIdentity.value(of: "rank", in: identity)),
      in: workspace)
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

  /// What is not as it was, from the data to the best trial; nil where all of that is the same.
  func difference() throws -> String? {
    guard
      ResultIdentity.value(of: "data", in: setting.identity.text)
        == ResultIdentity.value(of: "data", in: result.identityText)
    else { return "differs in data" }
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
