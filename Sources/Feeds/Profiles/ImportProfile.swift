import Market

/// How one publisher writes a table, and which series it holds: a format as data, in YAML (docs/formats.md).
///
/// The venues that are built in are such profiles wherever that is enough; a user's own are files in `datasets/profiles`.
public struct ImportProfile: Codable, Hashable, Sendable {
  /// What reports call it: `bybit-panel`.
  public var name: String
  /// One line on what it holds.
  public var about: String
  /// By what a file is known; nil for one that is only used when it is asked for.
  public var match: Match?
  /// Whether its columns are those of several kinds of which a file has one, so that `--kind` has to say which.
  public var kind: Asked?
  /// Where in a JSON text the rows are: `result.list`; the first list of rows when nil.
  public var rows: String?
  /// Between fields; a comma when nil.
  public var delimiter: String?
  /// `.` or `,`.
  public var decimal: String?
  /// What stands between groups of three digits.
  public var thousands: String?
  /// Whether the first row names the columns, as it does when nil. Else columns are called 1, 2, 3.
  public var header: Bool?
  /// Words for a number that is not known, in place of the usual ones.
  public var missing: [String]?
  public var time: Stamp
  /// Whether the last bar was still open when the file was saved, so that it is left out.
  public var lastBar: LastBar?
  /// The column, or what is said once around all rows, of when an interface answered. Where there is one, it tells whether
  /// the last bar was over, and not `lastBar`.
  public var answered: String?
  /// The column of when a row reached its publisher, where that may be later than the series says that it is known.
  public var arrived: String?
  /// What becomes of rows that did; they are kept, which is said, when nil.
  public var late: Late?
  /// What a second row for one instant with other values means; it is refused when nil.
  public var duplicates: Duplicates?
  /// Which way rows go in time; forwards or backwards, as most of them do, when nil.
  public var order: Order?
  public var series: [Entry]
  /// What is said to whoever imports such a file, where its being one is no more than likely.
  public var said: String?
  /// Whether that asks for the venue, so that who says one has heard it.
  var asksVenue: Bool { said?.contains("say --venue") == true }

  private enum CodingKeys: String, CodingKey {
    case said
    case name, about, match, kind, rows, delimiter, decimal, thousands, header, missing, time
    case lastBar = "last_bar"
    case answered, arrived, late, duplicates, order, series
  }

  /// By what a file is known. All that is said must hold.
  public struct Match: Codable, Hashable, Sendable {
    /// Patterns of which the path must end like one; `*` is anything, `{symbol}` a part of one name to be used below.
    public var path: [String]?
    /// Columns that the header must have.
    public var header: [String]?
    /// How many fields a row has, for files without a header.
    public var fields: Int?
    /// Patterns of what the first row has in a column, by the column; what stands in braces is used below: of
    /// `market.{symbol}.kline.*` the symbol.
    public var texts: [String: String]?
    /// The same of what a JSON text says around rows without names, by the last part of its name.
    public var around: [String: String]?
    /// Whether the time of the first row must be of the form that the profile says.
    public var times: Bool?
  }

  /// The column of times.
  public struct Stamp: Codable, Hashable, Sendable {
    public var column: String
    /// `s`, `ms`, `us` or `ns` since 1970; what the size of the number says when nil.
    var unit: EpochUnit?
    /// The form of times in text; that of ISO 8601 when nil.
    public var pattern: String?
    /// The clock that times in text were read off, where they do not say it; `ask` where it is the exporter's own and
    /// must be said with `--zone`.
    public var zone: String?
    var repeated: ClockZone.Repeated?
    /// Stamps that come early or late are moved to the nearest multiple of this.
    public var round: String?
    /// Stamps that come late are moved back to a multiple of this.
    public var floor: String?
    /// Counts are since the midnight of this day, `yyyyMMdd`, in place of 1970: a part of the path in braces.
    public var since: String?
    /// The column of when bars end, which is compared with how wide they are.
    public var end: String?
  }

  public enum Asked: String, Codable, Hashable, Sendable {
    case ask
  }

  public enum LastBar: String, Codable, Hashable, Sendable {
    case finished, unfinished
  }

  public enum Late: String, Codable, Hashable, Sendable {
    case keep
    case leaveOut = "leave_out"
  }

  public enum Duplicates: String, Codable, Hashable, Sendable {
    case first, last
  }

  public enum Order: String, Codable, Hashable, Sendable {
    /// No way at all.
    case any
    case oldestFirst = "oldest_first"
    /// As interfaces answer. Of two rows for one instant the last is then the one that stands first.
    case newestFirst = "newest_first"

    /// Whether rows go backwards in time; nil where the rows tell.
    static func goesBack(_ order: Order?) -> Bool? {
      order == .newestFirst ? true : order == .oldestFirst ? false : nil
    }
  }

  /// Which instant of a bar, or of what else a row is of, its stamp is.
  public enum Label: String, Codable, Hashable, Sendable, CaseIterable {
    /// The row is known a bar later.
    case open
    /// The row is known then, and is stored under the bar's open.
    case close
    /// The state at that time, known then.
    case snapshot
    /// What happened at that time, known then.
    case instant
  }

  /// One kind of series that the table holds: of one instrument, or of as many as `venue` and `symbol` tell apart.
  public struct Entry: Codable, Hashable, Sendable {
    public var kind: String
    public var type: String?
    /// Text with parts of the path or columns in braces: `{exchange}`.
    public var venue: String?
    /// The same: `{pair}`, or `{column}USDT` where each column of a wide table is a symbol of its own.
    public var symbol: String?
    /// Characters that are left out of the symbol.
    public var strip: String?
    /// Of a chain: the column of the contracts' own names, which the other columns must not contradict.
    public var contract: String?
    /// Of events: the column of what their venue tells them by, of which a file may have one twice. A `trade_id` is one.
    public var id: String?
    /// Whether the symbol is written in capitals, whatever the path writes.
    public var upper: Bool?
    /// Symbols by what the file calls them.
    public var rename: [String: String]?
    /// The width of a bar; for snapshots and settlements the usual time between two. `irregular` for rows that come when
    /// they come; the usual step of the rows when nil.
    public var interval: String?
    public var label: Label?
    /// How much later than the label says rows are known.
    public var delay: String?
    /// What is added to the stamps.
    public var shift: String?
    /// How wide the name of a file says that its bars are, which its rows must not contradict.
    var saidInterval: Interval?
    /// Whether amounts in a table that the user describes are known to be coins, by the value beside them.
    var areAmountsKnown: Bool?
    /// Rows that belong to it: columns and the text they must have, or several with `|` between them.
    public var filter: [String: String]?
    /// Instruments that it is of, where venues write rows of one form with amounts that mean one thing for some and another
    /// for others: `spot`, `linear`, or several with `|` between them. Rows of others belong to another entry.
    public var only: String?
    /// Only rows whose stamp is a multiple of this: a settlement that is carried in every row of a finer table.
    public var every: String?
    /// Of a chain whose contracts are told one by one: how often a snapshot is made of the last that was said of each. It is
    /// known at the end of the stretch.
    public var sample: String?
    /// Only rows that differ from the row before.
    public var onChange: Bool?
    /// What amounts count where the symbol is that of an inverse contract: contracts, and coins where they are of value for
    /// others; or coins; or nothing that is known, and they are left out. Asked about when nil.
    public var inverse: InverseAmounts?
    /// Only rows from this instant on.
    public var from: String?
    /// By the names that the series' kind gives its columns: where their numbers stand.
    public var columns: [String: Source]

    private enum CodingKeys: String, CodingKey {
      case kind, type, venue, symbol, contract, id, strip, upper, rename, interval, label, delay, shift
      case filter = "where"
      case only, every, sample
      case onChange = "on_change"
      case inverse, from, columns
    }
  }

  public enum InverseAmounts: String, Codable, Hashable, Sendable {
    case contracts, coins, unknown
  }

  /// Where the numbers of a column stand, and in what unit. Written as the column's name alone where that is all.
  public struct Source: Hashable, Sendable {
    /// Name or number of the file's column; `*` for each that is not named elsewhere.
    public var from: String
    public var unit: ColumnUnit?
    /// What a number is multiplied by.
    public var scale: Double?
    /// How much one contract is, where the file counts contracts: what a number is multiplied by.
    public var contractSize: Double?
    /// Where these columns have other texts than these, the number is 0: a side that is written in words.
    public var filter: [String: String]?
    /// The number of every row, in place of a column.
    public var fixed: Double?
    /// Name or number of a column that a number is divided by.
    public var over: String?
    /// The texts with which the number is 0, where those of `where` do not hold; any other is no row of this format.
    public var zero: [String: String]?

    public init(
      _ from: String, unit: ColumnUnit? = nil, scale: Double? = nil, contractSize: Double? = nil,
      filter: [String: String]? = nil, fixed: Double? = nil
    ) {
      self.from = from
      self.unit = unit
      self.scale = scale
      self.contractSize = contractSize
      self.filter = filter
      self.fixed = fixed
    }
  }

  /// What a file counts a column in, where that is not what the series counts in.
  public enum ColumnUnit: String, Codable, Hashable, Sendable, CaseIterable {
    case fraction, percent, bps
    case coin, quote, contracts
    case thousands, millions, billions

    /// The power of ten that a number is multiplied by.
    var power: Int {
      switch self {
      case .fraction, .coin, .quote, .contracts: 0
      case .percent: -2
      case .bps: -4
      case .thousands: 3
      case .millions: 6
      case .billions: 9
      }
    }
  }
}

extension ImportProfile.Source: Codable {
  private enum CodingKeys: String, CodingKey {
    case from, unit, scale
    case contractSize = "contract_size"
    case filter = "where"
    case fixed, over, zero
  }

  public init(from decoder: any Decoder) throws {
    if let text = try? decoder.singleValueContainer().decode(String.self) {
      self.init(text)
      return
    }
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    let fixed = try fields.decodeIfPresent(Double.self, forKey: .fixed)
    self.init(
      fixed == nil ? try fields.decode(String.self, forKey: .from) : "",
      unit: try fields.decodeIfPresent(ImportProfile.ColumnUnit.self, forKey: .unit),
      scale: try fields.decodeIfPresent(Double.self, forKey: .scale),
      contractSize: try fields.decodeIfPresent(Double.self, forKey: .contractSize),
      filter: try fields.decodeIfPresent([String: String].self, forKey: .filter), fixed: fixed)
    over = try fields.decodeIfPresent(String.self, forKey: .over)
    zero = try fields.decodeIfPresent([String: String].self, forKey: .zero)
  }

  public func encode(to encoder: any Encoder) throws {
    var fields = encoder.container(keyedBy: CodingKeys.self)
    if fixed == nil { try fields.encode(from, forKey: .from) }
    try fields.encodeIfPresent(unit, forKey: .unit)
    try fields.encodeIfPresent(scale, forKey: .scale)
    try fields.encodeIfPresent(contractSize, forKey: .contractSize)
    try fields.encodeIfPresent(filter, forKey: .filter)
    try fields.encodeIfPresent(fixed, forKey: .fixed)
    try fields.encodeIfPresent(over, forKey: .over)
    try fields.encodeIfPresent(zero, forKey: .zero)
  }
}
