import Market

/// Reads captured messages into the series that they are of. A row is stamped with the time of its receipt, when it was known;
/// where the recorder's clock runs behind the venue's, with the time that the venue says, since nothing is known before it
/// happens.
struct CapturedMessages {
  /// What reports call it.
  static let format = "captured-messages"

  private let text: FeedText
  private let hints: ImportHints
  private let badRows: BadRows
  private var series: [MessageSeries] = []
  private var places: [String: Int] = [:]
  private var rejected: [RejectedRow] = []
  /// Messages by what they are about, as far as nothing of them was read.
  private var unread: [String: Int] = [:]
  private var messages = 0
  /// How far the recorder's clock is behind at most, and how many messages had no time of receipt.
  private var behind: Int64 = 0
  private var unstamped = 0
  private var guessesMarket = false
  /// Events that were received long after they happened, such as those that a socket sends on subscribing.
  private var late = 0

  private static let longAgo = Interval(milliseconds: 10_000)

  /// - Throws: `Problem` for flags that say what messages say themselves.
  init(_ text: FeedText, hints: ImportHints, badRows: BadRows) throws {
    guard hints.symbol == nil, hints.venue == nil, hints.known == nil, hints.table.isEmpty else {
      throw Problem(
        "captured messages say themselves which venue and symbol they are of, and when",
        at: Problem.Place(file: text.location), remedy: "leave --venue, --symbol and the flags of tables out")
    }
    self.text = text
    self.hints = hints
    self.badRows = badRows
  }

  /// - Throws: `Problem` for a message that is cut short, or says what cannot be, unless these are left out.
  mutating func read() throws -> [SeriesRows] {
    let bytes = text.bytes
    var lines = CapturedText(bytes)
    while let message = lines.next() {
      messages += 1
      do {
        var cursor = JSONCursor(bytes, from: message.start)
        let body: MessageBody
        do { body = try MessageBody(&cursor) } catch {
          throw RowDefect("the message is cut short or damaged: \(error.what)", column: nil)
        }
        lines.resume(behind: cursor.index)
        try take(message, body, bytes)
      } catch let defect as RowDefect {
        let line = text.linesBefore + message.line
        guard badRows == .skip else {
          throw Problem(
            defect.what, at: Problem.Place(file: text.location, line: line), remedy: "nothing of this file was imported"
          )
        }
        rejected.append(RejectedRow(line: line, reason: defect.what))
        guard rejected.count <= RowCollector.mostRejected else {
          throw RowCollector.tooManyRejected(defect.what, at: Problem.Place(file: text.location, line: line))
        }
      }
    }
    var all = series.map { $0.rows() }.filter { $0.series.count > 0 }
    if let first = all.first, !rejected.isEmpty {
      all[0] = SeriesRows(
        series: first.series, read: first.read + rejected.count, repeated: first.repeated, rejected: rejected)
    }
    return all
  }

  /// What a user should know of how the messages were read.
  var notes: [String] {
    var notes: [String] = []
    if !unread.isEmpty {
      let sorted = unread.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
      let shown = sorted.prefix(12).map { "\($0.value) \(CSVScanner.quotable($0.key))" }.joined(separator: ", ")
      let more = sorted.count > 12 ? " and of \(sorted.count - 12) kinds more" : ""
      notes.append("of \(messages) messages not read: \(shown)\(more)")
    }
    if behind > 0 {
      notes.append(
        "the recorder's clock is up to \(Interval(milliseconds: behind)) behind the venue's: of such messages the venue's "
          + "time counts")
    }
    if unstamped > 0 {
      notes.append(
        "\(unstamped) messages have no time of receipt: taken as known at the venue's own time, which is a little early"
      )
    }
    if late > 0 {
      notes.append(
        "\(late) messages were received more than \(Self.longAgo) after what they tell of, as sockets send on subscribing: "
          + "they count when they were received, bars made of them too")
    }
    if guessesMarket {
      notes.append("symbols are taken as those of perpetuals: nothing says which socket they came from")
    }
    return notes
  }

  // MARK: One message

  private mutating func take(_ message: CapturedText.Message, _ whole: MessageBody, _ bytes: [UInt8]) throws(RowDefect)
  {
    let (body, inner) = whole.unwrapped(bytes)
    let received = message.received ?? inner
    guard let form = messageForms.first(where: { $0.fits(body, bytes, address: message.address) }) else {
      unread[body.topic(bytes), default: 0] += 1
      return
    }
    let outer: [MessageBody] =
      switch body.at(form.rows, bytes) {
      case .list(let rows)?: rows
      case .object(let members)?: [.object(members)]
      default: []
      }
    var isRead = false
    for row in outer {
      var rows = [row]
      if let path = form.inner { if case .list(let own)? = row.at(path, bytes) { rows = own } else { rows = [] } }
      for own in rows {
        let around = [row, body]
        if try take(own, around, form, received, message, bytes) { isRead = true }
      }
    }
    if !isRead { unread[body.topic(bytes), default: 0] += 1 }
  }

  /// - Returns: whether anything of the row was read.
  private mutating func take(
    _ row: MessageBody, _ around: [MessageBody], _ form: MessageForm, _ received: Int64?,
    _ message: CapturedText.Message, _ bytes: [UInt8]
  ) throws(RowDefect) -> Bool {
    func words(_ path: String) -> String? {
      guard path.hasPrefix("^") else { return row.words(path, bytes) }
      return around.lazy.compactMap { $0.words(path.dropFirst(), bytes) }.first
    }
    guard let symbol = Self.symbol(form, words) else { return false }
    let own = form.time.flatMap { path -> Int64? in
      let found =
        path.hasPrefix("^")
        ? around.lazy.compactMap { $0.field(path.dropFirst(), bytes) }.first : row.field(path, bytes)
      return found.flatMap { CapturedText.stamp(bytes, $0) }
    }
    guard let latest = [received, own].compactMap(\.self).max(), VenueStamp.isPlausible(latest) else { return false }
    let isSpot = form.spot.map { $0.hasPrefix("/") ? message.address.contains($0) : row.at($0, bytes) != nil } ?? false
    let isPart = form.leavesOut.map { MessageForm.holds(around.last ?? row, $0.path, $0.text, bytes) } ?? false
    var isRead = false
    for part in form.series where hints.kind == nil || hints.kind?.series == part.kind {
      guard part.when.allSatisfy({ MessageForm.holds(row, $0.path, $0.text, bytes) }) else { continue }
      let type: InstrumentType? = part.kind == .optionChain ? .option : isSpot ? .spot : nil
      let instrument = Instrument(venue: form.venue, symbol: symbol, type: type)
      guard part.kind == .optionChain || instrument.type != .option else { continue }
      var (width, stamp) = (Interval?.none, latest)
      if let path = part.width {
        // A bar is stamped by its open, and known when it is over.
        guard let said = words(path).flatMap(Self.width), let own else { continue }
        (width, stamp) = (said, own)
      }
      let place = place(of: part, instrument, width)
      guard let values = try series[place].values(row, bytes) else { continue }
      series[place].append(stamp, values, isPart: isPart)
      isRead = true
    }
    guard isRead else { return false }
    if form.spot?.hasPrefix("/") == true, message.address.isEmpty { guessesMarket = true }
    if form.series.contains(where: { $0.width != nil }) { return true }
    if let received, let own, own > received { behind = max(behind, own - received) }
    if received == nil { unstamped += 1 }
    if let received, let own, received - own > Self.longAgo.milliseconds { late += 1 }
    return true
  }

  private mutating func place(of part: MessageForm.Part, _ instrument: Instrument, _ width: Interval?) -> Int {
    let key =
      "\(part.kind.name) \(instrument.venue):\(instrument.symbol)/\(instrument.type.rawValue) "
      + (width.map(\.description) ?? "")
    if let found = places[key] { return found }
    series.append(MessageSeries(part, of: instrument, width: width))
    places[key] = series.count - 1
    return series.count - 1
  }

  /// `1m`, or minutes alone; a month is no width of bars.
  private static func width(_ text: String) -> Interval? {
    Int(text).map(Interval.minutes) ?? Interval(text) ?? ["D": .day, "W": .week][text]
  }

  /// A symbol as it can stand in a name: GMX has `ETH/USD [WETH-USDC]`, of which each pool is a market.
  private static func symbol(_ form: MessageForm, _ words: (String) -> String?) -> String? {
    let pieces = form.symbol.split(separator: ":").map(String.init)
    guard var text = words(pieces[0]) else { return nil }
    switch pieces.dropFirst().first {
    case "last": text = text.split(separator: ".").last.map(String.init) ?? text
    case "pair": text = text.split(separator: "@").first.map { $0.uppercased() } ?? text
    case nil: break
    default: text = text.split(separator: "-").first.map(String.init) ?? text
    }
    if form.venue == "gmx" {
      guard text.contains("/") else { return nil }
      text = text.replacing("/", with: "-").replacing(" [", with: "_").replacing("]", with: "")
    }
    return PathClues.isWord(text) ? text : nil
  }
}
