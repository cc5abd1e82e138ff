import Replay
import Research
import Signals
import Statistics
import Testing

@Suite("Sums over daily returns")
struct DailySumsTests {
  private let returns = [0.01, -0.02, 0.015, 0.003, -0.007, 0.012, 0.004, -0.011, 0.02, -0.005]

  /// numpy 2: r.mean()/r.std(ddof=1)*sqrt(365) and r.mean()/sqrt(mean(minimum(r,0)**2))*sqrt(365).
  @Test("give the ratios of a textbook")
  func golden() throws {
    let sums = DailySums(returns)
    #expect(abs(try #require(sums.sharpeAnnual) - 3.166416837) < 1e-8)
    #expect(abs(try #require(sums.sortinoAnnual) - 5.201244194) < 1e-8)
    let estimate = try #require(sums.estimate)
    #expect(abs(estimate.probabilisticSharpe() - 0.686014759) < 1e-8)
  }

  @Test("of two stretches add up to those of both")
  func additive() throws {
    let joined = DailySums(returns.prefix(4)) + DailySums(returns.dropFirst(4))
    let whole = DailySums(returns)
    #expect(abs(try #require(joined.sharpeAnnual) - (try #require(whole.sharpeAnnual))) < 1e-12)
    #expect(abs(joined.totalReturn - whole.totalReturn) < 1e-15)
    #expect(joined.days == 10)
  }

  @Test("are what a replay says of itself, for every figure that sets are chosen by")
  func likeFigures() throws {
    let frame = SignalMarket.frame(days: 40, skill: 3)
    let replays = try SignalMarket.replays(frame, grid: ["entry=1"])
    let figures = try replays.bound(0).figures(Evaluator(frame), on: replays.tape)
    let daily = try replays.bound(0).dailyReturns(Evaluator(frame), on: replays.tape)
    for figure in SelectionFigure.allCases {
      let score = try #require(figure.score(DailySums(daily.returns)))
      #expect(abs(score - (try #require(figures[figure.key]))) < 1e-9, "\(figure)")
    }
  }

  @Test("of days without a trade have no ratio and nothing to be chosen by")
  func flat() {
    let flat = DailySums([Double](repeating: 0, count: 10))
    #expect(flat.sharpeAnnual == nil)
    for figure in SelectionFigure.allCases { #expect(figure.score(flat) == nil) }
    #expect(DailySums().estimate == nil)
  }

  @Test("under a week a Sharpe ratio is computed and not said, as of a run")
  func stated() {
    let days = [0.01, -0.02, 0.03, 0.01, 0, 0.02, -0.01]
    #expect(DailySums(days.dropLast()).sharpeAnnual != nil && DailySums(days.dropLast()).statedSharpe == nil)
    #expect(DailySums(days).statedSharpe == DailySums(days).sharpeAnnual)
    #expect(LeastLength.why(.sharpeAnnual, days: 6)?.contains("not said of less than 7d") == true)
    #expect(LeastLength.why(.sharpeAnnual, days: 7) == nil)
    #expect(LeastLength.why(.cagr, days: 7) != nil)
  }
}
