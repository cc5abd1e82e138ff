import Market

/// One kind of message of a venue, as data: by what it is known, where its rows are, and which series they belong to.
struct MessageForm {
  let venue: String
  /// Paths and what must stand there: a text, `text*` for what begins so, `*text` for what holds
  /// it, `*` for anything. Of the address, under `@`.
  let when: [(path: String, text: String)]
  /// Where the row or the rows are.
  let rows: String
  /// Rows within each row.
  var inner: String?
  /// Paths in the row; behind `^`, in the message around it. `instrument_name:first` is the piece before a hyphen, `topic:last`
  /// what stands behind the last point, and `stream:pair` what stands before an `@`, in capitals.
  let symbol: String
  /// When it happened, by the venue's clock.
  var time: String?
  /// Whether a message leaves out what did not change.
  var leavesOut: (path: String, text: String)?
  /// What says that it is of spot: a member that only messages of spot have, or a word of the address.
  var spot: String?
  let series: [Part]

  struct Part {
    let kind: SeriesKind
    let columns: [(name: String, source: Source)]
    /// What must hold of the row.
    var when: [(path: String, text: String)] = []
    var amounts = Amounts.coins
    /// Of bars: what says how wide they are. Their time is that of their open.
    var width: String?

    init(
      _ kind: SeriesKind, _ columns: [(name: String, source: Source)], when: [(path: String, text: String)] = [],
      amounts: Amounts = .coins, width: String? = nil
    ) {
      self.kind = kind
      self.columns = columns
      self.when = when
      self.amounts = amounts
      self.width = width
    }
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
    when.allSatisfy { path, text in
      path == "@" ? address.contains(text) : Self.holds(body, path, text, bytes)
    }
  }

  static func holds(_ body: MessageBody, _ path: String, _ text: String, _ bytes: [UInt8]) -> Bool {
    guard let found = body.at(path, bytes) else { return false }
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
