import Foundation
import Market

/// The time of day. Results never depend on it; only what is dated on purpose, seals and registrations, asks here.
enum Clock {
  static var now: Instant {
    Instant(milliseconds: Int64((Date().timeIntervalSince1970).rounded(.down)) * 1000)
  }
}
