import Market
import Signals
import Testing

@Suite("Instruments of a universe, compared")
struct CrossSectionTests {
  /// By member, values of `x` and `b`; NaN in `x` also means that the bar was printed without one.
  private func universe(_ x: [[Double]], _ b: [[Double]] = [], unprinted: [(member: Int, row: Int)] = []) -> Frame {
    let count = x[0].count
    let grid = Grid(start: Instant(year: 2025, month: 1, day: 1), interval: .hour, count: count)
    let members = x.indices.map { member in
      var price = [Double](repeating: 10, count: count)
      for gap in unprinted where gap.member == member { price[gap.row] = .nan }
      let instrument = Instrument(venue: "binance", symbol: "C\(member)USDT")
      return FrameMember(
        name: instrument.symbol, instrument: instrument, contract: instrument.contract,
        bars: Bars(open: price, high: price, low: price, close: price),
        columns: [
          Column("x", .score, x[member]), Column("b", .score, b.isEmpty ? x[member] : b[member]),
          Column("close", .price, price),
        ])
    }
    return Frame(market: "universe", members: members, isUniverse: true, grid: grid, columns: members[0].columns)
  }

  private func values(_ text: String, _ frame: Frame, where condition: String? = nil) throws -> [[Double]] {
    let membership = try condition.map { try node($0) }
    let section = try Evaluator(frame).crossSection(where: membership)
    let asked = try node(text)
    return try (0..<section.count).map { (member: Int) -> [Double] in
      let evaluator = section.evaluator(of: member)
      guard asked.kind == .number else { return try evaluator.condition(of: asked).flags }
      return try evaluator.number(of: asked)
    }
  }

  private let x: [[Double]] = [[1, 4, 2], [3, 4, .nan], [2, 1, 7], [10, 4, 5]]

  @Test("Ranks run from 0 to 1, and equal ones share their place")
  func ranks() throws {
    let found = try values("rank_across(x)", universe(x))
    let third: Double = 1.0 / 3
    #expect(found.map { $0[0] } == [0, 2 * third, third, 1])
    #expect(found.map { $0[1] } == [2 * third, 2 * third, 0, 2 * third])
    #expect(found[1][2].isNaN)
    #expect([found[0][2], found[2][2], found[3][2]] == [0, 1, 0.5])
  }

  @Test("Counted are the members that have a value")
  func counts() throws {
    let found = try values("count_across(x)", universe(x))
    #expect(found.map { $0[0] } == [4, 4, 4, 4])
    #expect(found[1][2].isNaN)
    #expect([found[0][2], found[2][2], found[3][2]] == [3, 3, 3])
    let few = try values("1 / count_across(x)", universe(x), where: "x > 1")
    #expect(few[1][0] == 1.0 / 3 && few[0][0].isNaN)
  }

  @Test("Means, deviations and shares are those of the members that have a value")
  func moments() throws {
    let demeaned = try values("demean_across(x)", universe(x))
    #expect(demeaned.map { $0[0] } == [-3, -1, -2, 6])
    let scores = try values("zscore_across(x)", universe(x))
    // numpy: (x - mean) / std(ddof=1) of 1, 3, 2, 10.
    #expect(abs(scores[3][0] - 1.4696938456699067) < 1e-14)
    #expect(scores.map { $0[0] }.reduce(0, +).magnitude < 1e-14)
    let shares = try values("share_across(x - 4)", universe(x))
    // 1 - 4, 3 - 4, 2 - 4, 10 - 4 over 12.
    let expected: [Double] = [-3.0 / 12, -1.0 / 12, -2.0 / 12, 6.0 / 12]
    #expect(shares.map { $0[0] } == expected)
    #expect(try values("share_across(x * 0)", universe(x)).map { $0[0] } == [0, 0, 0, 0])
    let equal = try values("zscore_across(x * 0)", universe(x))
    #expect(equal.allSatisfy { $0[0].isNaN })
  }

  @Test("The highest and the lowest are found, of equal ones those that come first by name")
  func selection() throws {
    #expect(try values("top(x, 2)", universe(x)).map { $0[0] } == [0, 1, 0, 1])
    #expect(try values("top(x, 2)", universe(x)).map { $0[1] } == [1, 1, 0, 0])
    #expect(try values("bottom(x, 1)", universe(x)).map { $0[2] } == [1, 0, 0, 0])
    // Of one without a value it is not known.
    #expect(try values("not top(x, 9)", universe(x)).map { $0[2] } == [0, 0, 0, 0])
    #expect(try values("if(top(x, 1), 1, 0)", universe(x)).map { $0[2].isNaN } == [false, true, false, false])
    #expect(try values("if(top(x, 1), 1, 0)", universe(x), where: "top(x, 2)").map { $0[0] } == [0, 0, 0, 1])
    #expect(try values("top(x, 1, 2)", universe(x)).map { $0[1] } == [0, 0, 0, 1])
    // The second has no x on the last bar, and so nobody knows whether it belongs.
    for name in ["top", "bottom"] {
      let found = try values(
        "if(\(name)(b, 9), 1, 0)", universe(x, [[1], [2], [3], [4]].map { $0 + $0 + $0 }), where: "x > 4")
      #expect(found.map { $0[2].isNaN } == [false, true, false, false])
      #expect(found.map { $0[2] }.filter { !$0.isNaN } == [0, 1, 1])
    }
  }

  @Test("What is neutral to a quantity has no part along it")
  func neutral() throws {
    let b: [[Double]] = [[1, 1, 1], [2, 2, 2], [-1, 0, 1], [4, 3, 1]]
    let found = try values("neutralise(x, b, 1)", universe(x, b))
    for row in 0..<2 {
      var (sum, along) = (0.0, 0.0)
      for member in b.indices {
        sum += found[member][row]
        along += found[member][row] * b[member][row]
      }
      #expect(abs(sum) < 1e-12)
      #expect(abs(along) < 1e-12)
    }
    // numpy.linalg.lstsq of 1, 3, 2, 10 on b and a constant.
    let residuals = [-2.192307692307693, -1.8076923076923084, 2.038461538461538, 1.96153846153846]
    for (member, value) in residuals.enumerated() { #expect(abs(found[member][0] - value) < 1e-12) }
  }

  @Test("Who did not print the bar, and who does not belong, is not compared")
  func belonging() throws {
    let frame = universe(x, unprinted: [(3, 0)])
    #expect(try values("rank_across(x)", frame).map { $0[0].isNaN } == [false, false, false, true])
    let some = try values("rank_across(x)", universe(x), where: "top(x, 2)")
    #expect(some.map { $0[0].isNaN } == [true, false, true, false])
    #expect([some[1][0], some[3][0]] == [0, 1])
  }

  @Test("A later bar changes nothing of an earlier one")
  func causal() throws {
    let changed = x.map { [$0[0], $0[1], -100 * $0[2]] }
    for text in [
      "rank_across(x)", "zscore_across(x)", "demean_across(x)", "share_across(x)", "if(top(x, 2), 1, 0)",
      "neutralise(x, close)",
    ] {
      let (a, b) = (try values(text, universe(x)), try values(text, universe(changed)))
      for member in a.indices { #expect(Array(a[member].prefix(2)) == Array(b[member].prefix(2)), "\(text)") }
    }
  }

  @Test("One instrument alone has nobody to be compared with")
  func alone() throws {
    let frame = Frame.sample(count: 50)
    let problem = problem { () throws(Problem) in _ = try Evaluator(frame).number(of: try node("rank_across(close)")) }
    #expect(problem?.what.contains("compares the instruments of a universe") == true)
  }
}

extension Bitmap {
  fileprivate var flags: [Double] { (0..<count).map { self[$0] ? 1 : 0 } }
}
