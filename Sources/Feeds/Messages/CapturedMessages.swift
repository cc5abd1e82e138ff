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
  private let state: CapturedState
  private var rejected: [RejectedRow] = []
  /// Where the last message came from: a socket's are thousands in a row.
  private var heard = (address: "", isTestNetwork: false)

  /// - Parameter state: what messages before these said.
  /// - Throws: `Problem` for flags that say what messages say themselves.
  init(
    _ text: FeedText, hints: ImportHints, badRows: BadRows, after state: CapturedState
  ) throws {
    guard hints.symbol == nil, hints.venue == nil, hints.known == nil, hints.table.isEmpty else {
      throw Problem(
        "captured messages say themselves which venue and symbol they are of, and when",
        at: Problem.Place(file: text.location), remedy: "leave --venue, --symbol and the flags of tables out")
    }
    self.text = text
    self.hints = hints
    self.badRows = badRows
    self.state = state
  }

  /// - Throws: `Problem` for a message that is cut short, or says what cannot be, unless these are left out.
  mutating func read() throws -> [SeriesRows] {
    let bytes = text.bytes
    var lines = CapturedText(bytes)
    while let message = lines.next() {
      state.count()
      do {
        var cursor = JSONCursor(bytes, from: message.start)
        let body: MessageBody
        do { body = try MessageBody(&cursor) } catch {
          throw RowDefect("the message is cut short or damaged: \(error.what)", column: nil)
        }
        lines.resume(behind: cursor.index)
        for answer in SavedAnswer.each(in: body, bytes) { try take(message, answer, bytes) }
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
    var all = state.series.indices.map { state.series[$0].takeRows() }.filter { $0.series.count > 0 }
    if let first = all.first, !rejected.isEmpty {
      all[0] = SeriesRows(
        series: first.series, read: first.read + rejected.count, repeated: first.repeated, rejected: rejected)
    }
    return all
  }

  // MARK: One message

  private mutating func take(_ message: CapturedText.Message, _ whole: MessageBody, _ bytes: [UInt8]) throws(RowDefect)
  {
    let (body, inner) = whole.unwrapped(bytes)
    if message.address != heard.address {
      heard = (message.address, CapturedText.isTestNetwork(message.address))
    }
    if heard.isTestNetwork || body.words("testnet", bytes) == "true" {
      throw RowDefect("the message comes from a test network, where nobody pays", column: nil)
    }
    let received = message.received ?? inner
    guard let form = messageForms.first(where: { $0.fits(body, bytes, address: message.address) }) else {
      state.leaveUnread(body.topic(bytes))
      return
    }
    guard !form.begins else { return state.begin(form.venue) }
    var isRead = false
    let rows = body.rows(form.rows, bytes)
    for row in form.isNewestFirst ? rows.reversed() : rows {
      for own in form.inner.map({ row.rows($0, bytes) }) ?? [row] {
        let around = [row, body]
        if try take(own, around, form, received, message, bytes) { isRead = true }
      }
    }
    if !isRead { state.leaveUnread(body.topic(bytes)) }
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
    func stamp(_ path: String) -> Int64? {
      let found =
        path.hasPrefix("^")
        ? around.lazy.compactMap { $0.field(path.dropFirst(), bytes) }.first : row.field(path, bytes)
      return found.flatMap { CapturedText.stamp(bytes, $0) }
    }
    let own = form.time.flatMap(stamp)
    guard let latest = [received, own].compactMap(\.self).max() ?? form.made.flatMap(stamp) else {
      state.untimed = true
      return false
    }
    guard VenueStamp.isPlausible(latest) else { return false }
    let isSpot = form.spot.map { $0.hasPrefix("/") ? message.address.contains($0) : row.at($0, bytes) != nil } ?? false
    let whole = around.last ?? row
    let isPart = form.leavesOut.map { MessageForm.holds($0, in: whole, bytes) } ?? false
    let bars = form.series.lazy.compactMap(\.bars).first
    let width = bars.flatMap { Self.piece($0.width, words) }.flatMap(Self.width)
    try state.channels.check(whole, of: form.venue, symbol: symbol, width: width, bytes)
    var isRead = false
    for part in form.series where hints.kind == nil || hints.kind?.series == part.kind {
      let type: InstrumentType? = part.kind == .optionChain ? .option : isSpot ? .spot : nil
      let instrument = Instrument(venue: form.venue, symbol: symbol, type: type)
      guard part.kind == .optionChain || instrument.type != .option else { continue }
      if let bars = part.bars {
        guard let own, let width else { continue }
        let open = bars.isStampedAtClose ? own - width.milliseconds : own
        try take(row, of: state.place(of: part, instrument, width), bars, at: open, width, bytes)
        isRead = true
      } else if let book = form.book {
        isRead = true
        let place = state.place(of: part, instrument, nil)
        do throws(RowDefect) {
          switch try state.best(of: row, book, whole, line: text.linesBefore + message.line, bytes) {
          case .nothing: continue
          case .lost: state.series[place].lose(latest)
          case .known(let best):
            guard let values = try state.series[place].allowed(best) else { continue }
            state.series[place].append(latest, onChange: values)
          }
        } catch {
          // A level that cannot be leaves the book unknown where its message is passed over.
          state.series[place].lose(latest)
          throw error
        }
      } else {
        let place = state.place(of: part, instrument, nil)
        guard let values = try state.series[place].values(row, bytes) else { continue }
        isRead = true
        switch state.events.meet(state.series[place].id(row, own, bytes), saying: values) {
        case .new: state.series[place].append(latest, values, isPart: isPart)
        case .same: state.series[place].leaveOutRepeated()
        case .other:
          throw RowDefect(
            "an event of \(instrument) has the id of one before it, and other values: one id is one event, and two streams of "
              + "the same trades, such as each and those of one taker together, count each twice", column: nil)
        }
      }
    }
    guard isRead else { return false }
    if form.spot?.hasPrefix("/") == true, message.address.isEmpty { state.guessesMarket = true }
    if form.series.allSatisfy({ $0.bars == nil }) { state.clocks(received: received, own: own) }
    return true
  }

  /// A state of a bar, which is stamped by its open and known when it is over.
  private func take(
    _ row: MessageBody, of place: Int, _ bars: MessageForm.Bars, at stamp: Int64, _ width: Interval, _ bytes: [UInt8]
  ) throws(RowDefect) {
    let end = bars.end.flatMap { row.field($0, bytes) }.flatMap { CapturedText.stamp(bytes, $0) }
    try state.bars.check(stamp, until: end, of: place, state.series[place].title, width: width)
    if let over = bars.over {
      let isOver = MessageForm.holds(over, in: row, bytes)
      state.bars.heard(stamp, of: place, isOver: isOver)
      guard isOver, let values = try state.series[place].values(row, bytes) else { return }
      state.series[place].append(stamp, values, isPart: false)
    } else {
      guard let values = try state.series[place].values(row, bytes),
        let last = state.bars.followed(by: values, at: stamp, of: place, width: width)
      else { return }
      state.series[place].append(last.stamp, last.values, isPart: false)
    }
  }

  /// `1m`, `1H`, `1Dutc`, `5MINS`, `4HOURS`, or minutes alone; a month is no width of bars.
  private static func width(_ text: String) -> Interval? {
    if let minutes = Int(text) { return .minutes(minutes) }
    for (word, unit) in [("MIN", "m"), ("HOUR", "h"), ("DAY", "d")]
    where text.hasSuffix(word) || text.hasSuffix(word + "S") {
      return text.firstRange(of: word).flatMap { Interval(text[..<$0.lowerBound] + unit) }
    }
    if let short = ["D": Interval.day, "W": .week][text] { return short }
    let word = text.hasSuffix("utc") ? text.dropLast(3) : text[...]
    return word.hasSuffix("M") ? nil : Interval(word.lowercased())
  }

  /// A word of a message, or the piece of it that a path asks for.
  private static func piece(_ path: String, _ words: (String) -> String?) -> String? {
    let pieces = path.split(separator: ":").map(String.init)
    guard let text = pieces.first.flatMap(words) else { return nil }
    switch pieces.dropFirst().first {
    case nil: return text
    case "last": return text.split(separator: ".").last.map(String.init) ?? text
    case "third": return text.split(separator: ".").dropFirst(2).first.map(String.init)
    case "pair": return text.split(separator: "@").first.map { $0.uppercased() } ?? text
    case "first": return text.split(separator: "-").first.map(String.init) ?? text
    case let mark?: return text.firstRange(of: mark).map { String(text[$0.upperBound...]) }
    }
  }

  /// A symbol as it can stand in a name: GMX has `ETH/USD [WETH-USDC]`, of which each pool is a market.
  private static func symbol(_ form: MessageForm, _ words: (String) -> String?) -> String? {
    guard var text = piece(form.symbol, words) else { return nil }
    if form.venue == "gmx" {
      guard text.contains("/") else { return nil }
      text = text.replacing("/", with: "-").replacing(" [", with: "_").replacing("]", with: "")
    }
    return PathClues.isWord(text) ? text : nil
  }
}
