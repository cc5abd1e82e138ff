import Reports
import Testing

@Suite("JSON documents")
struct JSONDocumentTests {
  private struct Horizon: Encodable {
    var forward = "1h"
    var barsIn = 420
    var meanInBps = 0.1
    var nullRejection = Double.nan
    var r2 = -Double.infinity
    var missing: Int?
  }

  private struct Study: Encodable {
    var sharpeAnnual = 1.0
    var horizons = [Horizon()]
    var parameters = ["entryZ": 1.5]
    var empty: [Int] = []
    var verdict: Figure = .percent(0.25)
  }

  @Test("keys are snake_case and sorted, what is not a number is null, parameters keep their names")
  func document() throws {
    #expect(
      try JSONDocument.encode(Study()) == """
        {
          "empty": [],
          "horizons": [
            {
              "bars_in": 420,
              "forward": "1h",
              "mean_in_bps": 0.1,
              "null_rejection": null,
              "r2": null
            }
          ],
          "parameters": {
            "entryZ": 1.5
          },
          "sharpe_annual": 1.0,
          "verdict": 0.25
        }

        """)
  }

  @Test("integers stay integers, to the last one")
  func integers() throws {
    #expect(try JSONDocument.encode([Int.max, Int.min]) == "[\n  9223372036854775807,\n  -9223372036854775808\n]\n")
    #expect(throws: EncodingError.self) { try JSONDocument.encode([UInt64.max]) }
  }

  @Test(
    "doubles are as short as they can be and read back", arguments: [0.1, 1.0 / 3, 1e-7, .leastNonzeroMagnitude, 1e300])
  func roundTrip(number: Double) throws {
    let text = try JSONDocument.encode(["x": number])
    let digits = text.split(separator: ": ").last?.split(separator: "\n").first ?? ""
    #expect(Double(digits) == number)
    #expect(digits == number.description)
  }

  @Test(
    "words are divided where a capital begins one",
    arguments: [
      ("sharpeAnnual", "sharpe_annual"), ("r2", "r2"), ("ciLow", "ci_low"), ("jsonURLPath", "json_url_path"),
      ("already_snake", "already_snake"), ("pnlBTC", "pnl_btc"),
    ])
  func snakeCase(name: String, key: String) {
    #expect(name.snakeCase == key)
  }

  private enum Shape: Encodable {
    case nested

    func encode(to encoder: any Encoder) throws {
      var list = encoder.unkeyedContainer()
      try list.encodeNil()
      try list.encode(UInt8(7))
      try list.encode(Float(0.1))
      var inner = list.nestedUnkeyedContainer()
      try inner.encode(true)
      try inner.encode("x")
    }
  }

  @Test("types that encode themselves come out as they meant to")
  func custom() throws {
    #expect(try JSONDocument.json(Shape.nested) == [nil, 7, 0.1, [true, "x"]])
  }
}
