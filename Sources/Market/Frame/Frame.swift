/// What a market looked like to somebody standing at each bar's close: columns on one grid, and the instruments on it.
///
/// Frames are the only thing signals and replays ever see. A value is in row t if and only if it was known when bar t
/// closed, so code that reads rows up to t cannot look ahead however it is written.
public struct Frame: Sendable {
  /// Name of the dataset it came from, as the user types it.
  public let market: String
  public let grid: Grid
  /// The rows on which results are counted. Rows before it are there so that windows are full when it begins.
  public let evaluation: Range<Int>
  /// The instruments that are traded or held against each other; the first is the one that plain names mean.
  public let members: [FrameMember]
  /// Whether the members are a universe: each has columns of its own, and rules are asked of all of them.
  public let isUniverse: Bool
  /// By the names used in expressions. `open`, `high`, `low` and `close` are always there, and are the first member's.
  public let columns: [String: Column]
  /// SHA-256 of everything above but the market's name, in hexadecimal: two frames with one fingerprint hold the same bytes.
  public let fingerprint: String
  /// What is found in the rows it was made of, a sentence a series: to be said wherever results on it are shown.
  public package(set) var findings: [String]
  /// What the account is in that holds its members, where a strategy says it.
  public var accountSaid: String?
  /// The instant as of which its dataset was read, where that made a difference to the series it was made of.
  public var knownAsOf: Instant?

  /// A frame of several instruments.
  public init(
    market: String, members: [FrameMember], isUniverse: Bool = false, grid: Grid, evaluation: Range<Int>? = nil,
    columns: [Column], fingerprint: String = "", findings: [String] = []
  ) {
    let evaluation = evaluation ?? 0..<grid.count
    precondition(!members.isEmpty, "a frame is of an instrument at least")
    precondition(columns.allSatisfy { $0.values.count == grid.count }, "columns as long as the grid")
    precondition(members.allSatisfy { $0.bars.count == grid.count }, "bars as many as the grid's")
    precondition(evaluation.lowerBound >= 0 && evaluation.upperBound <= grid.count, "evaluation lies on the grid")
    self.market = market
    self.members = members
    self.isUniverse = isUniverse
    self.grid = grid
    self.evaluation = evaluation
    self.columns = Dictionary(columns.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    self.fingerprint = fingerprint
    self.findings = findings
  }

  /// A frame of one instrument, whose bars are the columns `open`, `high`, `low` and `close`.
  public init(
    market: String, instrument: Instrument, contract: Contract? = nil, grid: Grid, evaluation: Range<Int>? = nil,
    columns: [Column], funding: FundingHistory? = nil, path: FinerBars? = nil, fingerprint: String = ""
  ) {
    func values(_ name: String) -> [Double] {
      columns.first { $0.name == name }?.values ?? [Double](repeating: .nan, count: grid.count)
    }
    let member = FrameMember(
      instrument: instrument, contract: contract ?? instrument.contract,
      bars: Bars(open: values("open"), high: values("high"), low: values("low"), close: values("close")),
      funding: funding, path: path)
    self.init(
      market: market, members: [member], grid: grid, evaluation: evaluation, columns: columns, fingerprint: fingerprint)
  }

  /// The same market with other columns, or other members: what is said of it stays.
  public func with(
    members: [FrameMember]? = nil, isUniverse: Bool? = nil, columns: [Column], fingerprint: String? = nil
  ) -> Frame {
    var frame = Frame(
      market: market, members: members ?? self.members, isUniverse: isUniverse ?? self.isUniverse, grid: grid,
      evaluation: evaluation, columns: columns, fingerprint: fingerprint ?? self.fingerprint, findings: findings)
    frame.accountSaid = accountSaid
    frame.knownAsOf = knownAsOf
    return frame
  }

  /// The stretch of time that results are counted on: the bars of the evaluation, first open to last close.
  public var window: TimeRange { grid.slice(evaluation).range }

  /// The values of a column that every frame has, or of one that the caller knows is there; empty when it is not.
  public func values(_ name: String) -> [Double] { columns[name]?.values ?? [] }
}

// MARK: - A universe

extension Frame {
  /// What one member of a universe sees: its own columns under plain names. The fingerprint is the whole universe's, since
  /// what compares instruments sees all of it.
  public func seen(by member: FrameMember) -> Frame {
    let own = FrameMember(
      instrument: member.instrument, contract: member.contract, bars: member.bars, funding: member.funding)
    return with(members: [own], isUniverse: false, columns: member.columns)
  }
}

// MARK: - A frame of one instrument

extension Frame {
  /// The instrument that plain names mean, which is what is traded.
  public var instrument: Instrument { members[0].instrument }
  public var contract: Contract { members[0].contract }
  /// What settles on a position in it; nil when nothing is known to, or when nobody asked.
  public var funding: FundingHistory? { members[0].funding }

  /// The columns whose plain name means another instrument than the traded one, in order of name: to be said wherever
  /// results on them are shown.
  public var borrowed: [Column] {
    let all = isUniverse ? members.flatMap(\.columns) : Array(columns.values)
    return all.filter { $0.note != nil }.sorted { ($0.name, $0.source) < ($1.name, $1.source) }
  }
}

/// One instrument of a frame: what it is, its bars, and what settles on a position in it.
public struct FrameMember: Sendable {
  /// What a strategy calls it as one of its legs; empty for one that is traded alone.
  public let name: String
  public let instrument: Instrument
  public let contract: Contract
  public let bars: Bars
  /// Nil when nothing is known to settle, or when nobody asked.
  public let funding: FundingHistory?
  /// The bars inside its bars; nil where nobody asked.
  public let path: FinerBars?
  /// What plain names mean to it, bars included, in order of name; none but in a universe.
  public let columns: [Column]
  /// When it is held, of one of the dated futures that a leg rolls through; nil for any other.
  public let roll: RollPlace?
  /// Whether it is there for its price alone, which the currency of another is exchanged at.
  public var isConversion = false

  public init(
    name: String = "", instrument: Instrument, contract: Contract, bars: Bars, funding: FundingHistory? = nil,
    path: FinerBars? = nil, columns: [Column] = [], roll: RollPlace? = nil
  ) {
    self.columns = columns
    self.roll = roll
    self.name = name
    self.instrument = instrument
    self.contract = contract
    self.bars = bars
    self.funding = funding
    self.path = path
  }
}

/// Traded prices on a grid, one of each a bar; NaN for a bar that the market did not print.
public struct Bars: Sendable {
  public let open: [Double]
  public let high: [Double]
  public let low: [Double]
  public let close: [Double]

  public init(open: [Double], high: [Double], low: [Double], close: [Double]) {
    precondition(
      open.count == close.count && high.count == close.count && low.count == close.count, "four prices a bar")
    self.open = open
    self.high = high
    self.low = low
    self.close = close
  }

  public var count: Int { close.count }
}
