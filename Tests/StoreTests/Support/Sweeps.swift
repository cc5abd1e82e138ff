import Digest
import Foundation
import Market
import Store
import TestSupport

/// A sweep of 10 trials a block unless said otherwise, of three figures.
func sweep(
  _ name: String, trials: Int = 40, blockSize: Int = 10, market: String = "btc", setting: String = "setting",
  engine: String = "1.0"
) -> SweepRecord {
  SweepRecord(
    hash: SHA256.digest(of: name).hex, setting: SHA256.digest(of: setting).hex, strategy: "fade", market: market,
    interval: .hour, range: TimeRange(from: newYear, to: newYear + .day), space: #"{"axes":["\#(name)"]}"#,
    trials: trials, blockSize: blockSize, figures: ["sharpe", "sortino", "trades"], engine: engine)
}

/// Block `number` of `sweep`: its numbers follow from where they stand, one in seven is not defined.
func block(_ number: Int, of sweep: SweepRecord, failures: [Int: String] = [:]) -> TrialBlock {
  let count = min(sweep.blockSize, sweep.trials - number * sweep.blockSize)
  var values: [Double] = []
  for index in 0..<sweep.figures.count * count {
    let isDefined = failures[index % count] == nil && (index + number) % 7 != 0
    values.append(isDefined ? Double(number) + Double(index) / 16 : .nan)
  }
  return TrialBlock(number: number, count: count, values: values, failures: failures)
}

extension TrialBlock {
  /// With NaN equal to NaN.
  func matches(_ other: TrialBlock?) -> Bool {
    guard let other else { return false }
    return number == other.number && count == other.count && failures == other.failures
      && zip(values, other.values).allSatisfy { $0 == $1 || $0.isNaN && $1.isNaN }
  }
}

/// What a file holds, byte by byte.
func bytes(_ path: String) throws -> Data { try Data(contentsOf: URL(fileURLWithPath: path)) }
