import Foundation
import Market

/// `plotly.min.js`, which a page carries inside itself so that it opens offline.
///
/// The library (MIT licence, 4.8 MB) is not part of this project: `make setup` fetches it once, packs it to 1.5 MB and puts
/// it beside the build. A page made without it still has its tables and still pictures.
public struct PlotlyLibrary: Sendable {
  /// What a page holds of it.
  public enum Content: Hashable, Sendable {
    case script(String)
    /// The gzip file in base 64, which the page unpacks when it is opened.
    case packed(String)
  }

  public let content: Content
  /// Where it was found.
  public let path: String

  public init(_ content: Content, path: String) {
    self.content = content
    self.path = path
  }

  /// What a search came to: the library, or why pages will do without it, for the caller to print.
  public struct Search: Sendable {
    public var library: PlotlyLibrary?
    public var warning: String?
  }

  /// Looks for the library where it is put by hand, by an installation and by a build:
  ///
  /// 1. the file named by `HINDCAST_PLOTLY`; when that is set and cannot be read, the search ends there and says so;
  /// 2. `../share/hindcast/` from the folder of the executable as it was called;
  /// 3. `share/hindcast/` in the folder of the executable with its links resolved and in the five above.
  ///
  /// In a folder it is `plotly.min.js.gz`, or else `plotly.min.js`.
  ///
  /// - Parameter executable: path of the running program; the system is asked when it is nil.
  public static func find(
    environment: [String: String] = ProcessInfo.processInfo.environment, executable: String? = nil
  ) -> Search {
    if let named = environment["HINDCAST_PLOTLY"], !named.isEmpty {
      if let library = read(named) { return Search(library: library) }
      return Search(
        warning: "HINDCAST_PLOTLY names '\(named)', which cannot be read; charts are still pictures in this report")
    }
    let program = executable ?? Bundle.main.executablePath ?? CommandLine.arguments.first ?? ""
    for path in ProgramFolders.paths(of: names, around: program) {
      if let library = read(path) { return Search(library: library) }
    }
    return Search(
      warning: "plotly.min.js was not found, so charts are still pictures in this report; \(remedy)")
  }

  /// What a reader can do about missing charts.
  package static let remedy = "`make setup` fetches it, or HINDCAST_PLOTLY names a copy"

  private static let names = ["plotly.min.js.gz", "plotly.min.js"].map { "share/hindcast/\($0)" }

  private static func read(_ path: String) -> PlotlyLibrary? {
    guard let bytes = FileManager.default.contents(atPath: path), !bytes.isEmpty else { return nil }
    let isPacked = bytes.starts(with: [0x1f, 0x8b])
    return PlotlyLibrary(
      isPacked ? .packed(bytes.base64EncodedString()) : .script(String(decoding: bytes, as: UTF8.self)), path: path)
  }
}
