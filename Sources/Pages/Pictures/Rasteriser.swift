import Foundation
import Market

/// Turns SVG into PNG with Debian's `rsvg-convert`, where that is installed.
///
/// Like the chart library it is an outside tool and never needed: without it a sweep leaves its pictures as SVG.
public struct Rasteriser: Sendable {
  /// Path of the tool.
  public let path: String

  /// What a search came to: the tool, or why there are no PNGs, for the caller to print.
  public struct Search: Sendable {
    public var tool: Rasteriser?
    public var note: String?
  }

  /// Looks for `rsvg-convert` in the folders of `PATH`.
  public static func find(
    environment: [String: String] = ProcessInfo.processInfo.environment
  ) -> Search {
    let folders = (environment["PATH"] ?? "").split(separator: ":").map(String.init)
    let path = folders.map { "\($0)/rsvg-convert" }.first { FileManager.default.isExecutableFile(atPath: $0) }
    guard let path else {
      return Search(
        note: "rsvg-convert was not found, so pictures are SVG only; `make setup` or librsvg2-bin brings it")
    }
    return Search(tool: Rasteriser(path: path))
  }

  /// Writes the picture in the file `svg` to the file `png`, two pixels a unit, which prints sharply.
  ///
  /// - Throws: a `Problem` with the tool's own words when it fails, as it does on a full disk.
  public func convert(_ svg: String, to png: String) throws {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: path)
    process.arguments = ["--zoom", "2", "--format", "png", "--output", png, svg]
    let errors = Pipe()
    process.standardError = errors
    process.standardOutput = FileHandle.nullDevice
    do {
      try process.run()
    } catch {
      throw Problem("'\(path)' cannot be run", remedy: "mend it, or take it off PATH to do without PNGs", fault: .work)
    }
    let said = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    guard process.terminationStatus == 0 else {
      let words = said.split(separator: "\n").first.map(String.init) ?? "it ended with \(process.terminationStatus)"
      throw Problem("rsvg-convert could not write '\(png)': \(words)", fault: .work)
    }
  }
}
