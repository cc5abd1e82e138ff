import Research
import Testing

@Suite("A moving regression is known when the last outcome that it rests on is")
struct MovingRegressionTests {
  private func judged(
    _ formula: String, _ kind: MovingScheme.Kind, unprinted: Set<Int> = []
  ) throws -> [MovingRegression.Judged] {
    let design = try GeneratedMarket.design(formula, GeneratedMarket.evaluator(unprinted: unprinted))
    let regression = try Regression(
      design, covariance: CovarianceRequest(), moving: [MovingScheme(kind, .bars(500))])
    return try #require(regression.moving.first).judged
  }

  @Test(
    "twelve bars after its last row for returns over twelve, and at the end of the data at its end",
    arguments: [MovingScheme.Kind.rolling, .expanding])
  func forward(kind: MovingScheme.Kind) throws {
    let judged = try judged("forward(1h) ~ carry", kind)
    #expect(judged.count > 90)
    for window in judged { #expect(window.knownRow == min(window.row + 12, 2999), "\(window.row)") }
    #expect(judged.last?.row == 2999 && judged.last?.knownRow == 2999)
    #expect(judged.contains { $0.knownRow == $0.row + 12 })
  }

  @Test("with its last row where the left side is of that row")
  func present() throws {
    for window in try judged("return(1h) ~ carry", .rolling) { #expect(window.knownRow == window.row) }
  }

  @Test("where outcomes are missing the last one at hand counts, and never a row before the window's own")
  func holes() throws {
    // Closes of 1,300 bars are not known, nor what follows the twelve before them.
    let judged = try judged("forward(1h) ~ carry", .expanding, unprinted: Set(1000..<2300))
    for window in judged {
      let last = window.row < 1000 ? min(window.row, 987) : window.row < 2300 ? 987 : min(window.row, 2987)
      #expect(window.knownRow == max(window.row, last + 12), "\(window.row)")
    }
    #expect(judged.contains { (1000..<2300).contains($0.row) && $0.knownRow == $0.row })
  }
}
