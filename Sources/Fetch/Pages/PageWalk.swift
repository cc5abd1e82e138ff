import Feeds
import Foundation
import Market

/// All rows of one endpoint within a stretch of time, gathered page by page.
struct PageWalk {
  let venue: VenueInterface
  let endpoint: Endpoint
  let symbol: String
  /// As the venue writes it; empty where there is none.
  let interval: String
  /// How far apart rows are, as `interval` says.
  let width: Interval
  let base: String
  let client: WebClient

  /// A row as the venue wrote it.
  struct Row {
    /// What no two rows share.
    struct Name: Hashable, Comparable {
      let stamp: Int64
      var identity = ""

      static func < (a: Name, b: Name) -> Bool { (a.stamp, a.identity) < (b.stamp, b.identity) }
    }

    let name: Name
    let raw: [UInt8]

    var stamp: Int64 { name.stamp }
  }

  /// Rows in order of time.
  struct Result {
    let rows: [Row]
    let pages: Int
  }

  /// Nobody's month has more pages, nor so many in a row that bring nothing; an interface that repeats itself has.
  static let mostPages = 20_000
  private static let mostStale = 5

  /// The rows that pages bring one after another.
  ///
  /// - Throws: `Problem` for what the venue refuses, for two rows of one time that differ, for pages that go in circles, and
  ///   as `WebClient` does.
  func walked(_ range: TimeRange) throws -> Result {
    var found: [Row.Name: [UInt8]] = [:]
    // Of all pages, rows outside the range too: what tells a page that was there before.
    var (seen, cursors): (Set<Row.Name>, Set<String>) = ([], [])
    var (pages, stale) = (0, 0)
    var next: Bounds? = Bounds(from: range.from.milliseconds, to: range.to.milliseconds - 1)
    while let bounds = next, bounds.from <= bounds.to {
      guard pages < Self.mostPages, stale < Self.mostStale else {
        throw circle("answers the same page again and again", range)
      }
      let (answer, request) = try page(bounds)
      let rows = try rows(of: answer, request)
      pages += 1
      let isSeen = pages > 1 && isRepeated(rows, seen, at: bounds)
      let before = found.count
      for row in rows {
        seen.insert(row.name)
        guard range.contains(Instant(milliseconds: row.stamp)) else { continue }
        if let known = found[row.name], known != row.raw { throw contradiction(row.stamp) }
        found[row.name] = row.raw
      }
      if isSeen { throw circle("answers the same page again and again", range) }
      let isNew = found.count > before
      // Windows may well be empty, at times before the listing.
      if case .windows = endpoint.paging { stale = 0 } else { stale = isNew ? 0 : stale + 1 }
      if rows.isEmpty, stale == Self.mostStale { break }
      next = try following(bounds, rows.map(\.stamp), isNew: isNew, answer, range)
      // A cursor that was there before leads to pages that were; behind a page without rows it says no more than that.
      if let cursor = next?.cursor, !cursor.isEmpty, !cursors.insert(cursor).inserted {
        guard rows.isEmpty else { throw circle("hands out a page's cursor that it gave before", range) }
        break
      }
    }
    let sorted = found.sorted { $0.key < $1.key }
    return Result(rows: sorted.map { Row(name: $0.key, raw: $0.value) }, pages: pages)
  }

  /// Whether a page has rows and all of them were there before, but for those at the bound that it shares with the last one.
  private func isRepeated(_ rows: [Row], _ seen: Set<Row.Name>, at bounds: Bounds) -> Bool {
    guard !rows.isEmpty, rows.allSatisfy({ seen.contains($0.name) }) else { return false }
    switch endpoint.paging {
    case .forward: return rows.contains { bounds.from - $0.stamp >= spacing }
    case .backward: return rows.contains { $0.stamp - bounds.to >= spacing }
    case .cursor, .token: return rows.count > 1
    case .windows, .whole, .snapshot: return false
    }
  }

  private func circle(_ what: String, _ range: TimeRange) -> Problem {
    Problem(
      "\(venue.title) \(what), for \(endpoint.series) of '\(symbol)' in \(range.from.dateText.prefix(7))",
      remedy:
        "call again later or check --base-url, or leave the month out with --from and --to; nothing of it was kept",
      fault: .work)
  }

  private func contradiction(_ stamp: Int64) -> Problem {
    Problem(
      "\(venue.title) answers two rows of \(endpoint.series) for \(Instant(milliseconds: stamp)) that differ",
      remedy: "call again later; nothing of this month was kept", fault: .work)
  }

  /// What the next page is asked for; nil when there is none.
  ///
  /// That a page is not full proves nothing, since venues lower their limits without a word: the walk ends where no further
  /// row fits between the last one and the bound, or where a page brings nothing new. What has no interval is funding,
  /// which no venue settles more often than by the hour, and any as often in one month and less in the next.
  private func following(
    _ bounds: Bounds, _ stamps: [Int64], isNew: Bool, _ answer: RawJSON, _ range: TimeRange
  ) throws -> Bounds? {
    var next = bounds
    if case .windows = endpoint.paging {
      next.from = windowEnd(bounds) + 1
      return next
    }
    if case .whole = endpoint.paging { return nil }
    if endpoint.isSnapshot { return nil }
    let isFull = stamps.count >= endpoint.limit
    // A page without rows is not the last one where it says what comes after it.
    if let cursor = try cursor(answer) {
      if case .cursor = endpoint.paging, let first = stamps.min(), first <= range.from.milliseconds { return nil }
      next.cursor = cursor
      return next
    }
    guard let first = stamps.min(), let last = stamps.max(), isNew || isFull else { return nil }
    switch endpoint.paging {
    case .forward:
      guard bounds.to - last >= spacing else { return nil }
      // A bound that did not move has to be pushed: a whole page of one stamp.
      next.from = last > bounds.from ? last : bounds.from + 1
    case .backward:
      guard first - range.from.milliseconds >= spacing else { return nil }
      next.to = first < bounds.to ? first : bounds.to - 1
    case .cursor, .token: return nil
    case .windows, .whole, .snapshot: break
    }
    return next
  }

  /// How near to each other rows can be, in milliseconds.
  var spacing: Int64 { (endpoint.intervals.isEmpty ? Interval.hour : width).milliseconds }

  /// What the answer says that the next page is asked for with.
  private func cursor(_ answer: RawJSON) throws -> String? {
    switch endpoint.paging {
    case .cursor(let path): answer[path].map(\.text).flatMap { $0.isEmpty || $0 == "null" ? nil : $0 }
    case .token(let address, let token): try nextToken(answer, address: address, token: token)
    default: nil
    }
  }

  /// The official client repeats its own request with the token; the address is asked for it alone, and must be the host
  /// that the key belongs to.
  private func nextToken(_ answer: RawJSON, address: [String], token: [String]) throws -> String? {
    if let text = answer[address]?.text, text != "null", !text.isEmpty {
      guard let next = URL(string: text), next.origin == URL(string: base)?.origin else {
        throw Problem(
          "\(venue.title) continues on another host, where the key does not belong",
          remedy: "check --base-url", fault: .work)
      }
      let pairs = URLComponents(url: next, resolvingAgainstBaseURL: false)?.queryItems ?? []
      if let value = pairs.first(where: { $0.name == "next_page_token" })?.value { return value }
    }
    let text = answer[token]?.text ?? ""
    return text.isEmpty || text == "null" ? nil : text
  }

  struct Bounds {
    var from: Int64
    /// It belongs to the page.
    var to: Int64
    var cursor = ""
  }

  private func windowEnd(_ bounds: Bounds) -> Int64 {
    guard case .windows(let every) = endpoint.paging else { return bounds.to }
    return min(bounds.to, bounds.from + (every ?? width).milliseconds * Int64(endpoint.limit) - 1)
  }

  // MARK: One page

  func page(_ bounds: Bounds) throws -> (RawJSON, WebRequest) {
    let (from, to) = (bounds.from, windowEnd(bounds))
    var words = venue.facts(symbol)
    words["symbol"] = symbol
    words["interval"] = interval
    words["limit"] = "\(endpoint.limit)"
    words["cursor"] = bounds.cursor
    words["from"] = text(from)
    words["to"] = text(to)
    words["before"] = text(from - 1)
    words["behind"] = text(to + 1)
    let query = endpoint.query.map { ($0.0, Self.filled($0.1, words)) }.filter { !$0.1.isEmpty }
    let path = Self.filled(endpoint.path, words.mapValues { URL.encoded($0) })
    guard let url = URL(base: base, path: path, query: query), url.host != nil else {
      throw Problem("'\(base)' is no address", remedy: "write --base-url as \(venue.address)")
    }
    var request = WebRequest(url)
    if let key = venue.key { request.secretQuery[key.name] = key.value }
    if let body = endpoint.body {
      request.method = .post
      request.body = Array(Self.filled(body, words).utf8)
      request.headers["Content-Type"] = "application/json"
    }
    let envelope = venue.envelope
    let answer = try client.answer(to: request) { answer in
      switch envelope.verdict(try? RawJSON(answer.body)) {
      case .slow: 429
      case .busy: 503
      default: nil
      }
    }
    return (try read(answer, request), request)
  }

  private func read(_ answer: WebAnswer, _ request: WebRequest) throws -> RawJSON {
    let json = try? RawJSON(answer.body)
    if venue.envelope.unknownStatuses.contains(answer.status) {
      let said = venue.envelope.words(json, shown: request.withoutKeys).map { "\(answer.status), '\($0)'" }
      throw UnknownSymbol(words: said ?? "\(answer.status)", isFailure: answer.status >= 500)
    }
    switch venue.envelope.verdict(json, shown: request.withoutKeys) {
    case .good, .slow, .busy: break
    case .unknown(let words): throw UnknownSymbol(words: words)
    case .bad(let words):
      if answer.isSuccess {
        throw Problem(
          "\(venue.title) refuses the request for \(endpoint.series) of '\(symbol)': \(words)",
          remedy: "check the symbol, --interval and the dates")
      }
      throw client.refusal(answer, request, said: words)
    }
    guard answer.isSuccess else { throw client.refusal(answer, request) }
    guard let json, json.isObject || json.isArray else {
      throw Problem(
        "\(venue.title) answers something that is no JSON: \(request.shownAddress)", remedy: "check --base-url",
        fault: .work)
    }
    if json[["testnet"]]?.text == "true" {
      throw Problem(
        "\(venue.title) answers from its test network, where nobody pays: \(request.shownAddress)",
        remedy: "say the address of its market as --base-url, or leave it out", fault: .work)
    }
    return json
  }

  /// The venue does not know what it was asked for.
  struct UnknownSymbol: Error {
    let words: String
    /// Whether it says so by failing, as a server in trouble does too.
    var isFailure = false
  }

  private func rows(of answer: RawJSON, _ request: WebRequest) throws -> [Row] {
    guard let list = answer[endpoint.rows] else {
      throw strange("has no '\(endpoint.rows.joined(separator: "."))'", request)
    }
    if list.isNull { return [] }
    try checkOwner(of: answer[Array(endpoint.rows.dropLast())]?.members ?? [:], request)
    guard endpoint.columns.isEmpty else { return try transposed(list, request) }
    guard list.isArray else { throw strange("is no list", request) }
    return try list.elements.map { value in
      let members = value.members
      try checkOwner(of: members, request)
      try checkWidth(of: members, request)
      guard let row = row(value) else { throw strange("has a row without a time", request) }
      return row
    }
  }

  /// A row as the venue wrote it; nil for one without a time.
  func row(_ value: RawJSON) -> Row? {
    let members = value.members
    let time: RawJSON? =
      switch endpoint.stamp {
      case .member(let name): members[name]
      case .place(let index): value.elements.dropFirst(index).first
      }
    guard let stamp = time.flatMap({ milliseconds($0.text) }) else { return nil }
    let identity = endpoint.identity.flatMap { members[$0]?.text } ?? ""
    return Row(name: Row.Name(stamp: stamp, identity: identity), raw: Array(value.raw))
  }

  /// The same of the width that a row says it has.
  private func checkWidth(of members: [String: RawJSON], _ request: WebRequest) throws {
    guard let name = endpoint.widthMember, let said = members[name]?.text, !said.isEmpty, said != interval else {
      return
    }
    throw otherPage("'\(interval)'", "a row says '\(said.prefix(40))' as its '\(name)'", request)
  }

  /// An answer of something else than was asked for.
  func otherPage(
    _ asked: String, _ said: String, _ request: WebRequest, lost: String = "nothing of this month"
  ) -> Problem {
    Problem(
      "\(venue.title) was asked for \(endpoint.series) of \(asked), and \(said): \(request.shownAddress)",
      remedy: "a cache or proxy may stand between: check --base-url and call again; \(lost) was kept", fault: .work)
  }

  /// What an answer says it is of has to be what was asked for: a cache or a proxy on the way may answer with another
  /// symbol's page, whose rows nothing else tells apart.
  private func checkOwner(of members: [String: RawJSON], _ request: WebRequest) throws {
    guard !members.isEmpty, !endpoint.isSnapshot else { return }
    let asked = venue.owner.map { ($0, symbol) } + (venue.facts(symbol)["category"].map { [("category", $0)] } ?? [])
    for (name, own) in asked {
      guard name != endpoint.identity, let said = members[name]?.text, !said.isEmpty, said != "null",
        said.lowercased() != own.lowercased()
      else { continue }
      throw otherPage("\(name) '\(own)'", "its answer is of '\(said.prefix(60))'", request)
    }
  }

  /// Lists of opens, highs and so on, as rows.
  private func transposed(_ lists: RawJSON, _ request: WebRequest) throws -> [Row] {
    let members = lists.members
    let further = endpoint.furtherColumns.filter { members[$0]?.isArray == true }
    let columns = (endpoint.columns + further).map { members[$0]?.elements ?? [] }
    guard let count = columns.first?.count, columns.allSatisfy({ $0.count == count }) else {
      throw strange("has lists of different lengths", request)
    }
    return try (0..<count).map { index in
      guard let stamp = milliseconds(columns[0][index].text) else { throw strange("has a row without a time", request) }
      let fields = columns.map { String(decoding: $0[index].raw, as: UTF8.self) }
      return Row(name: Row.Name(stamp: stamp), raw: Array("[\(fields.joined(separator: ","))]".utf8))
    }
  }

  func strange(_ what: String, _ request: WebRequest) -> Problem {
    Problem(
      "the answer of \(venue.title) \(what): \(request.shownAddress)",
      remedy: "the interface may have changed; check --base-url", fault: .work)
  }

  // MARK: Texts

  private func text(_ milliseconds: Int64) -> String {
    switch endpoint.clock {
    case .milliseconds: "\(milliseconds)"
    case .seconds: "\(milliseconds / 1000)"
    case .text: Instant(milliseconds: milliseconds).description
    }
  }

  /// Nil for what is no time of any market.
  func milliseconds(_ text: String) -> Int64? {
    let number =
      switch endpoint.clock {
      case .milliseconds: Int64(text)
      case .seconds: Int64(text).flatMap { $0 < 1 << 40 ? $0 * 1000 : nil }
      case .text: Instant(text)?.milliseconds
      }
    return number.flatMap { (0..<4_102_444_800_000).contains($0) ? $0 : nil }
  }

  /// A template with the words that stand in braces in it.
  static func filled(_ template: String, _ words: [String: String]) -> String {
    var text = template
    for (name, value) in words where text.contains("{" + name + "}") {
      text = text.replacing("{" + name + "}", with: value)
    }
    return text
  }
}
