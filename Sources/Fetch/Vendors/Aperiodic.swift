import Foundation
import Market
import Synchronization

/// Aperiodic's metrics: lists of signed addresses of Parquet files, a month or a day each, on hosts that must never see the
/// key. Source: the official client, `aperiodic` 4.3.1 on PyPI.
public struct Aperiodic: Sendable {
  public static let keyName = "APERIODIC_API_KEY"
  public static let addressName = "APERIODIC_API_URL"
  static let address = "https://aperiodic.io/api/v1"

  /// Who asks, from the environment.
  public struct Access: Sendable {
    var headers: [String: String]
    var isPreview: Bool

    /// - Parameters:
    ///   - client: the pair that some plans need; sent only when both are there.
    ///   - isPreview: whether the few files are asked for that everybody may see.
    /// - Throws: `Problem` without a key.
    public init(key: String?, client: (id: String?, secret: String?) = (nil, nil), isPreview: Bool = false) throws {
      guard let key = isPreview ? "DEMO-KEY" : key, !key.isEmpty else {
        throw Problem(
          "Aperiodic wants a key", remedy: "put it into \(Aperiodic.keyName), or try --preview, which needs none")
      }
      headers = ["X-API-KEY": key]
      if let id = client.id, let secret = client.secret, !id.isEmpty, !secret.isEmpty {
        headers["CF-Access-Client-Id"] = id
        headers["CF-Access-Client-Secret"] = secret
      }
      self.isPreview = isPreview
    }
  }

  /// What is wanted.
  public struct Request: Sendable {
    let symbol: String
    let exchange: String
    let buckets: [String]
    let interval: String
    let clock: String
    let span: FetchSpan

    /// - Parameters:
    ///   - symbol: as Aperiodic writes it, `perpetual-BTC-USDT:USDT`.
    ///   - clock: `exchange`, or `true`, that of receipt: which one the bars were built on.
    /// - Throws: `Problem` for words that mean nothing, with the nearest that do.
    public init(
      symbol: String, exchange: String, buckets: [String], interval: String, clock: String, span: FetchSpan
    ) throws {
      func known(_ word: String, in words: [String], _ what: String) throws {
        guard words.contains(word) else {
          throw Problem(
            "Aperiodic has no \(what) '\(word)'", remedy: suggestion(for: word, in: words, called: what + "s"))
        }
      }
      try known(exchange, in: Array(Aperiodic.venues.keys), "exchange")
      try known(interval, in: Aperiodic.intervals, "interval")
      try known(clock, in: ["exchange", "true"], "clock")
      for bucket in buckets { try known(bucket, in: Aperiodic.buckets, "metric") }
      let parts = symbol.split { "-:".contains($0) }
      guard parts.count >= 3, parts[0] == "perpetual",
        parts.allSatisfy({ $0.allSatisfy { $0.isLetter || $0.isNumber } })
      else {
        throw Problem(
          "'\(symbol)' is no perpetual of Aperiodic's", remedy: "write it as it does: perpetual-BTC-USDT:USDT")
      }
      guard clock == "exchange" || !buckets.contains(where: { $0.hasPrefix("l2_") }) else {
        throw Problem("Aperiodic has no l2 metrics on the clock 'true'", remedy: "use --clock exchange")
      }
      self.symbol = symbol
      self.exchange = exchange
      self.buckets = buckets
      self.interval = interval
      self.clock = clock
      self.span = span
    }

    /// Folders that say what a file is of: `binance/BTCUSDT/5m`, `binance_true/…` on the other clock.
    var folder: String {
      let parts = symbol.split { "-:".contains($0) }
      let source = (Aperiodic.venues[exchange] ?? exchange) + (clock == "true" ? "_true" : "")
      // One pair can have perpetuals of several margins.
      let margin = parts.count > 3 && parts[3] != parts[2] ? "_\(parts[3])" : ""
      return "\(source)/\(parts[1])\(parts[2])\(margin)/\(interval)"
    }
  }

  /// By what Aperiodic calls them.
  static let venues = ["binance-futures": "binance", "okx-perps": "okx", "hyperliquid-perps": "hyperliquid"]
  static let intervals = ["15s", "30s", "1m", "5m", "15m", "30m", "1h", "4h", "1d"]
  public static let exchanges = venues.keys.sorted()
  public static let buckets = [
    "ohlcv", "vtwap", "flow", "trade_size", "impact", "range", "updownticks", "run_structure", "returns", "slippage",
    "l1_price", "l1_imbalance", "l1_liquidity", "l2_imbalance", "l2_liquidity", "basis", "funding", "open_interest",
    "derivative_price",
  ]

  private let setting: FetchSetting
  private let access: Access
  private let folder: FetchFolder
  private let client: WebClient
  /// Asks the hosts that keep the files; it has no key to lose.
  private let storage: WebClient

  public init(_ setting: FetchSetting, _ access: Access) {
    self.setting = setting
    self.access = access
    folder = FetchFolder(setting, source: "aperiodic")
    client = WebClient(
      "Aperiodic", retryPolicy: setting.retryPolicy, keyRemedy: "check the key in \(Self.keyName) and its plan")
    storage = WebClient("Aperiodic's storage", retryPolicy: setting.retryPolicy)
  }

  /// - Throws: `Problem` for what Aperiodic refuses, in its words, for a file that is cut short, and when it cannot be reached.
  public func fetch(_ request: Request) throws -> FetchReport {
    let lists = try request.buckets.map { bucket in
      AddressBook(try list(bucket, request)) { try list(bucket, request) }
    }
    var pieces: [Piece] = []
    for (bucket, book) in zip(request.buckets, lists) {
      pieces += book.files.map { Piece(bucket: bucket, book: book, file: $0) }
    }
    let progressCount = ProgressCount(pieces.count { !isKept($0, request) }, setting.progress)
    let files = try Workers.map(pieces, count: setting.parallel) { piece in
      let file = try fetch(piece, request)
      if file.state != .cached { progressCount.count() }
      return file
    }
    var report = FetchReport(source: "aperiodic", symbol: request.symbol, span: request.span, files: files)
    for (bucket, book) in zip(request.buckets, lists) where book.files.isEmpty {
      report.notes.append("\(bucket): Aperiodic has nothing in \(request.span.text)")
    }
    for (bucket, book) in zip(request.buckets, lists) {
      let months = Self.notListed(book.files.map(\.period.range), in: request.span)
      if !months.isEmpty { report.notes.append("\(bucket): Aperiodic lists nothing of \(months.listed(most: 6))") }
    }
    let asked = request.span.range
    let whole = lists.flatMap(\.files).filter { $0.period.range.from < asked.from || $0.period.range.to > asked.to }
    if !whole.isEmpty {
      report.notes.append(
        "whole files are imported, beyond the days asked for: \(Set(whole.map(\.name)).sorted().listed(most: 3))")
    }
    return report
  }

  /// Months between the first that is listed and the last, of which no file is.
  private static func notListed(_ files: [TimeRange], in span: FetchSpan) -> [String] {
    guard let first = files.first?.from, let last = files.map(\.to).max() else { return [] }
    return span.months.filter { month in
      month.range.from >= first && month.range.to <= last
        && !files.contains { $0.from < month.range.to && $0.to > month.range.from }
    }.map(\.text)
  }

  // MARK: Lists

  private struct Listed: Sendable {
    let period: ArchiveFile.Period
    let url: URL

    /// `2026-07`, `2026-08-01`.
    var name: String { period.text }
  }

  /// Addresses that live for minutes: when one has expired, all are asked for again, once.
  private final class AddressBook: Sendable {
    let files: [Listed]
    private let current: Mutex<(urls: [String: URL], generation: Int)>
    private let renew: @Sendable () throws -> [Listed]

    init(_ files: [Listed], renew: @escaping @Sendable () throws -> [Listed]) {
      self.files = files
      self.renew = renew
      current = Mutex((Self.urls(files), 0))
    }

    private static func urls(_ files: [Listed]) -> [String: URL] {
      Dictionary(files.map { ($0.name, $0.url) }, uniquingKeysWith: { first, _ in first })
    }

    func url(_ name: String) -> (url: URL?, generation: Int) { current.withLock { ($0.urls[name], $0.generation) } }

    /// A new address, unless another thread has got one since.
    func renewed(_ name: String, after generation: Int) throws -> URL? {
      try current.withLock { current in
        if current.generation == generation { current = (Self.urls(try renew()), generation + 1) }
        return current.urls[name]
      }
    }
  }

  private func list(_ bucket: String, _ request: Request) throws -> [Listed] {
    let query = [
      ("timestamp", request.clock), ("interval", request.interval), ("exchange", request.exchange),
      ("symbol", request.symbol), ("start_date", Instant(day: request.span.days.lowerBound).dateText),
      ("end_date", Instant(day: request.span.days.upperBound - 1).dateText),
    ]
    let asked = try ask("/data/\(access.isPreview ? "preview/" : "")\(bucket)", query)
    let answer = try client.answer(to: asked)
    let json = try? RawJSON(answer.body)
    guard answer.isSuccess else { throw try refusal(answer, asked, json, request) }
    guard let rows = json?[["files"]], rows.isArray else {
      throw Problem(
        "Aperiodic answers no list of files: \(asked.shownAddress)", remedy: "check --base-url", fault: .work)
    }
    let isSecure = asked.url.scheme == "https"
    return try rows.elements.map { row in
      let members = row.members
      func number(_ name: String) -> Int? { members[name].flatMap { Int($0.text) } }
      guard let year = number("year"), let month = number("month"), (1...12).contains(month),
        (2000...2100).contains(year),
        let url = members["url"].flatMap({ URL(string: $0.text) }), url.host != nil,
        url.scheme == "https" || !isSecure
      else { throw Problem("Aperiodic's list has a file without a period or address", fault: .work) }
      guard number("day").map({ (1...31).contains($0) }) ?? true else {
        throw Problem("Aperiodic's list has a file of a day that does not exist", fault: .work)
      }
      guard let day = number("day") else { return Listed(period: .month(Month(year: year, number: month)), url: url) }
      return Listed(period: .day(CivilDate(year: year, month: month, day: day).daysSince1970), url: url)
    }.sorted { ($0.period.range.from, $0.name) < ($1.period.range.from, $1.name) }
  }

  private func ask(_ path: String, _ query: [(String, String)]) throws -> WebRequest {
    let base = setting.baseURL ?? Self.address
    guard let url = URL(base: base, path: path, query: query), url.host != nil else {
      throw Problem("'\(base)' is no address", remedy: "write --base-url as \(Self.address)")
    }
    var request = WebRequest(url)
    request.secrets = access.headers
    return request
  }

  private func refusal(
    _ answer: WebAnswer, _ asked: WebRequest, _ json: RawJSON?, _ request: Request
  ) throws -> Problem {
    let details = json?[["details"]]?.elements.map(\.text) ?? []
    let said = ([json?[["error"]]?.text].compactMap(\.self) + details).joined(separator: ", ")
    let words = asked.withoutKeys(said).prefix(200)
    if answer.status == 400 || answer.status == 404 {
      let symbols = try? RawJSON(client.answer(to: ask("/metadata/symbols", [("exchange", request.exchange)])).body)
      let known = symbols?[["symbols"]]?.elements.map(\.text) ?? []
      if !known.isEmpty, !known.contains(request.symbol) {
        return Problem(
          "Aperiodic has no symbol '\(request.symbol)' on \(request.exchange)",
          remedy: suggestion(for: request.symbol, in: known, called: "symbols"))
      }
    }
    return client.refusal(answer, asked, said: words.isEmpty ? nil : "'\(words)'")
  }

  // MARK: Files

  private struct Piece: Sendable {
    let bucket: String
    let book: AddressBook
    let file: Listed
  }

  /// A file of a time that is not over is another tomorrow.
  private func key(_ piece: Piece, _ request: Request) -> (key: String, isOver: Bool) {
    let isOver = setting.now.since(piece.file.period.range.to) >= .hours(12)
    return ("\(piece.bucket)/\(request.folder)/\(piece.file.name)\(isOver ? "" : ".open").parquet", isOver)
  }

  private func isKept(_ piece: Piece, _ request: Request) -> Bool {
    let (key, isOver) = key(piece, request)
    return isOver && folder.has(key) && !setting.rechecks
  }

  private func fetch(_ piece: Piece, _ request: Request) throws -> FetchedFile {
    let (key, isOver) = key(piece, request)
    var file = FetchedFile(
      series: "\(piece.bucket) \(request.interval)", name: "\(piece.file.name).parquet", state: .cached)
    file.path = folder.path(of: key)
    if isKept(piece, request) {
      file.bytes = folder.size(key)
      return file
    }
    guard !setting.isRehearsal else {
      file.state = .pending
      return file
    }
    let former = folder.digest(key)
    try download(piece, key)
    file.bytes = folder.size(key)
    file.state = former == nil ? .fetched : former == folder.digest(key) ? .cached : isOver ? .replaced : .fetched
    if isOver { folder.remove(key.replacing(".parquet", with: ".open.parquet")) }
    return file
  }

  private func download(_ piece: Piece, _ key: String) throws {
    let part = try folder.begin(key)
    // An address may name another file tomorrow, so that a beginning is not gone on with.
    part.restart()
    var (url, generation) = piece.book.url(piece.file.name)
    for isFirst in [true, false] {
      guard let address = url else { break }
      let request = WebRequest(address)
      let answer = try storage.answer(to: request, into: part)
      if answer.status == 403, isFirst {
        url = try piece.book.renewed(piece.file.name, after: generation)
        generation += 1
        part.restart()
        continue
      }
      guard answer.isSuccess else {
        part.discard()
        throw storage.refusal(answer, request)
      }
      guard Self.isParquet(part.bytes()) else {
        part.discard()
        throw Problem(
          "'\(piece.file.name)' of \(piece.bucket) is cut short or is no Parquet", remedy: "call again", fault: .work)
      }
      if let wrong = part.finish() { throw FetchFolder.unwritable(part.path, wrong) }
      return
    }
    part.discard()
    throw Problem(
      "Aperiodic lists '\(piece.file.name)' of \(piece.bucket) no more", remedy: "call again", fault: .work)
  }

  private static func isParquet(_ bytes: [UInt8]) -> Bool {
    let mark = Array("PAR1".utf8)
    return bytes.count >= 12 && bytes.starts(with: mark) && bytes.suffix(4).elementsEqual(mark)
  }
}
