import Frames
import Market
import Store
import TestSupport
import Testing

@Suite("What an option chain comes to, on bars")
struct OptionColumnsTests {
  private let scratch: ScratchFolder
  private static let deribit = Instrument(venue: "deribit", symbol: "BTC", type: .option)

  init() throws { scratch = try ScratchFolder() }

  /// One option of a snapshot: days from the new year at which it is taken and expires, and what its row says.
  private struct Row {
    var at = 0.5
    var expiry = 5.0
    var strike = 100.0
    var isCall = true
    var interest = 10.0
    var volatility = 0.5

    var isPut: Row {
      var put = self
      put.isCall = false
      return put
    }
  }

  private static func milliseconds(_ days: Double) -> Int64 {
    newYear.milliseconds + Int64(days * Double(Interval.day.milliseconds))
  }

  private func chain(
    _ rows: [Row], of instrument: Instrument = deribit, delay: Interval = .zero, cadence: Interval? = nil
  ) -> Series {
    let columns = SeriesKind.optionChain.columns + [.init("option_open_interest", .contracts)]
    let descriptor = SeriesDescriptor(
      instrument: instrument, kind: .optionChain, cadence: cadence, columns: columns, delay: delay)
    let ordered = rows.sorted { ($0.at, $0.expiry, $0.strike) < ($1.at, $1.expiry, $1.strike) }
    let values = ordered.map { row in
      [Double(Self.milliseconds(row.expiry)), row.strike, row.isCall ? 1 : 0, 0.01, row.volatility, 100, row.interest]
    }
    return Series(
      descriptor: descriptor, stamps: ordered.map { Self.milliseconds($0.at) },
      columns: columns.indices.map { column in values.map { $0[column] } })
  }

  /// Bars of twelve hours: the first closes half a day after the new year.
  private func bars(_ instrument: Instrument = btc, days: Int = 6) -> Series {
    ramp(.klines, of: instrument, every: .hours(12), count: 2 * days)
  }

  private func column(
    _ name: String, _ chains: [Series], of instrument: Instrument = btc, days: Int = 6
  ) throws -> [Double?] {
    let dataset = try scratch.dataset(
      "options-\(UInt64.random(in: 0...UInt64.max))", [bars(instrument, days: days)] + chains)
    let frame = try dataset.frame(columns: [name], funding: nil)
    return frame.values(name).map { $0.isNaN ? nil : $0 }
  }

  @Test("a snapshot is known from its stamp, or from its delay on, and stands for two days where it is the first")
  func standing() throws {
    let rows = [Row(at: 1, interest: 30), Row(at: 1, interest: 60).isPut]
    // Bars close after 0.5, 1, 1.5, … days.
    #expect(try column("options.put_oi", [chain(rows)]) == [nil, 60, 60, 60, 60, nil, nil, nil, nil, nil, nil, nil])
    let late = try column("options.call_oi", [chain(rows, delay: .hours(1))])
    #expect(late == [nil, nil, 30, 30, 30, 30, nil, nil, nil, nil, nil, nil])
  }

  @Test("for twice its cadence where it declares one, else for twice the usual time between those before it")
  func ages() throws {
    let daily = (1...3).flatMap {
      [Row(at: Double($0), expiry: 50, interest: Double($0)), Row(at: Double($0), expiry: 50).isPut]
    }
    let half: [Double?] = [nil, 1, 1, 2, 2, 3, 3, 3, 3, nil, nil, nil]
    #expect(try column("options.call_oi", [chain(daily)]) == half)
    let declared: [Double?] = [nil, 1, nil, 2, nil, 3, nil, nil, nil, nil, nil, nil]
    #expect(try column("options.call_oi", [chain(daily, cadence: .hours(6))]) == declared)
  }

  @Test("how long one stands does not depend on where the frame begins")
  func beginning() throws {
    let rows = (0..<40).flatMap { [Row(at: 0.25 * Double($0), expiry: 50, interest: Double($0))] }
    let dataset = try scratch.dataset("begins", [bars(days: 14), chain(rows)])
    let whole = try dataset.frame(columns: ["options.call_oi"], funding: nil).values("options.call_oi")
    let late = TimeRange(from: newYear + .days(9), to: .init(year: 2026, month: 1, day: 1))
    let part = try dataset.frame(range: late, columns: ["options.call_oi"], funding: nil).values("options.call_oi")
    #expect(part.map { "\($0)" } == whole.suffix(part.count).map { "\($0)" })
    // The last is of day 9.75 and stands for half a day.
    #expect(part.map(\.isNaN).filter { $0 }.count == part.count - 2)
  }

  @Test("an expiry that is over counts no more, and is no one's next")
  func expired() throws {
    let rows = [Row(at: 0.5, expiry: 1.9, strike: 90, interest: 1), Row(at: 0.5, expiry: 5, strike: 110, interest: 2)]
    let both = rows + rows.map(\.isPut)
    #expect(try column("options.call_oi", [chain(both)]).prefix(5) == [3, 3, 3, 2, nil])
    #expect(try column("next_expiry.max_pain", [chain(both)]).prefix(5) == [90, 90, 90, 110, nil])
    #expect(
      try column("next_expiry.hours_to_expiry", [chain(both)]).prefix(4).map { $0.map { ($0 * 10).rounded() / 10 } }
        == [33.6, 21.6, 9.6, 72])
    #expect(try column("expiry_20250102.call_oi", [chain(both)]).prefix(4) == [1, 1, 1, nil])
    let one = [rows[0], rows[0].isPut]
    #expect(try column("next_expiry.max_pain", [chain(one)]).prefix(4) == [90, 90, 90, nil])
  }

  @Test("a chain of one side is not known, and neither 0 nor infinite")
  func oneSided() throws {
    let calls = chain([Row(at: 0.5), Row(at: 0.5, strike: 110)])
    for name in ["options.put_oi", "next_expiry.max_pain"] {
      #expect(try column(name, [calls]).allSatisfy { $0 == nil }, "\(name)")
    }
  }

  @Test("where a third of the puts says nothing, ratios and max pain are not known, and sums are of the rest")
  func coverage() throws {
    let strikes = [90.0, 100, 110].map { Row(strike: $0) }
    func table(_ lacking: Double) -> [Row] {
      strikes
        + strikes.map(\.isPut).map { row in
          var put = row
          if put.strike == lacking { put.interest = .nan }
          return put
        }
    }
    for (name, whole, part) in [
      ("options.put_oi", 30.0, 20.0), ("options.put_call_oi", 1, nil), ("next_expiry.max_pain", 100, nil),
      ("next_expiry.put_call_oi", 1, nil),
    ] as [(String, Double, Double?)] {
      #expect(try column(name, [chain(table(.nan))])[0] == whole, "\(name)")
      #expect(try column(name, [chain(table(90))])[0] == part, "\(name)")
    }
  }

  @Test("volatility lies between the expiries around its days, by variance, and nowhere without two")
  func volatility() throws {
    func smile(_ expiry: Double, _ volatility: Double) -> [Row] {
      [90, 110].map { Row(at: 0, expiry: expiry, strike: $0, volatility: volatility) }
    }
    let chain = chain(smile(10, 0.4) + smile(40, 0.8))
    let expected = ((0.16 * 10 + (0.64 * 40 - 0.16 * 10) * 2 / 3) / 30).squareRoot()
    #expect(try column("options.iv_30d", [chain]).first.flatMap(\.self).map { abs($0 - expected) < 1e-15 } == true)
    #expect(try column("options.iv_90d", [chain]).allSatisfy { $0 == nil })
  }

  @Test("later snapshots, whatever is in them, change nothing before they are known")
  func causal() throws {
    func rows(_ days: ClosedRange<Int>, _ interest: Double) -> [Row] {
      days.flatMap { day in
        [
          Row(at: Double(day), expiry: 50, interest: interest),
          Row(at: Double(day), expiry: 50, interest: interest).isPut,
        ]
      }
    }
    let names = ["options.put_oi", "next_expiry.max_pain", "options.iv_30d"]
    let burst = (0..<50).map { Row(at: 3 + 0.01 * Double($0), expiry: 3.6, interest: .nan, volatility: 9) }
    for name in names {
      let alone = try column(name, [chain(rows(0...2, 5))]).prefix(5)
      #expect(try column(name, [chain(rows(0...2, 5) + burst)]).prefix(5) == alone, "\(name)")
    }
  }

  @Test("is that of the traded coin; of several chains the venue's own, and else they must be told apart")
  func whose() throws {
    let okx = Instrument(venue: "okx", symbol: "BTC-USD", type: .option)
    let ether = Instrument(venue: "deribit", symbol: "ETH", type: .option)
    let all = [chain([Row(interest: 1)]), chain([Row(interest: 2)], of: okx), chain([Row(interest: 3)], of: ether)]
    let problem = #expect(throws: Problem.self) { try column("options.call_oi", all) }
    #expect(problem?.remedy == "say deribit.BTC.options.call_oi or okx.`BTC-USD`.options.call_oi")
    #expect(try column("okx.options.call_oi", all)[0] == 2)
    #expect(try column("deribit.options.call_oi", all)[0] == 1)
    #expect(try column("ETH.options.call_oi", all)[0] == 3)
    #expect(try column("deribit.ETH.options.call_oi", all)[0] == 3)
    let none = #expect(throws: Problem.self) { try column("options.call_oi", [all[2]]) }
    #expect(none?.what.contains("asks for the options of BTC") == true)
    #expect(none?.remedy?.contains("deribit.ETH.options.call_oi") == true)
    let lacking = #expect(throws: Problem.self) { try column("options.call_volume", [all[2], all[0]]) }
    #expect(lacking?.what.contains("made of 'option_volume', which deribit:BTC/option option_chain irregular") == true)
  }

  @Test("a price is in the traded instrument's unit")
  func unit() throws {
    let pepe = chain(
      [Row(strike: 0.01), Row(strike: 0.01).isPut], of: .init(venue: "deribit", symbol: "PEPE", type: .option))
    let thousand = Instrument(venue: "binance", symbol: "1000PEPEUSDT")
    #expect(try column("next_expiry.max_pain", [pepe], of: thousand)[0] == 10)
  }

  @Test("each instrument of a universe has its own coin's, and one without a chain is no member")
  func universe() throws {
    let ether = Instrument(venue: "deribit", symbol: "ETH", type: .option)
    let sol = Instrument(venue: "binance", symbol: "SOLUSDT")
    let dataset = try scratch.dataset(
      "universe", [bars(), bars(eth), bars(sol), chain([Row(interest: 1)]), chain([Row(interest: 3)], of: ether)])
    let books = try UniverseBooks(dataset, named: nil, columns: ["options.call_oi": .nowhere])
    #expect(books.leftOut.map(\.instrument) == [sol])
    let frame = try dataset.assemble(books, FrameRequest(columns: ["options.call_oi"])).frame
    let values = frame.members.map { $0.columns.first { $0.name == "options.call_oi" }?.values.first }
    #expect(values == [1, 3])
  }

  @Test("a snapshot that an import changed is read as it was before, and the frame says so")
  func knownAsOf() throws {
    let today = newYear + .days(400)
    let folder = DatasetFolder(root: scratch.path)
    let importing = try folder.openForImport("btc")
    let batches = [bars(), chain([Row(interest: 1), Row().isPut]), chain([Row(interest: 7), Row().isPut])]
    for (day, batch) in batches.enumerated() {
      let source = ImportSource(file: "\(day)", sha256: String(repeating: "\(day)", count: 64), format: "test")
      try importing.merge(batch, source: source, at: today + .days(day))
    }
    try importing.close()
    func frame(_ day: Int) throws -> Frame {
      try folder.known(asOf: today + .days(day)).open("btc").frame(columns: ["options.call_oi"], funding: nil)
    }
    #expect(try frame(1).values("options.call_oi")[0] == 1 && frame(1).knownAsOf != nil)
    #expect(try frame(2).values("options.call_oi")[0] == 7 && frame(2).knownAsOf == nil)
    #expect(throws: Problem.self) { try frame(0) }
  }

  @Test("is listed with the names of a dataset that has a chain, as far as its columns say it")
  func listed() throws {
    let dataset = try scratch.dataset("listed", [bars(), chain([Row()])])
    let names = try ColumnBook(dataset).available.map(\.name)
    #expect(
      names.contains("options.put_oi") && names.contains("next_expiry.max_pain") && names.contains("options.iv_30d"))
    #expect(!names.contains("options.put_volume") && !names.contains("next_expiry.skew_25d"))
  }
}
