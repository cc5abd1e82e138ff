import Digest
import Foundation
import Synchronization

/// A site as Binance's archive is one: files below `/data`, a checksum beside each, and a listing that knows what it wants.
package final class ArchiveSite: Sendable {
  private struct Content: Sendable {
    var files: [String: [UInt8]] = [:]
    var checksums: [String: String] = [:]
    var listing: [String] = []
    var rules: [String: @Sendable (LoopbackServer.Request) -> LoopbackServer.Answer?] = [:]
  }

  private let content: Shared
  package let server: LoopbackServer

  private final class Shared: Sendable {
    let value = Mutex(Content())
  }

  package init() throws {
    let content = Shared()
    self.content = content
    server = try LoopbackServer { request in
      content.value.withLock { content in
        if let answer = content.rules[request.path]?(request) { return answer }
        if request.path == "/data.binance.vision" { return Self.listing(content.listing, request) }
        if request.path.hasSuffix(".CHECKSUM") {
          return content.checksums[request.path].map { .init(text: $0) } ?? .init(404, text: "<Error/>")
        }
        return content.files[request.path].map { .file($0, request) } ?? .init(404, text: "<Error/>")
      }
    }
  }

  /// Publishes a file with its checksum.
  package func publish(_ bytes: [UInt8], at path: String, checksum: String? = nil) {
    let name = path.split(separator: "/").last.map(String.init) ?? path
    content.value.withLock { content in
      content.files[path] = bytes
      content.checksums[path + ".CHECKSUM"] = "\(checksum ?? SHA256.digest(of: bytes).hex)  \(name)\n"
    }
  }

  /// The same of a table in a zip of its name.
  package func publish(table: String, at path: String, checksum: String? = nil) {
    let stem = (path.split(separator: "/").last.map(String.init) ?? path).dropLast(4)
    publish(Archives.zip([(stem + ".csv", table)]), at: path, checksum: checksum)
  }

  package func remove(_ path: String) {
    content.value.withLock { content in
      content.files[path] = nil
      content.checksums[path + ".CHECKSUM"] = nil
    }
  }

  /// Answers a path in a way of its own; nil goes on as usual.
  package func rule(
    _ path: String, _ answer: (@Sendable (LoopbackServer.Request) -> LoopbackServer.Answer?)?
  ) {
    content.value.withLock { $0.rules[path] = answer }
  }

  /// Symbols that the listing names, two on a page.
  package func list(_ symbols: [String]) { content.value.withLock { $0.listing = symbols } }

  private static func listing(_ symbols: [String], _ request: LoopbackServer.Request) -> LoopbackServer.Answer {
    let prefix = request.value("prefix") ?? ""
    let marker = request.value("marker") ?? ""
    let rest = symbols.map { prefix + $0 + "/" }.sorted().filter { $0 > marker }
    let page = rest.prefix(2)
    let names = page.map { "<CommonPrefixes><Prefix>\($0)</Prefix></CommonPrefixes>" }.joined()
    return .init(
      text: "<ListBucketResult><Name>data.binance.vision</Name><Prefix>\(prefix)</Prefix><IsTruncated>"
        + "\(rest.count > page.count)</IsTruncated>\(names)</ListBucketResult>")
  }

  // MARK: Files

  /// `/data/futures/um/monthly/klines/BTCUSDT/1h/BTCUSDT-1h-2025-01.zip` of months, the same below `daily` of days.
  package static func klines(
    _ period: String, symbol: String = "BTCUSDT", interval: String = "1h", kind: String = "klines",
    market: String = "futures/um"
  ) -> String {
    "/data/\(market)/\(period.count == 7 ? "monthly" : "daily")/\(kind)/\(symbol)/\(interval)/\(symbol)-\(interval)-\(period).zip"
  }

  package static func funding(_ month: String, symbol: String = "BTCUSDT") -> String {
    "/data/futures/um/monthly/fundingRate/\(symbol)/\(symbol)-fundingRate-\(month).zip"
  }

  package static func metrics(_ day: String, symbol: String = "BTCUSDT") -> String {
    "/data/futures/um/daily/metrics/\(symbol)/\(symbol)-metrics-\(day).zip"
  }
}
