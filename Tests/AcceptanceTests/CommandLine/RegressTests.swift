import Foundation
import Testing

@Suite("hindcast regress")
struct RegressTests {
  private let tool: CommandLineTool

  init() throws {
    tool = try CommandLineTool(demoDays: 20)
  }

  @Test("prints one document with stable keys, coefficients in both units, and what moves through time")
  func document() throws {
    let formula = "forward(1h) ~ funding_z * I(funding_z > 0) + lag(return(1h)) + C(weekday)"
    let answer = try tool.run(
      "regress", formula, "--strategy", "stress-fade", "--market", "demo", "--format", "json", "--rolling", "5d",
      "--expanding", "7d", "--no-report")
    let document = try answer.document()
    for key in [
      "observations", "dropped", "terms", "r2", "covariance", "rank", "condition", "adjusted_r2", "wald", "moving",
      "formula", "fingerprint", "market", "from", "to",
    ] {
      #expect(document[key] != nil, "\(key)")
    }
    let covariance = try #require(document["covariance"] as? [String: Any])
    #expect(covariance["kind"] as? String == "hodrick_1b")
    #expect(covariance["lags"] as? Int == 11)
    #expect(Set(covariance.keys).isSuperset(of: ["kind", "lags", "kernel", "small_sample"]))
    let terms = try #require(document["terms"] as? [[String: Any]])
    #expect(terms.count == 11)
    for term in terms {
      let fraction = try #require(term["coefficient"] as? Double)
      let bps = try #require(term["coefficient_bps"] as? Double)
      #expect(abs(fraction * 1e4 - bps) <= 1e-9 * abs(bps))
    }
    #expect((document["moving"] as? [[String: Any]])?.compactMap { $0["kind"] as? String } == ["rolling", "expanding"])
  }

  @Test("writes a page and a document that a second run does not change")
  func page() throws {
    let first = try tool.run("regress", "forward(15m, 1h) ~ premium", "--market", "demo")
    #expect(first.status == 0, "\(first.errors)")
    #expect(first.output.contains("Hodrick 1B") && first.output.contains("Stambaugh"))
    let pages = first.output.split(separator: "\n").filter { $0.hasPrefix("Written to ") }.map { $0.dropFirst(11) }
    #expect(pages.count == 2)
    for page in pages { #expect(FileManager.default.fileExists(atPath: "\(tool.root)/\(page)")) }
    #expect(try tool.run("regress", "forward(15m, 1h) ~ premium", "--market", "demo").output == first.output)
  }

  @Test("says what is wrong with a formula at its column, with the nearest word and exit code 2")
  func errors() throws {
    let misspelt = try tool.run(
      "regress", "forward(1h) ~ funding_z * stres", "--strategy", "stress-fade", "--market", "demo")
    #expect(misspelt.status == 2)
    #expect(misspelt.errors.contains("formula:1:27:"))
    #expect(misspelt.errors.contains("did you mean 'stress'?"))
    #expect(misspelt.errors.hasSuffix("\n  \(String(repeating: " ", count: 26))^\n"))
    let column = try tool.run("regress", "forward(1h) ~ fundng_rate", "--market", "demo")
    #expect(column.status == 2 && column.errors.contains("did you mean 'funding_rate'?"))
    let kind = try tool.run("regress", "forward(1h) ~ premium", "--covariance", "newy-west", "--market", "demo")
    #expect(kind.status == 2 && kind.errors.contains("did you mean 'newey-west'?"))
  }
}
