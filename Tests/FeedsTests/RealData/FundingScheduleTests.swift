import Foundation
import Market
import TestSupport
import Testing

@testable import Feeds

/// Funding as venues and their collectors published it. Expected intervals and holes: the steps between stamps rounded
/// to the hour, counted in Python.
@Suite(
  "Funding schedules of published files",
  .enabled(if: RealData.isThere, "needs the published files (HINDCAST_REAL_DATA)"))
struct FundingScheduleTests {
  /// Fields of every line with a number in column `stamp`; a plain file, a zip or a gzip.
  private func lines(_ path: String) throws -> [[Substring]] {
    var lines: [[Substring]] = []
    try FeedText.forEach(in: FileBytes.read(path), of: path) { text in
      lines += String(decoding: text.bytes, as: UTF8.self).split(whereSeparator: \.isNewline)
        .map { $0.split(separator: ",", omittingEmptySubsequences: false) }
    }
    return lines
  }

  private func archive(_ symbol: String) throws -> FundingSchedule {
    let folder = "\(RealData.folder)/binance/um_funding_rate/\(symbol)"
    let files = try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
    return FundingSchedule(
      try files.flatMap { try lines("\(folder)/\($0)") }.compactMap { fields in
        guard let stamp = Int64(fields[0]), let hours = Int(fields[1]), let rate = Double(fields[2]) else { return nil }
        return FundingRow(stamp: Instant(milliseconds: stamp), rate: rate, declared: .hours(hours))
      })
  }

  @Test("Binance's archive is 8h throughout, at most 31 ms late and beyond doubt", arguments: ["BTCUSDT", "ETHUSDT"])
  func archive(symbol: String) throws {
    let schedule = try archive(symbol)
    #expect(schedule.segments.map(\.interval) == [.hours(8)])
    #expect(schedule.settlements.count == (symbol == "BTCUSDT" ? 4743 : 1455))
    #expect(schedule.findings.map(\.kind) == [.displaced])
    #expect(schedule.settlements.map { $0.stamp.since($0.instant) }.max() ?? .zero <= Interval(milliseconds: 31))
    #expect(try schedule.charges().count == schedule.settlements.count)
  }

  @Test("43 Binance perpetuals: their intervals and every change, nothing doubtful")
  func crossSection() throws {
    let folder = "\(RealData.folder)/cross_section/binance_um_funding"
    var found: [String: [String]] = [:]
    for file in try FileManager.default.contentsOfDirectory(atPath: folder).sorted() {
      let schedule = FundingSchedule(
        try lines("\(folder)/\(file)").compactMap { fields in
          guard let stamp = Int64(fields[0]), let rate = Double(fields[2]) else { return nil }
          return FundingRow(stamp: Instant(milliseconds: stamp), rate: rate)
        })
      #expect(schedule.settlements.count == 200)
      #expect(!schedule.findings.contains { $0.kind.isDoubtful }, "\(file): \(schedule.findings)")
      let intervals = schedule.segments.map { "\($0.interval)" }.joined(separator: " ")
      found[intervals, default: []].append(String(file.dropLast(8)))
    }
    #expect(found["8h"]?.count == 21)
    #expect(found["4h"]?.count == 18)
    #expect(found["1h"] == ["SAHARA"])
    #expect(found["1h 4h"] == ["STEEM"])
    #expect(found["4h 1h 4h"] == ["PIPPIN"])
    #expect(found["4h 1h 4h 1h 4h"] == ["COS"])
  }

  @Test("Hyperliquid is hourly, up to 111 s late, with its holes of nine days missing")
  func hyperliquid() throws {
    let path = "\(RealData.folder)/hyperliquid/funding_premium/hl_BTC_funding_rates.json"
    let list = try #require(
      try JSONSerialization.jsonObject(with: Data(contentsOf: URL(fileURLWithPath: path))) as? [[String: Any]])
    let schedule = FundingSchedule(
      try list.map { entry in
        let rate = try #require((entry["funding_rate"] as? String).flatMap { Double($0) })
        return FundingRow(stamp: Instant(milliseconds: try #require(entry["time"] as? Int64)), rate: rate)
      })
    #expect(schedule.segments.map(\.interval) == [.hour])
    #expect(schedule.settlements.count == 12_192)
    #expect(schedule.findings.map(\.kind) == [.missing, .displaced])
    #expect(schedule.findings.last?.sentence.contains("the furthest 110 s late") == true)
    #expect(schedule.holes.count == 25)
    #expect(try schedule.charges(assuming: FundingAssumptions(missing: 0)).count == schedule.expected(in: .always))
  }

  private func collected(_ file: String, aheadOfUTC: Int) throws -> FundingSchedule {
    FundingSchedule(
      try lines("\(RealData.folder)/funding_by_exchange/ccxt_export/BTC-USDT_\(file)_funding_history.csv")
        .compactMap { fields in
          guard let stamp = Instant(fields[1]), let rate = Double(fields[2]) else { return nil }
          return FundingRow(stamp: stamp - .hours(aheadOfUTC), rate: rate)
        })
  }

  @Test("collected tables: dYdX hourly, Bybit whole, Gate with a hole of a month, HTX with rows hours off")
  func otherVenues() throws {
    let dydx = try collected("dydx_2022-01-01_2024-01-01", aheadOfUTC: 0)
    #expect(dydx.segments.map(\.interval) == [.hour])
    #expect(dydx.findings.isEmpty)
    #expect(try collected("bybit_2021-01-01_2024-01-01", aheadOfUTC: 3).findings.isEmpty)

    let gate = try collected("gate_2020-01-01_2024-01-01", aheadOfUTC: 0)
    #expect(gate.segments.map(\.interval) == [.hours(8)])
    #expect(gate.holes.map(\.count) == [93])
    #expect(gate.holes.first?.first == Instant(year: 2020, month: 12, day: 1))
    #expect(gate.findings.map(\.kind) == [.missing])

    let htx = try collected("htx_2021-01-01_2024-01-01", aheadOfUTC: 3)
    #expect(htx.segments.map(\.interval) == [.hours(8)])
    #expect(Set(htx.findings.map(\.kind)) == [.missing, .extra])
    #expect(htx.extra.count == 7)
  }

  @Test("BitMEX settled daily at noon for its first weeks, then every 8 hours from 04:00")
  func bitmex() throws {
    let schedule = FundingSchedule(
      try lines("\(RealData.folder)/funding_by_exchange/funding_with_price/bitmex_XBTUSD.csv").compactMap { fields in
        guard let seconds = Double(fields[1]), let rate = Double(fields[6]) else { return nil }
        return FundingRow(stamp: Instant(milliseconds: Int64(seconds * 1000)), rate: rate)
      })
    #expect(schedule.segments.map(\.interval) == [.day, .hours(8)])
    #expect(schedule.segments.last?.first == Instant(year: 2016, month: 6, day: 4, hour: 20))
    #expect(schedule.findings.map(\.kind) == [.changed])
  }
}
