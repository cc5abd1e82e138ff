import Replay

/// A run against a benchmark, with what both grew by day by day.
public struct RunAgainst: Sendable {
  public let comparison: BenchmarkComparison
  /// Of the benchmark, on the run's days.
  public let days: [DailyMark]
  /// Of the run, in what the benchmark is counted in.
  public let own: [DailyMark]
  /// What it is replayed on, and what was taken as equal that is not quite; nil where there is neither to say.
  public let note: String?
  /// Of the benchmark, in one line that a result's identity can rest on.
  public let identity: String

  public init(_ benchmark: Benchmark, of run: Run, currency: String) throws {
    try self.init(benchmark, on: run.daily, currency: currency)
  }

  /// - Parameter own: what is held against it, day by day.
  public init(_ benchmark: Benchmark, on own: [DailyMark], currency: String) throws {
    comparison = try BenchmarkComparison(benchmark, strategy: own)
    days = benchmark.marks.on(own.map(\.day))
    self.own = benchmark.counting(own)
    note = benchmark.note(currency)
    identity = benchmark.identity
  }
}
