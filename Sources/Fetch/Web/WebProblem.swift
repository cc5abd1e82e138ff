import Foundation
import Market

/// What is said when a server gave no answer that can be used, in the words of whoever trades there.
extension WebClient {
  private static let kept = "what was fetched is kept, and the same call goes on from there"

  func problem(
    _ failure: WebSession.Failure, _ answer: WebAnswer?, _ request: WebRequest, _ attempts: Int, wait: Double = 0
  ) -> Problem {
    let tries = attempts == 1 ? "" : " after \(attempts) tries"
    let address = request.shownAddress
    if let answer {
      if answer.status == 429 {
        let seconds = Int(min(wait, 1e9).rounded(.up))
        return Problem(
          "\(source) limits the rate of requests (429\(tries)): \(address)",
          remedy: "wait \(seconds) s and call again with a smaller --parallel; \(Self.kept)", fault: .work)
      }
      return Problem(
        "\(source) is down or in maintenance (\(answer.status)\(tries)): \(address)\(said(answer, request))",
        remedy: "call again later; \(Self.kept)", fault: .work)
    }
    switch failure {
    case .timedOut:
      return Problem(
        "\(source) did not answer in time\(tries): \(address)",
        remedy: "check the network and call again; \(Self.kept)",
        fault: .work)
    case .unreachable(let why):
      return Problem(
        "\(source) cannot be reached\(tries): \(why): \(address)", remedy: "check the network, or --base-url",
        fault: .work)
    case .cut:
      return Problem(
        "the connection to \(source) was cut\(tries): \(address)", remedy: "call again; \(Self.kept)", fault: .work)
    case .tooLong:
      return Problem("\(source) answers with more than 256 MB: \(address)", remedy: "check --base-url", fault: .work)
    case .disk(let why):
      return Problem("what \(source) sends cannot be written: \(why)", remedy: "make room on the disk", fault: .work)
    }
  }

  /// A status that is an answer and not the one that was hoped for.
  ///
  /// - Parameter said: what the body says, where its source is understood.
  func refusal(_ answer: WebAnswer, _ request: WebRequest, said: String? = nil) -> Problem {
    let words = said.map { ": \(request.withoutKeys($0))" } ?? self.said(answer, request)
    switch answer.status {
    case 401:
      return Problem(
        "\(source) does not accept the key, or wants one\(words)", remedy: keyRemedy ?? "no key is known for it")
    case 402, 403:
      return Problem(
        "\(source) refuses (\(answer.status))\(words): \(request.shownAddress)",
        remedy: keyRemedy.map { "the plan may not include it; \($0)" }
          ?? "the address may be blocked from here; a mirror can be said with --base-url")
    case 418:
      return Problem(
        "\(source) has banned this address for asking too fast (418)", remedy: "wait, and use a smaller --parallel",
        fault: .work)
    case 451:
      return Problem(
        "\(source) does not serve this region (451)", remedy: "use a mirror with --base-url, or import its files",
        fault: .work)
    default:
      return Problem(
        "\(source) answers \(answer.status)\(words): \(request.shownAddress)",
        remedy: answer.status < 500 ? "check the symbol and the dates" : "call again later",
        fault: answer.status < 500 ? .input : .work)
    }
  }

  /// The beginning of a body that is text for people.
  private func said(_ answer: WebAnswer, _ request: WebRequest) -> String {
    let text = request.withoutKeys(answer.text).prefix(300)
    guard !text.isEmpty, !text.contains("<") else { return "" }
    let line = text.unicodeScalars.filter { $0.value >= 32 && $0.value != 127 }.prefix(160)
    return ": '" + String(String.UnicodeScalarView(line)) + "'"
  }
}
