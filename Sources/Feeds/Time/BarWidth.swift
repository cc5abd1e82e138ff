import Market

/// How wide the bars are that computed values are of, which their stamps alone say. The least distance of two rows would be one
/// stray row's, and a width that is too small lets values be known before their bars are over.
struct BarWidth {
  let width: Interval

  /// - Parameters:
  ///   - stamps: of all rows, in order of time.
  ///   - line: of a row in its file.
  /// - Throws: `Problem` for rows that are of no one width.
  init(of stamps: [Int64], line: (Int) -> Int?, at location: String) throws {
    func problem(_ what: String, _ remedy: String, row: Int = 0) -> Problem {
      Problem(what, at: Problem.Place(file: location, line: line(row)), remedy: remedy)
    }
    let steps = zip(stamps, stamps.dropFirst()).map { $1 - $0 }.filter { $0 > 0 }
    guard let usual = UsualStep(among: steps) else {
      throw problem(
        "two rows at least are needed to see how wide their bars are",
        "import it together with the rows before or after, in one file")
    }
    width = Interval(milliseconds: usual.step)
    let asked =
      "say --interval with the width of the bars, or --known at_stamp where each row's time is when it was known"
    if usual.step >= Interval.days(28).milliseconds, Self.areMonths(stamps) {
      throw problem("rows stand on the first of months, which have no one width: a bar is known when it is over", asked)
    }
    guard usual.count * 2 > steps.count || steps.count == 1 else {
      throw problem(
        "rows come at no one width: \(usual.count) of \(steps.count) times \(width) apart, and else otherwise", asked)
    }
    let phase = UsualStep.phase(of: stamps, by: usual.step)
    if let row = stamps.firstIndex(where: { $0.flooredRemainder(by: usual.step) != phase }) {
      throw problem(
        "\(Instant(milliseconds: stamps[row])) is not where a bar of \(width) opens, as which the rows are known when it is "
          + "over", asked, row: row)
    }
    if let changed = ChangedWidth(of: stamps, step: usual.step) {
      throw problem(
        "rows come \(changed.said(stamps)), and else \(width) apart: an interval that changed",
        "import rows of one width at a time, or say --interval \(width) where the rows between are missing",
        row: changed.row)
    }
  }

  /// - Throws: `Problem` for a name that says bars of another width: known when one of the rows' width is over, they would be
  /// known early or late.
  static func check(_ width: Interval, against said: Interval, at location: String) throws {
    guard said != width else { return }
    throw Problem(
      "the name says bars of \(said), and the rows are \(width) apart", at: Problem.Place(file: location),
      remedy: "say --interval \(width) if they are that wide, or \(said) if most are missing")
  }

  /// Whether all rows stand on the first of a month, as bars of months and quarters do.
  static func areMonths(_ stamps: [Int64]) -> Bool {
    stamps.allSatisfy { stamp in
      let instant = Instant(milliseconds: stamp)
      return CivilDate(daysSince1970: instant.utcDay).day == 1
    }
  }
}

extension UsualStep {
  /// What most stamps are behind a multiple of the step.
  static func phase(of stamps: [Int64], by step: Int64) -> Int64 {
    var phases: [Int64: Int] = [:]
    for stamp in stamps { phases[stamp.flooredRemainder(by: step), default: 0] += 1 }
    return phases.max { ($0.value, -$0.key) < ($1.value, -$1.key) }?.key ?? 0
  }
}
