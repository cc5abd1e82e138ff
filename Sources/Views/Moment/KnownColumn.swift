import Market
import Numerics

/// One column of a series by the instants its values became known; values that are not known are left out.
public struct KnownColumn: Sendable {
  /// Milliseconds since 1970, never decreasing.
  public let knownAt: [Int64]
  public let values: [Double]
  /// How long a value stands in for a missing newer one; nil for ever.
  public let maximumAge: Interval?
  /// How much later than it was so a value became known.
  let delay: Interval

  public init(knownAt: [Int64], values: [Double], maximumAge: Interval?, delay: Interval = .zero) {
    let kept = values.indices.filter { !values[$0].isNaN }
    self.knownAt = kept.count == values.count ? knownAt : kept.map { knownAt[$0] }
    self.values = kept.count == values.count ? values : kept.map { values[$0] }
    self.maximumAge = maximumAge
    self.delay = delay
  }

  init(_ series: Series, column index: Int, scale: Double = 1) {
    let after = series.descriptor.knownAfter.milliseconds
    self.init(
      knownAt: series.stamps.map { $0 + after },
      values: scale == 1 ? series.columns[index] : series.columns[index].map { $0 * scale },
      maximumAge: series.descriptor.maximumAge, delay: series.descriptor.delay)
  }

  public var isEmpty: Bool { values.isEmpty }

  func scaled(_ factor: Double) -> KnownColumn {
    factor == 1
      ? self
      : KnownColumn(knownAt: knownAt, values: values.map { $0 * factor }, maximumAge: maximumAge, delay: delay)
  }

  /// The last value known at `instant`, however old, and since when.
  public func last(at instant: Instant) -> (value: Double, since: Instant)? {
    let known = knownAt.leadingCount { $0 <= instant.milliseconds }
    guard known > 0 else { return nil }
    return (values[known - 1], Instant(milliseconds: knownAt[known - 1]))
  }

  /// The last value known at `instant` and not too old.
  public func value(at instant: Instant) -> Double? {
    guard let last = last(at: instant), isFresh(last.since, at: instant) else { return nil }
    return last.value
  }

  func isFresh(_ since: Instant, at instant: Instant) -> Bool {
    maximumAge.map { instant.since(since) < $0 } ?? true
  }

  /// Places of the values that became known in the `length` up to `instant`: after its start, up to its end.
  public func rows(in length: Interval, to instant: Instant) -> Range<Int> {
    let low = knownAt.leadingCount { $0 <= (instant - length).milliseconds }
    return low..<max(low, knownAt.leadingCount { $0 <= instant.milliseconds })
  }

  /// Their mean; nil for none.
  public func mean(over length: Interval, to instant: Instant) -> Double? {
    let rows = rows(in: length, to: instant)
    return rows.isEmpty ? nil : sum(rows) / Double(rows.count)
  }

  /// Their sum; nil for none.
  public func sum(over length: Interval, to instant: Instant) -> Double? {
    let rows = rows(in: length, to: instant)
    return rows.isEmpty ? nil : sum(rows)
  }

  private func sum(_ rows: Range<Int>) -> Double { rows.reduce(0) { $0 + values[$1] } }

  /// As it was known every `step` of the `length` up to `instant`, the last at it; NaN where nothing was.
  public func samples(every step: Interval, over length: Interval, to instant: Instant) -> [Double] {
    moments(every: step, over: length, to: instant).map { value(at: $0) ?? .nan }
  }
}

/// Instants `step` apart in the `length` up to `instant`, the last at it and none at its beginning.
package func moments(every step: Interval, over length: Interval, to instant: Instant) -> [Instant] {
  let count = Int(length.milliseconds / max(1, step.milliseconds))
  return (0..<max(0, count)).map { instant - step * (count - 1 - $0) }
}
