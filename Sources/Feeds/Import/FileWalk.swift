import Foundation
import Market

/// Files to import, found from the paths a user names.
enum FileWalk {
  struct Found: Hashable {
    let path: String
    /// Whether the user named the file itself, and not a folder above it.
    let isNamed: Bool
  }

  /// Every file named and every file in the folders named, in order of path, each once. Hidden files and linked folders
  /// are passed over.
  ///
  /// - Throws: `Problem` for a path where there is nothing.
  static func files(_ paths: [String]) throws -> [Found] {
    var seen: Set<String> = []
    return try paths.flatMap { path -> [Found] in
      var isFolder: ObjCBool = false
      guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
        throw Problem("there is no file or folder '\(path)'")
      }
      return isFolder.boolValue ? files(in: path, depth: 0) : [Found(path: path, isNamed: true)]
    }
    .filter { seen.insert(URL(fileURLWithPath: $0.path).standardizedFileURL.path).inserted }
  }

  private static func files(in folder: String, depth: Int) -> [Found] {
    guard depth < 32 else { return [] }
    let names = ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).sorted()
    return names.filter { !$0.hasPrefix(".") }.flatMap { name -> [Found] in
      let path = folder.hasSuffix("/") ? folder + name : "\(folder)/\(name)"
      var isFolder: ObjCBool = false
      guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else { return [] }
      guard isFolder.boolValue else { return [Found(path: path, isNamed: false)] }
      let isLink = (try? FileManager.default.destinationOfSymbolicLink(atPath: path)) != nil
      return isLink ? [] : files(in: path, depth: depth + 1)
    }
  }
}
