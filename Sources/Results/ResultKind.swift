import Views

/// A kind of document, for who asks what one holds.
public struct ResultKind: CaseIterable, Sendable {
  /// The command that prints it.
  public let command: String
  /// Asked for its keys when somebody wants them: every start of a command lists the names of all kinds.
  private let document: any ResultDocument.Type

  private init(_ document: any ResultDocument.Type, _ command: String) {
    (self.document, self.command) = (document, command)
  }

  /// What `hindcast schema` calls it.
  public var name: String { document.kind }

  public static let allCases = [
    ResultKind(RunSummary.self, "hindcast replay"),
    ResultKind(CompareSummary.self, "hindcast compare"),
    ResultKind(StudySummary.self, "hindcast study, of one market"),
    ResultKind(PanelSummary.self, "hindcast study, of several markets"),
    ResultKind(FamilySummary.self, "hindcast study family"),
    ResultKind(ScanSummary.self, "hindcast scan"),
    ResultKind(HoldoutDocument.self, "hindcast study register, hindcast study open"),
    ResultKind(RegressionSummary.self, "hindcast regress"),
    ResultKind(SweepSummary.self, "hindcast sweep"),
    ResultKind(ValidationSummary.self, "hindcast validate"),
    ResultKind(FundingView.self, "hindcast view funding"),
    ResultKind(InterestView.self, "hindcast view oi"),
    ResultKind(BasisView.self, "hindcast view basis"),
    ResultKind(LiquidationView.self, "hindcast view liquidations"),
    ResultKind(FlowView.self, "hindcast view flow"),
    ResultKind(RegimeView.self, "hindcast view regime"),
    ResultKind(SeasonalityView.self, "hindcast view seasonality"),
    ResultKind(OptionView.self, "hindcast view options"),
    ResultKind(CatalogView.self, "hindcast view catalog"),
    ResultKind(DashboardView.self, "hindcast view dashboard"),
  ]

  /// - Returns: nil where none is called so.
  public init?(named name: String) {
    guard let kind = Self.allCases.first(where: { $0.name == name }) else { return nil }
    self = kind
  }

  /// A JSON schema of the document.
  public var schema: JSONValue {
    let own = document.schema
    guard name == SweepSummary.kind else { return own }
    // Several markets and windows are swept one after the other.
    let sweeps: JSONValue = ["type": "array", "items": ["$ref": "#"], "description": "of several markets or windows"]
    return own.leavingOut(["required"]).adding([
      "properties": (own["properties"] ?? [:]).adding(["sweeps": sweeps]),
      "anyOf": [["required": own["required"] ?? []], ["required": ["sweeps"]]],
    ])
  }

  /// Every key, those of objects and lists behind the key that holds them: `horizons[].power.se_bps`.
  public var keys: Table {
    var rows: [[Figure]] = []
    func add(_ fields: [FieldDescription], under path: String) {
      for field in fields {
        rows.append([.text(path + field.key + (field.isList ? "[]" : "")), .text(field.type), .text(field.meaning)])
        add(field.children, under: path + field.key + (field.isList ? "[]." : "."))
      }
    }
    add(document.descriptions, under: "")
    return Table(
      title: "\(name): the JSON document of \(command)",
      columns: [
        .init("key", key: "key", .words), .init("type", key: "type", .words), .init("meaning", key: "meaning", .words),
      ], rows: rows)
  }
}

extension ResultDocument {
  fileprivate static var descriptions: [FieldDescription] { fields.descriptions }
}
