extension Double {
  /// When a number is written with its sign.
  package enum SignRule: Hashable, Sendable {
    /// `-1.00`, `0.00`, `1.00`.
    case whenNegative
    /// `-1.00`, `0.00`, `+1.00`: for figures whose direction is the message.
    case always
  }

  /// What stands where a number is not known.
  package static let unknownText = "n/a"

  /// The number with a fixed count of decimals: `1234.5.fixed(2, grouped: true)` is `1,234.50`.
  ///
  /// Rounds the binary value itself, ties to even, as C's `printf` does, and never depends on a locale. What rounds to
  /// zero is written without a sign. NaN gives `unknownText`, infinities `inf` and `-inf`, and magnitudes from
  /// 10^15 on their shortest exponent form, since no report means their decimals.
  ///
  /// - Parameter decimals: 0 to 15.
  package func fixed(_ decimals: Int, grouped: Bool = false, sign rule: SignRule = .whenNegative) -> String {
    guard !isNaN else { return Self.unknownText }
    let plus = rule == .always && self > 0 ? "+" : ""
    guard isFinite else { return self < 0 ? "-inf" : plus + "inf" }
    guard magnitude < 1e15 else { return plus + description }

    let decimals = Swift.min(Swift.max(decimals, 0), 15)
    // The whole part is split off first: it is exact, and what is left scales to at most 10^15, which a Double still
    // holds to the half. Scaling the number as it stands would round once before the rounding that is asked for.
    var whole = UInt64(magnitude.rounded(.towardZero))
    let fraction = magnitude - Double(whole)
    let scale = Self.powersOfTen[decimals]
    var part = Self.nearestInteger(to: fraction, times: scale, wholeIsOdd: decimals == 0 && whole % 2 == 1)
    if part == UInt64(scale) {
      part = 0
      whole += 1
    }

    var text = grouped ? Self.grouped(whole) : String(whole)
    if decimals > 0 {
      let digits = String(part)
      text += "." + String(repeating: "0", count: decimals - digits.count) + digits
    }
    let isZero = whole == 0 && part == 0
    return (isZero ? "" : self < 0 ? "-" : plus) + text
  }

  private static let powersOfTen: [Double] = [
    1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
  ]

  /// The integer nearest to the exact product of a fraction in 0..<1 and a power of ten; ties go to the even integer,
  /// where the whole part counts as the digit before when there are no decimals.
  private static func nearestInteger(to fraction: Double, times scale: Double, wholeIsOdd: Bool) -> UInt64 {
    let product = fraction * scale
    // A fused multiply-add rounds once, so this is exactly what the product lost.
    let lost = (-product).addingProduct(fraction, scale)
    let floor = product.rounded(.down)
    let excess = product - floor
    let lower = UInt64(floor)
    if excess > 0.5 || (excess == 0.5 && lost > 0) { return lower + 1 }
    if excess == 0.5, lost == 0 { return lower % 2 == 1 || wholeIsOdd ? lower + 1 : lower }
    return lower
  }

  /// The shortest text that reads back as the same number, and the word for what is not known.
  package var plainText: String { isNaN ? Self.unknownText : plain }
}
