import Foundation
import Market
import Synchronization

/// Asks the servers of one source: politely, again where that can help, and never with a key where the key does not belong.
final class WebClient: Sendable {
  /// What messages call whoever is asked: `Binance`.
  let source: String
  /// What to do where a key is refused or needed; nil for a source without one.
  let keyRemedy: String?
  private let session: WebSession
  private let retryPolicy: RetryPolicy
  /// Seconds since 1970 before which nobody asks: one thread that is turned away stops all.
  private let closedUntil = Mutex(0.0)

  /// Seconds by which the clock here is ahead of the server's, the least that any answer said.
  private let ahead = Mutex<Double?>(nil)

  private static let mostRedirections = 5

  init(_ source: String, retryPolicy: RetryPolicy, keyRemedy: String? = nil) {
    self.source = source
    self.keyRemedy = keyRemedy
    self.retryPolicy = retryPolicy
    session = WebSession(timeout: retryPolicy.timeout)
  }

  /// The answer to `request`, whatever its status is, unless that can be mended by waiting and was not.
  ///
  /// - Parameters:
  ///   - file: takes the body of a success; what it has already is not asked for again.
  ///   - meaning: the status that an answer stands for whose own says that all is well.
  /// - Throws: `Problem` for a rate limit, a server that is down or does not answer, and a disk that is full.
  func answer(
    to request: WebRequest, into file: PartFile? = nil, meaning: (WebAnswer) -> Int? = { _ in nil }
  ) throws -> WebAnswer {
    var attempt = 0
    while true {
      waitForTurn()
      attempt += 1
      var answer: WebAnswer?
      let failure: WebSession.Failure
      do {
        var given = try redirected(request, into: file)
        compareClocks(given)
        if let status = meaning(given) { given.status = status }
        guard RetryPolicy.isWorthAnotherTry(given.status) else {
          holdBack(after: given)
          return given
        }
        answer = given
        failure = .cut
      } catch let failed as WebSession.Failure {
        failure = failed
      }
      if case .tooLong = failure { throw problem(failure, answer, request, attempt) }
      if case .disk = failure { throw problem(failure, answer, request, attempt) }
      let wait = retryPolicy.wait(answer, attempt: attempt)
      guard attempt <= retryPolicy.retries, wait <= retryPolicy.longest else {
        throw problem(failure, answer, request, attempt, wait: wait)
      }
      if answer?.status == 429 { close(for: wait) } else { retryPolicy.pause(wait) }
    }
  }

  /// Goes where the server points, with the keys left behind where that is another host.
  private func redirected(_ request: WebRequest, into file: PartFile?) throws -> WebAnswer {
    var request = request
    for _ in 0...Self.mostRedirections {
      let answer = try session.answer(to: request, into: file)
      guard [301, 302, 303, 307, 308].contains(answer.status), let place = answer.headers["location"],
        let next = URL(string: place, relativeTo: request.url)?.absoluteURL
      else { return answer }
      guard ["http", "https"].contains(next.scheme ?? ""), next.scheme == "https" || request.url.scheme == "http" else {
        throw Problem(
          "\(source) redirects \(request.shownAddress) to an address that is not secure", remedy: "check --base-url",
          fault: .work)
      }
      if next.origin != request.url.origin {
        // Some servers write the query that they were asked with behind the new address.
        let keys = Array(request.secrets.values) + Array(request.secretQuery.values)
        guard !keys.contains(where: { place.contains($0) || place.contains(URL.encoded($0)) }) else {
          throw Problem(
            "\(source) redirects to another host with the key in the address", remedy: "check --base-url", fault: .work)
        }
        request.secrets = [:]
        request.secretQuery = [:]
      }
      if answer.status == 303 {
        request.method = .get
        request.body = []
      }
      request.url = next
    }
    throw Problem(
      "\(source) redirects \(request.shownAddress) more than \(Self.mostRedirections) times",
      remedy: "check --base-url",
      fault: .work)
  }

  // MARK: Clocks

  /// An answer out of a cache says how old it is.
  private func compareClocks(_ answer: WebAnswer) {
    guard let said = answer.headers["date"].flatMap(RetryPolicy.date) else { return }
    let age = answer.headers["age"].flatMap(Double.init).flatMap { $0.isFinite ? max($0, 0) : nil } ?? 0
    let own = retryPolicy.now() - said - age
    ahead.withLock { ahead in
      if abs(own) < abs(ahead ?? .infinity) { ahead = own }
    }
  }

  /// What ends, and what is open, is told by the clock here; nil where it goes as the server's does.
  var clockNote: String? {
    guard let ahead = ahead.withLock({ $0 }), abs(ahead) >= 120, abs(ahead) < 1e11 else { return nil }
    return
      "the clock here is \(Interval.roughly(ahead)) \(ahead > 0 ? "ahead of" : "behind") that of \(source), and by it months "
      + "and bars are over"
  }

  // MARK: Waiting

  private func waitForTurn() {
    let wait = closedUntil.withLock { $0 } - retryPolicy.now()
    if wait > 0 { retryPolicy.pause(wait) }
  }

  private func close(for seconds: Double) {
    let until = retryPolicy.now() + seconds
    closedUntil.withLock { $0 = max($0, until) }
  }

  /// A limit that is used up is not run into.
  private func holdBack(after answer: WebAnswer) {
    guard answer.headers["x-ratelimit-remaining"] == "0", let wait = retryPolicy.reset(answer), wait > 0,
      wait <= retryPolicy.longest
    else { return }
    close(for: wait)
  }
}
