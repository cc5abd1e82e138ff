import Market
import Research
import Testing

@Suite("Null strategies")
struct NullStrategiesTests {
  @Test("skill stands out of every null that chance makes, and its opposite loses what it gains")
  func skill() throws {
    let nulls = try SignalMarket.validation(SignalMarket.frame(days: 120, skill: 12)).nulls.get()
    for kind in [NullStrategy.Kind.randomSigns, .randomEntries, .shifted] {
      let null = try #require(nulls.of(kind))
      #expect(null.sharpes.count == 200)
      // The least that 200 draws can say: none did as well.
      #expect(null.p == 1.0 / 201, "\(kind)")
      #expect(try #require(null.range).contains(null.sharpeAnnual))
    }
    #expect(try #require(nulls.of(.signFlip)).sharpeAnnual < 0)
    #expect(nulls.all.filter { $0.kind == .stale }.map(\.delay) == ["1 bar", "1d"])
    #expect(try #require(nulls.all.last { $0.kind == .stale }).sharpeAnnual < nulls.observed / 2)
    #expect(try #require(nulls.of(.betaMatched)?.p) < 0.01)
    #expect(nulls.missing.isEmpty)
  }

  @Test("noise is ranked anywhere among them")
  func noise() throws {
    let ps = try (1...12).map { seed in
      let frame = SignalMarket.frame(days: 60, skill: 0, seed: UInt64(seed))
      return try #require(try SignalMarket.validation(frame, grid: ["entry=1"]).nulls.get().of(.randomEntries)?.p)
    }
    #expect(ps.contains { $0 > 0.5 } && ps.contains { $0 < 0.5 })
    #expect(ps.allSatisfy { $0 > 0.005 })
  }

  @Test("a strategy that is always in the market cannot be placed elsewhere, and says so")
  func alwaysIn() throws {
    let text = """
      name: always
      parameters: { side: 1 }
      position: if(s > 0, side, -side)
      costs: { taker: 1bps }
      """
    let nulls = try SignalMarket.validation(
      SignalMarket.frame(days: 60, skill: 12), grid: ["side=1,-1"], text: text
    ).nulls.get()
    #expect(nulls.of(.randomEntries) == nil)
    #expect(nulls.missing[.randomEntries]?.why.contains("cannot be put elsewhere") == true)
    #expect(try #require(nulls.of(.shifted)?.p) < 0.05)
  }
}
