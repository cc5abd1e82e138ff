import Market
import Signals
import TestSupport
import Testing

/// Operators that each look ahead in their own way.
struct Peeking: SignalOperator {
  let name = "peek"
  let about = "Looks ahead."
  let formula = "none"
  let inputs = [OperatorInput.x]
  let unit = OperatorUnit.same(as: 0)
  let example = "peek(close)"
  var back = 4
  let compute: @Sendable ([Double]) -> [Double]

  func lookBack(windows: [Int]) -> Int { back }
  func evaluate(_ call: OperatorCall) -> SignalColumn { .numbers(compute(call.numbers[0])) }
}

struct Cheat: Sendable, CustomTestStringConvertible {
  let testDescription: String
  let peek: Peeking
  let check: SignalAudit.Check

  init(
    _ what: String, by check: SignalAudit.Check, back: Int = 4, _ compute: @escaping @Sendable ([Double]) -> [Double]
  ) {
    testDescription = what
    peek = Peeking(back: back, compute: compute)
    self.check = check
  }

  static let all: [Cheat] = [
    Cheat("the next bar", by: .truncated) { x in x.dropFirst() + [.nan] },
    Cheat("the next bar, where there is one", by: .changed) { x in x.dropFirst() + x.suffix(1) },
    Cheat("a scale taken from the whole sample", by: .changed) { x in
      let most = x.reduce(1) { $1.isNaN ? $0 : max($0, abs($1)) }
      return x.map { $0 / most }
    },
    Cheat("a mean taken from the whole sample", by: .changed) { x in
      let known = x.filter { !$0.isNaN }
      let mean = known.reduce(0, +) / Double(max(1, known.count))
      return x.map { $0 - mean }
    },
    Cheat("a rank in the whole sample", by: .changed) { x in
      x.map { own in Double(x.count { $0 < own }) }
    },
    Cheat("how many bars are to come", by: .truncated) { x in x.indices.map { Double(x.count - $0) } },
    Cheat("a centred mean", by: .truncated) { x in
      x.indices.map { row in
        row < 2 || row + 2 >= x.count ? .nan : (x[row - 2] + x[row - 1] + x[row] + x[row + 1] + x[row + 2]) / 5
      }
    },
    Cheat("the day's high at its start", by: .truncated) { x in
      x.indices.map { row in x[row..<min(x.count, (row / 24 + 1) * 24)].max() ?? .nan }
    },
    Cheat("a gap filled from behind", by: .streamed) { x in
      var next = Double.nan
      let filled = x.reversed().map { value in
        if !value.isNaN { next = value }
        return next
      }
      return zip(x.indices, filled.reversed()).map { $0 % 50 == 49 ? x[min($0 + 1, x.count - 1)] : $1 }
    },
    Cheat("a sum of the future", by: .changed) { x in
      var sum = 0.0
      return x.reversed().map { value in
        if !value.isNaN { sum += value }
        return sum
      }.reversed()
    },
    Cheat("more past than it says", by: .streamed) { x in
      x.indices.map { $0 < 9 ? .nan : x[$0 - 9] }
    },
    Cheat("where the data begins", by: .streamed) { x in x.indices.map { x[$0] - x[0] } },
    Cheat("a recursion without an end", by: .streamed) { x in
      var mean = x.first ?? .nan
      return x.map { value in
        mean += (value - mean) / 3
        return mean
      }
    },
  ]
}

@Suite("The audit")
struct SignalAuditTests {
  private func subject(_ text: String, _ peek: Peeking? = nil) throws -> SignalAudit.Subject {
    SignalAudit.Subject(name: "s", node: try SignalBook().bound().resolve(Expression(parsing: text), guest: peek))
  }

  @Test("catches what looks ahead, and says where", arguments: Cheat.all)
  func cheats(cheat: Cheat) throws {
    let report = try SignalAudit(on: .sample()).report(on: [subject("mean(peek(close), 3) > 60000", cheat.peek)])
    let caught = report.findings.filter { $0.check == cheat.check }
    #expect(caught.map(\.expression) == ["peek(close)"])
    #expect(caught.allSatisfy { $0.subject == "s" })
  }

  @Test("names the first bar that differs")
  func firstBar() throws {
    let frame = Frame.sample()
    let cheat = Peeking { x in x.indices.map { $0 < 300 ? x[$0] : x[min($0 + 1, x.count - 1)] } }
    let report = try SignalAudit(on: frame).report(on: [subject("peek(close)", cheat)])
    let first = try #require(report.findings.first { $0.check == .streamed })
    #expect(first.bar == frame.grid.open(300))
  }

  @Test("accuses no operator and no built-in signal")
  func honest() throws {
    let subjects = try Operators.descriptions.filter { Operators.named($0.name)?.needsUniverse != true }.map {
      SignalAudit.Subject(name: $0.name, node: try node($0.example))
    }
    let report = try SignalAudit(on: .sample(), cuts: 3).report(on: subjects)
    #expect(report.findings == [])
    for check in [SignalAudit.Check.truncated, .changed, .streamed] { #expect((report.compared[check] ?? 0) > 1000) }
  }

  @Test("accuses nothing on data with gaps, and nothing that is anchored at the start of the data")
  func gapsAndAnchors() throws {
    let market = Frame.sample(count: 300)
    let columns = market.columns.values.map { column in
      Column(column.name, column.unit, column.values.enumerated().map { $0.offset % 97 < 5 ? .nan : $0.element })
    }
    let holed = Frame(market: "holed", instrument: market.instrument, grid: market.grid, columns: columns)
    let subjects = try [
      "expanding_zscore(premium)", "cumsum(if(defined(volume), volume, 0))", "funding_zscore(9)",
      "any(premium > 0, 6h) and not defined(lag(close, 3))", "expanding_rank(close, week)", "streak(close > open, 1d)",
    ].map { SignalAudit.Subject(name: $0, node: try node($0)) }
    let report = try SignalAudit(on: holed).report(on: subjects)
    #expect(report.findings == [])
    #expect(report.anchored == ["expanding_zscore(premium)", "cumsum(if(defined(volume), volume, 0))"])
  }

  @Test("finds a column that knows the return of the bar after")
  func mislabelled() throws {
    let market = Frame.sample()
    let close = market.values("close")
    let next = close.indices.map { $0 + 1 < close.count ? close[$0 + 1] / close[$0] - 1 : 0.001 }
    let frame = Frame(
      market: "test", instrument: market.instrument, grid: market.grid,
      columns: Array(market.columns.values) + [Column("tip", .fraction, next)])
    let report = try SignalAudit(on: frame).report(on: [subject("mean(tip, 2) > 0"), subject("zscore(premium, 1d)")])
    // The column, and the condition that is made of it; what is not made of it is not named.
    #expect(report.findings.map(\.check) == [.plausible, .plausible])
    #expect(report.findings.map(\.expression) == ["tip", "(mean(tip,2)>0)"])
    #expect(report.findings.first?.what.contains("a correlation of 1.0 with the return of the bar after") == true)
  }

  /// Trades at either side of a spread of 30 bps around a price that moves 3 bps a bar.
  private func bouncing(_ count: Int = 6000) -> Frame {
    var random = KnuthRandom(seed: 9)
    var middle = 0.5
    func traded() -> Double { middle * (random.centred() < 0 ? 0.9985 : 1.0015) }
    let opens = (0..<count).map { _ in traded() }
    let closes = (0..<count).map { _ in
      middle *= 1 + 0.0006 * random.centred()
      return traded()
    }
    return Frame(
      market: "test", instrument: Instrument(venue: "test", symbol: "ILL"),
      grid: Grid(start: Instant(year: 2025, month: 1, day: 1), interval: .minutes(5), count: count),
      columns: [
        Column("open", .price, opens), Column("high", .price, zip(opens, closes).map(max)),
        Column("low", .price, zip(opens, closes).map(min)), Column("close", .price, closes),
      ])
  }

  @Test("accuses nobody of prices that bounce, and says that they do")
  func bounce() throws {
    let market = bouncing()
    let subjects = try [
      "zscore(close, 12)", "close / mean(close, 12) - 1", "returns(1)", "rsi(close, 12)", "close < mean(close, 6)",
    ]
    .map { SignalAudit.Subject(name: $0, node: try node($0)) }
    let report = try SignalAudit(on: market, cuts: 1).report(on: subjects)
    #expect(report.findings == [])
    #expect(report.remarks.contains { $0.hasPrefix("zscore(close, 12)") && $0.contains("bounce between bid and ask") })
    // The same computed elsewhere is known at the bar just so; what comes after it is not.
    let own = try Evaluator(market).number(of: node("zscore(close, 12)"))
    func findings(_ values: [Double]) throws -> [SignalAudit.Finding] {
      let frame = Frame(
        market: "test", instrument: market.instrument, grid: market.grid,
        columns: Array(market.columns.values) + [Column("own", .score, values)])
      return try SignalAudit(on: frame, cuts: 1, computed: ["own": []], beside: market).report(on: [subject("own")])
        .findings
    }
    #expect(try findings(own) == [])
    #expect(try !findings(own.dropFirst() + [.nan]).isEmpty)
  }

  /// Closes 2 bps at either side of a price that moves 3 bps a bar, and that price beside them.
  private func bouncingBeside(_ late: Int, count: Int = 6000) -> Frame {
    var random = KnuthRandom(seed: 11)
    func normal() -> Double { (0..<12).reduce(0) { sum, _ in sum + random.centred() } }
    var middle = 100.0
    let fair = (0..<count).map { _ in
      middle *= 1 + 3e-4 * normal()
      return middle
    }
    let closes = fair.map { $0 * (random.centred() < 0 ? 0.9998 : 1.0002) }
    let opens = [closes[0]] + closes.dropLast()
    return Frame(
      market: "test", instrument: Instrument(venue: "test", symbol: "THIN"),
      grid: Grid(start: Instant(year: 2025, month: 1, day: 1), interval: .minutes(1), count: count),
      columns: [
        Column("open", .price, opens), Column("high", .price, zip(opens, closes).map(max)),
        Column("low", .price, zip(opens, closes).map(min)), Column("close", .price, closes),
        Column("spot", .price, (0..<count).map { fair[min(count - 1, max(0, $0 - late))] }),
      ])
  }

  @Test("asks the price in whose rows a volume stands, which by itself shows no wrong stamp", arguments: [0, -1])
  func pricesBeside(late: Int) throws {
    let market = bouncingBeside(late)
    var report = try SignalAudit(on: market, cuts: 1).report(on: [])
    try SignalAudit(on: market).judge(["spot": "spot_volume"], into: &report)
    #expect(report.findings.map(\.expression) == (late == 0 ? [] : ["spot_volume"]))
    #expect(report.findings.allSatisfy { $0.what.hasPrefix("'spot' stands in its rows, and of that: ") })
  }

  @Test("accuses no price that moves with its own bar of what the closes bounce, and one that is a bar early of all")
  func fairPrice() throws {
    let subjects = try ["spot / close - 1", "spot > close * 1.0001"].map {
      SignalAudit.Subject(name: $0, node: try node($0))
    }
    let honest = try SignalAudit(on: bouncingBeside(0), cuts: 1).report(on: subjects)
    #expect(honest.findings == [])
    #expect(
      honest.remarks.contains {
        $0.hasPrefix("column spot") && $0.contains("by its own move it goes with the bar it stands on")
      }, "\(honest.remarks)")
    let early = try SignalAudit(on: bouncingBeside(-1), cuts: 1).report(on: subjects)
    #expect(early.findings.contains { $0.subject == "column spot" && $0.check == .plausible })
  }

  @Test("accuses a distance from the close that knows more than closes bounce, whatever moves with the bar")
  func distance() throws {
    let market = bouncingBeside(0)
    let (close, spot) = (market.values("close"), market.values("spot"))
    let next = close.indices.map { $0 + 1 < close.count ? close[$0 + 1] / close[$0] - 1 : 0 }
    let tip = spot.indices.map { spot[$0] * (1 + 0.5 * next[$0]) }
    let frame = Frame(
      market: "test", instrument: market.instrument, grid: market.grid,
      columns: Array(market.columns.values) + [Column("tip", .price, tip)])
    let report = try SignalAudit(on: frame, cuts: 1).report(on: [subject("tip / close - 1")])
    #expect(report.findings.contains { $0.subject == "column tip" })
  }

  @Test("asks each member of a universe about its own columns, by their name and all their rows")
  func members() throws {
    let grid = Frame.sample(count: 3000).grid
    let members = (1...2).map { place in
      let closes = Frame.sample(count: 3000, seed: UInt64(place)).values("close")
      let tip = closes.indices.map { row in
        place == 2 && row + 1 < closes.count ? closes[row + 1] / closes[row] - 1 : Double(row % 7)
      }
      let opens = [closes[0]] + closes.dropLast()
      let instrument = Instrument(venue: "test", symbol: "C\(place)USDT")
      return FrameMember(
        name: instrument.symbol, instrument: instrument, contract: instrument.contract,
        bars: Bars(open: opens, high: zip(opens, closes).map(max), low: zip(opens, closes).map(min), close: closes),
        columns: [
          Column("open", .price, opens), Column("high", .price, zip(opens, closes).map(max)),
          Column("low", .price, zip(opens, closes).map(min)), Column("close", .price, closes),
          Column("tip", .score, tip),
        ])
    }
    let frame = Frame(market: "test", members: members, isUniverse: true, grid: grid, columns: members[0].columns)
    let audit = SignalAudit(on: frame, cuts: 1, computed: ["C1USDT.tip": [], "C2USDT.tip": []])
    var report = try audit.report(on: [])
    try audit.judgeMembers(into: &report)
    #expect(!report.findings.isEmpty && report.findings.allSatisfy { $0.expression == "C2USDT.tip" })
    #expect(report.findings.first?.subject == "column tip of test:C2USDT")
    #expect(Set(report.computed.map(\.column)) == ["C1USDT.tip", "C2USDT.tip"])
  }

  @Test("finds a column that is another when the dataset ends earlier")
  func dataset() throws {
    let frame = Frame.sample()
    let audit = SignalAudit(on: frame)
    var report = try audit.report(on: [subject("mean(close, 3)")])
    audit.compare(frame.keepingRows(0..<200), into: &report)
    #expect(report.isClean && report.compared[.dataset] ?? 0 > 200)
    let shifted = frame.columns.values.map { column in
      column.name == "premium"
        ? Column("premium", .fraction, column.values[..<200].enumerated().map { $0.offset < 150 ? $0.element : 0 })
        : Column(column.name, column.unit, Array(column.values[..<200]))
    }
    audit.compare(
      Frame(market: "test", instrument: frame.instrument, grid: frame.grid.slice(0..<200), columns: shifted),
      into: &report)
    #expect(report.findings.map(\.expression) == ["premium"])
    #expect(report.findings.first?.bar == frame.grid.open(150))
  }
}

extension Frame {
  fileprivate func keepingRows(_ rows: Range<Int>) -> Frame {
    Frame(
      market: market, instrument: instrument, grid: grid.slice(rows),
      columns: columns.values.map { Column($0.name, $0.unit, Array($0.values[rows])) })
  }
}
