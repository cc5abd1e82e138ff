import Digest
import Foundation
import Market

/// The folder that keeps what was fetched, each file as its source published it: `datasets/archive/SOURCE/…`.
struct FetchFolder: Sendable {
  let path: String

  init(_ setting: FetchSetting, source: String) { path = "\(setting.folder)/\(source)" }

  func path(of key: String) -> String { "\(path)/\(key)" }

  func has(_ key: String) -> Bool { FileManager.default.fileExists(atPath: path(of: key)) }

  func size(_ key: String) -> Int {
    let attributes = try? FileManager.default.attributesOfItem(atPath: path(of: key))
    return (attributes?[.size] as? NSNumber)?.intValue ?? 0
  }

  /// Nil where there is none.
  func bytes(_ key: String) -> [UInt8]? { FileManager.default.contents(atPath: path(of: key)).map { Array($0) } }

  func digest(_ key: String) -> String? { bytes(key).map { SHA256.digest(of: $0).hex } }

  /// Writes a file so that a kill leaves the former one, or none, or the whole of this.
  func write(_ bytes: [UInt8], to key: String) throws {
    let part = try begin(key)
    part.restart()
    if let wrong = part.append(Data(bytes)) ?? part.finish() { throw Self.unwritable(path(of: key), wrong) }
  }

  /// A file to be downloaded, with what an earlier call got of it.
  func begin(_ key: String) throws -> PartFile {
    let path = path(of: key)
    do {
      try FileManager.default.createDirectory(
        atPath: (path as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
    } catch {
      throw Self.unwritable(path, error.localizedDescription)
    }
    do throws(PartFile.Failure) {
      return try PartFile(for: path)
    } catch {
      switch error {
      case .system(let why): throw Self.unwritable(path, why)
      case .busy:
        throw Problem(
          "another fetch is at work on '\(path)'", remedy: "wait until it has finished", fault: .work)
      }
    }
  }

  func remove(_ key: String) { unlink(path(of: key)) }

  static func unwritable(_ path: String, _ why: String) -> Problem {
    Problem("'\(path)' cannot be written: \(why)", remedy: "check the disk and who owns the folder", fault: .work)
  }
}
