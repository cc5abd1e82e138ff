import Foundation
import Statistics

/// Rolling least squares on generated columns: 52,000 rows, eight regressors and an intercept, windows of 2,016 rows.
///
/// The peers read the same columns from `FOLDER/rolling.f64`, column after column, what is explained last.
struct RollingWork {
  private let x: [NamedColumn]
  private let y: NamedColumn

  static let rows = 52_000
  static let window = 2016
  static let regressors = 8

  init(_ market: BenchMarket) throws {
    var state: UInt64 = 11
    func draw() -> [Double] {
      (0..<Self.rows).map { _ in
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Double(state >> 11) * 0x1p-53 - 0.5
      }
    }
    x = (0..<Self.regressors).map { NamedColumn("x\($0)", draw()) }
    y = NamedColumn("y", draw())
    let all = (x + [y]).flatMap(\.values)
    try all.withUnsafeBytes { try Data($0).write(to: URL(fileURLWithPath: market.folder + "/rolling.f64")) }
  }

  func run(_ count: Int) throws -> Timed {
    try Timed(count) {
      let fit = try RollingOLS.fit(y, x: x, window: Self.window)
      let ends = Swift.stride(from: Self.window - 1, to: Self.rows, by: 97)
      return [
        "rows": Self.rows, "window": Self.window,
        "coefficients": ends.map { end in fit.coefficients.map { $0[end] } },
        "errors": ends.map { end in fit.standardErrors.map { $0[end] } },
      ]
    }
  }
}
