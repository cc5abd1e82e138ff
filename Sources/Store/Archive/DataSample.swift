import Digest
import Foundation
import Market

/// Enough of one instrument's closes to know the same data again, whatever dataset they lie in and whatever it is called.
///
/// The closes at UTC midnights, which bars of every usual interval have in common; of a stretch with fewer than two of
/// them, the closes of its bars.
public struct DataSample: Hashable, Sendable {
  /// Canonical text.
  public let instrument: String
  /// When each close was known, in order, in milliseconds.
  public let instants: [Int64]
  /// Without gaps, one an instant.
  public let closes: [Double]

  /// - Parameters:
  ///   - instants: when bars closed, in order.
  ///   - closes: one a bar; NaN where the market printed none.
  public init(instrument: String, instants: [Int64], closes: [Double]) {
    precondition(instants.count == closes.count, "a close an instant")
    let known = instants.indices.filter { !closes[$0].isNaN }
    let day = Interval.day.milliseconds
    let midnights = known.filter { instants[$0] % day == 0 }
    let chosen = midnights.count < 2 ? known : midnights
    self.instrument = instrument
    self.instants = chosen.map { instants[$0] }
    self.closes = chosen.map { closes[$0] }
  }

  /// Of the bars that results are counted on.
  public init(_ frame: Frame) {
    let closes = frame.values("close")
    self.init(
      instrument: "\(frame.instrument)", instants: frame.evaluation.map { frame.grid.close($0).milliseconds },
      closes: frame.evaluation.map { closes[$0] })
  }

  /// As it was kept.
  init(kept instrument: String, _ instants: [Int64], _ closes: [Double]) {
    self.instrument = instrument
    self.instants = instants
    self.closes = closes
  }

  /// What was known of it by an instant.
  public func before(_ instant: Instant) -> DataSample {
    let kept = instants.prefix { $0 <= instant.milliseconds }.count
    return DataSample(kept: instrument, Array(instants[..<kept]), Array(closes[..<kept]))
  }

  /// SHA-256 of everything in it, 64 hexadecimal digits.
  public var key: String {
    var hasher = SHA256()
    hasher.update(field: "sample 1")
    hasher.update(field: instrument)
    hasher.update(Int64(instants.count))
    hasher.update(instants)
    hasher.update(closes)
    return hasher.finish().hex
  }

  /// Whether two names can be of one instrument: where nobody said the venue of one, it may be any.
  static func canBeOne(_ a: String, _ b: String) -> Bool {
    let (first, second) = (a.split(separator: ":", maxSplits: 1), b.split(separator: ":", maxSplits: 1))
    return a == b
      || first.count == 2 && second.count == 2 && first[1] == second[1]
        && (first[0] == Venue.unstated || second[0] == Venue.unstated)
  }

  /// Whether the two are of the same data: of one instrument, with at least two instants in common, and the same close,
  /// bit for bit, at every one of them.
  public func isOfSameData(as other: DataSample) -> Bool {
    guard Self.canBeOne(instrument, other.instrument) else { return false }
    var (here, there, common) = (0, 0, 0)
    while here < instants.count, there < other.instants.count {
      if instants[here] < other.instants[there] {
        here += 1
      } else if instants[here] > other.instants[there] {
        there += 1
      } else {
        guard closes[here].bitPattern == other.closes[there].bitPattern else { return false }
        (here, there, common) = (here + 1, there + 1, common + 1)
      }
    }
    // What is no more than one bar is the same data only as itself.
    return common >= 2 || instants == other.instants
  }
}
