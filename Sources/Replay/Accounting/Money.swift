/// Amounts of quote currency as whole millionths.
///
/// A `Double` holds every whole number up to 2^53 exactly, and sums and differences of such numbers are exact as well.
/// So one rounding, where a quantity meets a price, buys a ledger that closes to the last digit in whatever order it
/// is added up, at the speed of plain floating point. Integers were the other way: the same exactness, but a conversion
/// on every bar of the inner loop.
public enum Money {
  /// Micro-quote in one unit of quote currency.
  public static let scale = 1e6

  /// Past this many micro-quote (1.1 billion of quote currency) a run is refused: `rounded` is exact to twice as much.
  public static let limit = 0x1p50

  /// The nearest whole number, half to even, for magnitudes below 2^51.
  ///
  /// Adding 1.5 × 2^52 leaves no bits for a fraction; taking it away again leaves the rounded number. Two additions,
  /// where `Double.rounded()` is a call into libm on processors without SSE4.1.
  @inlinable @inline(__always)
  public static func rounded(_ amount: Double) -> Double {
    (amount + 0x1.8p52) - 0x1.8p52
  }

  /// The value of `quantity` at `price` in whole micro-quote.
  @inlinable @inline(__always)
  public static func value(_ quantity: Double, at price: Double) -> Double {
    rounded(quantity * scale * price)
  }

  /// Micro-quote as quote currency, for figures and tables.
  @inlinable
  public static func quote(_ micro: Double) -> Double { micro / scale }

  /// `-12.340000`: all six decimals, so that a column of them adds up to the digit.
  public static func text(_ micro: Double) -> String {
    let whole = Int64(micro)
    let digits = String(whole.magnitude)
    let padded = String(repeating: "0", count: max(0, 7 - digits.count)) + digits
    return (whole < 0 ? "-" : "") + padded.dropLast(6) + "." + padded.suffix(6)
  }
}
