import Research
import Statistics
import Testing

@Suite("Across markets, what is not there is found one time in twenty")
struct PanelSizeTests {
  /// A quarter of the bars and of the memory of the designs of `hindcast-bench size`. With 2h lags against Student's t the
  /// rank coefficient rejects a fifth of these.
  private let design = PanelNullDesign("lasting signals", markets: 12, bars: 2400, horizon: 6, memory: 125)

  @Test("by t and by the circular shift, for every figure, when signals last through a twentieth of the window")
  func size() {
    let check = PanelSizeCheck(design, simulations: 60, seed: 3)
    // Three standard errors above 5% of 60.
    for share in check.shares {
      #expect(share.judged == 60, "\(share.name)")
      #expect(share.share < 0.14, "\(share.name): \(share.share)")
    }
  }

  @Test("the null rejection of the sample at hand is beside each figure, and of as many moves as were asked for")
  func rejection() throws {
    let sample = try #require(design.sample(seed: 5, simulation: 0))
    let section = try PanelCrossSection(sample, isRegime: false, calibration: 80, seed: 1)
    for figure in [section.spearman, section.pearson, section.premium, try section.buckets.get().spread] {
      let rejection = try #require(figure.rejection)
      #expect(rejection.replicates == 80 && rejection.independentMoves < 80)
      #expect(try #require(rejection.share) < 0.3)
      #expect(try figure.shift.get().shifts > 100)
    }
  }
}
