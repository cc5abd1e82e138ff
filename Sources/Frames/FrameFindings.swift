import Market

/// What is found in the rows that a frame is made of, as 'data check' finds it in whole series: of the columns that are
/// read, between the first bar and the last.
struct FrameFindings {
  private let window: TimeRange
  /// Whole sentences about how the frame was made.
  private var notes: [String] = []
  private var found: [(series: String, findings: [SeriesFinding])] = []

  init(_ grid: Grid) { window = grid.range }

  mutating func look(at rows: Series) {
    let title = rows.descriptor.title
    let known = found.firstIndex { $0.series == title }
    let fresh = (rows.findings(in: window) + schedule(rows)).filter { finding in
      known.map { !found[$0].findings.contains(finding) } ?? true
    }
    guard !fresh.isEmpty else { return }
    if let known { found[known].findings += fresh } else { found.append((title, fresh)) }
  }

  mutating func note(_ sentence: String) { if !notes.contains(sentence) { notes.append(sentence) } }

  /// Takes back what was found in settlements that are charged: they are looked at, and spoken of, where they are charged.
  mutating func leaveOut(_ charged: SeriesDescriptor) { found.removeAll { $0.series == charged.title } }

  /// A column of funding rates is of settlements, and what is missing of them shows in their schedule.
  private func schedule(_ rows: Series) -> [SeriesFinding] {
    guard rows.descriptor.kind == .funding, let schedule = FundingSchedule(rows) else { return [] }
    return schedule.findings(in: window).filter { $0.kind.isDoubtful || $0.kind == .doubled }.map {
      SeriesFinding(what: $0.sentence, count: $0.count, first: $0.first)
    }
  }

  /// How it was made, and one a series, with their full stops.
  var sentences: [String] {
    notes
      + found.enumerated().map { index, element in
        let (series, findings) = element
        let words = findings.map { finding in
          finding.what.hasPrefix("\(finding.count) ")
            ? finding.what : "\(finding.what) (\(finding.count), the first at \(finding.first.minuteText) UTC)"
        }
        let remedy = index == found.count - 1 ? " See 'hindcast data check'." : ""
        return "Data of \(series): \(words.joined(separator: "; ")).\(remedy)"
      }
  }
}
