import Foundation
import Market
import Synchronization

/// The clock that a file's stamps were read off: a fixed offset, or a place with its summer times.
struct ClockZone: Sendable {
  /// What an hour that the clock went through twice means.
  enum Repeated: String, Codable, Hashable, Sendable {
    /// The hour before the clock was set back, in summer time.
    case first
    case second
    /// The first time it is met it is the first, and then the second: rows in order say which.
    case inOrder = "in_order"
  }

  let name: String
  /// Milliseconds to add to UTC, from an instant on. Never empty, in order.
  private let offsets: [(from: Int64, offset: Int64)]

  static let utc = ClockZone(name: "UTC", offset: 0)

  private init(name: String, offset: Int64) { self.init(name: name, offsets: [(.min, offset)]) }

  private init(name: String, offsets: [(from: Int64, offset: Int64)]) {
    self.name = name
    self.offsets = offsets
  }

  /// - Throws: `Problem` for what is neither an offset such as `+05:30` nor a place such as `Asia/Kolkata`.
  init(_ text: String) throws {
    if ["utc", "z", "gmt", "etc/utc"].contains(text.lowercased()) {
      self = .utc
    } else if let offset = Self.offset(text) {
      self.init(name: text, offset: offset)
    } else if text.contains("/"), let zone = TimeZone(identifier: text) {
      self.init(name: text, offsets: Self.offsets(of: zone))
    } else {
      throw Problem(
        "there is no zone '\(text)'",
        remedy: text.contains("/")
          ? suggestion(for: text, in: TimeZone.knownTimeZoneIdentifiers, called: "zones")
          : "write an offset such as +05:30, or a place such as Asia/Kolkata; short names such as IST have several meanings"
      )
    }
  }

  /// `+05:30`, `-0300`, `+6` or `UTC+6` in milliseconds.
  private static func offset(_ text: String) -> Int64? {
    var rest = Substring(text)
    for prefix in ["UTC", "GMT", "utc", "gmt"] where rest.hasPrefix(prefix) { rest = rest.dropFirst(3) }
    guard let sign = rest.first, sign == "+" || sign == "-" else { return nil }
    let digits = rest.dropFirst().split(separator: ":", omittingEmptySubsequences: false)
    guard let first = digits.first, digits.allSatisfy({ $0.allSatisfy(\.isASCII) && Int($0) != nil }) else {
      return nil
    }
    let (hours, minutes): (Int?, Int?)
    switch (digits.count, first.count) {
    case (1, 1...2): (hours, minutes) = (Int(first), 0)
    case (1, 4): (hours, minutes) = (Int(first.prefix(2)), Int(first.suffix(2)))
    case (2, 1...2): (hours, minutes) = (Int(first), digits[1].count == 2 ? Int(digits[1]) : nil)
    default: return nil
    }
    guard let hours, let minutes, (0...14).contains(hours), (0..<60).contains(minutes) else { return nil }
    return Int64(sign == "-" ? -1 : 1) * Int64(hours * 60 + minutes) * 60_000
  }

  /// From before the first coin to beyond any archive.
  private static func offsets(of zone: TimeZone) -> [(from: Int64, offset: Int64)] {
    let end = Date(timeIntervalSince1970: 4_102_444_800)
    var date = Date(timeIntervalSince1970: 1_230_768_000)
    var offsets = [(from: Int64.min, offset: Int64(zone.secondsFromGMT(for: date)) * 1000)]
    while let next = zone.nextDaylightSavingTimeTransition(after: date), next > date, next < end {
      offsets.append(
        (Int64((next.timeIntervalSince1970 * 1000).rounded()), Int64(zone.secondsFromGMT(for: next)) * 1000))
      date = next
    }
    return offsets
  }

  /// When the clock was set back, and by how much, where it showed the time of `stamp` twice; nil where it did not.
  func setBack(around stamp: Int64) -> (at: Int64, by: Int64)? {
    for (before, next) in zip(offsets, offsets.dropFirst()) where next.offset < before.offset {
      let length = before.offset - next.offset
      if stamp >= next.from - length, stamp < next.from + length { return (next.from, length) }
    }
    return nil
  }

  /// Whether it shows what the other shows at every instant.
  func shows(as other: ClockZone) -> Bool { offsets.elementsEqual(other.offsets) { $0 == $1 } }

  /// What is wrong with a time of the clock.
  enum Unclear: Error {
    /// The clock was set forward over it.
    case skipped
    /// It was shown twice, and nothing says which is meant.
    case repeated
    /// The same, of the first row, which goes on from none.
    case first
  }

  /// The instant at which the clock showed `local`, a time written as if it were UTC.
  ///
  /// - Parameters:
  ///   - last: the instant of the row before, for hours that are told apart by their order.
  ///   - goesBack: whether rows go backwards in time, so that of such an hour the second is met first.
  ///   - isShared: whether a stamp may have several rows, so that one like the row before's is the same.
  func instant(
    _ local: Int64, _ repeated: Repeated?, after last: Int64?, goesBack: Bool = false, isShared: Bool = false
  ) throws(Unclear) -> Int64 {
    guard offsets.count > 1 else { return local - offsets[0].offset }
    // The stretch that the clock's time falls in, if clocks showed UTC, and its neighbours: offsets differ by hours only.
    let near = offsets.lastIndex { $0.from == .min || $0.from <= local } ?? 0
    var found: [Int64] = []
    for index in max(0, near - 1)...min(offsets.count - 1, near + 1) {
      let instant = local - offsets[index].offset
      let end = index + 1 < offsets.count ? offsets[index + 1].from : .max
      if instant >= offsets[index].from, instant < end { found.append(instant) }
    }
    guard let first = found.first, let second = found.last else { throw .skipped }
    guard first != second else { return first }
    switch repeated {
    case .first: return first
    case .second: return second
    case .inOrder:
      guard let last else { throw .first }
      // The row before is the neighbour in time: what does not go on from it is the other of the two.
      if goesBack { return last < second || last == second && !isShared ? first : second }
      return last > first || last == first && !isShared ? second : first
    case nil: throw .repeated
    }
  }
}
