import Statistics
import Testing

@Suite("Normal distribution")
struct NormalDistributionTests {
  // scipy 1.17.1: xs = [...]; stats.norm.cdf(xs), stats.norm.pdf(xs)
  let xs = [-37, -10, -5, -1.5, -1e-3, 0, 0.3, 2, 6, 8.2]

  @Test("cumulative probabilities; the far tail to thirteen digits, the rest to fifteen")
  func cumulative() {
    let expected = [
      5.7255712225239266e-300, 7.61985302416047e-24, 2.866515718791933e-07, 0.06680720126885807, 0.49960105778608893,
      0.5, 0.6179114221889526, 0.9772498680518208, 0.9999999990134123, 0.9999999999999999,
    ]
    for (x, p) in zip(xs, expected) {
      #expect(agree(NormalDistribution.cumulative(x), p, to: x <= -5 ? 2e-13 : 1e-15), "\(x)")
    }
  }

  @Test("density")
  func density() {
    let expected = [
      2.120006551524606e-298, 7.69459862670642e-23, 1.4867195147342979e-06, 0.12951759566589174, 0.39894208093034234,
      0.3989422804014327, 0.3813878154605241, 0.05399096651318806, 6.075882849823286e-09, 9.99837874849718e-16,
    ]
    #expect(agree(xs.map(NormalDistribution.density), expected, to: 1e-14))
  }

  @Test("quantiles to fifteen digits")
  func quantiles() {
    // stats.norm.ppf(ps)
    let ps = [1e-300, 1e-100, 1e-20, 1e-8, 0.001, 0.025, 0.1, 0.3, 0.5, 0.62, 0.9, 0.999, 1 - 1e-9]
    let expected = [
      -37.0470962993612, -21.273453560965322, -9.262340089798409, -5.612001244174789, -3.090232306167813,
      -1.9599639845400545, -1.2815515655446004, -0.5244005127080409, 0, 0.3054807880993974, 1.2815515655446004,
      3.090232306167813, 5.997807019601637,
    ]
    #expect(agree(ps.map(NormalDistribution.quantile), expected, to: 2e-15))
  }

  @Test("quantiles at and beyond the ends")
  func ends() {
    #expect(NormalDistribution.quantile(0) == -.infinity)
    #expect(NormalDistribution.quantile(1) == .infinity)
    #expect(NormalDistribution.quantile(-0.1).isNaN)
    #expect(NormalDistribution.quantile(.nan).isNaN)
  }

  @Test("the quantile undoes the cumulative probability")
  func roundTrip() {
    for step in -60...60 {
      let x = Double(step) / 10
      #expect(abs(NormalDistribution.quantile(NormalDistribution.cumulative(x)) - x) < (x > 3 ? 1e-7 : 1e-13))
    }
  }
}
