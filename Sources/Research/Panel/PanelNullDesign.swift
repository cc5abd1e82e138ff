import Foundation
import Numerics
import Statistics

/// Several markets in which no signal says anything, and a signal of each that lasts.
///
/// Markets share half of what moves them, are as calm or as wild as markets are, jump now and then to a side that each
/// prefers, and earn a little more or less than one another: whatever a rank or a mean can mistake for something that the
/// signal knew. Signals are independent of all returns, so that whatever is found is false.
package struct PanelNullDesign: Sendable {
  package let name: String
  package let markets: Int
  package let bars: Int
  package let horizon: Int
  /// Bars over which a signal's correlation falls to 1/e.
  package let memory: Double

  package init(_ name: String, markets: Int, bars: Int, horizon: Int, memory: Double) {
    self.name = name
    self.markets = markets
    self.bars = bars
    self.horizon = horizon
    self.memory = memory
  }

  /// 400 days of hours.
  package static let standard: [PanelNullDesign] = [12, 40].flatMap { markets in
    [50.0, 500].flatMap { memory in
      [1, 24].map { horizon in
        PanelNullDesign(
          "\(markets) markets, memory \(Int(memory)) h, \(horizon) h ahead", markets: markets, bars: 9600,
          horizon: horizon, memory: memory)
      }
    }
  }

  /// The panel of one simulation; market m of simulation s draws from stream s · 1024 + m + 1.
  package func sample(seed: UInt64, simulation: Int) -> PanelSample? {
    let stream = UInt64(simulation) * 1024
    var random = CounterRandom(seed: seed, stream: stream)
    let shared = (0..<bars).map { _ in 0.004 * random.normal() }
    let members = (1...markets).map { market in
      var random = CounterRandom(seed: seed, stream: stream + UInt64(market))
      return member(market, shared: shared, &random)
    }
    return try? PanelSample(members, horizon: horizon)
  }

  private func member(_ market: Int, shared: [Double], _ random: inout CounterRandom) -> PanelMember {
    let beta = 1 + 0.3 * random.normal()
    let deviation = 0.004 * exp(0.5 * random.normal())
    let jump = 6 * random.normal()
    // Half of what it had a year is the deviation of what one market earns more than another.
    let drift = 6e-5 * random.normal()
    let often = 0.003
    let next = shared.map { shared -> Double in
      let jumped = random.uniform() < often ? jump : 0
      return drift + beta * shared + deviation * (random.normal() + jumped - often * jump)
    }
    let signal = SimulatedReturns.autoregression(bars, memory: memory, &random)
    return PanelMember(
      market: "m\(market)", x: signal, y: ForwardReturns.sums(of: next, horizon: horizon), nextReturns: next)
  }
}

/// How often the figures of a cross-section find something in simulated markets in which there is nothing to find.
package struct PanelSizeCheck: Sendable {
  package let design: PanelNullDesign
  /// Of each figure the t against the fixed-b limit, then the circular shift: `rank IC, t`.
  package let shares: [SizeCheck.Share]

  package static let figures = ["rank IC", "Pearson", "Fama-MacBeth", "spread"]

  package init(_ design: PanelNullDesign, simulations: Int, seed: UInt64) {
    self.design = design
    let outcomes = concurrentMap(simulations) { simulation -> [Double?] in
      guard let sample = design.sample(seed: seed, simulation: simulation),
        let section = try? PanelCrossSection(sample, isRegime: false, calibration: 0, seed: seed)
      else { return [Double?](repeating: nil, count: 2 * Self.figures.count) }
      let figures = [section.spearman, section.pearson, section.premium, section.buckets.answer?.spread]
      return figures.flatMap { [$0?.series.p, $0?.shiftP] }
    }
    shares = Self.figures.enumerated().flatMap { index, name in
      ["t", "shift"].enumerated().map { offset, judge in
        let ps = outcomes.compactMap { $0[2 * index + offset] }
        return SizeCheck.Share("\(name), \(judge)", ps: ps)
      }
    }
  }
}
