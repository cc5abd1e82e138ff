import Market

/// A settled rate that a finer table repeats at every row until the next settlement: hourly rows of a rate of 8 h.
///
/// Which of them were paid is known where the user says how far apart settlements are: those at which the rate may change.
struct CarriedRates {
  /// The rows that are settlements.
  let settled: [Int]
  /// What was taken, and what was left out.
  let note: String

  /// No venue settles more often.
  static let shortest = Interval.hour

  /// - Parameters:
  ///   - order: the rows in order of time.
  ///   - step: how far apart most of them are.
  ///   - said: how far apart settlements are, as the user says.
  /// - Returns: nil for rows that are no finer than is said.
  /// - Throws: `Problem` for a rate that changes between settlements too: more is paid than is said, or it is foretold.
  init?(
    _ order: [Int], stamps: [Int64], rates: [Double], step: Int64, said: Interval, line: (Int) -> Int, location: String
  ) throws {
    let width = said.milliseconds
    guard step < width, width % step == 0, !rates.isEmpty else { return nil }
    let changes = zip(order, order.dropFirst()).filter { rates[$0].bitPattern != rates[$1].bitPattern }.map { $1 }
    let phase = changes.first.map { stamps[$0].flooredRemainder(by: width) } ?? 0
    if let other = changes.first(where: { stamps[$0].flooredRemainder(by: width) != phase }) {
      throw Problem(
        "the rows are \(Interval(milliseconds: step)) apart and --interval says \(said), and the rate changes between "
          + "such settlements too, at \(Instant(milliseconds: stamps[other]).minuteText)",
        at: Problem.Place(file: location, line: line(other)),
        remedy:
          "leave --interval out where each row was paid; say --kind predicted_funding where the rate is of the next "
          + "settlement")
    }
    settled = order.filter { stamps[$0].flooredRemainder(by: width) == phase }
    let left = order.count - settled.count
    note =
      "\(settled.count) of its \(order.count) rows are taken as settlements, \(said) apart as --interval says, "
      + (settled.first.map { "the first at \(Instant(milliseconds: stamps[$0]).minuteText), " } ?? "")
      + "and the \(left) between that repeat their rate are left out; where a rate stands before its settlement and "
      + "not behind it, use --kind predicted_funding"
  }

  /// - Throws: `Problem` for rows that come more often than any venue settles.
  static func check(_ step: Int64, _ location: String) throws {
    guard step < shortest.milliseconds, step % Interval.minute.milliseconds == 0 else { return }
    throw Problem(
      "the rates come \(Interval(milliseconds: step)) apart, and no venue settles more often than every \(shortest): they "
        + "are carried between settlements, or foretold",
      at: Problem.Place(file: location),
      remedy:
        "say how far apart settlements are, --interval 8h, so that only they are taken; or --kind predicted_funding")
  }
}
