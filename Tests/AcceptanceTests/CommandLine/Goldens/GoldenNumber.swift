import Foundation

/// Kernels of BLAS differ from one machine to the next in the last bits of a sum, and no golden asks for more than this.
enum GoldenNumber {
  private static let relative = 1e-6
  /// Sums that cancel leave nothing but rounding.
  private static let rounding = 1e-12

  static func isClose(_ a: Double, _ b: Double) -> Bool {
    a == b || a.isNaN && b.isNaN || abs(a - b) <= max(relative * max(abs(a), abs(b)), rounding)
  }

  /// As many digits as are compared, and some to spare.
  static func text(_ number: Double) -> String {
    number == number.rounded() && abs(number) < 1e15 ? "\(Int64(number))" : String(format: "%.10g", number)
  }
}
