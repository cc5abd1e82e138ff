import Foundation
import TestSupport
import Testing

/// Every file that comes with the project, through the binary, on the market that everybody has.
@Suite("The strategies that come with Hindcast", .serialized)
struct EveryStrategyTests {
  private static let names = files(in: "strategies")
  private static let studies = files(in: "strategies/studies")

  private static func files(in folder: String) -> [String] {
    let all = (try? FileManager.default.contentsOfDirectory(atPath: "\(CommandLineTool.repository)/\(folder)")) ?? []
    return all.filter { $0.hasSuffix(".yaml") }.map { String($0.dropLast(5)) }.sorted()
  }

  /// One folder for all of them: the markets take longer to make than most strategies to replay.
  private static let made = Result {
    let tool = try CommandLineTool()
    // With the dated futures that the calendar trade needs; nothing else changes for them.
    _ = try tool.run("data", "demo", "--days", "60", "--surroundings")
    // Strategies that compare coins have a market of several.
    _ = try tool.run("data", "demo", "--days", "60", "--coins")
    // And one between venues a market of three.
    _ = try tool.run("data", "demo", "--days", "60", "--venues")
    return tool
  }

  private let tool: CommandLineTool

  init() throws { tool = try Self.made.get() }

  @Test("are replayed, and have signals that do not look ahead", arguments: names)
  func strategies(name: String) throws {
    let market = name.hasSuffix("-across") ? "coins" : name.hasPrefix("venue-") ? "venues" : "demo"
    let run = try tool.run("replay", name, "--market", market, "--no-report", "--format", "json")
    #expect(run.status == 0, "\(run.errors)")
    let audit = try tool.run("signal", "audit", name, "--market", market, "--cuts", "2")
    #expect(audit.status == 0, "\(audit.output)\(audit.errors)")
  }

  @Test("have studies that are tested as they stand", arguments: studies)
  func families(name: String) throws {
    let run = try tool.run("study", "family", name, "--market", "demo", "--format", "json")
    #expect(run.status == 0, "\(run.errors)")
  }

  @Test("are there")
  func count() {
    #expect(Self.names.count >= 14)
    #expect(Self.studies.contains("field"))
  }
}
