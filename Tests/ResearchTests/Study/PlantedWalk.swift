import Market
import Research
import Signals
import TestSupport

/// A walk with a regime that comes every hundred bars or so, after whose bars the price moves by `effect`.
struct PlantedWalk {
  let frame: Frame

  /// - Parameters:
  ///   - effect: return planted on each bar after one of the regime.
  ///   - until: bar from which on nothing is planted any more.
  ///   - lead: bars by which the planted returns come before the regime instead of after it.
  init(effect: Double = 0, bars: Int = 6000, until: Int = .max, lead: Int = 0) {
    var random = KnuthRandom(seed: 3)
    var regime: [Double] = []
    while regime.count < bars + lead {
      regime += [Double](repeating: 0, count: 40 + Int(random.unit() * 60))
      regime += [Double](repeating: 1, count: 4 + Int(random.unit() * 10))
    }
    var price = 100.0
    let closes = (0..<bars).map { row -> Double in
      let planted = row > 0 && row < until && regime[row - 1 + lead] > 0 ? effect : 0
      price *= 1 + (random.unit() - 0.5) * 0.004 + planted
      return price
    }
    frame = Frame.flat(
      closes, every: .minutes(5), columns: [Column("state", .flag, Array(regime.prefix(bars)))])
  }

  func subject(_ expression: String) throws -> StudySubject {
    let node = try SignalBook().bound().resolve(Expression(parsing: expression))
    return try StudySubject(name: "regime", node: node, evaluator: Evaluator(frame))
  }

  func study(
    _ expression: String = "state > 0", horizons: [Interval] = [.minutes(30)],
    _ change: (inout StudyPlan) -> Void = { _ in }
  ) throws -> Study {
    var plan = StudyPlan(horizons: horizons, calibration: 0)
    plan.placebos = 99
    change(&plan)
    return try Study(try subject(expression), plan)
  }
}
