import Foundation
import Testing

@Suite("Views from the command line")
struct ViewCommandTests {
  private let tool: CommandLineTool

  init() throws { tool = try CommandLineTool(demoDays: 20) }

  private func run(_ arguments: String...) throws -> CommandLineTool.Answer {
    try tool.run(["view"] + arguments + ["--no-test"])
  }

  @Test(
    "an asset is understood as people write it",
    arguments: ["DEMOUSDT", "demo", "DEMO-USDT", "DEMO/USDT:USDT", "perpetual-DEMO-USDT:USDT", "demo:DEMOUSDT"])
  func spelling(asset: String) throws {
    let usual = try run("funding", "DEMO", "--format", "json").document()
    let other = try run("funding", asset, "--format", "json").document()
    #expect(
      NSDictionary(dictionary: ["x": usual["venues"] ?? 0]) == NSDictionary(dictionary: ["x": other["venues"] ?? 1]))
  }

  @Test("a venue beyond the threshold ends with exit code 3, having said everything")
  func alert() throws {
    let beyond = try run("funding", "DEMO", "--alert-threshold", "0.1bps")
    #expect(beyond.status == 3)
    #expect(beyond.output.contains("Beyond the alert threshold"))
    #expect(try run("funding", "DEMO", "--alert-threshold", "5%").status == 0)
    #expect(try run("funding", "DEMO", "--alert-threshold", "none").status == 2)
  }

  @Test(
    "a share is written 5%, 500bps or 0.05 on every flag, and a bare 5 is refused with both ways to say it",
    arguments: [("basis", "--min-yield"), ("funding", "--alert-threshold"), ("liquidations", "--maintenance")])
  func shares(view: String, flag: String) throws {
    for text in ["5%", "500bps", "0.05"] {
      #expect(try run(view, "DEMO", flag, text).status == 0, "\(flag) \(text)")
    }
    let bare = try run(view, "DEMO", flag, "5")
    #expect(bare.status == 2)
    #expect(bare.errors.contains("write 5% or 0.05"))
  }

  @Test("what is not there is refused with what there is")
  func refusals() throws {
    let coin = try run("funding", "BTC")
    #expect(coin.status == 2)
    #expect(coin.errors.contains("DEMO"))
    let kind = try run("options", "DEMO")
    #expect(kind.status == 2)
    #expect(kind.errors.contains("open_interest"))
    let early = try run("oi", "DEMO", "--as-of", "2020-01-01")
    #expect(early.status == 2)
    #expect(early.errors.contains("2024-07-01"))
    #expect(try run("regime", "DEMO", "--instrument", "demo:NONE").status == 2)
  }

  @Test("several assets are a list of documents and rows under one header")
  func several() throws {
    let json = try run("basis", "DEMO", "DEMOUSDT", "--format", "json")
    let documents = try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [[String: Any]]
    #expect(documents?.map { $0["asset"] as? String } == ["DEMO", "DEMOUSDT"])
    let rows = try run("basis", "DEMO", "DEMOUSDT", "--format", "csv").output.split(separator: "\n")
    #expect(rows.count == 3)
    #expect(rows.filter { $0.hasPrefix("asset,") }.count == 1)
  }

  @Test("a page is written beside its document", arguments: ["funding", "regime", "dashboard"])
  func page(view: String) throws {
    let answer = try run(view, "DEMO", "--as-of", "2024-07-15", "--page")
    #expect(answer.status == 0, "\(answer.errors)")
    let folder = "\(tool.root)/results/view/\(view)-demo-DEMO-2024-07-15T000000Z-no-test"
    let page = try String(contentsOfFile: folder + "/report.html", encoding: .utf8)
    #expect(page.contains("2024-07-15 00:00"))
    #expect(FileManager.default.fileExists(atPath: folder + "/view.json"))
  }

  @Test("options that make it another view make another page, and the usual ones said out do not")
  func pages() throws {
    for options in [
      [], ["--window", "1d"], ["--window", "3d"], ["--window", "3d", "--history", "2d"], ["--entry", "2"],
      ["--assume-funding", "conflicting=last"],
    ] {
      let answer = try tool.run(["view", "regime", "DEMO", "--as-of", "2024-07-15", "--page", "--no-test"] + options)
      #expect(answer.status == 0, "\(answer.errors)")
    }
    let kept = try FileManager.default.contentsOfDirectory(atPath: "\(tool.root)/results/view").sorted()
    let name = "regime-demo-DEMO-2024-07-15T000000Z"
    #expect(
      kept.map { $0.dropFirst(name.count) } == [
        "-history-2d-no-test-window-3d", "-no-test", "-no-test-assume-funding-conflicting_last-e8bcb9e0",
        "-no-test-entry-2.0", "-no-test-window-3d",
      ])
  }

  @Test("the only coin need not be named, all coins are asked for with --all, and both at once are refused")
  func assets() throws {
    let named = try run("funding", "DEMO", "--format", "json")
    #expect(try run("funding", "--format", "json").output == named.output)
    #expect(try run("funding", "--all", "--format", "json").output == named.output)
    #expect(try run("funding", "DEMO", "--all").errors.contains("leave one of them out"))
  }

  @Test("a venue that fell silent is shown with its age in days and left out of means")
  func stale() throws {
    let answer = try run("funding", "DEMO", "--as-of", "2024-09-01T05:00:00Z")
    #expect(answer.status == 0)
    #expect(answer.output.contains("demo:DEMOUSDT (42d 5h old)"), "\(answer.output)")
  }

  @Test("levels of a model say what they assume, and a mix that is none is refused")
  func levels() throws {
    let answer = try run("liquidations", "DEMO", "--leverage", "10:60,25:40", "--maintenance", "0.4%")
    let said = answer.output.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    #expect(said.contains("at 10x 60%, 25x 40%"), "\(answer.errors)")
    #expect(said.contains("maintenance 0.40% (given)"))
    #expect(try run("liquidations", "DEMO", "--leverage", "10").status == 2)
    #expect(try run("liquidations", "DEMO", "--maintenance", "50%").status == 2)
  }

  @Test("a catalog has a page")
  func catalogPage() throws {
    let answer = try tool.run("view", "catalog", "--as-of", "2024-07-15", "--page")
    #expect(answer.status == 0, "\(answer.errors)")
    let file = "\(tool.root)/results/view/catalog-demo-2024-07-15T000000Z/report.html"
    #expect(try String(contentsOfFile: file, encoding: .utf8).contains("demo:DEMOUSDT"))
  }

  @Test("the same asset twice is one")
  func twice() throws {
    let once = try run("oi", "DEMO", "--format", "json")
    #expect(try run("oi", "DEMO", "DEMO", "--format", "json").output == once.output)
  }

  @Test("candles of open interest have the width that is asked for")
  func candles() throws {
    let answer = try run("oi", "DEMO", "--candle", "1h", "--history", "1d", "--format", "json").document()
    let first = (answer["candles"] as? [[String: Any]])?.first
    #expect(first?["step"] as? String == "1h" && (first?["candles"] as? [Any])?.count == 24)
    #expect(try run("oi", "DEMO", "--candle", "0s").status == 2)
  }

  @Test("levels take tiers and sizes, and refuse what is none")
  func tiers() throws {
    let answer = try run("liquidations", "DEMO", "--tiers", "0:0.4%,50000:1%", "--sizes", "1000:1,100000:1")
    #expect(answer.output.contains("Positions that the model assumes"))
    #expect(try run("liquidations", "DEMO", "--tiers", "binance-btc-2021").output.contains("Binance FAQ"))
    for wrong in [
      ["--tiers", "50000:1%"], ["--tiers", "none"], ["--sizes", "5"], ["--tiers", "0:1%", "--maintenance", "1%"],
    ] {
      #expect(try tool.run(["view", "liquidations", "DEMO"] + wrong).status == 2, "\(wrong)")
    }
  }

  @Test("the gallery lists views and results by what people call them")
  func gallery() throws {
    _ = try run("funding", "DEMO", "--page")
    _ = try tool.run("study", "stress-fade", "--signal", "crowding", "--forward", "1h", "--market", "demo")
    #expect(try tool.run("open", "--no-browser").status == 0)
    let page = try String(contentsOfFile: "\(tool.root)/results/index.html", encoding: .utf8)
    for part in ["Funding view", "Signal study", "of stress-fade", "per 8 h", "class=\"spark\""] {
      #expect(page.contains(part), "\(part)")
    }
    #expect(!page.contains("signal_study") && !page.contains("funding_view"))
  }
}
