import Market
import Statistics
import Synchronization

/// The sections of a horizon beyond its verdict: what the effect depends on, whether it lasts, whether chance does as well.
public struct HorizonDepth: Sendable {
  public let conditioning: Conditioning
  /// Nil where there is nothing to colour.
  public let calendar: CalendarMap?
  public let stability: Result<Stability, Unavailable>
  public let placebo: Result<PlaceboRegimes, Unavailable>
  public let leadLag: Result<LeadLag, Unavailable>
  public let sensitivity: Result<Sensitivity, Unavailable>

  init(_ horizon: HorizonSample, plan: StudyPlan, partitions: StudyPartitions) {
    conditioning = Conditioning(horizon, partitions: partitions.conditions, names: partitions.names)
    calendar = CalendarMap(horizon)
    stability = Result { () throws(Unavailable) in try Stability(horizon, partitions: partitions.periods) }
    placebo = Result { () throws(Unavailable) in try Self.placebo(horizon, plan) }
    leadLag = Result { () throws(Unavailable) in try LeadLag(horizon) }
    sensitivity = Result { () throws(Unavailable) in try Sensitivity(horizon, variants: plan.variants) }
  }

  private static func placebo(_ horizon: HorizonSample, _ plan: StudyPlan) throws(Unavailable) -> PlaceboRegimes {
    guard plan.placebos > 0 else { throw Unavailable("no placebos were asked for") }
    guard let episodes = horizon.sample.episodes else {
      throw Unavailable("placebos are made of episodes and a signal has none; the circular shift is its placebo")
    }
    guard episodes >= MinimumSample.episodes else {
      throw Unavailable(
        "\(episodes) episode\(episodes == 1 ? " says" : "s say") too little about how long episodes are"
      )
    }
    do {
      return try PlaceboRegimes(horizon.sample, replicates: plan.placebos, seed: plan.seed)
    } catch {
      throw Unavailable(error, horizon.subject)
    }
  }
}

/// The partitions of a study, made when the first horizon has got so far, after what takes the most room.
final class PartitionsOnDemand: Sendable {
  private let subject: StudySubject
  private let given: StudySubject?
  private let partitions = Mutex<StudyPartitions?>(nil)

  init(_ subject: StudySubject, given: StudySubject?) {
    self.subject = subject
    self.given = given
  }

  func made() -> StudyPartitions {
    partitions.withLock { kept in
      if let kept { return kept }
      let made = StudyPartitions(subject, given: given)
      kept = made
      return made
    }
  }
}

/// How the bars of a subject are cut, the same for every horizon.
struct StudyPartitions: Sendable {
  let names: [String]
  let conditions: [Result<BarPartition, Unavailable>]
  let periods: [BarPartition]

  init(_ subject: StudySubject, given: StudySubject?) {
    let frame = subject.frame
    let rows = frame.evaluation
    var named: [(String, Result<BarPartition, Unavailable>)] = []
    if let given {
      named.append(("given \(given.name)", Result { () throws(Unavailable) in try .given(given) }))
    }
    named.append(("volatility", Result { () throws(Unavailable) in try .volatility(frame) }))
    if Interval.day.milliseconds > frame.grid.interval.milliseconds {
      named.append(("hour of day", .success(.hour(frame.grid))))
    }
    if frame.grid.interval.milliseconds <= Interval.day.milliseconds {
      named.append(("weekday", .success(.weekday(frame.grid))))
    }
    let years = BarPartition.year(frame.grid, rows)
    if years.labels.count > 1 { named.append(("year", .success(years))) }
    names = named.map(\.0)
    conditions = named.map(\.1)
    let months = BarPartition.month(frame.grid, rows)
    periods =
      [
        .stretches(2, named: "halves", frame.grid, rows), .quarters(frame.grid, rows),
      ] + ((2...36).contains(months.labels.count) ? [months] : [])
  }
}
