import Foundation
import Market

/// Fetches from the public interface of a venue, month by month: a month that is over is one file that is kept for good,
/// the month that runs is one that is fetched anew.
public struct VenueFetch: Sendable {
  let venue: VenueInterface
  let setting: FetchSetting
  let folder: FetchFolder
  let client: WebClient

  public init(_ venue: VenueInterface, _ setting: FetchSetting) {
    self.venue = venue
    self.setting = setting
    folder = FetchFolder(setting, source: venue.name)
    client = WebClient(venue.title, retryPolicy: setting.retryPolicy, keyRemedy: venue.keyRemedy)
  }

  /// A file that is asked for: a series in a month.
  private struct Piece: Sendable {
    let endpoint: Endpoint
    let interval: (ours: String, theirs: String)
    let month: Month
    let key: String
    /// Where an earlier call left the month while it was running.
    let openKey: String
    /// What of the month can be known.
    let range: TimeRange
    let isOver: Bool

    var series: String { interval.ours.isEmpty ? endpoint.series : "\(endpoint.series) \(interval.ours)" }
  }

  /// - Parameters:
  ///   - series: names of the venue's series; funding, open interest and bars, as far as it has them, when empty.
  ///   - interval: the width of bars and the distance of snapshots.
  /// - Throws: `Problem` for a series or interval that the venue does not have, for a symbol that it does not know, with the
  ///   nearest, and when it cannot be reached.
  public func fetch(symbol: String, series: [String], interval: String, span: FetchSpan) throws -> FetchReport {
    guard !symbol.isEmpty, symbol.count <= 64, symbol.allSatisfy({ $0.isLetter || $0.isNumber || "-_:@/".contains($0) })
    else {
      throw Problem("'\(symbol)' cannot be a symbol", remedy: "write it as \(venue.title) does: \(venue.example)")
    }
    try venue.check(symbol)
    var pieces: [Piece] = []
    var moments: [Endpoint] = []
    for name in series.isEmpty ? venue.usual : series {
      let endpoint = try venue.endpoint(name)
      if endpoint.isSnapshot {
        moments.append(endpoint)
      } else {
        pieces += try self.pieces(of: endpoint, symbol, interval, span)
      }
    }
    let total = pieces.count { !isKept($0) }
    let progressCount = ProgressCount(total, setting.progress)
    let tried = Workers.tried(pieces, count: setting.parallel, failures: Self.mostFailures) { piece in
      let file = try fetch(piece, symbol)
      if file.state != .cached { progressCount.count() }
      return file
    }
    var files: [FetchedFile]
    do {
      files = try came(tried, of: pieces)
      files += try moments.map { try snapshot($0, symbol) }
    } catch let unknown as PageWalk.UnknownSymbol {
      throw unknownSymbol(symbol, unknown)
    }
    guard files.contains(where: { $0.state != .missing }) else { throw unknownSymbol(symbol, nil) }
    var report = FetchReport(source: venue.name, symbol: symbol, span: span, files: files)
    report.notes = notes(pieces.isEmpty ? [] : files, span)
    return report
  }

  /// Months that may fail, each asked for again and again, before no further is begun.
  private static let mostFailures = 3

  /// What came, and what did not where something came.
  ///
  /// - Throws: what the earliest failed with, where nothing came.
  private func came(_ tried: [Result<FetchedFile, any Error>?], of pieces: [Piece]) throws -> [FetchedFile] {
    let isSome = tried.contains { (try? $0?.get()).map { $0.state != .missing } ?? false }
    var last: Problem?
    return try zip(tried, pieces).map { result, piece in
      var file = FetchedFile(series: piece.series, name: "\(piece.month.text).json", state: .failed)
      let key = piece.isOver ? piece.key : piece.openKey
      // What an earlier call kept of it is still there.
      if folder.has(key) { file.path = folder.path(of: key) }
      do {
        if let own = try result?.get() { return own }
        if isKept(piece) {
          file.state = .cached
          return file
        }
        file.failure = last
      } catch  where !isSome {
        throw error
      } catch let problem as Problem {
        file.failure = problem
      } catch let unknown as PageWalk.UnknownSymbol {
        file.failure = Problem(
          "\(venue.title) answers \(unknown.words)", remedy: "call again later", fault: .work)
      }
      last = file.failure
      return file
    }
  }

  private func pieces(
    of endpoint: Endpoint, _ symbol: String, _ interval: String, _ span: FetchSpan
  ) throws -> [Piece] {
    var own = (ours: "", theirs: "")
    if !endpoint.intervals.isEmpty {
      guard let found = endpoint.intervals.first(where: { $0.ours == interval }) else {
        throw Problem(
          "\(venue.title) has no \(endpoint.series) of \(interval)",
          remedy: suggestion(for: interval, in: endpoint.intervals.map(\.ours), called: "intervals"))
      }
      own = found
    }
    let category = venue.facts(symbol)["category"].map { $0 + "/" } ?? ""
    let place = "\(endpoint.series)/\(category)\(Self.fileName(symbol))/" + (own.ours.isEmpty ? "" : own.ours + "/")
    return span.months.map { month in
      // A bar that is open is not a row yet.
      let width = endpoint.isBars ? Interval(own.ours) ?? .zero : .zero
      let end = min(month.range.to, setting.now - width + Interval(milliseconds: 1))
      return Piece(
        endpoint: endpoint, interval: own, month: month, key: "\(place)\(month.text).json",
        openKey: "\(place)\(month.text).open.json", range: TimeRange(from: month.range.from, to: end),
        isOver: setting.now.since(month.range.to) >= .hours(1))
    }
  }

  /// A symbol as a folder: venues have some with a colon or a slash.
  static func fileName(_ symbol: String) -> String {
    symbol.replacing(":", with: "_").replacing("/", with: "_").replacing("@", with: "_")
  }

  private func isKept(_ piece: Piece) -> Bool { folder.has(piece.key) && !setting.rechecks }

  private func fetch(_ piece: Piece, _ symbol: String) throws -> FetchedFile {
    var file = FetchedFile(series: piece.series, name: "\(piece.month.text).json", state: .cached)
    let key = piece.isOver ? piece.key : piece.openKey
    file.path = folder.path(of: key)
    let former = folder.bytes(key)
    if let former, piece.isOver, !setting.rechecks {
      file.bytes = former.count
      file.notes = [missing(in: former, piece)].compactMap(\.self)
      return file
    }
    guard !setting.isRehearsal else {
      file.state = .pending
      return file
    }
    let walk = PageWalk(
      venue: venue, endpoint: piece.endpoint, symbol: symbol, interval: piece.interval.theirs,
      width: Interval(piece.interval.ours) ?? .hour, base: setting.baseURL ?? venue.address, client: client)
    let found = try walk.rows(in: piece.range)
    file.pages = found.pages
    // What was kept while the month ran is of the same month.
    let files = [former, piece.isOver ? folder.bytes(piece.openKey) : nil].compactMap(\.self)
    let month = KeptRows(found.rows, files: files, of: walk, in: piece.range)
    guard !month.rows.isEmpty else {
      file.state = former == nil ? .missing : .cached
      if former == nil { file.path = nil }
      return file
    }
    let bytes = text(month.rows, piece, symbol)
    file.bytes = bytes.count
    file.state = former == bytes ? .cached : former == nil || !piece.isOver ? .fetched : .replaced
    if former != bytes { try folder.write(bytes, to: key) }
    if piece.isOver { folder.remove(piece.openKey) }
    file.notes =
      month.notes(venue.title)
      + MonthRows(
        rows: month.rows, endpoint: piece.endpoint, width: Interval(piece.interval.ours), range: piece.range,
        isOver: piece.isOver
      ).notes
    return file
  }

  /// What was kept short stays so without another word, unless its lines are counted: a row each, and two around them.
  private func missing(in file: [UInt8], _ piece: Piece) -> String? {
    guard let width = Interval(piece.interval.ours), width > .zero, width <= .day, piece.endpoint.identity == nil else {
      return nil
    }
    let all = piece.month.range.to.since(piece.month.range.from).milliseconds / width.milliseconds
    let rows = file.count { $0 == UInt8(ascii: "\n") } - 2
    return rows < all ? "\(rows) of \(all) rows; --recheck asks for the others" : nil
  }

  /// The venue's rows, a line each, with what they are of before them: in an object of its own, so that no name of it can
  /// be taken for a column of the venue's.
  private func text(_ rows: [PageWalk.Row], _ piece: Piece, _ symbol: String) -> [UInt8] {
    var around = [("source", venue.name), ("series", piece.endpoint.series), ("symbol", symbol)]
    if let category = venue.facts(symbol)["category"] { around.append(("category", category)) }
    if !piece.interval.ours.isEmpty { around.append(("interval", piece.interval.ours)) }
    let members = around.map { "\(RawJSON.quoted($0.0)):\(RawJSON.quoted($0.1))" }.joined(separator: ",")
    var text = Array("{\"of\":{\(members)},\"rows\":[\n".utf8)
    for (index, row) in rows.enumerated() {
      text += RawJSON.onOneLine(row.raw)
      text += Array((index + 1 < rows.count ? ",\n" : "\n]}\n").utf8)
    }
    return text
  }

  // MARK: What is said

  private func notes(_ files: [FetchedFile], _ span: FetchSpan) -> [String] {
    var notes: [String] = []
    if span.isCut { notes.append("the end that was asked for has not come yet: up to \(span.text)") }
    notes += [client.clockNote].compactMap(\.self)
    guard !files.isEmpty else { return notes }
    if let first = span.months.first, let last = span.months.last,
      span.days.lowerBound != first.days.lowerBound
        || (span.days.upperBound != last.days.upperBound && span.range.to < setting.now - .day)
    {
      notes.append("whole months are fetched: \(first.text) to \(last.text)")
    }
    var order: [String] = []
    for file in files where !order.contains(file.series) { order.append(file.series) }
    for series in order {
      let own = files.filter { $0.series == series }
      guard let first = own.firstIndex(where: { $0.state != .missing }) else {
        notes.append("\(series): \(venue.title) has nothing in \(span.text); \(venue.reach)")
        continue
      }
      if first > 0 { notes.append("\(series): nothing before \(own[first].name.dropLast(5)); \(venue.reach)") }
      let holes = own[first...].filter { $0.state == .missing }.map { String($0.name.dropLast(5)) }
      if !holes.isEmpty { notes.append("\(series): nothing of \(holes.joined(separator: ", "))") }
    }
    return notes
  }

  private func unknownSymbol(_ symbol: String, _ unknown: PageWalk.UnknownSymbol?) -> Problem {
    let words = unknown?.words
    var known: [String] = []
    do { known = try listedSymbols(for: symbol) } catch let problem as Problem where unknown?.isFailure == true {
      // Where the list of symbols fails too, it is the server.
      return problem
    } catch {}
    if !known.isEmpty, !known.contains(symbol) {
      return Problem(
        "\(venue.title) has no symbol '\(symbol)'", remedy: suggestion(for: symbol, in: known, called: "symbols"))
    }
    return Problem(
      "\(venue.title) has nothing of '\(symbol)'\(words.map { ": \($0)" } ?? " in these months")",
      remedy: "check the symbol (such as \(venue.example)) and the dates; \(venue.reach)")
  }

  private func listedSymbols(for symbol: String) throws -> [String] {
    let list = venue.symbols
    // Coin Metrics lists by exchange, which its markets begin with.
    let exchange = ["exchange": symbol.split(separator: "-").first.map(String.init) ?? ""]
    let query = list.query.map { ($0.0, PageWalk.filled($0.1, exchange)) }
    guard let url = URL(base: setting.baseURL ?? venue.address, path: list.path, query: query) else { return [] }
    var request = WebRequest(url)
    if let key = venue.key { request.secretQuery[key.name] = key.value }
    if let body = list.body {
      request.method = .post
      request.body = Array(body.utf8)
      request.headers["Content-Type"] = "application/json"
    }
    let answer = try client.answer(to: request)
    guard answer.isSuccess else { throw client.refusal(answer, request) }
    guard let rows = try RawJSON(answer.body)[list.rows] else { return [] }
    if rows.isObject { return Array(rows.members.keys) }
    return rows.elements.compactMap { $0.members[list.member]?.text }
  }
}
