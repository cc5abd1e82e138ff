import CCarquet
import Foundation
import Market

/// `libcarquet.so`, which reads Parquet into columns: the one that `CARQUET` names, or the one that `make setup` has put beside
/// the program. Nothing else here needs it.
struct CarquetLibrary: Sendable {
  let functions: carquet_library
  let path: String

  /// The library; nil where there is none.
  ///
  /// - Throws: `Problem` for one that is named and cannot be loaded, or is of a version that hands over other structs.
  static func found() throws -> CarquetLibrary? { try search.get() }

  private static let search: Result<CarquetLibrary?, Problem> = {
    do throws(Problem) {
      return .success(
        try find(
          environment: ProcessInfo.processInfo.environment,
          program: Bundle.main.executablePath ?? CommandLine.arguments.first ?? ""))
    } catch { return .failure(error) }
  }()

  /// - Parameter environment: `CARQUET` names the library; empty, it says that none is to be used.
  static func find(environment: [String: String], program: String) throws(Problem) -> CarquetLibrary? {
    if let named = environment["CARQUET"] { return named.isEmpty ? nil : try CarquetLibrary(named) }
    for path in ProgramFolders.paths(of: ["share/hindcast/carquet/libcarquet.so"], around: program)
    where FileManager.default.fileExists(atPath: path) {
      return try CarquetLibrary(path)
    }
    return nil
  }

  private init(_ path: String) throws(Problem) {
    var functions = carquet_library()
    var said = [CChar](repeating: 0, count: 512)
    guard carquet_library_load(path, &functions, &said, said.count) == 0, let version = functions.version.map({ $0() })
    else {
      let reason = String(decoding: said.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
      throw Problem(
        "the Parquet library '\(path)' cannot be loaded: \(PrintableText.short(reason, most: 160))",
        remedy: Self.remedy)
    }
    let text = version.map { String(cString: $0) } ?? ""
    guard text.hasPrefix("0.7.") else {
      throw Problem(
        "the Parquet library '\(path)' is carquet \(PrintableText.short(text)), and 0.7 is read with",
        remedy: Self.remedy)
    }
    self.functions = functions
    self.path = path
  }

  private static let remedy = "name another in CARQUET, or leave it empty to read by duckdb"
}
