import Numerics
import Statistics
import Testing

@Suite("Circular shift")
struct CircularShiftTests {
  let generated = Generated()

  @Test("a regime's p counts every admissible shift")
  func regime() throws {
    // c = [np.dot(np.roll(xx, s), yy) for s in range(N)]; mn = max(h, longest run) = 34
    // cc = c[mn:N-mn+1]; (1 + (abs(cc) >= abs(c[0])).sum())/(1 + len(cc))
    let test = try CircularShift(
      ForwardSample(regime: generated.regime, nextReturns: generated.nextReturns, horizon: 6))
    #expect(test.minimumShift == 34)
    #expect(test.shifted.count == 1927)
    #expect(agree(test.p, 0.0031120331950207467, to: 1e-14))
    #expect(agree(test.observed, -0.001926449269171881, to: 1e-11))
  }

  @Test("a signal's p likewise, its own memory the least shift")
  func signal() throws {
    // mem = first s with ac[s] <= .1*ac[0] = 21
    let test = try CircularShift(
      ForwardSample(signal: generated.x1.values, nextReturns: generated.nextReturns, horizon: 6))
    #expect(test.minimumShift == 21)
    #expect(test.shifted.count == 1953)
    #expect(agree(test.p, 0.0005117707267144319, to: 1e-14))
  }

  @Test("a regime is judged alike as flags and as a signal of ones and zeros, given one least shift")
  func flagsAndNumbers() {
    let flags = generated.regime
    let y = generated.x2.values
    let share = Double(flags.lazy.filter { $0 }.count) / 2000
    let centred = y.map { $0 - y.reduce(0, +) / 2000 }
    let bySums = ShiftCircle.byRunningSums(centred, runs: ShiftCircle.runs(flags).inside)
    let byTransform = CircularCorrelation(flags.map { ($0 ? 1 : 0) - share }, centred).cross
    #expect(zip(bySums, byTransform).allSatisfy { abs($0 - $1) < 1e-11 })
  }

  @Test("a regime and its opposite have one p")
  func complement() throws {
    let next = generated.nextReturns
    let a = try CircularShift(ForwardSample(regime: generated.regime, nextReturns: next, horizon: 6))
    let b = try CircularShift(ForwardSample(regime: generated.regime.map { !$0 }, nextReturns: next, horizon: 6))
    #expect(a.p == b.p)
    #expect(a.minimumShift == b.minimumShift)
    #expect(agree(a.observed, -b.observed, to: 1e-9))
  }

  @Test("shifts that tie with the sample count against it")
  func ties() throws {
    // Regime and returns repeat every 10 bars: of the shifts from 5 to 95, those by 10, 20 … 90 are exact copies.
    let regime = (0..<100).map { $0 % 10 < 5 }
    let y = (0..<100).map { [3.0, 1, 4, 1, 5, 9, 2, 6, 5, 3][$0 % 10] }
    let test = try CircularShift(ForwardSample(regime: regime, y: y, nextReturns: y, horizon: 1))
    let copies = test.shifted.lazy.filter { abs($0 - test.observed) < 1e-9 }.count
    #expect(copies == 9)
    let opposite = test.shifted.lazy.filter { abs($0 + test.observed) < 1e-9 }.count
    let further = test.shifted.lazy.filter { abs($0) > abs(test.observed) + 1e-9 }.count
    #expect(test.p == Double(1 + copies + opposite + further) / Double(1 + 91))
  }

  @Test("rows on which something is unknown are absent from both series")
  func absentRows() throws {
    var random = CounterRandom(seed: 8)
    let y = (0..<300).map { _ in random.normal() }
    let regime = (0..<300).map { $0 / 10 % 3 == 0 }
    let whole = try CircularShift(ForwardSample(regime: regime, y: y, nextReturns: y, horizon: 1))
    let padded = try CircularShift(
      ForwardSample(regime: regime + [true, false], y: y + [.nan, .nan], nextReturns: y + [.nan, .nan], horizon: 1))
    #expect(padded.shifted == whole.shifted)
    #expect(padded.p == whole.p)
  }

  @Test("the null has quantiles and a deviation")
  func null() throws {
    let test = try CircularShift(
      ForwardSample(regime: generated.regime, nextReturns: generated.nextReturns, horizon: 6))
    let quantiles = test.nullQuantiles([0, 0.5, 1])
    #expect(quantiles[0] == test.shifted.min())
    #expect(quantiles[2] == test.shifted.max())
    #expect(test.nullDeviation > 0)
  }

  @Test("no shift clears a run of half the sample")
  func noShift() throws {
    let sample = try ForwardSample(
      regime: (0..<100).map { $0 < 50 }, nextReturns: generated.x2.values.prefix(100).map { $0 }, horizon: 1)
    #expect(try CircularShift(sample).shifted.count == 1)
    let shorter = try ForwardSample(
      regime: (0..<99).map { $0 < 49 }, nextReturns: generated.x2.values.prefix(99).map { $0 }, horizon: 50)
    #expect(throws: StatisticsError.noAdmissibleShift(observations: 50, minimumShift: 50)) {
      try CircularShift(shorter)
    }
  }
}
