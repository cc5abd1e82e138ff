import Glibc

/// Where files lie that come with the program, put there by an installation or by a build.
public enum ProgramFolders {
  /// Paths at which one of `names` may be, the likeliest first: beside the folder of the program as it was called; and in its
  /// folder with links resolved and in the five above.
  ///
  /// - Parameter program: path of the program that runs.
  public static func paths(of names: [String], around program: String) -> [String] {
    var folders = [folder(of: folder(of: program))]
    var next = folder(of: resolved(program))
    for _ in 0...5 {
      folders.append(next)
      next = folder(of: next)
    }
    return folders.flatMap { folder in names.map { folder == "/" ? "/\($0)" : "\(folder)/\($0)" } }
  }

  private static func folder(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  /// The path itself where nothing lies there.
  private static func resolved(_ path: String) -> String {
    guard let real = realpath(path, nil) else { return path }
    defer { free(real) }
    return String(cString: real)
  }
}
