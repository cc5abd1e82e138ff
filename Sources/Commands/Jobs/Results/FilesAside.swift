import Foundation
import Market

/// A folder of one process beside those of results, in which files become whole before they are anybody's.
struct FilesAside {
  private let folder: String

  private static let prefix = ".writing-"
  /// What the file system calls a text that it has not put into its place yet.
  private static let unplaced = ".dat.nosync"
  /// Whose process cannot be asked, on another machine or in another container, is given up after a day.
  private static let givenUp: TimeInterval = 86_400

  private static let machine: String = {
    var name = [CChar](repeating: 0, count: 256)
    guard gethostname(&name, name.count - 1) == 0 else { return "" }
    return String(decoding: name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }()

  /// - Parameter results: the folder of all results. What earlier processes left aside there, and died, is removed.
  init(in results: String) {
    let own = "\(Self.prefix)\(Self.machine)-\(getpid())"
    folder = "\(results)/\(own)"
    let names = (try? FileManager.default.contentsOfDirectory(atPath: results)) ?? []
    for name in names where name.hasPrefix(Self.prefix) && (name == own || Self.isLeft(name, in: results)) {
      try? FileManager.default.removeItem(atPath: "\(results)/\(name)")
    }
  }

  private static func isLeft(_ name: String, in results: String) -> Bool {
    let parts = name.dropFirst(prefix.count).split(separator: "-")
    if let process = parts.last.flatMap({ pid_t($0) }), name == "\(prefix)\(machine)-\(process)" {
      return kill(process, 0) != 0 && errno == ESRCH
    }
    let written = try? FileManager.default.attributesOfItem(atPath: "\(results)/\(name)")[.modificationDate] as? Date
    return (written ?? .distantPast).timeIntervalSinceNow < -givenUp
  }

  func path(of name: String) -> String { "\(folder)/\(name)" }

  /// Moves files into a folder, in the place of those that are called so there. What a process that died there left behind is
  /// removed.
  func move(_ names: [String], into target: String) throws {
    do {
      try FileManager.default.createDirectory(atPath: target, withIntermediateDirectories: true)
      for name in try FileManager.default.contentsOfDirectory(atPath: target) where name.hasPrefix(Self.unplaced) {
        try? FileManager.default.removeItem(atPath: "\(target)/\(name)")
      }
    } catch { throw Self.problem(target, error.localizedDescription) }
    for name in names {
      guard rename(path(of: name), "\(target)/\(name)") == 0 else {
        throw Self.problem("\(target)/\(name)", String(cString: strerror(errno)))
      }
    }
  }

  func remove() { try? FileManager.default.removeItem(atPath: folder) }

  private static func problem(_ file: String, _ why: String) -> Problem {
    Problem("cannot write \(file): \(why)", remedy: "check the disk and who owns the folder", fault: .work)
  }
}
