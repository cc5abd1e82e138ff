import ArgumentParser
import Foundation
import Market

struct OpenCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "open",
    abstract: "Every kept result on one page with a search: writes results/index.html and opens it.",
    discussion: """
      In a terminal the page is opened with xdg-open or open; elsewhere its path is printed.

      Example: hindcast open
      """)

  @OptionGroup var global: GlobalOptions

  @Flag(inversion: .prefixedNo, help: "Open the page in a browser.")
  var browser = true

  func run() throws {
    try global.workspace.checkRoot()
    let (path, count) = try GalleryJob(workspace: global.workspace).write()
    switch global.format {
    case .json: print("{\"path\": \"\(path)\", \"results\": \(count)}")
    case .csv: print("path,results\n\(path),\(count)")
    case .table: print("\(path): \(count) result\(count == 1 ? "" : "s")")
    }
    guard browser, Terminal.outputIsTerminal else { return }
    for name in ["xdg-open", "open"] {
      let process = Process()
      process.executableURL = URL(fileURLWithPath: "/usr/bin/\(name)")
      process.arguments = [path]
      process.standardError = FileHandle.nullDevice
      if (try? process.run()) != nil { return }
    }
    Terminal.note("no program to open it with was found")
  }
}
