import Market

/// One list of rows that a venue's interface answers, page by page: an endpoint as data.
///
/// Paths, queries and bodies are templates: `{symbol}`, `{interval}`, `{limit}`, `{cursor}`, the bounds `{from}` and `{to}`
/// of a page, `{before}` and `{behind}` a millisecond outside them where bounds are left out of a page, and what the
/// venue's file says of a symbol. A query whose template comes to nothing is left out.
struct Endpoint: Sendable {
  /// How bounds are written and stamps are read.
  enum Clock: Sendable {
    case milliseconds, seconds
    /// ISO 8601.
    case text
  }

  /// How one page leads to the next. Bounds repeat the last row, which is taken once, since whether they belong to a page
  /// differs from venue to venue and from year to year.
  enum Paging: Sendable {
    /// From the first row on: the next page begins at the last stamp.
    case forward
    /// From the end back: the next page ends at the earliest stamp.
    case backward
    /// The answer says where the next page begins.
    case cursor([String])
    /// The answer has a token for the next page, or an address with one.
    case token(address: [String], token: [String])
    /// As many bounds as a page has rows: for interfaces that do not say which rows of a longer stretch they leave out. Rows
    /// are so far apart, or as the interval says.
    case windows(every: Interval?)
    /// One answer holds all there is.
    case whole
    /// One answer holds the moment, and nothing before it. `identity` names the member that says what a row is of, where an
    /// answer is of all symbols.
    case snapshot
  }

  /// Where a row's time stands.
  enum Stamp: Sendable {
    case member(String)
    case place(Int)
  }

  /// What users call it: `funding`, `open_interest`, `klines`.
  let series: String
  var path = ""
  var query: [(String, String)] = []
  /// Posted as JSON; a plain GET when nil.
  var body: String?
  var clock = Clock.milliseconds
  /// Where in the answer the rows are; the answer itself when empty.
  var rows: [String] = []
  /// Of an answer that is a list a column: their names, of which rows are made.
  var columns: [String] = []
  /// Lists that an answer need not have, whose values stand behind those of the others.
  var furtherColumns: [String] = []
  let stamp: Stamp
  /// What tells rows of one time apart, where there can be several.
  var identity: String?
  /// Rows a page at most.
  let limit: Int
  let paging: Paging
  /// Widths of bars by our names, as the venue writes them; none where the endpoint has no such choice.
  var intervals: [(ours: String, theirs: String)] = []
  /// Whether a row covers the time from its stamp on, so that the last one is not finished.
  var isBars = false
  /// What says in a row how wide it is, as the venue writes it.
  var widthMember: String?
}

/// How a venue's answers say what is wrong.
struct Envelope: Sendable {
  /// Where the code stands; an answer without it is good.
  let code: [String]
  var good: Set<String> = []
  let message: [String]
  /// Asked too often.
  var slow: Set<String> = []
  /// Cannot answer now.
  var busy: Set<String> = []
  /// Does not know the symbol, or a parameter.
  var unknown: Set<String> = []
  /// The same as statuses.
  var unknownStatuses: Set<Int> = [404, 422]

  enum Verdict: Equatable {
    case good, slow, busy
    case unknown(String)
    case bad(String)
  }

  /// - Parameter shown: cuts out of words what may not be shown, before they are shortened.
  func verdict(_ answer: RawJSON?, shown: (String) -> String = { $0 }) -> Verdict {
    guard let code = answer?[code], !code.isNull, !good.contains(code.text) else { return .good }
    if slow.contains(code.text) { return .slow }
    if busy.contains(code.text) { return .busy }
    let (said, short) = (self.words(answer, shown: shown) ?? "", shown(code.text).prefix(40))
    let words = said.hasPrefix(short) && !short.isEmpty ? "'\(said)'" : "'\(said)' (\(short))"
    return unknown.contains(code.text) ? .unknown(words) : .bad(words)
  }

  /// What an answer says for people; nil where it says nothing.
  func words(_ answer: RawJSON?, shown: (String) -> String) -> String? {
    let said = shown(answer?[message]?.text ?? "")
    return said.isEmpty || said == "null" ? nil : String(said.prefix(160))
  }
}

/// A venue's public interface.
public struct VenueInterface: Sendable {
  /// What users and files call it: `bybit`.
  public let name: String
  /// What messages call it.
  public let title: String
  let address: String
  let endpoints: [Endpoint]
  let envelope: Envelope
  /// What else templates can say of a symbol.
  var facts: @Sendable (_ symbol: String) -> [String: String] = { _ in [:] }
  /// Refuses symbols of what is not fetched.
  var check: @Sendable (_ symbol: String) throws -> Void = { _ in }
  /// What its answers and rows call the symbol they are of; none where they do not say.
  var owner: [String] = []
  /// The key, sent to `address` and nowhere else, and what is said where it is refused or needed.
  var key: Key?
  var keyRemedy: String?
  /// Where the symbols are listed.
  let symbols: SymbolList
  /// How symbols look.
  public let example: String
  /// How far back each series goes, for the help.
  public let reach: String

  /// A key in the query of every request.
  struct Key: Sendable {
    let name: String
    let value: String
  }

  struct SymbolList: Sendable {
    var path = ""
    var query: [(String, String)] = []
    var body: String?
    /// Where in the answer they are: a list of objects, or an object by symbol.
    let rows: [String]
    let member: String
  }

  public var series: [String] { endpoints.map(\.series) }

  /// - Throws: `Problem` with the nearest there is.
  func endpoint(_ name: String) throws -> Endpoint {
    guard let endpoint = endpoints.first(where: { $0.series == name }) else {
      throw Problem(
        "\(title)'s interface has no series '\(name)' that is read",
        remedy: suggestion(for: name, in: series, called: "series"))
    }
    return endpoint
  }
}
