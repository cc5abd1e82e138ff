import Market

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// A file that texts are written to as they come, for rows that should not all be in memory.
///
/// `TextOutputStream` cannot fail half-way, so a full disk is remembered, and `close()` throws it: without that call
/// nobody knows whether the file is whole.
public final class FileOutput: TextOutputStream {
  private let path: String
  private var file: UnsafeMutablePointer<FILE>?
  private var failure: Int32 = 0

  /// Creates the file, or empties the one that is there.
  ///
  /// - Throws: `Problem` with the system's reason when it cannot.
  public init(creating path: String) throws {
    self.path = path
    file = fopen(path, "w")
    if file == nil { throw Self.problem("cannot create '\(path)'", errno) }
  }

  deinit { if let file { fclose(file) } }

  public func write(_ string: String) {
    guard let file, failure == 0, !string.isEmpty else { return }
    var string = string
    let written = string.withUTF8 { fwrite($0.baseAddress, 1, $0.count, file) }
    if written != string.utf8.count { failure = errno }
  }

  /// Hands what is still in the buffer to the system.
  ///
  /// - Throws: `Problem` if any byte could not be written.
  public func close() throws {
    guard let open = file else { return }
    file = nil
    if fclose(open) != 0, failure == 0 { failure = errno }
    if failure != 0 { throw Self.problem("cannot write '\(path)'", failure) }
  }

  private static func problem(_ what: String, _ code: Int32) -> Problem {
    Problem(
      "\(what): \(String(cString: strerror(code)))", remedy: "check the folder, its rights and its free space",
      fault: .work)
  }
}
