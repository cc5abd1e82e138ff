import Market
import Numerics
import Testing

@Suite("Laws of funding schedules")
struct FundingLawTests {
  /// Settlements of a venue that changes its interval now and then: the hour, and the interval that comes before it.
  private func truth(_ draws: inout SplitMix64) -> [(hour: Int, interval: Int)] {
    var found: [(hour: Int, interval: Int)] = []
    var interval = 0
    var hour = Int.random(in: 0..<100_000, using: &draws)
    for _ in 0..<Int.random(in: 1...5, using: &draws) {
      interval = [1, 2, 4, 8].filter { $0 != interval }.randomElement(using: &draws) ?? 8
      for _ in 0..<Int.random(in: 12...60, using: &draws) {
        hour = (hour / interval + 1) * interval
        found.append((hour, interval))
      }
    }
    // The first settlement of a longer interval may come as soon as one of the shorter, and then pays for that.
    for row in found.indices.dropFirst() where found[row].interval != found[row - 1].interval {
      let spacing = found[row].hour - found[row - 1].hour
      if spacing == found[row - 1].interval { found[row].interval = spacing }
    }
    return found
  }

  private func rows(_ truth: [(hour: Int, interval: Int)], declared: Bool, _ draws: inout SplitMix64) -> [FundingRow] {
    truth.map { hour, interval in
      let jitter = Double(Int.random(in: -120_000...120_000, using: &draws)) / 1000
      let rate = Double.random(in: -0.001...0.001, using: &draws)
      return row(hour, seconds: jitter, rate: rate, declares: declared ? interval : nil)
    }
  }

  @Test("any schedule with stamps within the tolerance is recovered exactly", arguments: [false, true])
  func recovered(declared: Bool) throws {
    for seed in 0..<300 {
      var draws = SplitMix64(seed: UInt64(seed))
      let truth = truth(&draws)
      let rows = rows(truth, declared: declared, &draws)
      let schedule = FundingSchedule(rows)
      #expect(schedule.hours == truth.map(\.hour), "seed \(seed)")
      #expect(schedule.settlements.map(\.interval) == truth.map { .hours($0.interval) }, "seed \(seed)")
      #expect(schedule.settlements.map(\.stamp) == rows.map(\.stamp))
      #expect(!schedule.findings.contains { $0.kind.isDoubtful }, "seed \(seed): \(schedule.findings)")
      #expect(try schedule.charges().map(\.rate) == rows.map(\.rate))
    }
  }

  @Test("dropping k settlements from inside a schedule gives k missing", arguments: [1, 2, 4, 8])
  func dropped(interval: Int) {
    for seed in 0..<100 {
      var draws = SplitMix64(seed: UInt64(1000 * interval + seed))
      let all = (0..<200).map { $0 * interval }
      let gone = Set((0..<10).map { _ in Int.random(in: 4..<196, using: &draws) })
      let schedule = FundingSchedule(atHours: all.indices.filter { !gone.contains($0) }.map { all[$0] })
      #expect(schedule.intervals == [[interval, 0]], "seed \(seed)")
      #expect(schedule.counts == ["missing": gone.count], "seed \(seed)")
      #expect(schedule.expected(in: .always) == all.count)
    }
  }

  @Test("every row is a settlement, extra or a repetition, and every scheduled instant has a row or is missing")
  func counts() throws {
    for seed in 0..<300 {
      var draws = SplitMix64(seed: UInt64(seed))
      // Rows without rhyme: on the hour and beside it, doubled, without a rate, declaring anything.
      var stamps = (0..<Int.random(in: 0...80, using: &draws)).map { _ in
        Int.random(in: 0..<200, using: &draws) * 3600 + ([0, 0, 0, 1, 130, -60].randomElement(using: &draws) ?? 0)
      }
      stamps.sort()
      let rows = stamps.map {
        row(
          0, seconds: Double($0), rate: [0.1, 0.2, .nan].randomElement(using: &draws) ?? 0,
          declares: [nil, 1, 4, 8, 5].randomElement(using: &draws) ?? nil)
      }
      let schedule = FundingSchedule(rows)
      let instants = schedule.settlements.count
      #expect(schedule.expected(in: .always) == instants + schedule.missing(in: .always))
      #expect(instants + schedule.extra.count <= rows.count)
      #expect(schedule.settlements.map(\.instant) == schedule.settlements.map(\.instant).sorted())
      #expect(zip(schedule.segments, schedule.segments.dropFirst()).allSatisfy { $0.last < $1.first })
      for hour in stride(from: 0, through: 200, by: 17) {
        let parts = [TimeRange(from: at(-10), to: at(hour)), TimeRange(from: at(hour), to: at(300))]
        #expect(parts.reduce(0) { $0 + schedule.expected(in: $1) } == schedule.expected(in: .always))
        #expect(parts.reduce(0) { $0 + schedule.missing(in: $1) } == schedule.missing(in: .always))
      }

      let all = FundingAssumptions(missing: 0.5, extra: .charged, conflicting: .last, contradictory: .listed)
      let charges = try schedule.charges(assuming: all)
      let extra = schedule.extra.count { !$0.rate.isNaN }
      #expect(charges.count == schedule.expected(in: .always) + extra)
      #expect(charges.allSatisfy { !$0.rate.isNaN })
      #expect(charges.map(\.instant) == charges.map(\.instant).sorted())
    }
  }

  @Test("a hundred thousand rows are one schedule")
  func long() {
    #expect(FundingSchedule(atHours: Array(0..<100_000)).intervals == [[1, 0]])
  }
}
