import Foundation
import Pages
import Results
import Testing

@Suite("Where plotly.min.js is looked for")
struct PlotlyLibraryTests {
  /// A folder of its own, removed at the end.
  private func withFolder(_ body: (URL) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("hindcast-\(UUID())")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try body(folder)
  }

  private func put(_ text: String, at file: URL) throws {
    try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try text.write(to: file, atomically: true, encoding: .utf8)
  }

  @Test("the file that the environment names comes first")
  func environment() throws {
    try withFolder { folder in
      try put("named", at: folder.appendingPathComponent("mine.js"))
      try put("installed", at: folder.appendingPathComponent("share/hindcast/plotly.min.js"))
      let search = PlotlyLibrary.find(
        environment: ["HINDCAST_PLOTLY": folder.appendingPathComponent("mine.js").path],
        executable: folder.appendingPathComponent("bin/hindcast").path)
      #expect(search.library?.content == .script("named"))
      #expect(search.warning == nil)
    }
  }

  @Test("a wrong name in the environment is said, not passed over")
  func wrongName() {
    let search = PlotlyLibrary.find(environment: ["HINDCAST_PLOTLY": "/nowhere/plotly.js"], executable: "/bin/hindcast")
    #expect(search.library == nil)
    #expect(search.warning?.contains("'/nowhere/plotly.js'") == true)
  }

  @Test("an installation has it in share beside bin, a build some folders up")
  func installation() throws {
    for program in ["bin/hindcast", "hindcast", "x86_64/release/hindcast", "a/b/c/d/e/hindcast"] {
      try withFolder { folder in
        try put("library", at: folder.appendingPathComponent("share/hindcast/plotly.min.js"))
        let search = PlotlyLibrary.find(environment: [:], executable: folder.appendingPathComponent(program).path)
        #expect(search.library?.content == .script("library"), "\(program)")
      }
    }
  }

  @Test("links to the program are followed")
  func links() throws {
    try withFolder { folder in
      let program = folder.appendingPathComponent("build/release/hindcast")
      try put("program", at: program)
      try put("library", at: folder.appendingPathComponent("build/share/hindcast/plotly.min.js"))
      let link = folder.appendingPathComponent("elsewhere/bin/hindcast")
      try FileManager.default.createDirectory(at: link.deletingLastPathComponent(), withIntermediateDirectories: true)
      try FileManager.default.createSymbolicLink(at: link, withDestinationURL: program)
      #expect(PlotlyLibrary.find(environment: [:], executable: link.path).library?.content == .script("library"))
    }
  }

  @Test("a packed copy comes before a plain one, and stays packed")
  func packed() throws {
    try withFolder { folder in
      try put("library", at: folder.appendingPathComponent("share/hindcast/plotly.min.js"))
      let packed = Data([0x1f, 0x8b, 0x08, 0x00])
      try packed.write(to: folder.appendingPathComponent("share/hindcast/plotly.min.js.gz"))
      let search = PlotlyLibrary.find(environment: [:], executable: folder.appendingPathComponent("hindcast").path)
      #expect(search.library?.content == .packed(packed.base64EncodedString()))
    }
  }

  @Test("without it the caller hears how to get it")
  func missing() throws {
    try withFolder { folder in
      let search = PlotlyLibrary.find(
        environment: [:], executable: folder.appendingPathComponent("a/b/c/d/e/f/g/hindcast").path)
      #expect(search.library == nil)
      #expect(search.warning?.contains("make setup") == true)
    }
  }
}
