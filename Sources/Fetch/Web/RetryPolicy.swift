import Foundation

/// How long a client waits, and how often it asks again.
///
/// Only a rate limit (429), a server that is down (502, 503, 504) and a failed transport are asked again; every other
/// status is an answer. The wait is what `Retry-After` says, else it doubles from try to try with a random part, so that
/// clients that were turned away together do not come back together.
public struct RetryPolicy: Sendable {
  /// Tries after the first.
  public var retries = 3
  /// Seconds before the second try where the server does not say, and the most that doubling makes of them.
  public var base = 1.0
  public var ceiling = 10.0
  /// A server that asks for more seconds than this is not waited for.
  public var longest = 300.0
  /// Seconds without a byte after which a request has failed.
  public var timeout = 60.0
  /// Waits for so many seconds.
  public var pause: @Sendable (Double) -> Void = { Thread.sleep(forTimeInterval: $0) }
  /// Seconds since 1970, for `Retry-After` as a date.
  public var now: @Sendable () -> Double = { Date().timeIntervalSince1970 }
  /// A number from 0 to 1.
  public var random: @Sendable () -> Double = { Double.random(in: 0..<1) }

  public init() {}

  static func isWorthAnotherTry(_ status: Int) -> Bool { [429, 502, 503, 504].contains(status) }

  /// Seconds to wait before try number `attempt`, from 1.
  func wait(_ answer: WebAnswer?, attempt: Int) -> Double {
    if let said = answer.flatMap(said) { return max(0, said) }
    return min(ceiling, base * Double(1 << min(attempt - 1, 20))) + random()
  }

  /// What the server says: seconds, or the date until which it wants no more; the reset of its rate limit.
  private func said(_ answer: WebAnswer) -> Double? {
    if let text = answer.headers["retry-after"] {
      return Self.number(text) ?? Self.date(text).map { $0 - now() }
    }
    return answer.status == 429 ? reset(answer) : nil
  }

  /// Seconds until the rate limit begins anew: some servers say how many, others when.
  func reset(_ answer: WebAnswer) -> Double? {
    guard let number = answer.headers["x-ratelimit-reset"].flatMap(Self.number) else { return nil }
    return number > 1e9 ? number - now() : number
  }

  /// No server means an infinity, and a year of waiting is as long.
  private static func number(_ text: String) -> Double? {
    Double(text).flatMap { $0.isFinite ? min(max($0, 0), 1e12) : nil }
  }

  /// `Sun, 06 Nov 1994 08:49:37 GMT` in seconds since 1970. Source: RFC 9110, section 5.6.7.
  static func date(_ text: String) -> Double? {
    let format = DateFormatter()
    format.locale = Locale(identifier: "en_US_POSIX")
    format.timeZone = TimeZone(secondsFromGMT: 0)
    format.dateFormat = "EEE, dd MMM yyyy HH:mm:ss zzz"
    return format.date(from: text)?.timeIntervalSince1970
  }
}
