import Market
import Signals
import Testing

@Suite("What grows from an anchor")
struct AnchoredTests {
  let nan = Double.nan

  /// `RollingTests.x` without rows 3 and 20.
  private static let gapped: [Double] = {
    var x = RollingTests.x
    x[3] = .nan
    x[20] = .nan
    return x
  }()

  @Test("agrees with pandas' expanding windows, which leave gaps out")
  func pandas() throws {
    let frame = frame(["x": Self.gapped])
    func rows(_ text: String, _ rows: [Int]) throws -> [Double] {
      let values = try frame.numbers(text)
      #expect(values[3].isNaN && values[20].isNaN)
      return rows.map { values[$0] }
    }
    // e = x.expanding(); e.mean(), e.std(), (x - e.mean()) / e.std(), (e.rank() - 1) / (e.count() - 1)
    #expect(try close(rows("expanding_mean(x)", [0, 4, 21, 39]), [-3, 3.29, 1.693, 1.1726315789473685]))
    #expect(
      try close(
        rows("expanding_std(x)", [1, 4, 21, 39]),
        [6.7175144212722016, 4.282382514442165, 3.0699307381180616, 3.150448860521244]))
    #expect(
      try close(
        rows("expanding_zscore(x)", [1, 4, 21, 39]),
        [0.7071067811865475, 0.4646945930889647, 1.5006853225699153, -1.2990630097929092]))
    #expect(
      try close(
        rows("expanding_rank(x, data)", [1, 4, 21, 39]),
        [1, 0.6666666666666666, 0.9473684210526315, 0.02702702702702703]))
    #expect(try rows("expanding_min(x)", [0, 4, 39]) == [-3, -3, -3])
    #expect(try rows("expanding_max(x)", [0, 4, 39]) == [-3, 6.5, 6.5])
    #expect(try allUnknown(["std", "zscore", "rank"].map { try frame.numbers("expanding_\($0)(x)")[0] }))
  }

  @Test("begins anew at midnight UTC or on Monday, and knows nothing before the first such bar of the data")
  func anchors() throws {
    let whole = frame(["x": RollingTests.x])
    let sums = try whole.numbers("cumsum(x, day)")
    // xs.groupby(index.date).cumsum() with hours from 2024-01-01
    #expect(close([0, 23, 24, 39].map { sums[$0] }, [-3, 41.12, -2.12, 3.2800000000000002]))
    let late = Frame(
      market: "test", instrument: whole.instrument, grid: whole.grid.slice(5..<40),
      columns: [Column("x", .score, Array(RollingTests.x[5...]))])
    for text in ["cumsum(x, day)", "expanding_mean(x, day)", "expanding_rank(x, day)", "expanding_std(x, day)"] {
      let (all, rest) = (try whole.numbers(text), try late.numbers(text))
      #expect(allUnknown(rest.prefix(19)))
      #expect(same(Array(rest[19...]), Array(all[24...])))
    }
    let days = (0..<20).map(Double.init)
    // 2024-01-01 is a Monday, and so is day 7.
    let weekly = try frame(["x": days], interval: .day).numbers("cumsum(x, week)")
    #expect(weekly[6] == 21 && weekly[7] == 7 && weekly[13] == 70 && weekly[14] == 14)
  }

  @Test("a gap ends a sum up to the next anchor, unless it is said to count as nothing")
  func sums() throws {
    let frame = frame(["x": [nan, 1, 2, nan, 4]])
    #expect(try same(frame.numbers("cumsum(x)"), [nan, 1, 3, nan, nan]))
    #expect(try same(frame.numbers("cumsum(if(defined(x), x, 0))"), [0, 1, 3, 3, 7]))
  }

  @Test("at the start of the data looks back on all there is, and says so")
  func lookBack() throws {
    #expect(try node("expanding_mean(close)").lookBack(.hour) == OperatorSetting.everything)
    #expect(try node("mean(expanding_mean(close), 5) + 1").lookBack(.hour) == OperatorSetting.everything)
    #expect(try node("expanding_mean(close)").dependsOnBeginning(.hour))
    #expect(try node("expanding_mean(close, day)").lookBack(.minutes(5)) == 287)
    #expect(try node("cumsum(close, week)").lookBack(.hour) == 167)
    #expect(try node("expanding_mean(close)").overlap(.hour) == 0)
  }

  @Test("the battery checks it against poisoned futures, wherever it is anchored", arguments: ["data", "day", "week"])
  func battery(anchor: String) throws {
    for name in ["cumsum", "expanding_mean", "expanding_std", "expanding_zscore", "expanding_rank", "expanding_min"] {
      #expect(try SignalBattery().findings(of: Expression(parsing: "\(name)(premium, \(anchor))")) == [])
    }
  }
}

@Suite("Statistics over settlements")
struct SettlementTests {
  /// Hours with a settlement every eight, whose rates repeat.
  private static let rates: [Double] = [1, 1, 4, 1, 7, 7, 2]
  private static var market: Frame {
    let count = 56
    return Frame(
      market: "test", instrument: Instrument(venue: "test", symbol: "BTCUSDT"),
      grid: Grid(start: Instant(year: 2024, month: 1, day: 1), interval: .hour, count: count),
      columns: [
        Column("funding_rate", .fraction, (0..<count).map { rates[$0 / 8] }),
        Column("funding_8h", .fraction, (0..<count).map { rates[$0 / 8] }),
        Column("funding_time", .time, (0..<count).map { Double($0 / 8) }),
        Column("funding_paid", .fraction, (0..<count).map { $0 % 8 == 0 ? rates[$0 / 8] : 0 }),
        Column("close", .price, [Double](repeating: 100, count: count)),
      ])
  }

  @Test("count each settlement once, also where its rate is the one before's")
  func once() throws {
    let mean = try Self.market.numbers("settlements(funding_rate, 3, mean)")
    // The first settlement that is seen to happen is the second; three of them are there from row 24 on.
    #expect(allUnknown(mean.prefix(24)))
    #expect(Array(mean[24..<32]) == [Double](repeating: 2, count: 8))
    #expect(close([32, 40, 48].map { mean[$0] }, [4, 5, 16.0 / 3]))
    let z = try Self.market.numbers("funding_zscore(3)")
    // ((np.array([1,7,7]) - 5)/np.std([1,7,7], ddof=1))[-1]
    #expect(close([z[40]], [0.5773502691896258]))
    #expect(try Self.market.numbers("settlements(funding_rate, 3, rank)")[40] == 0.75)
    #expect(try Self.market.numbers("settlements(funding_rate, 2, std)")[40] == 0)
    #expect(try Self.market.numbers("settlements(funding_rate, 2)")[40].isNaN)
  }

  @Test("are unknown where the clock was, and where too few settlements lie in reach")
  func gaps() throws {
    let market = Self.market
    let clock = market.values("funding_time").enumerated().map { $0.offset == 30 ? Double.nan : $0.element }
    let holed = Frame(
      market: "test", instrument: market.instrument, grid: market.grid,
      columns: market.columns.values.filter { $0.name != "funding_time" } + [Column("funding_time", .time, clock)])
    let mean = try holed.numbers("settlements(funding_rate, 2, mean)")
    #expect(mean[29] == 2.5 && mean[30].isNaN && mean[39].isNaN && mean[40] == 7)
    // The settlement of row 32 becomes known at row 35, and is the last one though nobody saw the clock move.
    let late = market.values("funding_time").enumerated().map { (30..<35) ~= $0.offset ? Double.nan : $0.element }
    let hidden = Frame(
      market: "test", instrument: market.instrument, grid: market.grid,
      columns: market.columns.values.filter { $0.name != "funding_time" } + [Column("funding_time", .time, late)])
    let last = try hidden.numbers("settlements(funding_rate, 1, mean)")
    #expect(last[29] == market.values("funding_rate")[29] && last[34].isNaN)
    #expect(Array(last[35...]) == Array(market.values("funding_rate")[35...]))
    let both = try hidden.numbers("settlements(funding_rate, 2, mean)")
    #expect(both[39].isNaN && both[40] == 7)
    let still = Frame(
      market: "test", instrument: market.instrument, grid: market.grid,
      columns: [
        Column("funding_rate", .fraction, market.values("funding_rate")),
        Column("funding_time", .time, (0..<56).map { Double(min($0, 24) / 8) }),
      ])
    let reach = try still.numbers("settlements(funding_rate, 2, mean)")
    // Settlements at rows 16 and 24; two of them are looked for over 24 hours.
    #expect(reach[24] == 2.5 && reach[39] == 2.5 && reach[40].isNaN)
  }

  @Test("begin with the first of the data where its stamp lies in the bar, and not where it stood before")
  func first() throws {
    let start = Instant(year: 2024, month: 1, day: 1)
    func market(from first: Int) -> Frame {
      let rows = first..<40
      // Settled at 8:00, 16:00 and midnight, and known at the close of the bar before.
      let turns = rows.map { ($0 + 1) / 8 }
      return Frame(
        market: "test", instrument: Instrument(venue: "test", symbol: "BTCUSDT"),
        grid: Grid(start: start + Interval.hours(first), interval: .hour, count: rows.count),
        columns: [
          Column("x", .fraction, turns.map { $0 > 0 ? Self.rates[$0] : .nan }),
          Column("t", .time, turns.map { $0 > 0 ? Double((start + Interval.hours(8 * $0)).milliseconds) : .nan }),
        ])
    }
    let mean = "over_settlements(x, t, 2, mean)"
    let whole = try market(from: 0).numbers(mean)
    #expect(allUnknown(whole[..<15]) && Array(whole[15..<31]) == [Double](repeating: 2.5, count: 16) && whole[31] == 4)
    // The bar of 7:00 is the one in which the first is settled; at that of 8:00 it has stood before.
    #expect(try same(market(from: 7).numbers(mean), Array(whole[7...])))
    let later = try market(from: 8).numbers(mean)
    #expect(allUnknown(later[..<15]) && same(Array(later[15...]), Array(whole[23...])))
  }

  @Test("what a long has paid counts each settlement once")
  func cumulative() throws {
    #expect(try Self.market.numbers("funding_cumulative(1d)")[40] == 1 + 7 + 7)
  }

  @Test("what a long has paid is unknown while a settlement without a row lies in the window")
  func missing() throws {
    let market = Self.market
    let paid = market.values("funding_paid").enumerated().map { $0.offset == 26 ? Double.nan : $0.element }
    let holed = Frame(
      market: "test", instrument: market.instrument, grid: market.grid,
      columns: market.columns.values.filter { $0.name != "funding_paid" }
        + [
          Column("funding_paid", .fraction, paid),
          Column("spot", .price, [Double](repeating: 100, count: 56)),
          Column("open_interest", .base, [Double](repeating: 10, count: 56)),
        ])
    for name in ["funding_cumulative(1d)", "funding_spend(1d)", "carry_after_basis(1d)"] {
      let known = try holed.numbers(name)
      #expect(!known[25].isNaN && allUnknown(known[26..<50]) && !known[50].isNaN, "\(name)")
    }
  }

  @Test("of one are refused where one has no such statistic", arguments: ["zscore", "rank", "std"])
  func lone(statistic: String) throws {
    for call in ["settlements(funding_rate, 1, \(statistic))", "over_bars(close, 4h, 1, \(statistic))"] {
      let problem = problem { () throws(Problem) in try node(call).lookBack(.hour) }
      #expect(problem?.what.contains("\(statistic) of 1 is never known") == true, "\(call)")
      #expect(problem?.remedy?.contains("2") == true)
    }
    #expect(try node("over_bars(close, 4h, 1, mean)").lookBack(.hour) == 3)
  }

  @Test("are refused on bars that hide settlements")
  func wide() throws {
    let daily = problem { () throws(Problem) in try node("funding_zscore(9)").lookBack(.day) }
    #expect(daily?.what == "'over_settlements' cannot be used here: bars of 1d hide settlements in between")
    #expect(try node("funding_zscore(9)").lookBack(.minutes(5)) == 10 * 96)
  }
}
