import Market

/// One kind of message of a venue, as data: by what it is known, where its rows are, and which series they belong to.
struct MessageForm {
  /// A path and what must stand there: a text, `text*` for what begins so, `*text` for what holds it, `*` for anything.
  typealias Condition = (path: String, text: String)

  let venue: String
  /// What must hold of the message. Of its address, under `@`.
  let when: [Condition]
  /// Where the row or the rows are.
  let rows: String
  /// Rows within each row.
  var inner: String?
  /// A path in the row; behind `^`, in the message around it. `instrument_name:first` is the piece before a hyphen, `topic:last`
  /// what stands behind the last point, `channel:third` the third piece between points, `stream:pair` what stands before an `@`, in capitals, and `channel:candle` what stands
  /// behind `candle`.
  let symbol: String
  /// When it happened, by the venue's clock.
  var time: String?
  /// When an answer says that it was made, which counts where nobody noted its receipt.
  var made: String?
  /// Whether a file that is one such answer, as it came, is read as well; others are read by profiles, or as tables.
  var isReadAlone = false
  /// Whether a message leaves out what did not change.
  var leavesOut: Condition?
  /// What says that it is of spot: a member that only messages of spot have, or a word of the address.
  var spot: String?
  /// Of a book, how it is kept up to date by what changed in it.
  var book: Book?
  /// Whether its rows begin with the newest, as an answer to a subscription may.
  var isNewestFirst = false
  /// Whether it says that a subscription begins, so that what was sent before may have an end that was missed.
  var begins = false
  let series: [Part]

  struct Part {
    let kind: SeriesKind
    let columns: [(name: String, source: Source)]
    var amounts = Amounts.coins
    var bars: Bars?
    /// Of events, what their venue tells one from another by.
    var id: [String]

    init(
      _ kind: SeriesKind, _ columns: [(name: String, source: Source)], amounts: Amounts = .coins, bars: Bars? = nil,
      id: [String] = []
    ) {
      self.kind = kind
      self.columns = columns
      self.amounts = amounts
      self.bars = bars
      self.id = id
    }
  }

  /// Bars are sent many times before they are over. Their time is that of their open, but where it is said to be the close.
  struct Bars {
    /// What says how wide they are.
    let width: String
    /// What says that one is over; nil where only the next one does.
    let over: Condition?
    /// Where it says when it ends, as some venues do.
    var end: String?
    /// Whether its time is that of its close.
    var isStampedAtClose = false
  }

  /// A book that is sent whole once, and then what changes in it.
  struct Book {
    /// What tells books of one symbol apart.
    let named: [String]
    /// What says that a message holds the book whole.
    let whole: Condition
    let bids: String
    let asks: String
    /// Where a level says its price and its size. One of size zero is no more.
    var price = 0
    var size = 1
    /// The number of a message, and that of the one before it; without the latter each is one more than the last.
    let number: String
    var before: String?
  }

  /// What amounts count.
  enum Amounts {
    case coins
    /// Contracts where the symbol is that of an inverse contract, and coins where others have a value.
    case contractsOfInverse
    /// Dollars where the symbol is that of an inverse contract.
    case dollarsOfInverse
    /// Contracts, whatever the symbol, but for spot.
    case contracts
  }

  enum Source {
    /// Nothing: messages do not say it.
    case missing
    /// A number, times ten to the power of `scale`.
    case field(String, scale: Int = 0)
    /// One number of spot, another of everything else.
    case bySpot(String, other: String)
    /// One number of inverse contracts, or nothing, another of everything else.
    case byForm(String, inverse: String?)
    /// The same where the side is the one that is said, else 0.
    case sided(String, String, String)
    /// The size of a signed number that is above zero, or below it.
    case above(String), below(String)
    /// The sum of two.
    case sum(String, String, scale: Int)
    /// What the symbol in that field says of the contract.
    case expiry(String), strike(String), right(String)
  }

  /// Whether a message is one of these.
  func fits(_ body: MessageBody, _ bytes: [UInt8], address: String) -> Bool {
    when.allSatisfy { condition in
      condition.path == "@" ? address.contains(condition.text) : Self.holds(condition, in: body, bytes)
    }
  }

  static func holds(_ condition: Condition, in body: MessageBody, _ bytes: [UInt8]) -> Bool {
    let text = condition.text
    guard let found = body.at(condition.path, bytes) else { return false }
    if text == "*" {
      if case .text(let range) = found { return !range.isEmpty }
      return true
    }
    guard case .text(let range) = found else { return false }
    if text.hasPrefix("*") { return bytes[range].firstRange(of: Array(text.dropFirst().utf8)) != nil }
    return text.hasSuffix("*")
      ? bytes[range].starts(with: text.dropLast().utf8) : bytes[range].elementsEqual(text.utf8)
  }
}
