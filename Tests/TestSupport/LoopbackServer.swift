import Foundation
import Synchronization

/// A web server on a port of its own, as rude as a test wants it: it answers what a closure says, late, cut or piece by
/// piece, and remembers every request.
///
/// Plain sockets and a thread a connection; nothing of it is made for use outside tests.
package final class LoopbackServer: Sendable {
  package struct Request: Sendable {
    package let method: String
    package let path: String
    /// Behind the question mark, as it was sent.
    package let query: String
    /// By their names in small letters.
    package let headers: [String: String]
    package let body: String
    /// How many requests of this path came before it.
    package let earlier: Int

    /// A value of the query, decoded.
    package func value(_ name: String) -> String? {
      for pair in query.split(separator: "&") where pair.hasPrefix(name + "=") {
        return String(pair.dropFirst(name.count + 1)).removingPercentEncoding
      }
      return nil
    }
  }

  package struct Answer: Sendable {
    package var status = 200
    package var headers: [String: String] = [:]
    package var body: [UInt8] = []
    /// Seconds before anything is sent.
    package var delay = 0.0
    /// Bytes of the body after which the connection ends, though more were promised.
    package var cut: Int?
    /// Bytes of the body after which nothing more comes until the server ends.
    package var stall: Int?

    package init(_ status: Int = 200, _ body: [UInt8] = [], headers: [String: String] = [:]) {
      self.status = status
      self.body = body
      self.headers = headers
    }

    package init(_ status: Int = 200, text: String, headers: [String: String] = [:]) {
      self.init(status, Array(text.utf8), headers: headers)
    }

    /// A file, or the part of it that is asked for.
    package static func file(_ bytes: [UInt8], _ request: Request) -> Answer {
      guard let range = request.headers["range"], let start = Int(range.dropFirst("bytes=".count).dropLast()) else {
        return Answer(200, bytes)
      }
      guard start < bytes.count else { return Answer(416) }
      return Answer(
        206, Array(bytes[start...]), headers: ["Content-Range": "bytes \(start)-\(bytes.count - 1)/\(bytes.count)"])
    }
  }

  package let port: Int
  package var address: String { "http://127.0.0.1:\(port)" }

  private let listener: Int32
  private let answer: @Sendable (Request) -> Answer
  private let seen = Mutex<[Request]>([])
  private let isClosing = Atomic(false)

  package enum Failure: Error { case noSocket }

  package init(_ answer: @escaping @Sendable (Request) -> Answer) throws {
    self.answer = answer
    #if canImport(Glibc)
      let kind = Int32(SOCK_STREAM.rawValue)
    #else
      let kind = SOCK_STREAM
    #endif
    listener = socket(AF_INET, kind, 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = inet_addr("127.0.0.1")
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let own = listener
    let isBound = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
        bind(own, generic, length) == 0 && listen(own, 64) == 0 && getsockname(own, generic, &length) == 0
      }
    }
    guard own >= 0, isBound else { throw Failure.noSocket }
    port = Int(UInt16(bigEndian: address.sin_port))
    Thread { [weak self] in
      while true {
        let connection = accept(own, nil, nil)
        guard connection >= 0, let self, !self.isClosing.load(ordering: .relaxed) else {
          if connection >= 0 { close(connection) }
          return
        }
        Thread { [weak self] in
          self?.serve(connection)
          close(connection)
        }.start()
      }
    }.start()
  }

  deinit { stop() }

  package func stop() {
    guard !isClosing.exchange(true, ordering: .relaxed) else { return }
    shutdown(listener, Int32(SHUT_RDWR))
    close(listener)
  }

  /// Every request so far, in the order of their coming.
  package var requests: [Request] { seen.withLock { $0 } }
  package var paths: [String] { requests.map(\.path) }

  package func forget() { seen.withLock { $0 = [] } }

  // MARK: One connection

  private func serve(_ connection: Int32) {
    guard let request = read(connection) else { return }
    let answer = answer(request)
    if answer.delay > 0 { Thread.sleep(forTimeInterval: answer.delay) }
    var head = "HTTP/1.1 \(answer.status) Said\r\nConnection: close\r\nContent-Length: \(answer.body.count)\r\n"
    for (name, value) in answer.headers { head += "\(name): \(value)\r\n" }
    let end = answer.cut ?? answer.stall ?? answer.body.count
    guard send(Array((head + "\r\n").utf8) + answer.body.prefix(end), to: connection), answer.stall != nil else {
      return
    }
    while !isClosing.load(ordering: .relaxed) { Thread.sleep(forTimeInterval: 0.01) }
  }

  private func read(_ connection: Int32) -> Request? {
    var bytes: [UInt8] = []
    var piece = [UInt8](repeating: 0, count: 4096)
    func more() -> Bool {
      let count = recv(connection, &piece, piece.count, 0)
      guard count > 0 else { return false }
      bytes += piece[..<count]
      return true
    }
    let blank = Array("\r\n\r\n".utf8)
    func headEnd() -> Int? {
      bytes.count < 4 ? nil : (0...(bytes.count - 4)).first { Array(bytes[$0..<($0 + 4)]) == blank }
    }
    while headEnd() == nil { guard more() else { return nil } }
    guard let end = headEnd() else { return nil }
    let lines = String(decoding: bytes[..<end], as: UTF8.self).split(separator: "\r\n")
    let words = lines[0].split(separator: " ")
    guard words.count == 3 else { return nil }
    var headers: [String: String] = [:]
    for line in lines.dropFirst() {
      guard let colon = line.firstIndex(of: ":") else { continue }
      headers[line[..<colon].lowercased()] = line[line.index(after: colon)...].trimmingCharacters(in: .whitespaces)
    }
    let length = headers["content-length"].flatMap(Int.init) ?? 0
    while bytes.count < end + 4 + length { guard more() else { return nil } }
    let target = words[1].split(separator: "?", maxSplits: 1).map(String.init)
    return seen.withLock { seen in
      let path = target[0].removingPercentEncoding ?? target[0]
      let request = Request(
        method: String(words[0]), path: path, query: target.count > 1 ? target[1] : "", headers: headers,
        body: String(decoding: bytes[(end + 4)...], as: UTF8.self), earlier: seen.count { $0.path == path })
      seen.append(request)
      return request
    }
  }

  private func send(_ bytes: [UInt8], to connection: Int32) -> Bool {
    var place = 0
    while place < bytes.count {
      let count = bytes[place...].withUnsafeBytes {
        Foundation.send(connection, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
      }
      guard count > 0 else { return false }
      place += count
    }
    return true
  }
}
