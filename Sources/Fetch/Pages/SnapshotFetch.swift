import Foundation
import Market

extension PageWalk {
  /// What an interface says of the moment, as a line that an import reads: what was asked, when the answer was there, and the
  /// answer as the venue wrote it.
  ///
  /// - Throws: `UnknownSymbol` where nothing of the answer is of the symbol; else as `rows(in:)`.
  func snapshot(now: () -> Double) throws -> (line: [UInt8], rows: Int, notes: [String]) {
    let moment = Int64((now() * 1000).rounded(.down))
    let (answer, request) = try page(Bounds(from: moment, to: moment))
    // Known when it was there, and not when it was asked for.
    let received = now()
    guard let list = answer[endpoint.rows], list.isArray else { throw strange("has no rows", request) }
    var body = Array(answer.raw)
    var rows = list.elements
    if let member = endpoint.identity {
      rows = rows.filter { row in
        let name = row.members[member]?.text ?? ""
        return name.split(separator: "/").first.map(String.init) == symbol || name == symbol
      }
      let path = endpoint.rows.map { "{\(RawJSON.quoted($0)):" }.joined()
      let own = rows.map { String(decoding: $0.raw, as: UTF8.self) }.joined(separator: ",")
      body = Array("\(path)[\(own)]\(endpoint.rows.map { _ in "}" }.joined())".utf8)
    }
    guard !rows.isEmpty else { throw UnknownSymbol(words: "no row of it") }
    try checkCoin(of: rows, request)
    let stamp = "\(Int64(received.rounded(.down))).\(Self.thousandths(received))"
    let line = Array("\(request.keptAddress) -> \(stamp): ".utf8)
    return (line + RawJSON.onOneLine(body) + [UInt8(ascii: "\n")], rows.count, age(of: rows, received))
  }

  /// Contracts of a coin are called after it: `BTC-30OCT26-90000-P`, or `SOL_USDC-…` of those that settle in USDC.
  private func checkCoin(of rows: [RawJSON], _ request: WebRequest) throws {
    guard let coin = venue.facts(symbol)["currency"]?.uppercased() else { return }
    for row in rows {
      guard let name = venue.owner.lazy.compactMap({ row.members[$0]?.text }).first else { continue }
      let first = name.uppercased().split(separator: "-").first ?? ""
      guard first != coin, !first.hasSuffix("_\(coin)") else { continue }
      throw otherPage("'\(coin)'", "its answer is of '\(name.prefix(60))'", request, lost: "nothing")
    }
  }

  /// An answer that was made long before it came is not of this moment, or the clock here is wrong.
  private func age(of rows: [RawJSON], _ received: Double) -> [String] {
    guard case .member(let name) = endpoint.stamp,
      let made = rows.compactMap({ $0.members[name].flatMap { milliseconds($0.text) } }).max()
    else { return [] }
    let age = received - Double(made) / 1000
    guard abs(age) >= 120 else { return [] }
    let why =
      age > 0
      ? "before it came: a cache may stand between, or the clock here is ahead"
      : "after it came: the clock here is behind"
    return [
      "by its rows the answer was made at \(Instant(milliseconds: made).minuteText), \(Interval.roughly(age)) \(why); its "
        + "rows are known from when it came"
    ]
  }

  private static func thousandths(_ seconds: Double) -> String {
    let text = String(Int64((seconds * 1000).rounded(.down)) % 1000)
    return String(repeating: "0", count: 3 - text.count) + text
  }
}

extension VenueFetch {
  /// Asks for the moment: a file of its own each time, since nobody answers it again.
  func snapshot(_ endpoint: Endpoint, _ symbol: String) throws -> FetchedFile {
    let moment = Instant(milliseconds: Int64(setting.retryPolicy.now() * 1000))
    let name = moment.description.filter { $0.isNumber || $0 == "T" || $0 == "Z" } + ".txt"
    var file = FetchedFile(series: endpoint.series, name: name, state: .pending)
    guard !setting.isRehearsal else { return file }
    let base = setting.baseURL ?? venue.address
    let walk = PageWalk(
      venue: venue, endpoint: endpoint, symbol: symbol, interval: "", width: .hour, base: base, client: client)
    let key = "\(endpoint.series)/\(Self.fileName(symbol))/\(name)"
    let found = try walk.snapshot(now: setting.retryPolicy.now)
    try folder.write(found.line, to: key)
    file.path = folder.path(of: key)
    file.bytes = found.line.count
    file.pages = 1
    file.state = .fetched
    file.notes = ["\(found.rows) rows of this moment; \(venue.title) keeps no history of it"] + found.notes
    return file
  }
}

extension VenueInterface {
  /// Whether all of these series are asked of the moment, so that no span is needed.
  public func isOfTheMoment(_ series: [String]) -> Bool {
    let names = series.isEmpty ? self.usual : series
    return names.allSatisfy { name in endpoints.contains { $0.series == name && $0.isSnapshot } }
  }

  /// What is fetched where nothing is said.
  var usual: [String] { series.filter { ["funding", "open_interest", "klines"].contains($0) } }
}

extension Endpoint {
  var isSnapshot: Bool { if case .snapshot = paging { true } else { false } }
}

extension FetchSpan {
  /// The day that runs, for what is asked of the moment.
  public static func today(_ now: Instant) -> FetchSpan { FetchSpan(days: now.utcDay..<(now.utcDay + 1), isCut: false) }
}
