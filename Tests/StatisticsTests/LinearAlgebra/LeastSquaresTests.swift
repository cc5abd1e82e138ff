import Statistics
import Testing

@Suite("Least squares")
struct LeastSquaresTests {
  let sample = Generated()

  @Test("a well-conditioned design goes through normal equations and agrees with QR to eleven digits")
  func solversAgree() throws {
    let chosen = try OLS.fit(sample.y, x: [sample.x1, sample.x2])
    let careful = try OLS.fit(sample.y, x: [sample.x1, sample.x2], solver: .pivotedQR)
    #expect(chosen.solver == .cholesky)
    #expect(careful.solver == .pivotedQR)
    #expect(agree(chosen.coefficients, careful.coefficients, to: 1e-11))
    let a = try chosen.inference(.classical)
    let b = try careful.inference(.classical)
    #expect(agree(a.terms.map(\.standardError), b.terms.map(\.standardError), to: 1e-11))
  }

  @Test("columns of different units do not look dependent")
  func unitsDoNotMatter() throws {
    let tiny = NamedColumn("tiny", sample.x2.values.map { $0 * 1e-12 })
    let fit = try OLS.fit(sample.y, x: [sample.x1, tiny])
    let plain = try OLS.fit(sample.y, x: [sample.x1, sample.x2])
    #expect(fit.solver == .cholesky)
    #expect(fit.condition > 1e11)
    #expect(agree(fit.coefficients[2] * 1e-12, plain.coefficients[2], to: 1e-11))
  }

  @Test("an ill-conditioned design is left to QR, which finds the exact line under it")
  func illConditioned() throws {
    // y = 3 + 2x with x around a million: the scaled condition number is about 3e6, too much for normal equations.
    let x = (0..<50).map { 1e6 + Double($0) / 100 }
    let fit = try OLS.fit(NamedColumn("y", x.map { 3 + 2 * $0 }), x: [NamedColumn("x", x)])
    #expect(fit.solver == .pivotedQR)
    #expect(agree(fit.coefficients[1], 2, to: 1e-8))
  }

  @Test("dependent columns are refused by name, with rank and condition number")
  func dependentColumns() throws {
    let sum = NamedColumn("sum", zip(sample.x1.values, sample.x2.values).map { 2 * $0 - $1 })
    do {
      _ = try OLS.fit(sample.y, x: [sample.x1, sample.x2, sample.x3, sum])
      Issue.record("a singular design was fitted")
    } catch StatisticsError.rankDeficient(let columns, let rank, let count, let condition) {
      #expect(columns == ["x1", "x2", "sum"])
      #expect(rank == 4)
      #expect(count == 5)
      #expect(condition > 1e12)
    }
  }

  @Test("a column of zeros is refused alone, and a constant beside the intercept with it")
  func degenerateColumns() {
    let zero = NamedColumn("zero", [Double](repeating: 0, count: 2000))
    let seven = NamedColumn("seven", [Double](repeating: 7, count: 2000))
    #expect {
      try OLS.fit(sample.y, x: [sample.x1, zero])
    } throws: {
      guard case StatisticsError.rankDeficient(let columns, 2, 3, .infinity) = $0 else { return false }
      return columns == ["zero"]
    }
    #expect {
      try OLS.fit(sample.y, x: [sample.x1, seven])
    } throws: {
      guard case StatisticsError.rankDeficient(let columns, 2, 3, _) = $0 else { return false }
      return columns == ["intercept", "seven"]
    }
  }

  @Test("OpenBLAS says which kernel it runs")
  func kernelIsNamed() {
    #expect(!BLAS.kernel.isEmpty)
  }
}
