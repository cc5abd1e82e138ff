import Market
import Replay
import Views

extension CatalogView: ResultDocument {
  public static let kind = "view-catalog"

  public static let fields = Fields<CatalogView> {
    Field("engine", .words, "version of hindcast") { _ in Engine.version }
    Field("dataset", .words) { $0.dataset }
    Field("as_of", .instant, "nothing in the document was known later") { $0.asOf }
    Field("known_as_of", .instant, "imports up to it were read; null for all") { $0.knownAsOf }
    Field("counts", json: .object, "of instruments by type") { view in
      .members(view.counts.map { ($0.type.rawValue, .integer($0.count)) })
    }
    Field("instruments", listOf: CatalogRow.fields, "in order of name") { $0.rows }
  }

  /// `3 perpetuals, 1 spot`.
  package var countText: String {
    counts.map { InstrumentType.counted($0.count, $0.type.rawValue) }.joined(separator: ", ")
  }

  public var table: Table {
    CatalogRow.fields.table(
      rows, title: "Catalog: \(dataset) as of \(asOf.minuteText) UTC", notes: counts.isEmpty ? [] : ["\(countText)."])
  }

  public var csv: String { CatalogRow.fields.csv(rows) }
}

extension InstrumentType {
  /// How many there are of a type, in its number; spot has no plural.
  package static func counted(_ count: Int, _ type: String) -> String {
    type == InstrumentType.spot.rawValue ? "\(Double.grouped(count)) spot" : Double.counted(count, type)
  }
}

extension CatalogRow {
  static let fields = Fields<CatalogRow>(in: .documents) {
    Field("instrument", .words, in: .all) { $0.instrument.description }
    Field("type", .words, in: .all) { $0.instrument.type.rawValue }
    Field("form", .words, in: .detailed, "linear, inverse, quanto or unstated") { $0.contract.form.rawValue }
    Field("base", .words, in: .all) { $0.contract.base }
    Field("quote", .words, in: .all) { $0.contract.quote }
    Field("settlement", "settled in", .words, in: .all) { $0.contract.settlement }
    Field("coins_per_unit", .number) { $0.contract.coinsPerUnit }
    Field("contract_size", .number, in: .detailed, "null where the venue counts in base, or nothing tells") {
      $0.contract.size?.amount
    }
    Field("contract_size_unit", .words, "base or quote") { $0.contract.size?.unit.rawValue }
    Field("tick", .number, in: .detailed) { $0.contract.tick }
    Field("lot", .number) { $0.contract.lot }
    Field("listed", .instant, "where something tells") { $0.contract.listed }
    Field("expiry", .instant, in: .all) { $0.contract.expiry }
    Field("expired", .flag, "by as_of") { $0.hasExpired }
    Field("strike", .price) { $0.contract.strike }
    Field("right", .words) { $0.contract.right?.rawValue }
    Field("first", .instant, in: .all, "when its first row was known") { $0.first }
    Field("last", .instant, in: .detailed, "when its last row was known, by as_of") { $0.last }
    Field("series", .words, in: .all, "kinds of series") { $0.kinds.joined(separator: " ") }
    Field("source", .words, "where the facts come from") { $0.contract.source }
  }
}
