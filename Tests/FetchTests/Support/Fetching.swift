import Feeds
import Fetch
import Foundation
import Market
import Store
import Synchronization
import TestSupport

/// A folder and a clock of a test's own, in which waiting takes no time.
final class Fetching: Sendable {
  let scratch: ScratchFolder
  /// Seconds that were waited, in order.
  private let waited = Mutex<[Double]>([])
  private let clock = Mutex(1_780_000_000.0)

  init() throws { scratch = try ScratchFolder() }

  var archive: String { scratch.path + "/datasets/archive" }
  var waits: [Double] { waited.withLock { $0 } }

  var retryPolicy: RetryPolicy {
    var retryPolicy = RetryPolicy()
    retryPolicy.timeout = 5
    retryPolicy.pause = { [self] seconds in
      waited.withLock { $0.append(seconds) }
      clock.withLock { $0 += seconds }
    }
    retryPolicy.now = { [self] in clock.withLock { $0 } }
    retryPolicy.random = { 0.5 }
    return retryPolicy
  }

  func setting(_ base: String, today: String = "2025-03-10") -> FetchSetting {
    var setting = FetchSetting(folder: archive, now: Instant(today + "T12:00:00Z") ?? newYear)
    setting.baseURL = base
    setting.retryPolicy = retryPolicy
    return setting
  }

  func span(_ from: String, _ to: String? = nil, today: String = "2025-03-10") throws -> FetchSpan {
    try FetchSpan(from: from, to: to, now: Instant(today + "T12:00:00Z") ?? newYear)
  }

  /// The series that importing files makes, with their rows.
  func rows(of paths: [String]) throws -> [String: [Int64]] {
    let dataset = try scratch.dataset(UUID().uuidString)
    _ = try Importer.importFiles(paths, into: dataset)
    return Dictionary(
      try dataset.allSeries().map { ($0.descriptor.title, try dataset.series($0.descriptor).stamps) },
      uniquingKeysWith: { first, _ in first })
  }

  /// The values of one series.
  func values(of paths: [String], _ title: String, _ column: String) throws -> [Double] {
    let dataset = try scratch.dataset(UUID().uuidString)
    _ = try Importer.importFiles(paths, into: dataset)
    for series in try dataset.allSeries() where series.descriptor.title == title {
      return try dataset.series(series.descriptor).values(column) ?? []
    }
    return []
  }
}

extension FetchReport {
  /// What became of each file, in words.
  var states: [String] { files.map { "\($0.name) \($0.state.rawValue)" } }
}

/// Something that a test turns on and off while a server asks it.
final class Switch: Sendable {
  private let state: Mutex<Bool>
  init(_ isOn: Bool) { state = Mutex(isOn) }
  var isOn: Bool { state.withLock { $0 } }
  func set(_ isOn: Bool) { state.withLock { $0 = isOn } }
}
