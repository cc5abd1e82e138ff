import Market

/// What a report is about: the head of its page.
public struct ReportSubject: Sendable {
  /// Name of the strategy, or whatever else stands in the title.
  public var name: String
  public var about: String?
  /// The dataset, as its user types it.
  public var market: String
  public var instrument: Instrument
  public var interval: Interval
  public var window: TimeRange
  /// Names and values as typed, in the order of the file.
  public var parameters: [(name: String, value: String)]
  /// Hash of the result in hexadecimal.
  public var hash: String?
  /// Further lines: seed, engine version, command line.
  public var facts: [Page.Fact]

  public init(
    name: String, about: String? = nil, market: String, instrument: Instrument, interval: Interval, window: TimeRange,
    parameters: [(name: String, value: String)] = [], hash: String? = nil, facts: [Page.Fact] = []
  ) {
    self.name = name
    self.about = about
    self.market = market
    self.instrument = instrument
    self.interval = interval
    self.window = window
    self.parameters = parameters
    self.hash = hash
    self.facts = facts
  }

  package var pageFacts: [Page.Fact] {
    var all = [
      Page.Fact("Market", "\(market) (\(instrument))"), Page.Fact("Bars", interval.description),
      Page.Fact("Window, UTC", "\(window.from.dateText) to \(window.to.dateText) (\(window.length.inTwoUnits))"),
    ]
    if !parameters.isEmpty {
      all.append(Page.Fact("Parameters", parameters.map { "\($0.name) \($0.value)" }.joined(separator: ", ")))
    }
    if let hash { all.append(Page.Fact("Result", hash, isCode: true)) }
    return all + facts
  }

  package func page(_ kind: String, sections: [PageSection], conventions: [String]) -> Page {
    Page(kind: kind, title: name, about: about, facts: pageFacts, sections: sections, conventions: conventions)
  }
}
