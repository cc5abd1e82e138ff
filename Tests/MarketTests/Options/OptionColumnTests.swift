import Market
import Testing

@Suite("Names of what an option chain comes to")
struct OptionColumnTests {
  @Test(
    "are of all its options, or of one expiry",
    arguments: [
      ("options.put_oi", OptionColumn.Part.chain, OptionColumn.Figure.putInterest, Unit.contracts),
      ("options.put_call_oi", .chain, .interestRatio, .score),
      ("next_expiry.put_call_volume", .next, .volumeRatio, .score),
      ("options.iv_30d", .chain, .volatility(days: 30), .fraction),
      ("options.iv_180d", .chain, .volatility(days: 180), .fraction),
      ("next_expiry.max_pain", .next, .maxPain, .price),
      ("friday_expiry.skew_25d", .friday, .skew, .fraction),
      ("month_expiry.call_volume", .month, .callVolume, .contracts),
      ("next_expiry.hours_to_expiry", .next, .hoursToExpiry, .hours),
      (
        "expiry_20260327.iv_atm", .day(Instant(year: 2026, month: 3, day: 27)), .atTheMoney, .fraction
      ),
    ])
  func read(name: String, part: OptionColumn.Part, figure: OptionColumn.Figure, unit: Unit) throws {
    let column = try #require(OptionColumn(name: name))
    #expect(column.part == part && column.figure == figure && column.unit == unit && column.qualifier.isEmpty)
    let there = try #require(OptionColumn(name: "deribit.BTC.\(name)"))
    #expect(there.qualifier == ["deribit", "BTC"] && there.plain == name && there.figure == figure)
  }

  @Test(
    "and no others",
    arguments: [
      "put_oi", "options", "options.", "options.max_pain", "options.iv_d", "options.iv_0d", "options.iv_-3d",
      "options.iv_030d", "options.iv_99999999d", "next_expiry.iv_30d", "last_expiry.max_pain", "expiry_.max_pain",
      "expiry_20261332.max_pain", "expiry_2026.max_pain", "front.close", ".", "options.put_oi.x",
    ])
  func others(name: String) { #expect(OptionColumn(name: name) == nil) }
}
