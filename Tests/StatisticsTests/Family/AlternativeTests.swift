import Statistics
import Testing

@Suite("Directions of a hypothesis")
struct AlternativeTests {
  private static let generated = Generated()

  @Test("one-sided normal p-values are the tails, the two-sided one is twice the smaller")
  func normal() {
    // scipy.stats.norm.sf(1.5), norm.cdf(1.5)
    #expect(prints(Alternative.greater.normalP(1.5), as: "0.066807201268858"))
    #expect(prints(Alternative.less.normalP(1.5), as: "0.933192798731142"))
    #expect(agree(Alternative.either.normalP(1.5), 2 * Alternative.greater.normalP(1.5), to: 1e-14))
  }

  @Test("one-sided counted p-values share the shifts among them")
  func counted() throws {
    let sample = try ForwardSample(
      regime: Self.generated.regime, nextReturns: Self.generated.nextReturns, horizon: 4)
    let shift = try CircularShift(sample)
    let up = shift.p(.greater)
    let down = shift.p(.less)
    // Every shift lies above or below, none ties here, and each p counts the sample once more.
    #expect(agree(up + down, 1 + 1 / Double(1 + shift.shifted.count), to: 1e-12))
    #expect(shift.p(.either) == shift.p)
    #expect(min(up, down) <= shift.p)
  }
}
