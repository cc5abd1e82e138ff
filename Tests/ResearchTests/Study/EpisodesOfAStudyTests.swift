import Market
import Research
import Signals
import TestSupport
import Testing

@Suite("Missing bars make no episodes")
struct EpisodesOfAStudyTests {
  /// A walk that has fallen and rises from its middle on, with a state that begins there and a second one of `alternating`
  /// hours; some of its bars are missing.
  private func walk(missing: Set<Int> = [], shift: Int = 0, market: String = "walk") -> Frame {
    var random = KnuthRandom(seed: 5)
    var price = 100.0
    let closes = (0..<3000).map { row -> Double in
      price *= 1 + (random.unit() - 0.5) * 0.004 + (row < 1500 ? -0.0003 : 0.0003)
      return missing.contains(row) ? .nan : price
    }
    func column(_ name: String, _ value: (Int) -> Bool) -> Column {
      Column(name, .flag, (0..<3000).map { missing.contains($0) ? .nan : value($0) ? 1 : 0 })
    }
    return Frame.flat(
      closes, every: .hour, market: market,
      columns: [column("late", { $0 >= 1500 + shift }), column("daily", { ($0 + shift) % 100 < 30 })])
  }

  private let holes: Set<Int> = Set((0..<13).map { 1550 + 101 * $0 })

  private func subject(_ expression: String, _ frame: Frame) throws -> StudySubject {
    let node = try SignalBook().bound().resolve(Expression(parsing: expression))
    return try StudySubject(name: "s", node: node, evaluator: Evaluator(frame))
  }

  private func study(_ expression: String, _ frame: Frame, all: Bool = false) throws -> Study {
    var plan = StudyPlan(
      horizons: [.hour, .hours(7), .hours(24)], calibration: 0, depth: all ? .everything : .judgement)
    plan.placebos = 0
    return try Study(subject(expression, frame), plan)
  }

  @Test("a state that began once and lasts is an anecdote with holes and without", arguments: [true, false])
  func late(whole: Bool) throws {
    for horizon in try study("late > 0", walk(missing: whole ? [] : holes)).horizons {
      #expect(horizon.contrast?.episodes == 1)
      #expect(horizon.verdict.finding == .cannotSay)
      #expect(horizon.verdict.text.contains("1 episode is an anecdote"), "\(horizon.verdict.text)")
    }
  }

  @Test("one that comes every hundred bars came thirty times, at every horizon, in its parts and in a scan")
  func daily() throws {
    let holed = walk(missing: holes.union([10, 11, 120, 2020, 2025]))
    for frame in [walk(), holed] {
      let study = try study("daily > 0", frame, all: true)
      #expect(study.horizons.map { $0.contrast?.episodes } == [30, 30, 30])
      for horizon in study.horizons {
        let halves = try #require(horizon.depth).stability.get().divisions[0].parts.cells
        #expect(halves.map(\.episodes) == [15, 15])
        let power = try horizon.power.get()
        #expect(power.episodes == 30)
      }
    }
    #expect(try subject("daily > 0", holed).episodes.count == 30)
  }

  @Test("a market of a panel that lacks a bar is still in its episode, and all markets that lack one are")
  func panel() throws {
    func episodes(_ first: Set<Int>, _ second: Set<Int>) throws -> Int? {
      let markets = [walk(missing: first, market: "a"), walk(missing: second, shift: 200, market: "b")]
      let subjects = try markets.map { try subject("late > 0", $0) }
      return try PanelStudy(PanelSubject(subjects), StudyPlan(horizons: [.hours(7)], calibration: 0)).horizons[0]
        .contrast?.episodes
    }
    #expect(try episodes([], []) == 1)
    // The second is known not to hold at the first of these.
    #expect(try episodes([1600, 1800], [1800]) == 1)
    #expect(try episodes(holes, holes) == 1)
  }
}
