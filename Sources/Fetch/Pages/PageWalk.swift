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

  /// Rows in order of time, each as the venue wrote it.
  struct Result {
    var rows: [(stamp: Int64, raw: [UInt8])] = []
    var pages = 0
  }

  /// Nobody's month has more pages; an interface that repeats itself has.
  private static let mostPages = 20_000

  /// - Throws: `Problem` for what the venue refuses, for two rows of one time that differ, and as `WebClient` does.
  func rows(in range: TimeRange) throws -> Result {
    var found: [Int64: [UInt8]] = [:]
    var result = Result()
    var (from, to) = (range.from.milliseconds, range.to.milliseconds - 1)
    var cursor = ""
    while from <= to {
      let end = bound(from, to)
      guard result.pages < Self.mostPages else {
        throw Problem(
          "\(venue.title) answers the same page again and again", remedy: "ask for fewer months", fault: .work)
      }
      let (answer, request) = try page(from: from, to: end, cursor: cursor)
      result.pages += 1
      let rows = try rows(of: answer, request)
      for row in rows where range.contains(Instant(milliseconds: row.stamp)) {
        if let known = found[row.stamp], known != row.raw {
          throw Problem(
            "\(venue.title) answers two rows of \(endpoint.series) for \(Instant(milliseconds: row.stamp)) that differ",
            remedy: "call again later; nothing of \(symbol) was kept", fault: .work)
        }
        found[row.stamp] = row.raw
      }
      if case .windows = endpoint.paging {
        from = end + 1
        continue
      }
      guard rows.count > 0, let first = rows.map(\.stamp).min(), let last = rows.map(\.stamp).max() else { break }
      switch endpoint.paging {
      case .cursor(let path):
        let next = answer[path].map(\.text) ?? ""
        guard !next.isEmpty, next != "null", next != cursor, first >= range.from.milliseconds else { break }
        cursor = next
        continue
      // A bound that did not move has to be pushed: a whole page of one stamp.
      case .forward where rows.count >= endpoint.limit:
        from = last > from ? last : from + 1
        continue
      case .backward where rows.count >= endpoint.limit && first > range.from.milliseconds:
        to = first < to ? first : to - 1
        continue
      default: break
      }
      break
    }
    result.rows = found.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    return result
  }

  /// Where the next page may end.
  private func bound(_ from: Int64, _ to: Int64) -> Int64 {
    guard case .windows(let every) = endpoint.paging else { return to }
    return min(to, from + (every ?? width).milliseconds * Int64(endpoint.limit) - 1)
  }

  // MARK: One page

  private func page(from: Int64, to: Int64, cursor: String) throws -> (RawJSON, WebRequest) {
    var words = venue.facts(symbol)
    words["symbol"] = symbol
    words["interval"] = interval
    words["limit"] = "\(endpoint.limit)"
    words["cursor"] = cursor
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
    if venue.envelope.unknownStatuses.contains(answer.status) { throw UnknownSymbol(words: "\(answer.status)") }
    switch venue.envelope.verdict(json) {
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
    guard let json else {
      throw Problem(
        "\(venue.title) answers something that is no JSON: \(request.shownAddress)", remedy: "check --base-url",
        fault: .work)
    }
    return json
  }

  /// The venue does not know what it was asked for.
  struct UnknownSymbol: Error {
    let words: String
  }

  private func rows(of answer: RawJSON, _ request: WebRequest) throws -> [(stamp: Int64, raw: [UInt8])] {
    guard let list = answer[endpoint.rows] else {
      throw strange("has no '\(endpoint.rows.joined(separator: "."))'", request)
    }
    if list.isNull { return [] }
    guard endpoint.columns.isEmpty else { return try transposed(list, request) }
    guard list.isArray else { throw strange("is no list", request) }
    return try list.elements.map { row in
      let value: RawJSON? =
        switch endpoint.stamp {
        case .member(let name): row.members[name]
        case .place(let index): row.elements.dropFirst(index).first
        }
      guard let stamp = value.flatMap({ milliseconds($0.text) }) else {
        throw strange("has a row without a time", request)
      }
      return (stamp, Array(row.raw))
    }
  }

  /// Lists of opens, highs and so on, as rows.
  private func transposed(_ lists: RawJSON, _ request: WebRequest) throws -> [(stamp: Int64, raw: [UInt8])] {
    let members = lists.members
    let columns = endpoint.columns.map { members[$0]?.elements ?? [] }
    guard let count = columns.first?.count, columns.allSatisfy({ $0.count == count }) else {
      throw strange("has lists of different lengths", request)
    }
    return try (0..<count).map { index in
      guard let stamp = milliseconds(columns[0][index].text) else { throw strange("has a row without a time", request) }
      let fields = columns.map { String(decoding: $0[index].raw, as: UTF8.self) }
      return (stamp, Array("[\(fields.joined(separator: ","))]".utf8))
    }
  }

  private func strange(_ what: String, _ request: WebRequest) -> Problem {
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

  private func milliseconds(_ text: String) -> Int64? {
    switch endpoint.clock {
    case .milliseconds: Int64(text)
    case .seconds: Int64(text).map { $0 * 1000 }
    case .text: Instant(text)?.milliseconds
    }
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
