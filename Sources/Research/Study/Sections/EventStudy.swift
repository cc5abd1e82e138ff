import Market
import Statistics

/// What happens around the first bars of a regime's episodes: the mean path of price, and of what else the strategy reads.
public struct EventStudy: Sendable {
  /// Episodes with a first bar: those that follow a bar on which the regime is known not to hold.
  public let episodes: Int
  /// The close, as a cumulative simple return from the close of the first bar.
  public let price: PathAroundEvents
  public let others: [Other]

  /// Another column around the same bars.
  public struct Other: Sendable {
    public let column: String
    public let path: PathAroundEvents
  }

  /// Columns whose path means something, and how it is counted: amounts grow by a share, rates by a difference.
  static let columns: [(name: String, change: PathAroundEvents.Change)] = [
    ("open_interest", .relative), ("funding_rate", .difference), ("premium", .difference),
  ]

  /// - Parameter reach: bars looked at on both sides; about fifty offsets a side are drawn.
  /// - Throws: why there is no path: a signal, too few episodes, too little data around them.
  public init(_ subject: StudySubject, reach: Int) throws(Unavailable) {
    guard let holds = subject.holds else {
      throw Unavailable("a signal has no episodes, so there is no first bar to look around")
    }
    let rows = subject.frame.evaluation
    let known = subject.known
    let starts = rows.dropFirst().filter { known[$0] && holds[$0] && known[$0 - 1] && !holds[$0 - 1] }
    guard starts.count >= MinimumSample.episodes else {
      throw Unavailable(
        "\(starts.count) episode\(starts.count == 1 ? "" : "s") with a first bar, and at least \(MinimumSample.episodes) are needed for a mean path"
      )
    }
    let longest = subject.episodes.map(\.count).max() ?? 1
    func path(_ name: String, _ change: PathAroundEvents.Change) throws -> PathAroundEvents {
      try PathAroundEvents(
        levels: Array(subject.frame.values(name)[rows]), events: starts.map { $0 - rows.lowerBound }, change: change,
        reach: reach, step: max(1, reach / 48), minimumShift: longest)
    }
    do {
      price = try path("close", .relative)
    } catch {
      throw Unavailable("\(error)")
    }
    episodes = starts.count
    others = Self.columns.filter { subject.frame.columns[$0.name] != nil }.compactMap { column in
      (try? path(column.name, column.change)).map { Other(column: column.name, path: $0) }
    }
  }
}
