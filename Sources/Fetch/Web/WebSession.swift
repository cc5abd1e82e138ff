import Foundation
import Synchronization

#if canImport(FoundationNetworking)
  import FoundationNetworking
#endif

/// Carries one request to a server and its answer back. It follows no redirection, repeats nothing and keeps no cookie.
///
/// The caller's thread waits; requests of several threads run beside each other.
final class WebSession: Sendable {
  /// Why there is no answer.
  enum Failure: Error {
    /// Nothing came for so many seconds.
    case timedOut
    /// There is no such host, or it takes no connection.
    case unreachable(String)
    /// The connection ended before the answer did.
    case cut
    /// The body is longer than anything that is read.
    case tooLong
    /// The file cannot be written.
    case disk(String)
  }

  private let session: URLSession
  private let delegate = ExchangeDelegate()

  /// - Parameter timeout: seconds without a byte, after which a request has failed.
  init(timeout: Double) {
    let configuration = URLSessionConfiguration.ephemeral
    configuration.timeoutIntervalForRequest = timeout
    configuration.httpShouldSetCookies = false
    configuration.httpCookieAcceptPolicy = .never
    configuration.urlCache = nil
    configuration.httpMaximumConnectionsPerHost = 32
    session = URLSession(configuration: configuration, delegate: delegate, delegateQueue: nil)
  }

  deinit { session.invalidateAndCancel() }

  /// - Parameter file: takes the body of a success in place of the memory.
  func answer(to request: WebRequest, into file: PartFile? = nil) throws(Failure) -> WebAnswer {
    var native = URLRequest(url: request.sentURL)
    native.httpMethod = request.method.rawValue
    native.timeoutInterval = session.configuration.timeoutIntervalForRequest
    for (name, value) in request.headers { native.setValue(value, forHTTPHeaderField: name) }
    for (name, value) in request.secrets { native.setValue(value, forHTTPHeaderField: name) }
    if let file, file.count > 0 { native.setValue("bytes=\(file.count)-", forHTTPHeaderField: "Range") }
    if request.method == .post {
      native.httpBody = Data(request.body)
      // On a connection that the server has closed meanwhile, the library cannot send a body again and waits for a minute.
      native.setValue("close", forHTTPHeaderField: "Connection")
    }
    let exchange = Exchange(file)
    let task = session.dataTask(with: native)
    delegate.exchanges.withLock { $0[task.taskIdentifier] = exchange }
    task.resume()
    exchange.isOver.wait()
    return try exchange.result()
  }
}

/// What has come back of one request so far.
private final class Exchange: @unchecked Sendable {
  let isOver = DispatchSemaphore(value: 0)
  private let file: PartFile?
  // Touched by the session's one queue until `isOver`, and by the waiting thread afterwards.
  private var head: HTTPURLResponse?
  private var body: [UInt8] = []
  private var received = 0
  private var failure: WebSession.Failure?
  private var writesFile = false

  /// Of an answer that is kept in memory.
  private static let limit = 256 << 20

  init(_ file: PartFile?) { self.file = file }

  func begin(_ response: HTTPURLResponse) {
    head = response
    guard let file, [200, 206].contains(response.statusCode) else { return }
    writesFile = true
    // A server that knows no ranges sends the whole of it.
    if response.statusCode == 200 { file.restart() }
  }

  /// - Returns: whether there is any use in the rest.
  func take(_ data: Data) -> Bool {
    received += data.count
    if writesFile, let file {
      if let wrong = file.append(data) { failure = .disk(wrong) }
    } else if received <= Self.limit {
      body += data
    } else {
      failure = .tooLong
    }
    return failure == nil
  }

  func end(_ error: (any Error)?) {
    if failure == nil, let error { failure = Self.failure(error) }
    // A body that ends early is not always an error to the library.
    if failure == nil, let head, head.value(forHTTPHeaderField: "Content-Encoding") == nil,
      let length = head.value(forHTTPHeaderField: "Content-Length").flatMap(Int.init), received < length,
      head.statusCode == 200 || head.statusCode == 206
    {
      failure = .cut
    }
    isOver.signal()
  }

  func result() throws(WebSession.Failure) -> WebAnswer {
    if let failure { throw failure }
    guard let head else { throw .cut }
    var headers: [String: String] = [:]
    for (name, value) in head.allHeaderFields { headers["\(name)".lowercased()] = "\(value)" }
    return WebAnswer(status: head.statusCode, headers: headers, body: body)
  }

  private static func failure(_ error: any Error) -> WebSession.Failure {
    guard let error = error as? URLError else { return .unreachable("\(error)") }
    switch error.code {
    case .timedOut: return .timedOut
    case .cannotFindHost, .dnsLookupFailed: return .unreachable("there is no such host")
    case .cannotConnectToHost: return .unreachable("it takes no connection")
    case .secureConnectionFailed, .serverCertificateUntrusted, .serverCertificateHasUnknownRoot,
      .serverCertificateHasBadDate, .serverCertificateNotYetValid:
      return .unreachable("its certificate is not trusted")
    default: return .cut
    }
  }
}

private final class ExchangeDelegate: NSObject, URLSessionDataDelegate, Sendable {
  let exchanges = Mutex<[Int: Exchange]>([:])

  private func exchange(of task: URLSessionTask) -> Exchange? { exchanges.withLock { $0[task.taskIdentifier] } }

  func urlSession(
    _ session: URLSession, dataTask: URLSessionDataTask, didReceive response: URLResponse,
    completionHandler: @escaping (URLSession.ResponseDisposition) -> Void
  ) {
    if let response = response as? HTTPURLResponse { exchange(of: dataTask)?.begin(response) }
    completionHandler(.allow)
  }

  func urlSession(_ session: URLSession, dataTask: URLSessionDataTask, didReceive data: Data) {
    if exchange(of: dataTask)?.take(data) == false { dataTask.cancel() }
  }

  func urlSession(
    _ session: URLSession, task: URLSessionTask, willPerformHTTPRedirection response: HTTPURLResponse,
    newRequest request: URLRequest, completionHandler: @escaping (URLRequest?) -> Void
  ) {
    // The library would send every header on, keys too; who asked decides.
    exchange(of: task)?.begin(response)
    completionHandler(nil)
  }

  func urlSession(_ session: URLSession, task: URLSessionTask, didCompleteWithError error: (any Error)?) {
    let exchange = exchanges.withLock { $0.removeValue(forKey: task.taskIdentifier) }
    exchange?.end(error)
  }
}
