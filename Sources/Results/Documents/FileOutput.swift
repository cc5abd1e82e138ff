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
/// `TextOutputStream` cannot fail half-way, so a full disk is remembered, and `close()` throws it. The file takes its name
/// only then: without that call, and with a disk that is full, what was there before stays as it was.
public final class FileOutput: TextOutputStream {
  private let path: String
  /// Beside it, until it is whole; nil of what is no file, such as a pipe, which is written straight away.
  private let part: String?
  private var file: UnsafeMutablePointer<FILE>?
  private var failure: Int32 = 0

  /// Creates the file, or one that takes the place of the one that is there.
  ///
  /// - Throws: `Problem` with the system's reason when it cannot.
  public init(creating path: String) throws {
    self.path = path
    var there = stat()
    part = stat(path, &there) == 0 && there.st_mode & S_IFMT != S_IFREG ? nil : path + ".part"
    file = fopen(part ?? path, "w")
    if file == nil { throw Self.problem("cannot create '\(path)'", errno) }
  }

  deinit {
    guard let file else { return }
    fclose(file)
    if let part { unlink(part) }
  }

  public func write(_ string: String) {
    guard let file, failure == 0, !string.isEmpty else { return }
    var string = string
    let written = string.withUTF8 { fwrite($0.baseAddress, 1, $0.count, file) }
    if written != string.utf8.count { failure = errno }
  }

  /// Hands what is still in the buffer to the system, and gives the file its name.
  ///
  /// - Throws: `Problem` if any byte could not be written.
  public func close() throws {
    guard let open = file else { return }
    file = nil
    if fclose(open) != 0, failure == 0 { failure = errno }
    if failure == 0, let part, rename(part, path) != 0 { failure = errno }
    guard failure != 0 else { return }
    if let part { unlink(part) }
    throw Self.problem("cannot write '\(path)'", failure)
  }

  private static func problem(_ what: String, _ code: Int32) -> Problem {
    Problem(
      "\(what): \(String(cString: strerror(code)))", remedy: "check the folder, its rights and its free space",
      fault: .work)
  }
}
