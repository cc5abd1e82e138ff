import Market
import Testing

@Suite("The options of an expiry")
struct OptionExpiryTests {
  @Test("max pain is the listed strike at which holders are paid least")
  func maxPain() {
    let strikes: [(Double, Double, Double)] = [(50, 10, 70), (55, 20, 60), (60, 50, 40), (65, 80, 20), (70, 60, 5)]
    #expect(OptionExpiry.maxPain(strikes.map { (strike: $0.0, calls: $0.1, puts: $0.2) }) == 60)
    #expect(OptionExpiry.maxPain([(strike: 50, calls: 0, puts: 0)]) == nil)
  }

  /// Ten days from its expiry, rows of strike, right, open interest, volume, volatility, delta and forward.
  private func expiry(_ rows: [[Double]]) throws -> OptionExpiry {
    let names = [
      "strike", "right", "option_open_interest", "option_volume", "mark_iv", "delta", "underlying_price",
    ]
    let descriptor = SeriesDescriptor(
      instrument: Instrument(venue: "deribit", symbol: "BTC", type: .option), kind: .optionChain, cadence: nil,
      columns: [ColumnDescriptor("expiry", .time)] + names.map { ColumnDescriptor($0, .score) })
    let at = Instant(year: 2026, month: 1, day: 2)
    let expiry = Double((at + .days(10)).milliseconds)
    let chain = OptionChain(
      Series(
        descriptor: descriptor, stamps: rows.map { _ in at.milliseconds },
        columns: [rows.map { _ in expiry }] + names.indices.map { column in rows.map { $0[column] } }))
    return try #require(chain[0].expiries.first)
  }

  private static let both: [[Double]] = [
    [90, 1, 1, 2, 0.5, 0.9, 100], [90, 0, 3, 4, 0.7, -0.1, 100], [110, 1, 5, 6, 0.6, 0.25, 100],
    [110, 0, 7, 8, 0.6, -0.4, 100],
  ]

  @Test("adds up what each side holds and trades")
  func sides() throws {
    let expiry = try expiry(Self.both)
    #expect(expiry.interest.calls.sum == 6 && expiry.interest.puts.sum == 10 && expiry.interest.all.sum == 16)
    #expect(expiry.volume.calls.sum == 8 && expiry.volume.puts.sum == 12 && expiry.volume.putCallRatio == 1.5)
    #expect(expiry.days == 10 && expiry.forward == 100)
    #expect(expiry.atTheMoney.map { abs($0 - 0.6) < 1e-15 } == true, "half-way between 0.6 at 90 and 0.6 at 110")
    // The put of delta -0.25 is half-way between 0.7 at -0.1 and 0.6 at -0.4.
    #expect(expiry.skew.map { abs($0 - 0.05) < 1e-15 } == true)
  }

  @Test("a side that no row says anything of is not known, which is not the same as nothing")
  func missingSide() throws {
    let calls = try expiry(Self.both.filter { $0[1] == 1 })
    #expect(calls.interest.calls.sum == 6 && calls.interest.puts.sum == nil && calls.volume.puts.sum == nil)
    #expect(calls.interest.putCallRatio == nil && calls.interest.all.sum == 6)
    #expect(calls.maxPain == nil && calls.maxPainDistance == nil && calls.skew == nil)
    let unsaid = try expiry(Self.both.map { $0[1] == 0 ? [$0[0], 0, .nan, 0] + $0[4...] : $0 })
    #expect(unsaid.interest.puts.sum == nil && unsaid.volume.puts.sum == 0 && unsaid.maxPain == nil)
  }

  /// Twenty strikes of calls and puts, of which the first so many leave out what they hold.
  private func sides(unsaidCalls: Int, unsaidPuts: Int) throws -> OptionExpiry {
    try expiry(
      (0..<20).flatMap { strike -> [[Double]] in
        let price = Double(90 + strike)
        return [
          [price, 1, strike < unsaidCalls ? .nan : 1, 1, 0.5, 0.5, 100],
          [price, 0, strike < unsaidPuts ? .nan : 2, 1, 0.5, -0.5, 100],
        ]
      })
  }

  @Test(
    "max pain and put/call are known where 95% of the calls and of the puts say theirs; sums are of those that do",
    arguments: [(0, 0, 40, true), (1, 1, 38, true), (2, 0, 38, false), (0, 2, 38, false), (19, 20, 1, false)])
  func coverage(calls: Int, puts: Int, known: Int, isKnown: Bool) throws {
    let expiry = try sides(unsaidCalls: calls, unsaidPuts: puts)
    #expect(expiry.interest.all.listed == 40 && expiry.interest.all.known == known)
    #expect((expiry.maxPain != nil) == isKnown && (expiry.maxPainDistance != nil) == isKnown)
    let ratio = Double(2 * (20 - puts)) / Double(20 - calls)
    #expect(expiry.interest.putCallRatio == (isKnown ? ratio : nil))
    #expect(expiry.interest.calls.sum == Double(20 - calls))
    #expect(expiry.volume.putCallRatio == 1, "whatever open interest is not known")
  }

  @Test("a row that does not say its right is of neither side")
  func withoutRight() throws {
    let expiry = try expiry(Self.both + [[100, .nan, 50, 50, 0.6, 0.5, 100]])
    #expect(
      expiry.interest.calls.sum == 6 && expiry.interest.puts.sum == 10 && expiry.strikes.map(\.strike) == [90, 110])
  }
}

@Suite("How long a snapshot of a chain stands")
struct SnapshotAgeTests {
  private func limit(_ hours: [Int], of place: Int? = nil) -> Interval {
    SnapshotAge.limit(of: place ?? hours.count - 1, hours.map { Interval.hours($0).milliseconds })
  }

  @Test("twice the usual time between those up to it")
  func usual() {
    #expect(limit([0, 24, 48, 72]) == .days(2))
    #expect(limit([0, 1, 2, 3]) == .hours(2))
    #expect(limit([0, 24, 48, 54, 60, 84]) == .days(2), "two that came between change nothing")
    #expect(limit([0, 24, 48, 120]) == .days(2), "nor does one gap")
  }

  @Test("whatever comes after it")
  func causal() { #expect(limit([0, 24, 48, 49, 50, 51, 52], of: 2) == .days(2)) }

  @Test("two days of one that nothing was before, or nothing for a month")
  func alone() {
    #expect(limit([5]) == .days(2))
    #expect(limit([0, 24 * 40]) == .days(2))
  }
}
