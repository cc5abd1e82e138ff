import Foundation

/// What is asked of a server.
struct WebRequest: Sendable {
  enum Method: String, Sendable {
    case get = "GET"
    case post = "POST"
  }

  var method = Method.get
  var url: URL
  /// Sent wherever the request goes.
  var headers: [String: String] = [:]
  /// Headers that are sent to the host of `url` and to no other, whatever it redirects to.
  var secrets: [String: String] = [:]
  /// The same in the query, which no message shows.
  var secretQuery: [String: String] = [:]
  var body: [UInt8] = []

  init(_ url: URL) { self.url = url }

  /// The address with the key that it is asked with.
  var sentURL: URL {
    let secret = secretQuery.sorted { $0.key < $1.key }.map { "\($0.key)=\(URL.encoded($0.value))" }
    guard !secret.isEmpty else { return url }
    let plain = url.absoluteString
    return URL(string: plain + (plain.contains("?") ? "&" : "?") + secret.joined(separator: "&")) ?? url
  }

  /// The address for messages: without its query, where keys and signatures stand.
  var shownAddress: String { Self.shown(url) }

  /// The address with its query, as it may be kept: without a user and a password.
  var keptAddress: String {
    guard var parts = URLComponents(url: url, resolvingAgainstBaseURL: false),
      parts.user != nil || parts.password != nil
    else { return url.absoluteString }
    parts.user = nil
    parts.password = nil
    return parts.string ?? shownAddress
  }

  /// What a server says, without the keys that it was asked with: some repeat them.
  func withoutKeys(_ words: String) -> String {
    var words = words
    for key in Array(secrets.values) + Array(secretQuery.values) where !key.isEmpty {
      for written in [key, URL.encoded(key)] { words = words.replacing(written, with: "…") }
    }
    return words
  }

  static func shown(_ url: URL) -> String {
    let port = url.port.map { ":\($0)" } ?? ""
    return "\(url.scheme ?? "http")://\(url.host ?? "?")\(port)\(url.path)"
  }
}

/// What a server answered, whatever its status.
struct WebAnswer: Sendable {
  var status: Int
  /// By their names in small letters.
  let headers: [String: String]
  /// Empty where it was written to a file.
  let body: [UInt8]

  var text: String { String(decoding: body, as: UTF8.self) }
  var isSuccess: Bool { (200..<300).contains(status) }
}

extension URL {
  /// Scheme, host and port: what a key belongs to.
  var origin: String {
    let standard = scheme == "https" ? 443 : 80
    return "\(scheme ?? "")://\((host ?? "").lowercased()):\(port ?? standard)"
  }
}

extension URL {
  /// An address below a base, with a query whose values are encoded to the letter: `+`, `:` and `,` too.
  ///
  /// Nil where the two make no address.
  init?(base: String, path: String, query: [(String, String)] = []) {
    let plain = base.hasSuffix("/") ? String(base.dropLast()) : base
    let joined = query.map { "\($0.0)=\(Self.encoded($0.1))" }.joined(separator: "&")
    self.init(string: plain + path + (joined.isEmpty ? "" : "?" + joined))
  }

  static func encoded(_ text: String) -> String {
    text.utf8.map { byte in
      let isPlain =
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) || (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
        || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || Array("-._~".utf8).contains(byte)
      let digits = Array("0123456789ABCDEF")
      return isPlain
        ? String(UnicodeScalar(byte)) : "%\(digits[Int(byte >> 4)])\(digits[Int(byte & 15)])"
    }.joined()
  }
}
