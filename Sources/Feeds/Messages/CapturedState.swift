import Market

/// What captured messages have said so far: their series, what is open or left out of what they say, and how it was read. A
/// large file comes in pieces, and what a piece leaves open the next one ends.
final class CapturedState {
  var series: [MessageSeries] = []
  private var places: [String: Int] = [:]
  private(set) var messages = 0
  /// Messages by what they are about, as far as nothing of them was read.
  private var unread: [String: Int] = [:]
  var bars = SocketBars()
  private var books: [String: OrderBook] = [:]
  var events = RecentEvents()
  var channels = SaidChannels()
  /// How far the recorder's clock is behind at most, and how many messages had no time of receipt.
  private var behind: Int64 = 0
  private var unstamped = 0
  var guessesMarket = false
  /// Whether a message was understood and neither says when it is of nor has a receipt.
  var untimed = false
  /// Events that were received long after they happened, such as those that a socket sends on subscribing.
  private var late = 0
  /// Where a message of a book was missing first, how often one was, and how many were of no use for it.
  private var firstBreak: String?
  private var breaks = 0
  private var unfounded = 0
  private var crossed = 0

  private static let longAgo = Interval(milliseconds: 10_000)

  func count() { messages += 1 }
  func leaveUnread(_ topic: String) { unread[topic, default: 0] += 1 }

  /// The place of a series, which is new where nothing was said of it yet.
  func place(of part: MessageForm.Part, _ instrument: Instrument, _ width: Interval?) -> Int {
    let key =
      "\(part.kind.name) \(instrument.venue):\(instrument.symbol)/\(instrument.type.rawValue) "
      + (width.map(\.description) ?? "")
    if let found = places[key] { return found }
    series.append(MessageSeries(part, of: instrument, width: width))
    places[key] = series.count - 1
    return series.count - 1
  }

  /// A subscription to bars of a venue begins.
  func begin(_ venue: String) { bars.begin(series.indices.filter { series[$0].instrument.venue == venue }) }

  /// What a message of a book says of its best bid and ask.
  enum BestOrders {
    case known([Double])
    /// They are not known from here on, until the book comes whole again.
    case lost
    /// Nothing that was not said before.
    case nothing
  }

  /// What a message of a book leaves as its best bid and ask.
  func best(
    of row: MessageBody, _ form: MessageForm.Book, _ whole: MessageBody, line: Int, _ bytes: [UInt8]
  ) throws(RowDefect) -> BestOrders {
    let name = form.named.compactMap { whole.words($0, bytes) }.joined(separator: " ")
    let isWhole = MessageForm.holds(form.whole, in: whole, bytes)
    var book = books.removeValue(forKey: name) ?? OrderBook()
    defer { books[name] = book }
    let wasKnown = book.isKnown
    switch try book.take(row, form, isWhole: isWhole, bytes) {
    case .known: break
    case .repeated: return .nothing
    case .unknown:
      unfounded += 1
      return wasKnown ? .lost : .nothing
    case .broken(let last, let own):
      breaks += 1
      unfounded += 1
      firstBreak = firstBreak ?? "line \(line), \(PrintableText.short(name)): \(own) comes after \(last)"
      return .lost
    }
    guard !book.isCrossed else {
      crossed += 1
      return .nothing
    }
    return .known(book.best)
  }

  /// Counts how a message's time of receipt lies to the venue's own.
  func clocks(received: Int64?, own: Int64?) {
    guard let received else {
      unstamped += 1
      return
    }
    guard let own else { return }
    if own > received { behind = max(behind, own - received) }
    if received - own > Self.longAgo.milliseconds { late += 1 }
  }

  /// What a user should know of how the messages were read.
  var notes: [String] {
    var notes = [unreadText, barsText, breaksText].compactMap(\.self) + sparseTexts
    if untimed { notes.append("messages without a time of their own or of their receipt are left out") }
    if crossed > 0 {
      notes.append("\(crossed) times the best bid of a book was not below its best ask: no quotes were made of that")
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

  /// That no message was of a series.
  func nothing(in location: String) -> Problem {
    guard !untimed else {
      return Problem(
        "the answer says no time at which it was made, and none stands before it, so that nothing says when it was known",
        at: Problem.Place(file: location),
        remedy: "write the time at which it came before it, on its own line: 1735689600000 [{…}]")
    }
    return Problem(
      "none of the captured messages is of a series", at: Problem.Place(file: location),
      remedy: notes.first ?? "check what was recorded")
  }

  private var unreadText: String? {
    guard !unread.isEmpty else { return nil }
    let sorted = unread.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
    let shown = sorted.prefix(12).map { "\($0.value) \(PrintableText.short($0.key))" }.joined(separator: ", ")
    let more = sorted.count > 12 ? " and of \(sorted.count - 12) kinds more" : ""
    return "of \(messages) messages not read: \(shown)\(more)"
  }

  private var barsText: String? {
    guard let left = bars.left else { return nil }
    let title = series[left.series].title
    let first = Instant(milliseconds: left.stamp).minuteText
    return left.count == 1
      ? "the bar of \(title) at \(first) was not over when it was last heard of, and is left out"
      : "\(left.count) bars were not over when they were last heard of, and are left out; the first is of \(title) at "
        + first
  }

  /// Bars of a wider width than their channel says would be known before they are over.
  private var sparseTexts: [String] {
    series.indices.compactMap { place in
      guard let width = series[place].width, let found = bars.sparse(place, width: width) else { return nil }
      return
        "the bars of \(series[place].title) come \(found.step) apart, \(found.count) of \(found.of) times: bars of \(found.step) "
        + "under another channel would be known before they are over"
    }
  }

  private var breaksText: String? {
    guard unfounded > 0 else { return nil }
    let why = "what changed in a book that had not come whole"
    guard let firstBreak else { return "\(unfounded) messages say \(why), and are left out" }
    return
      "\(breaks) times a message of a book is missing (first in \(firstBreak)): \(unfounded) messages say \(why) since, and "
      + "are left out; quotes go on with the next whole book"
  }
}
