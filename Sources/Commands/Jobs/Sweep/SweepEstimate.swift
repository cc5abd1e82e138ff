import Foundation
import Market
import Research
import Results
import Store

/// What a sweep will take, found out by running a few of its trials.
struct SweepEstimate {
  let trials: Int
  /// Trials that are not in the archive yet, those of other sweeps not counted.
  let missing: Int
  let seconds: Double
  let threads: Int
  /// Of the archive, when all is done.
  let bytes: Int

  /// Spends a fifth of a second at most.
  init(_ setting: SweepSetting, in archive: RunArchive) throws {
    let finished = Set(try archive.finishedBlocks(of: setting.record.hash))
    let numbers = setting.numbers
    trials = setting.trials(in: numbers)
    missing = setting.trials(in: numbers.filter { !finished.contains($0) })
    threads = setting.request.threads
    bytes = missing * setting.measure.figures.count * 8
    seconds = Double(missing) * Self.secondsPerTrial(setting) / Double(threads)
  }

  /// The median of the trials in the latter half of the probe: those before fill what later ones share.
  private static func secondsPerTrial(_ setting: SweepSetting) -> Double {
    let evaluator = setting.measure.trialEvaluator()
    let count = setting.sweep.space.count
    let probes = min(64, count)
    let began = ContinuousClock.now
    return withUnsafeTemporaryAllocation(of: Double.self, capacity: setting.measure.figures.count) { values in
      var times: [Double] = []
      for probe in 0..<probes {
        let start = ContinuousClock.now
        // Neighbours, in a few places: as a block has them.
        let point = (probe / 8) * (count / 8) + probe % 8
        try? evaluator.measure(min(point, count - 1), into: values)
        times.append((ContinuousClock.now - start) / .seconds(1))
        if ContinuousClock.now - began > .milliseconds(200) { break }
      }
      let later = times.suffix((times.count + 1) / 2).sorted()
      return later[later.count / 2]
    }
  }

  private init(trials: Int, missing: Int, seconds: Double, threads: Int, bytes: Int) {
    self.trials = trials
    self.missing = missing
    self.seconds = seconds
    self.threads = threads
    self.bytes = bytes
  }

  /// Of several sweeps, one after the other.
  static func total(_ parts: [SweepEstimate]) -> SweepEstimate {
    SweepEstimate(
      trials: parts.reduce(0) { $0 + $1.trials }, missing: parts.reduce(0) { $0 + $1.missing },
      seconds: parts.reduce(0) { $0 + $1.seconds }, threads: parts.first?.threads ?? 1,
      bytes: parts.reduce(0) { $0 + $1.bytes })
  }

  var text: String {
    guard missing > 0 else { return "\(Double.counted(trials, "trial")), all of them in the store" }
    let share = missing == trials ? "" : ", \(Double.grouped(missing)) of them still to run"
    return
      "\(Double.counted(trials, "trial"))\(share): about \(Self.duration(seconds)) on \(threads) thread\(threads == 1 ? "" : "s"), \(Self.size(bytes)) in the store"
  }

  private static func duration(_ seconds: Double) -> String {
    switch seconds {
    case ..<0.95: "\(max(1, Int((seconds * 10).rounded())) * 100) ms"
    case ..<90: "\(Int(seconds.rounded())) s"
    case ..<5400: "\(Int((seconds / 60).rounded())) min"
    case ..<172_800: "\(Int((seconds / 3600).rounded())) h"
    default: "\(Int((seconds / 86_400).rounded())) days"
    }
  }

  private static func size(_ bytes: Int) -> String {
    bytes < 1_000_000
      ? "\(bytes / 1000) kB" : bytes < 1_000_000_000 ? "\(bytes / 1_000_000) MB" : "\(bytes / 1_000_000_000) GB"
  }
}

extension SweepEstimate {
  /// Beyond either, a slip of the keyboard is likelier than a wish.
  private static let mostTrials = 10_000_000
  private static let mostSeconds = 3600.0

  /// Lets small sweeps pass; asks about large ones, and refuses them where there is nobody to ask.
  func confirm(isAgreed: Bool) throws {
    guard !isAgreed, missing > Self.mostTrials || seconds > Self.mostSeconds else { return }
    guard Terminal.inputIsTerminal, Terminal.errorIsTerminal else {
      throw Problem(text, remedy: "thin the grid out, take a sample with --trials, or say --yes to run them all")
    }
    Terminal.show("\(text). Run them? [y/N] ")
    guard let answer = readLine(), ["y", "yes"].contains(answer.lowercased()) else {
      throw Problem("not run: \(text)", remedy: "thin the grid out, or take a sample with --trials")
    }
  }
}
