import Foundation
import Testing

@Suite("Several markets from the shell")
struct PanelCommandTests {
  private let tool: CommandLineTool

  init() throws {
    tool = try CommandLineTool()
    try PanelMarkets.add(to: tool)
  }

  @Test("one document with the keys of a study, the markets beside the pooled answer, and across them")
  func document() throws {
    let answer = try tool.run(
      "study", "stress-fade", "--signal", "crowding", "--forward", "1h", "--market", "m1,m2,m3,m4,m5", "--format",
      "json",
      "--calibrate", "20")
    let document = try answer.document()
    for key in ["market", "interval", "from", "to", "bars", "signal", "seed", "horizons"] {
      #expect(document[key] != nil, "\(key)")
    }
    #expect(document["market"] as? String == "m1,m2,m3,m4,m5")
    let horizon = try #require((document["horizons"] as? [[String: Any]])?.first)
    for key in ["forward", "mean_all_bps", "estimators", "min_detectable_bps", "verdict", "markets", "cross_section"] {
      #expect(horizon[key] != nil, "\(key)")
    }
    let estimators = try #require(horizon["estimators"] as? [[String: Any]])
    for key in ["name", "estimate_bps", "se_bps", "t", "p", "null_rejection"] {
      #expect(estimators.allSatisfy { $0[key] != nil }, "\(key)")
    }
    #expect((horizon["markets"] as? [[String: Any]])?.count == 5)
    let across = try #require(horizon["cross_section"] as? [String: Any])
    #expect((across["spearman"] as? [String: Any])?["lags"] as? Int ?? 0 >= 11, "h - 1 at least")
    #expect((across["quantiles"] as? [String: Any])?["spread_convention"] as? String == "top less bottom, not halved")
    let hash = try #require(document["hash"] as? String)
    let folder = tool.root + "/results/stress-fade-panel-crowding-\(hash.prefix(8))"
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: folder).sorted() == [
        "report.html", "study.csv", "study.json", "study.txt",
      ])
  }

  @Test(
    "what means nothing to a panel is refused with the reason",
    arguments: [["--placebos", "20"], ["--effect", "2bps"], ["--details"], ["--all"]])
  func meaningless(_ flags: [String]) throws {
    let answer = try tool.run(
      ["study", "stress-fade", "--signal", "stress", "--market", "m1,m2", "--no-report"] + flags)
    #expect(answer.status == 2)
    #expect(answer.errors.contains("\(flags[0]) means nothing to a study of 2 markets"), "\(answer.errors)")
  }

  @Test("CSV has the header of a study of one market, and rows of all and of each")
  func csv() throws {
    let one = try tool.run(
      "study", "stress-fade", "--signal", "stress", "--market", "m1", "--format", "csv", "--calibrate", "0",
      "--no-report")
    let two = try tool.run(
      "study", "stress-fade", "--signal", "stress", "--market", "m1,m2", "--format", "csv", "--calibrate", "0",
      "--no-report")
    let lines = two.output.split(separator: "\n")
    #expect(lines.first == one.output.split(separator: "\n").first)
    #expect(lines.contains { $0.hasPrefix("\"m1,m2\",\"demo:DEMOUSDT,demo:DEMOUSDT\",stress,1h,") })
    #expect(lines.contains { $0.hasPrefix("m2,demo:DEMOUSDT,stress,1h,") })
  }

  @Test("a signal of one market has its coefficient, fifths of its own past and a decay in the document")
  func signal() throws {
    let answer = try tool.run(
      "study", "stress-fade", "--signal", "crowding", "--forward", "15m,1h", "--market", "m1", "--format", "json",
      "--calibrate", "20")
    let document = try answer.document()
    #expect((document["decay"] as? [[String: Any]])?.count ?? 0 > 3)
    for horizon in try #require(document["horizons"] as? [[String: Any]]) {
      let coefficient = try #require(horizon["information_coefficient"] as? [String: Any])
      #expect(coefficient["spearman"] is Double)
      let quantiles = try #require(horizon["quantiles"] as? [String: Any])
      #expect(quantiles["edges"] as? String == "expanding")
      #expect((quantiles["buckets"] as? [[String: Any]])?.count == 5)
      #expect(quantiles["break_even_bps_per_side"] is Double)
    }
  }

  @Test(
    "what is wrong with a list of markets is said in one line",
    arguments: [
      ("m1,", "missing beside a comma"), ("m1,m1", "twice"), ("m1,m9", "m9"), (",", "missing"),
    ])
  func refusals(markets: String, says: String) throws {
    let answer = try tool.run("study", "stress-fade", "--signal", "stress", "--market", markets)
    #expect(answer.status == 2)
    #expect(answer.errors.contains(says), "\(answer.errors)")
    #expect(answer.output.isEmpty)
  }
}
