import Foundation
import Market

/// What is said of files that are not there.
extension BinanceArchive {
  /// A sentence a series: what lies before its first file, what is not published yet, and what is missing in between.
  func gaps(_ found: [Found], _ request: Request) -> [String] {
    request.kinds.flatMap { kind -> [String] in
      let own = found.filter { $0.file.kind == kind }
      guard let series = own.first?.file.series else { return [] }
      guard let first = own.firstIndex(where: { $0.state != .missing }),
        let last = own.lastIndex(where: { $0.state != .missing })
      else { return ["\(series): the archive has nothing of \(request.symbol) in \(request.span.text)"] }
      var notes: [String] = []
      if first > 0 { notes.append("\(series): nothing before \(own[first].file.period.text)") }
      let holes = own[first...last].filter { $0.state == .missing }.map(\.file.name)
      if !holes.isEmpty {
        notes.append("\(series): the archive does not have \(holes.listed(most: 5))")
      }
      if last + 1 < own.count {
        let next = own[last + 1].file
        // A day is published on the next, a month in the first week of the next.
        let isDue = setting.now.since(next.period.range.to) > .days(10)
        let other = kind.name == "fundingRate" && request.market == .um
        notes.append(
          "\(series): nothing from \(next.period.text) on\(isDue ? "" : "; it may not be published yet")"
            + (isDue || !other ? "" : ", and 'data fetch binance-rest \(request.symbol)' has it"))
      }
      return notes
    }
  }

  /// Why nothing at all was found: most often the symbol.
  func nothing(_ request: Request) throws -> Problem {
    let kind = request.kinds[0]
    let symbols = (try? listedSymbols(of: kind, request.market)) ?? []
    let words = "\(kind.name) of \(request.market.words)"
    if !symbols.isEmpty, !symbols.contains(request.symbol) {
      return Problem(
        "Binance has no symbol '\(request.symbol)' among its \(words)",
        remedy: suggestion(for: request.symbol, in: symbols, called: "symbols"))
    }
    return Problem(
      "Binance's archive has nothing of '\(request.symbol)' in \(request.span.text)",
      remedy: "check the symbol, --market (\(request.market.rawValue)) and the dates")
  }

  /// Symbols that the listing knows. It is read for suggestions only, since it can be behind.
  private func listedSymbols(of kind: ArchiveKind, _ market: BinanceMarket) throws -> [String] {
    let prefix = "data/\(market.folder)/\(kind.isMonthly ? "monthly" : "daily")/\(kind.name)/"
    var symbols: [String] = []
    var marker = ""
    for _ in 0..<10 {
      var query = [("prefix", prefix), ("max-keys", "1000"), ("delimiter", "/")]
      if !marker.isEmpty { query.append(("marker", marker)) }
      guard let url = URL(base: setting.baseURL ?? Self.listing, path: "/data.binance.vision", query: query) else {
        return symbols
      }
      let answer = try client.answer(to: WebRequest(url))
      guard answer.isSuccess else { return symbols }
      let names = Self.texts("Prefix", in: answer.text).filter { $0.hasPrefix(prefix) && $0 != prefix }
      symbols += names.map { String($0.dropFirst(prefix.count).prefix { $0 != "/" }) }
      guard Self.texts("IsTruncated", in: answer.text).first == "true",
        let next = Self.texts("NextMarker", in: answer.text).first ?? names.last, next != marker
      else { break }
      marker = next
    }
    return symbols
  }

  private static let listing = "https://s3-ap-northeast-1.amazonaws.com"

  /// What stands between `<name>` and its end, of a document that is as flat as a listing.
  private static func texts(_ name: String, in document: String) -> [String] {
    document.components(separatedBy: "<\(name)>").dropFirst().compactMap { piece in
      piece.range(of: "</\(name)>").map { String(piece[..<$0.lowerBound]) }
    }
  }
}
