import Foundation
import Market
import Research
import Results
import Testing

@Suite("Fields: a figure said once")
struct FieldsTests {
  struct Sample: Sendable {
    var effect: Double? = 0.0025
    var bars = 1200
    var name = "stress"
    var part: Result<Double, Unavailable> = .success(0.25)
  }

  static let fields = Fields<Sample> {
    Field("name", .words, in: .all) { $0.name }
    Field("effect_bps", "effect", .bps, in: .all, "in the regime less outside") { $0.effect }
    Field("bars", .count, in: .documents) { $0.bars }
    Field("note", .words, in: .detail) { _ in "long" }
    Field("share", object: part, answer: { $0.part })
  }

  static let part = Fields<Double> { Field("value", .percent(0)) { $0 } }

  @Test("the scale is applied once, and is the same to programs and to people")
  func scale() {
    let json = Self.fields.json(Sample())
    #expect(json["effect_bps"] == .real(25))
    #expect(Self.fields.csv([Sample()]) == "name,effect_bps,bars\nstress,25.0,1200\n")
    let table = Self.fields.table([Sample()])
    #expect(table.columns.map(\.title) == ["name", "effect", "note"])
    #expect(table.columns.map(\.unit) == [nil, "bps", nil])
    #expect(table.rows[0].map(\.text) == ["stress", "+25.00", "long"])
  }

  @Test("what is not known is null, empty and n/a; what cannot be said says why")
  func unavailable() {
    let sample = Sample(effect: nil, part: .failure(Unavailable("two bars are no sample")))
    let json = Self.fields.json(sample)
    #expect(json["effect_bps"] == .null)
    #expect(json["share"] == ["cannot_say": "two bars are no sample"])
    #expect(Self.fields.csv([sample]).hasSuffix("stress,,1200\n"))
    #expect(Self.fields.table([sample]).rows[0][1].text == "n/a")
  }

  @Test("columns can be chosen by key, in another order")
  func chosen() {
    #expect(Self.fields.table([Sample()], columns: ["bars", "name"]).columns.map(\.key) == ["bars", "name"])
  }

  @Test("the figures of a part are figures of the whole, missing where there is none")
  func lifted() {
    let whole = Fields<Sample?> { Self.fields.of { $0 } }
    #expect(whole.json(Sample()) == Self.fields.json(Sample()))
    #expect(whole.json(nil)["effect_bps"] == .null)
  }

  @Test("the schema names every member with its type and meaning")
  func schema() throws {
    let schema = Self.fields.schema("sample")
    let effect = try #require(schema["properties"]?["effect_bps"])
    #expect(effect["type"] == ["number", "null"])
    #expect(effect["description"] == "in the regime less outside")
    #expect(schema["properties"]?["note"] == nil)
    #expect(schema["required"] == ["bars", "effect_bps", "name", "share"])
    #expect(schema["properties"]?["share"]?["properties"]?["value"] != nil)
    #expect(schema["type"] == ["object", "array"] && schema["items"] == ["$ref": "#"])
  }

  @Test("a list of a part may be missing where there is no part, and the schema says so")
  func listOfPart() {
    let list = Fields<Sample> { Field("days", listOf: Self.part, elements: { _ in [1, 2] }) }
    let whole = Fields<Sample?> { list.of { $0 } }
    #expect(whole.json(nil)["days"] == .null)
    #expect(whole.schema("whole")["properties"]?["days"]?["type"] == ["array", "null"])
    #expect(list.schema("part")["properties"]?["days"]?["type"] == "array")
  }
}

@Suite("Kinds of results")
struct ResultKindTests {
  @Test("every kind has a schema whose keys are snake case, and stand once", arguments: ResultKind.allCases)
  func keys(kind: ResultKind) {
    let paths = kind.keys.rows.map { $0[0].text }
    #expect(paths.count > 5)
    #expect(Set(paths).count == paths.count, "\(Dictionary(grouping: paths) { $0 }.filter { $1.count > 1 }.keys)")
    for path in paths {
      for key in path.replacing("[]", with: "").split(separator: ".") {
        #expect(key.allSatisfy { $0.isLowercase || $0.isNumber || $0 == "_" }, "\(path)")
      }
    }
  }

  @Test("docs/keys.md holds every key with its meaning", arguments: ResultKind.allCases)
  func documented(kind: ResultKind) throws {
    let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appendingPathComponent("docs/keys.md")
    let docs = try String(contentsOf: file, encoding: .utf8)
    let section = try #require(docs.components(separatedBy: "\n## ").first { $0.hasPrefix("\(kind.name)\n") })
    for row in kind.keys.rows {
      let line = "| `\(row[0].text)` | \(row[1].text) | \(row[2].text.replacing("|", with: "\\|")) |"
      #expect(section.contains(line), "\(kind.name) lacks: \(line)")
    }
  }
}
