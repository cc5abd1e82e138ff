import Statistics
import Testing

@Suite("Hodrick 1B")
struct Hodrick1BTests {
  let sample = Generated()

  @Test("agrees with the double loop for two regressors and an intercept")
  func twoRegressors() throws {
    // h = 6; Z = [1, x1, x2]; T = np.arange(h-1, n-1); e = r[T] - r[T].mean()
    // w = [e[i]*Z[t-h+1:t+1].sum(0) for i, t in enumerate(T)]; V = B@(w.T@w)@B, B = inv(Z[ok].T@Z[ok])
    let y = NamedColumn("y", ForwardReturns.sums(of: sample.nextReturns, horizon: 6))
    let x = [sample.x1, sample.x2]
    let fit = try OLS.fit(y, x: x)
    let inference = try Hodrick1B.inference(for: fit, x: x, nextReturns: sample.nextReturns, horizon: 6)
    let b = [6.0623319064510685e-05, -0.0014296660286359601, 0.0001773467628696281]
    let se = [0.0006953968723073854, 0.0010969043865211503, 0.0009437355220259008]
    #expect(agree(inference.terms.map(\.coefficient), b, to: 1e-9))
    #expect(agree(inference.terms.map(\.standardError), se, to: 1e-11))
    #expect(inference.used.kind == "hodrick_1b")
    #expect(inference.note == nil)
  }

  @Test("a horizon of one bar is HC0 with residuals under the null")
  func oneBar() throws {
    let y = NamedColumn("y", ForwardReturns.sums(of: sample.nextReturns, horizon: 1))
    let fit = try OLS.fit(y, x: [sample.x1])
    let known = fit.usedRows
    let mean = known.reduce(0) { $0 + y.values[$1] } / Double(known.count)
    let xMean = known.reduce(0) { $0 + sample.x1.values[$1] } / Double(known.count)
    var meat = 0.0
    var squares = 0.0
    for row in known {
      let x = sample.x1.values[row] - xMean
      meat += x * x * (y.values[row] - mean) * (y.values[row] - mean)
      squares += x * x
    }
    let inference = try Hodrick1B.inference(for: fit, x: [sample.x1], nextReturns: sample.nextReturns, horizon: 1)
    #expect(agree(inference["x1"]?.standardError ?? .nan, meat.squareRoot() / squares, to: 1e-11))
  }

  @Test("rows whose window of x has a hole do not count, and the note says how many stand for how many")
  func gaps() throws {
    var holed = sample.x1.values
    for t in stride(from: 50, to: 2000, by: 100) { holed[t] = .nan }
    let x = NamedColumn("x1", holed)
    let y = NamedColumn("y", ForwardReturns.sums(of: sample.nextReturns, horizon: 6))
    let fit = try OLS.fit(y, x: [x])
    let inference = try Hodrick1B.inference(for: fit, x: [x], nextReturns: sample.nextReturns, horizon: 6)
    // 2000 rows: 1994 with y less 20 holes. Windows: 1994 less 6 for each hole.
    #expect(
      inference.note
        == "1,874 of 1,974 bars have a full window of the signal and a next return; the variance is scaled to all of them"
    )
    let whole = try ForwardSample(signal: holed, nextReturns: sample.nextReturns, horizon: 6)
    let scalar = try Hodrick1BEstimator().estimate(whole)
    #expect(agree(inference["x1"]?.standardError ?? .nan, scalar.standardError ?? .nan, to: 1e-12))
  }

  @Test("a horizon under one bar and returns of another length are refused")
  func horizon() throws {
    let y = NamedColumn("y", sample.nextReturns)
    let fit = try OLS.fit(y, x: [sample.x1])
    #expect(throws: StatisticsError.self) {
      try Hodrick1B.inference(for: fit, x: [sample.x1], nextReturns: sample.nextReturns, horizon: 0)
    }
    #expect(throws: StatisticsError.differentLengths(column: "next returns", have: 2, expected: 2000)) {
      try Hodrick1B.inference(for: fit, x: [sample.x1], nextReturns: [1, 2], horizon: 1)
    }
  }
}
