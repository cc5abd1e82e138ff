import Market

/// What became of one file that was asked for.
public struct FetchedFile: Hashable, Sendable {
  public enum State: String, Hashable, Sendable {
    /// It was there.
    case cached
    case fetched
    /// It was there, and the source has put another in its place.
    case replaced
    /// The source does not have it.
    case missing
    /// It would be fetched, and this is a rehearsal.
    case pending
    /// It did not come; others did.
    case failed
  }

  /// What it is of: `klines 5m`.
  public let series: String
  /// As the source calls it: `BTCUSDT-5m-2025-01.zip`.
  public let name: String
  public var state: State
  /// Where it lies; nil where there is none.
  public var path: String?
  public var bytes = 0
  /// Requests that it took.
  public var pages = 0
  /// What was seen in it.
  public var notes: [String] = []
  /// Why it did not come.
  public var failure: Problem?

  public init(series: String, name: String, state: State) {
    self.series = series
    self.name = name
    self.state = state
  }
}

/// What a fetch brought.
public struct FetchReport: Hashable, Sendable {
  public var source: String
  public var symbol: String
  public var span: FetchSpan
  /// In the order in which they are imported.
  public var files: [FetchedFile]
  /// What should be known of the whole.
  public var notes: [String] = []

  /// Why something of it did not come, with the first that did not; nil where all came.
  public var failure: Problem? {
    let failed = files.filter { $0.state == .failed }
    guard let first = failed.first, var problem = first.failure else { return nil }
    let others = failed.count > 1 ? " and \(failed.count - 1) more" : ""
    problem.what = "\(first.series), \(first.name)\(others) did not come: \(problem.what)"
    problem.remedy = [problem.remedy, "what came is imported; the same call asks for the others"].compactMap(\.self)
      .joined(separator: "; ")
    return problem
  }

  /// What is to be imported, in order.
  public var paths: [String] { files.filter { $0.state != .missing }.compactMap(\.path) }
}

/// How a fetch is done, whatever the source.
public struct FetchSetting: Sendable {
  /// The folder that keeps what was fetched: `datasets/archive`.
  public var folder: String
  /// In place of the source's own address.
  public var baseURL: String?
  /// Requests at once.
  public var parallel = 4
  /// Whether nothing is fetched and only what would be is said.
  public var isRehearsal = false
  /// Whether what is there is compared with what the source has now.
  public var rechecks = false
  public var retryPolicy = RetryPolicy()
  public var now: Instant
  /// Takes a line on how far it is, on any thread.
  public var progress: @Sendable (_ done: Int, _ total: Int) -> Void = { _, _ in }

  public init(folder: String, now: Instant) {
    self.folder = folder
    self.now = now
  }
}
