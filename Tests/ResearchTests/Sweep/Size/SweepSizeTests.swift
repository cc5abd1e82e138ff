import Research
import Testing

/// `make size` has the whole table with enough simulations for a decimal. These few are enough to tell 5% from 20.
@Suite("How often a sweep finds skill where there is none")
struct SweepSizeTests {
  private static func check(_ name: String, simulations: Int = 80) throws -> SweepSizeCheck {
    let design = try #require(SweepDesign.standard.first { $0.name == name })
    return SweepSizeCheck(design, simulations: simulations, seed: 3)
  }

  @Test("small gains and rare large losses do not pass for skill")
  func skewed() throws {
    // Divided by the deviation of the sample, 19% of such sweeps do.
    let check = try Self.check("424 skewed trades")
    #expect(check.null.judged > 70)
    #expect(check.null.verdict < 0.12 && check.skilled.verdict > 0.5, "\(check.null.verdict), \(check.skilled.verdict)")
  }

  @Test("uncorrelated trials are judged nearly as promised, and one with a t of four is mostly found")
  func uncorrelated() throws {
    let check = try Self.check("32 uncorrelated")
    #expect(
      check.null.verdict < 0.12 && check.skilled.verdict > 0.65, "\(check.null.verdict), \(check.skilled.verdict)")
  }

  @Test("a sample of the trials is not taken for all of them")
  func sampled() throws {
    let check = try Self.check("256 looked at of 2,000", simulations: 40)
    #expect(check.null.stepM <= 0.125, "\(check.null.stepM)")
  }
}
