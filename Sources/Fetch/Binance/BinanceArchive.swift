import Digest
import Foundation
import Market

/// Binance's public archive: zip files of days and months, each with a checksum beside it.
///
/// What there is is asked file by file, by its checksum: the archive's listing can be months behind. A month that is over
/// is taken as one file where there is one, everything else as files of days. Source:
/// https://github.com/binance/binance-public-data
public struct BinanceArchive: Sendable {
  /// What is wanted.
  public struct Request: Sendable {
    let symbol: String
    let market: BinanceMarket
    let kinds: [ArchiveKind]
    let interval: String
    let span: FetchSpan

    /// - Throws: `Problem` for a width of bars that the archive does not have, and a text that can be no symbol.
    public init(
      symbol: String, market: BinanceMarket, kinds: [ArchiveKind], interval: String, span: FetchSpan
    ) throws {
      guard !kinds.isEmpty else { throw Problem("no series is named", remedy: "say --series klines") }
      guard !Set(["aggTrades", "trades"]).isSubset(of: kinds.map(\.name)) else {
        throw Problem(
          "aggTrades and trades are the same trades, and together count each twice",
          remedy: "ask for one of them, or for each into a dataset of its own")
      }
      let symbol = symbol.uppercased()
      guard !symbol.isEmpty, symbol.count <= 64,
        symbol.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_" || $0 == "-") })
      else { throw Problem("'\(symbol)' cannot be a symbol", remedy: "write it as Binance does: BTCUSDT") }
      guard ArchiveKind.intervals.contains(interval) else {
        throw Problem(
          "Binance's archive has no bars of \(interval) that are read",
          remedy: suggestion(for: interval, in: ArchiveKind.intervals, called: "intervals"))
      }
      guard interval != "1s" || market == .spot else {
        throw Problem("Binance's archive has bars of 1s for spot only", remedy: "use 1m, or --market spot")
      }
      self.symbol = symbol
      self.market = market
      self.kinds = kinds
      self.interval = interval
      self.span = span
    }
  }

  static let address = "https://data.binance.vision"

  let setting: FetchSetting
  let folder: FetchFolder
  let client: WebClient

  public init(_ setting: FetchSetting) {
    self.setting = setting
    folder = FetchFolder(setting, source: "binance")
    client = WebClient("Binance's archive", retryPolicy: setting.retryPolicy)
  }

  var base: String { setting.baseURL ?? Self.address }

  /// Fetches what of the request is not there.
  ///
  /// - Throws: `Problem` when nothing of it was ever published, with the nearest symbol; for a file that is not what its
  ///   checksum or its name says, whereafter nothing may be imported; and when the archive cannot be reached.
  public func fetch(_ request: Request) throws -> FetchReport {
    let found = try ask(request)
    guard found.contains(where: { $0.state != .missing }) else { throw try nothing(request) }
    let files = try fetch(found)
    var report = FetchReport(source: "binance", symbol: request.symbol, span: request.span, files: files)
    if request.span.isCut {
      report.notes.append("the end that was asked for has not come yet: up to \(request.span.text)")
    }
    report.notes += gaps(found, request)
    return report
  }

  // MARK: What there is

  /// A file, and what is known of it before anything is fetched.
  struct Found: Sendable {
    let file: ArchiveFile
    var state: FetchedFile.State
    /// What the archive says it hashes to; nil where nothing was asked.
    var published: String?
    var note: String?
  }

  /// In order of kinds and time. Days stand for a month that is not published as one.
  private func ask(_ request: Request) throws -> [Found] {
    var months: [ArchiveFile] = []
    var days: [ArchiveFile] = []
    for kind in request.kinds {
      for month in request.span.months {
        let own =
          (max(
            month.days.lowerBound, request.span.days.lowerBound)..<min(
              month.days.upperBound, request.span.days.upperBound))
        let monthly = ArchiveFile(request, kind, .month(month))
        let daily = hasDays(kind, request) ? own.map { ArchiveFile(request, kind, .day($0)) } : []
        if kind.isMonthly, own == month.days || daily.isEmpty, !isThere(daily) || folder.has(monthly.key) {
          months.append(monthly)
        } else {
          days += daily
        }
      }
    }
    let asked = try find(months)
    for kind in request.kinds where hasDays(kind, request) {
      let own = asked.filter { $0.file.kind == kind }
      // Months before the first were before the symbol; the last ones may not be published as months yet.
      let first = own.firstIndex { $0.state != .missing } ?? max(0, own.count - 2)
      for found in own[min(first, own.count)...] where found.state == .missing {
        days += found.file.period.range.days.map { ArchiveFile(request, kind, .day($0)) }
      }
    }
    let daily = try find(days)
    let replaced = Set(daily.map { Place(kind: $0.file.kind, month: $0.file.month) })
    let all =
      asked.filter { $0.state != .missing || !replaced.contains(Place(kind: $0.file.kind, month: $0.file.month)) }
      + daily
    return request.kinds.flatMap { kind in
      all.filter { $0.file.kind == kind }.sorted { $0.file.period.range.from < $1.file.period.range.from }
    }
  }

  private struct Place: Hashable {
    let kind: ArchiveKind
    let month: Month
  }

  private func hasDays(_ kind: ArchiveKind, _ request: Request) -> Bool {
    kind.isDaily && !(kind.hasInterval && ArchiveKind.onlyMonthly.contains(request.interval))
  }

  private func isThere(_ files: [ArchiveFile]) -> Bool {
    !files.isEmpty && files.allSatisfy { folder.has($0.key) && folder.has($0.key + Self.checksum) }
  }

  static let checksum = ".CHECKSUM"

  private func find(_ files: [ArchiveFile]) throws -> [Found] {
    let progressCount = ProgressCount(files.count, setting.progress)
    return try Workers.map(files, count: setting.parallel) { file in
      let found = try find(file)
      progressCount.count()
      return found
    }
  }

  /// Looks in the folder and, where that does not tell, asks the archive for the checksum.
  private func find(_ file: ArchiveFile) throws -> Found {
    let kept = folder.digest(file.key)
    let said = folder.bytes(file.key + Self.checksum).flatMap { Self.digest(in: $0, of: file) }
    if let kept, kept == said, !setting.rechecks { return Found(file: file, state: .cached) }
    guard let text = try checksum(of: file) else {
      guard kept != nil, kept == said else { return Found(file: file, state: .missing) }
      return Found(file: file, state: .cached, note: "the archive has withdrawn it")
    }
    guard let published = Self.digest(in: text, of: file) else {
      throw Problem(
        "the checksum of '\(file.name)' in the archive is none: '\(String(decoding: text.prefix(80), as: UTF8.self))'",
        remedy: "check --base-url, or call again later", fault: .work)
    }
    guard let kept else { return Found(file: file, state: .pending, published: published) }
    if kept == published {
      if said != published { try folder.write(text, to: file.key + Self.checksum) }
      return Found(file: file, state: .cached)
    }
    return Found(file: file, state: .replaced, published: published)
  }

  private func checksum(of file: ArchiveFile) throws -> [UInt8]? {
    let request = try request(file.remotePath + Self.checksum)
    let answer = try client.answer(to: request)
    if answer.status == 404 { return nil }
    guard answer.isSuccess else { throw client.refusal(answer, request) }
    return answer.body
  }

  /// `9f86…  BTCUSDT-5m-2025-01.zip`; nil for anything else.
  private static func digest(in text: [UInt8], of file: ArchiveFile) -> String? {
    let words = String(decoding: text.prefix(1000), as: UTF8.self).split { $0 == " " || $0.isNewline || $0 == "*" }
    guard words.count == 2, words[0].count == 64, words[0].allSatisfy(\.isHexDigit), words[1] == file.name else {
      return nil
    }
    return words[0].lowercased()
  }

  func request(_ path: String, _ query: [(String, String)] = []) throws -> WebRequest {
    guard let url = URL(base: base, path: path, query: query), url.host != nil else {
      throw Problem("'\(base)' is no address", remedy: "write --base-url as \(Self.address)")
    }
    return WebRequest(url)
  }

  // MARK: Fetching

  private func fetch(_ found: [Found]) throws -> [FetchedFile] {
    let total = found.count { $0.state == .pending || $0.state == .replaced }
    let done = ProgressCount(total, setting.progress)
    let files = try Workers.map(found, count: setting.parallel) { found in
      var file = FetchedFile(series: found.file.series, name: found.file.name, state: found.state)
      file.notes = [found.note].compactMap(\.self)
      if found.state != .missing { file.path = folder.path(of: found.file.key) }
      if let published = found.published, !setting.isRehearsal {
        file.notes += try download(found.file, published)
        if file.state == .pending { file.state = .fetched }
        file.pages = 1
        done.count()
      }
      if file.path != nil { file.bytes = folder.size(found.file.key) }
      return file
    }
    return files
  }

  /// - Returns: what was seen in it.
  private func download(_ file: ArchiveFile, _ published: String) throws -> [String] {
    let request = try request(file.remotePath)
    let part = try folder.begin(file.key)
    // What an earlier call left may be the beginning of a file that has been replaced since.
    for isFirst in [true, false] {
      let hadBegun = part.count > 0
      if !isFirst { part.restart() }
      let answer = try client.answer(to: request, into: part)
      if answer.status == 416, isFirst { continue }
      if answer.status == 404 {
        part.discard()
        throw Problem(
          "the archive has the checksum of '\(file.name)' and not the file", remedy: "call again later", fault: .work)
      }
      guard answer.isSuccess else { throw client.refusal(answer, request) }
      let bytes = part.bytes()
      let digest = SHA256.digest(of: bytes).hex
      guard digest != published else {
        let content: ArchiveContent
        do {
          content = try ArchiveContent(bytes, of: file, at: folder.path(of: file.key))
        } catch {
          part.discard()
          throw error
        }
        if let wrong = part.finish() { throw FetchFolder.unwritable(part.path, wrong) }
        try folder.write(Array("\(published)  \(file.name)\n".utf8), to: file.key + Self.checksum)
        return content.notes
      }
      guard isFirst, hadBegun else {
        part.discard()
        throw Problem(
          "'\(file.name)' is damaged: its SHA-256 is \(digest.prefix(12))… and the archive says \(published.prefix(12))…",
          at: Problem.Place(file: folder.path(of: file.key)),
          remedy: "nothing was imported; call again, and check --base-url if it stays", fault: .work)
      }
    }
    throw Problem("'\(file.name)' cannot be downloaded", remedy: "call again later", fault: .work)
  }
}

extension ArchiveFile {
  fileprivate init(_ request: BinanceArchive.Request, _ kind: ArchiveKind, _ period: Period) {
    self.init(
      kind: kind, market: request.market, symbol: request.symbol, interval: request.interval, period: period)
  }

  fileprivate var month: Month { Month(period.range.from.date) }
}

extension TimeRange {
  /// Whole UTC days.
  fileprivate var days: Range<Int> { from.utcDay..<to.utcDay }
}
