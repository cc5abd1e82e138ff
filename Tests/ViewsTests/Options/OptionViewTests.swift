import Market
import TestSupport
import Testing
import Views

@Suite("Options")
struct OptionViewTests {
  @Test("rank and percentile are not the same")
  func rank() {
    let values = [0.2, 0.3, 0.3, 0.3, 1.0, 0.4]
    #expect(OptionView.rank(values).map { abs($0 - 0.25) < 1e-15 } == true)
    #expect(OptionView.percentile(values) == 0.8)
    #expect(OptionView.rank([0.5]) == nil)
  }

  /// A chain of a put and a call at each of some days.
  private func chain(of venue: String, _ days: [Int]) -> Series {
    let columns: [ColumnDescriptor] = [
      .init("expiry", .time), .init("strike", .price), .init("right", .score), .init("mark_iv", .fraction),
      .init("underlying_price", .price), .init("option_open_interest", .contracts),
    ]
    let expiry = Double((newYear + .days(200)).milliseconds)
    let descriptor = SeriesDescriptor(
      instrument: Instrument(venue: venue, symbol: "BTC", type: .option), kind: .optionChain, cadence: nil,
      columns: columns)
    var (stamps, values) = ([Int64](), [[Double]](repeating: [], count: columns.count))
    for day in days {
      for strike in [90.0, 110] {
        stamps.append((newYear + .days(day)).milliseconds)
        for (place, value) in [expiry, strike, strike > 100 ? 1 : 0, 0.5, 100, 10].enumerated() {
          values[place].append(value)
        }
      }
    }
    return Series(descriptor: descriptor, stamps: stamps, columns: values)
  }

  @Test("of how many contracts sums are is said, and what weighs contracts is not given with too few of them")
  func coverage() throws {
    let folder = try ScratchFolder()
    func view(_ name: String, unsaid: Int) throws -> OptionView {
      let whole = chain(of: "deribit", (1...5).map { _ in 1 })
      // Ten rows: strikes of their own, five calls and five puts.
      var columns = whole.columns
      columns[1] = (0..<10).map { Double(90 + $0 / 2) }
      columns[2] = (0..<10).map { Double($0 % 2) }
      for row in 0..<unsaid { columns[5][row] = .nan }
      let dataset = try folder.dataset(
        name, [Series(descriptor: whole.descriptor, stamps: whole.stamps, columns: columns)])
      let moment = try ViewMarkets.moment(dataset, [.optionChain], at: newYear + .days(1) + .hour)
      return try OptionView(moment, history: .days(7), choice: .all, test: StateTest(studies: false))
    }
    let whole = try view("whole", unsaid: 0)
    #expect(whole.head.notes.isEmpty && whole.expiries[0].maxPain == 92)
    #expect(whole.snapshot.interest.putCallRatio == 1 && whole.states.first?.holds != nil)
    let part = try view("part", unsaid: 3)
    #expect(
      part.head.notes == [
        "Open interest is known of 7 of 10 contracts, and sums are of those: max pain and put/call are given where 95% of the calls and of the puts say it."
      ])
    #expect(part.snapshot.interest.all.sum == 70 && part.snapshot.interest.putCallRatio == nil)
    #expect(part.expiries[0].maxPain == nil && part.states.first?.holds == nil)
  }

  @Test("of several chains the one is shown whose last snapshot by then is the latest, whatever came later")
  func chains() throws {
    let folder = try ScratchFolder()
    let dataset = try folder.dataset("btc", [chain(of: "deribit", [1, 15, 40]), chain(of: "okx", [1, 10, 30])])
    func shown(_ day: Int) throws -> String {
      let moment = try ViewMarkets.moment(dataset, [.optionChain], at: newYear + .days(day) + .hour)
      return try OptionView(moment, history: .days(7), choice: .all, test: StateTest(studies: false)).venue.venue
    }
    #expect(try [16, 31, 41].map(shown) == ["deribit", "okx", "deribit"])
  }

  @Test("a state that holds at every snapshot holds since the first, though there was none for days")
  func since() throws {
    let folder = try ScratchFolder()
    let dataset = try folder.dataset("btc", [chain(of: "deribit", [1, 2, 12, 13])])
    func since(_ day: Int) throws -> Instant? {
      let moment = try ViewMarkets.moment(dataset, [.optionChain], at: newYear + .days(day) + .hour)
      let view = try OptionView(moment, history: .days(7), choice: .all, test: StateTest(studies: false))
      return view.states.first { $0.name == "max pain below" }?.since
    }
    let first = try #require(try since(1))
    #expect(try since(13) == first)
  }
}
