import Foundation
import Pages
import Results

/// Headless Chromium, where there is one.
enum Browser {
  static let path = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].first {
    FileManager.default.isExecutableFile(atPath: $0)
  }

  static let plotly = PlotlyLibrary.find().library

  static let why = "needs Chromium and plotly.min.js (`make setup`)"
  static var isThere: Bool { path != nil && plotly != nil }

  /// The document as it stands once the page's scripts have run.
  ///
  /// Pages are kept in the folder that `HINDCAST_PAGES` names, for looking at them.
  static func document(of html: String, named name: String) throws -> String {
    let kept = ProcessInfo.processInfo.environment["HINDCAST_PAGES"]
    let folder = kept.map { URL(fileURLWithPath: $0) } ?? FileManager.default.temporaryDirectory
    let file = folder.appendingPathComponent("hindcast-\(name).html")
    try html.write(to: file, atomically: true, encoding: .utf8)
    defer { if kept == nil { try? FileManager.default.removeItem(at: file) } }

    let process = Process()
    process.executableURL = path.map { URL(fileURLWithPath: $0) }
    process.arguments = [
      "--headless", "--no-sandbox", "--disable-gpu", "--virtual-time-budget=20000", "--window-size=1200,2000",
      "--dump-dom", file.absoluteString,
    ]
    let output = Pipe()
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    try process.run()
    let document = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return String(decoding: document, as: UTF8.self)
  }
}
