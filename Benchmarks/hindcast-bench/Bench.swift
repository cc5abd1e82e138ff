import Feeds
import Foundation
import Market
import Replay
import Research
import Signals
import Store

/// The engine's side of `make bench`: prepares a market for all, and times one work at a time.
///
///     hindcast-bench prepare FOLDER [DATA]     a dataset, and its columns as raw doubles for the peers
///     hindcast-bench time WORK FOLDER COUNT    seconds of each repetition and the result, as JSON
///     hindcast-bench size [--simulations N] [--seed S] [--part studies|families|sweeps|panels]
///                                              what estimators and verdict find where there is nothing
///     hindcast-bench series FOLDER SIMULATIONS the simulated markets of `size`, as raw doubles for a peer
@main
enum Bench {
  /// Rows of every in-memory work.
  static let rows = 52_128

  private static let works = [
    "seed", "replay", "fade", "fade-two", "reverse", "reverse-two", "sized", "sized-two", "stops", "stops-two", "long",
    "curve", "import", "open", "regression", "bootstrap", "shifts-regime", "shifts-signal", "study", "rolling",
    "zscore", "stream", "legs", "carry", "carry-two", "carry-bare", "portfolio", "portfolio-bare",
    "thousand",
  ]

  static func main() {
    ColumnMemory.keepFreedColumns()
    do {
      try run(CommandLine.arguments.dropFirst())
    } catch {
      // An error that leaves `main` is a trap with a backtrace, which is for faults of the program.
      FileHandle.standardError.write(Data("error: \(error)\n".utf8))
      exit(2)
    }
  }

  private static func run(_ arguments: ArraySlice<String>) throws {
    switch (arguments.first, Array(arguments.dropFirst())) {
    case ("prepare", let rest) where !rest.isEmpty:
      try BenchMarket(folder: rest[0]).prepare(data: rest.count > 1 ? rest[1] : nil)
    case ("time", let rest) where rest.count == 3:
      let market = BenchMarket(folder: rest[1])
      let count = Int(rest[2]) ?? 5
      let timed: Timed
      switch rest[0] {
      case "seed": timed = try SeedWork(market).run(count)
      case "replay": timed = try ReplayWork(market).run(count)
      case "long": timed = try LongWork(market).run(count)
      case "fade", "reverse", "sized", "stops": timed = try SweepWork(rest[0], market, threads: 1).run(count)
      case "fade-two", "reverse-two", "sized-two", "stops-two":
        timed = try SweepWork(String(rest[0].dropLast(4)), market, threads: 2).run(count)
      case "curve": timed = try CurveWork(market: market).run(count)
      case "import": timed = try ImportWork(market).run(count)
      case "regression": timed = try RegressionWork().run(count)
      case "bootstrap": timed = try BootstrapWork().run(count)
      case "shifts-regime": timed = try ShiftWork(isRegime: true).run(count)
      case "shifts-signal": timed = try ShiftWork(isRegime: false).run(count)
      case "study": timed = try StudyWork(market).run(count)
      case "open": timed = try OpenWork(market).run(count)
      case "zscore": timed = try ZScoreWork(market).run(count)
      case "stream": timed = try StreamWork(market).run(count)
      case "rolling": timed = try RollingWork(market).run(count)
      case "legs": timed = try LegWork().run(count)
      case "carry", "carry-two": timed = try CarrySweepWork(threads: rest[0] == "carry" ? 1 : 2).run(count)
      case "carry-bare": timed = try CarrySweepWork(threads: 1, isFunded: false).run(count)
      case "portfolio", "portfolio-bare":
        var work = PortfolioWork.few
        work.isBare = rest[0] == "portfolio-bare"
        timed = try work.run(count)
      case "thousand": timed = try PortfolioWork(instruments: 1_000, hours: 8_760).run(count)
      default: throw Problem("there is no work '\(rest[0])'", remedy: Self.works.joined(separator: ", "))
      }
      print(
        try String(decoding: JSONSerialization.data(withJSONObject: timed.json, options: .sortedKeys), as: UTF8.self))
    case ("size", let rest):
      let flags = Dictionary(
        stride(from: 0, to: rest.count - 1, by: 2).map { (rest[$0], rest[$0 + 1]) }, uniquingKeysWith: { $1 })
      guard rest.count.isMultiple(of: 2),
        flags.keys.allSatisfy({ ["--simulations", "--seed", "--part"].contains($0) }),
        let simulations = Int(flags["--simulations"] ?? "2000"), simulations > 0,
        let seed = UInt64(flags["--seed"] ?? "1")
      else {
        throw Problem(
          "usage: hindcast-bench size [--simulations N] [--seed S] [--part studies|families|sweeps|panels]")
      }
      let part = flags["--part"].flatMap(SizeWork.Part.init(rawValue:))
      if !SizeWork(simulations: simulations, seed: seed).run(part.map { [$0] } ?? SizeWork.Part.allCases) { exit(1) }
    case ("series", let rest) where rest.count == 2:
      guard let simulations = Int(rest[1]), simulations > 0 else {
        throw Problem("usage: hindcast-bench series FOLDER SIMULATIONS")
      }
      try SizeWork(simulations: simulations, seed: 1).write(to: rest[0], simulations: simulations)
    default:
      throw Problem("usage: hindcast-bench prepare FOLDER [DATA] | time WORK FOLDER COUNT | size [--simulations N]")
    }
  }
}

/// Seconds of each repetition, and what came out.
struct Timed {
  var seconds: [Double] = []
  var result: [String: Any]

  /// One repetition is not counted.
  init(_ count: Int, _ work: () throws -> [String: Any]) rethrows {
    result = try work()
    for _ in 0..<count {
      let began = ContinuousClock.now
      result = try work()
      seconds.append((ContinuousClock.now - began) / .seconds(1))
    }
  }

  var json: [String: Any] { ["seconds": seconds, "result": result] }
}
