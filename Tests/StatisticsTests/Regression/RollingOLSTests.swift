import Foundation
import Statistics
import Testing

@Suite("A regression through time")
struct RollingOLSTests {
  let sample = Generated()

  private func row(_ fit: MovingFit, _ row: Int) -> [Double] { fit.coefficients.map { $0[row] } }
  private func errors(_ fit: MovingFit, _ row: Int) -> [Double] { fit.standardErrors.map { $0[row] } }

  @Test("agrees with statsmodels, window by window")
  func rolling() throws {
    // statsmodels 0.15.0: r = RollingOLS(y, X, 250).fit(); r.params[t], r.bse[t], r.rsquared[t]
    let fit = try RollingOLS.fit(sample.y, x: sample.x, window: 250)
    let params249 = [0.02793005195380431, 0.5281603885487336, -0.06436957033662266, 0.0002562210992676637]
    let bse249 = [0.040163430458432146, 0.05794949693315036, 0.14055270548221516, 0.00013350954480488108]
    #expect(agree(row(fit, 249), params249, to: 1e-9))
    #expect(agree(errors(fit, 249), bse249, to: 1e-9))
    #expect(agree(fit.r2[249], 0.26840868696912, to: 1e-9))
    let params777 = [0.10015509119145975, -0.03368637527317115, -0.3119294029304634, 0.0003966217306502049]
    let bse777 = [0.05124125670949393, 0.06116819882941902, 0.16728725100951652, 0.00018302414904208732]
    #expect(agree(row(fit, 777), params777, to: 1e-9))
    #expect(agree(errors(fit, 777), bse777, to: 1e-9))
    let params1999 = [0.05717920842916982, 0.42899837047907713, -0.05851651506180401, 0.0005759741169298583]
    #expect(agree(row(fit, 1999), params1999, to: 1e-9))
    #expect(agree(fit.r2[1999], 0.2417868467141644, to: 1e-9))
    #expect(fit.refusals == [.warmUp: 249])
  }

  @Test("agrees with statsmodels through the origin")
  func throughTheOrigin() throws {
    // r = RollingOLS(y, X[:, 1:], 250).fit()
    let fit = try RollingOLS.fit(sample.y, x: sample.x, intercept: false, window: 250)
    #expect(agree(row(fit, 777), [-0.04552166681494069, -0.27744076415405305, 0.0004311695976277454], to: 1e-9))
    #expect(agree(errors(fit, 777), [0.06121427886164945, 0.16730113481250475, 0.00018320575941579287], to: 1e-9))
    #expect(agree(fit.r2[777], 0.032211295459678824, to: 1e-9))
    #expect(fit.outcomeMeans[777] == 0)
  }

  @Test("leaves rows that lack a value out of every window they are in")
  func missing() throws {
    // yn = y.copy(); yn[300:330] = np.nan; r = RollingOLS(yn, X, 250, missing='drop', min_nobs=125).fit()
    var y = sample.y.values
    for row in 300..<330 { y[row] = .nan }
    let fit = try RollingOLS.fit(NamedColumn("y", y), x: sample.x, window: 250)
    let params320 = [0.01726130052553093, 0.5548934384437859, -0.004145466421644706, 0.0002545639630260253]
    let bse320 = [0.042471794265421255, 0.056945334470202676, 0.1429929313274873, 0.0001334450931796827]
    #expect(agree(row(fit, 320), params320, to: 1e-9))
    #expect(agree(errors(fit, 320), bse320, to: 1e-9))
    #expect(agree(row(fit, 400)[1], 0.3499137222584313, to: 1e-9))
    #expect([320, 400, 579, 580].map { fit.observations[$0] } == [229, 220, 250, 250])
    #expect(try RollingOLS.fit(NamedColumn("y", y), x: sample.x, window: 250, least: 225).refusals[.tooFewRows] == 229)
  }

  @Test("expands as recursive least squares does")
  func expanding() throws {
    // sm.OLS(y[:t+1], X[:t+1]).fit().params, .bse and .rsquared; RecursiveLS(y, X).fit() gives the same to 1e-12
    let fit = try ExpandingOLS.fit(sample.y, x: sample.x, first: 50)
    let params100 = [0.06797727061275163, 0.5712810940126717, -0.2023335746649832, 0.00011124952580687503]
    let bse100 = [0.06843848141240731, 0.1350826784165831, 0.22737189344594377, 0.00024139233827035844]
    #expect(agree(row(fit, 100), params100, to: 1e-9))
    #expect(agree(errors(fit, 100), bse100, to: 1e-9))
    #expect(agree(fit.r2[100], 0.15953492567119698, to: 1e-9))
    let params1000 = [0.02574757560038468, 0.2006859176276171, -0.06588837433725904, 0.00033617693358259625]
    #expect(agree(row(fit, 1000), params1000, to: 1e-9))
    let whole = try OLS.fit(sample.y, x: sample.x)
    #expect(agree(row(fit, 1999), whole.coefficients, to: 1e-11))
    #expect(fit.refusals == [.warmUp: 49])
  }

  /// Columns on which sums of squares lose digits: a level far from zero, one that is constant but for a few rows, a rare
  /// indicator, two that nearly agree.
  private func awkward(_ count: Int) -> [NamedColumn] {
    let base = Generated(count: count)
    let x = base.x1.values
    return [
      NamedColumn("price", x.map { 1e5 + $0 }), NamedColumn("far", base.x2.values.map { 1e9 + $0 }),
      NamedColumn("rare", x.indices.map { ($0 / 40) % 9 == 4 ? 1 : 0 }),
      NamedColumn("steps", x.indices.map { 3 + ($0 % 97 == 0 ? 1e-3 : 0) }),
      NamedColumn("twin", zip(x, base.x2.values).map { 1e5 + $0 + 1e-4 * $1 }),
    ]
  }

  @Test(
    "agrees with a QR of each window where products lose their digits", arguments: [[0, 2], [1, 2], [0, 3], [0, 4]])
  func againstRows(picked: [Int]) throws {
    let count = 1200
    let all = awkward(count)
    let x = picked.map { all[$0] }
    var y = NamedColumn("y", Array(Generated(count: count).y.values))
    y = NamedColumn("y", y.values.enumerated().map { ($0.offset + 3) % 211 < 3 ? .nan : $0.element })
    let window = 200
    let fit = try RollingOLS.fit(y, x: x, window: window)
    var compared = 0
    for end in stride(from: window - 1, to: count, by: 7) {
      let rows = end + 1 - window...end
      let part = x.map { NamedColumn($0.name, Array($0.values[rows])) }
      guard let qr = try? OLS.fit(NamedColumn("y", Array(y.values[rows])), x: part, solver: .pivotedQR) else {
        #expect(row(fit, end).allSatisfy { $0.isNaN })
        continue
      }
      guard !fit.r2[end].isNaN else { continue }
      let exact = try qr.inference(.classical).terms
      compared += 1
      for (index, term) in exact.enumerated() {
        // Within a millionth of what the window itself is unsure of, and 1e-9 where QR has as many digits itself.
        let difference = abs(fit.coefficients[index][end] - term.coefficient)
        #expect(difference <= 1e-9 * abs(term.coefficient) + 1e-6 * term.standardError, "\(end) \(term.name)")
        #expect(agree(fit.standardErrors[index][end], term.standardError, to: 1e-6), "\(end) \(term.name)")
      }
    }
    #expect(compared > 90)
  }

  @Test("a window in which a column never changes or copies another has no estimate, and is counted")
  func singular() throws {
    let count = 600
    let indicator = (0..<count).map { $0 >= 300 && $0 < 310 ? 1.0 : 0 }
    let base = Generated(count: count)
    let fit = try RollingOLS.fit(base.y, x: [base.x1, NamedColumn("rare", indicator)], window: 100)
    // Windows that end on rows 300 to 408 hold at least one of the ten and one other row.
    #expect(fit.estimated == 109)
    #expect(fit.refusals == [.warmUp: 99, .singular: count - 99 - 109])
    #expect(fit.coefficients[0][299].isNaN && !fit.coefficients[0][300].isNaN && fit.coefficients[0][409].isNaN)
    let twins = try RollingOLS.fit(
      base.y, x: [base.x1, NamedColumn("twin", base.x1.values.map { 2 * $0 + 1 })], window: 100)
    #expect(twins.estimated == 0)
    #expect(twins.refusals[.singular] == 501)
  }

  @Test("does not remember rows that have left the window, however large they were")
  func noDrift() throws {
    let base = Generated(count: 900)
    let spoiled = base.x1.values.enumerated().map { $0.offset < 300 ? $0.element * 1e12 : $0.element }
    let clean = try RollingOLS.fit(base.y, x: [base.x1, base.x2], window: 150)
    let fit = try RollingOLS.fit(base.y, x: [NamedColumn("x1", spoiled), base.x2], window: 150)
    for end in 450..<900 {
      #expect(row(fit, end).map(\.bitPattern) == row(clean, end).map(\.bitPattern))
    }
  }

  @Test("a mean through time needs no regressor")
  func mean() throws {
    let base = Generated(count: 300)
    let fit = try RollingOLS.fit(base.y, x: [], window: 60)
    let part = try OLS.fit(NamedColumn("y", Array(base.y.values[240...299])), x: [])
    let term = try part.inference(.classical).terms[0]
    #expect(agree(fit.coefficients[0][299], term.coefficient, to: 1e-12))
    #expect(agree(fit.standardErrors[0][299], term.standardError, to: 1e-12))
  }

  @Test("windows that make no sense are refused")
  func refusals() {
    #expect(throws: StatisticsError.self) { try RollingOLS.fit(sample.y, x: sample.x, window: 1) }
    #expect(throws: StatisticsError.self) { try RollingOLS.fit(sample.y, x: sample.x, window: 2001) }
    #expect(throws: StatisticsError.self) { try ExpandingOLS.fit(sample.y, x: sample.x, first: 0) }
    #expect(throws: StatisticsError.self) { try RollingOLS.fit(sample.y, x: [], intercept: false, window: 50) }
  }
}
