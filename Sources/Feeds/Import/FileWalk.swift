import Foundation
import Market

/// Files to import, found from the paths a user names.
struct FileWalk {
  struct Found: Hashable {
    let path: String
    /// Whether the user named the file itself, and not a folder above it.
    let isNamed: Bool
    /// Whether it is one of several, of which one may say nothing: an archive has days that it filled with zeros.
    var isOneOfMany = true
  }

  /// Something below a named folder that cannot be looked at, and why.
  struct LeftOut: Hashable {
    let path: String
    let reason: String
  }

  /// Every file named and every file in the folders named, in order of path, each once. Hidden files are passed over, and
  /// what a fetch keeps beside its files: their checksums, and what it has not finished.
  private(set) var files: [Found] = []
  private(set) var leftOut: [LeftOut] = []
  private var seen: Set<String> = []

  /// Folders below folders below a named one, beyond which nobody keeps data and a loop of mounts would.
  private static let depth = 32

  /// - Throws: `Problem` for a path where there is nothing, or a folder that cannot be read.
  init(_ paths: [String]) throws {
    for path in paths {
      var isFolder: ObjCBool = false
      guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
        throw Problem("there is no file or folder '\(path)'", remedy: "check the path")
      }
      if isFolder.boolValue {
        if let reason = walk(path, depth: 0) {
          throw Problem("the folder '\(path)' cannot be read: \(reason)", remedy: "check its permissions")
        }
      } else {
        add(path, isNamed: true)
      }
    }
    if files.count == 1 { files[0].isOneOfMany = false }
  }

  private mutating func add(_ path: String, isNamed: Bool) {
    guard seen.insert(URL(fileURLWithPath: path).standardizedFileURL.path).inserted else { return }
    files.append(Found(path: path, isNamed: isNamed))
  }

  private mutating func leaveOut(_ path: String, _ reason: String) {
    leftOut.append(LeftOut(path: path, reason: reason))
  }

  /// - Returns: why the folder cannot be read; nil when it can.
  private mutating func walk(_ folder: String, depth: Int) -> String? {
    guard let names = Self.names(in: folder) else { return String(cString: strerror(errno)) }
    for name in names where name.first != UInt8(ascii: ".") {
      let prefix = folder.hasSuffix("/") ? folder : folder + "/"
      guard let text = String(validating: name, as: UTF8.self) else {
        leaveOut(prefix + String(decoding: name, as: UTF8.self), "its name is not text in UTF-8")
        continue
      }
      let path = prefix + text
      var (file, itself) = (stat(), stat())
      guard stat(path, &file) == 0, lstat(path, &itself) == 0 else {
        leaveOut(path, String(cString: strerror(errno)))
        continue
      }
      switch file.st_mode & S_IFMT {
      case S_IFREG where text.hasSuffix(SideDigest.ending) || text.hasSuffix(".part"): break
      case S_IFREG: add(path, isNamed: false)
      case S_IFDIR where itself.st_mode & S_IFMT == S_IFLNK: leaveOut(path, "linked folders are not followed")
      case S_IFDIR where depth + 1 >= Self.depth: leaveOut(path, "it lies more than \(Self.depth) folders deep")
      case S_IFDIR:
        if let reason = walk(path, depth: depth + 1) { leaveOut(path, "the folder cannot be read: \(reason)") }
      default: leaveOut(path, FileBytes.noFile)
      }
    }
    return nil
  }

  /// Names as the system keeps them, bytes that need not be text, in order; nil with `errno` when the folder cannot be read.
  private static func names(in folder: String) -> [[UInt8]]? {
    guard let stream = opendir(folder) else { return nil }
    defer { closedir(stream) }
    var names: [[UInt8]] = []
    while let entry = readdir(stream) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) { tuple in
        tuple.withMemoryRebound(to: UInt8.self, capacity: MemoryLayout.size(ofValue: entry.pointee.d_name)) { bytes in
          Array(UnsafeBufferPointer(start: bytes, count: strlen(bytes)))
        }
      }
      names.append(name)
    }
    return names.sorted { $0.lexicographicallyPrecedes($1) }
  }
}
