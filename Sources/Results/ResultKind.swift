import Views

/// The kinds of documents there are, for who asks what one holds.
public enum ResultKind: String, CaseIterable, Sendable {
  case run, comparison, study, panel, family, scan, holdout, regression, sweep, validation
  case viewFunding = "view-funding"
  case viewInterest = "view-oi"
  case viewBasis = "view-basis"
  case viewLiquidations = "view-liquidations"
  case viewFlow = "view-flow"
  case viewRegime = "view-regime"
  case viewSeasonality = "view-seasonality"
  case viewOptions = "view-options"
  case viewCatalog = "view-catalog"
  case viewDashboard = "view-dashboard"

  /// The command that prints it.
  public var command: String {
    switch self {
    case .run: "hindcast replay"
    case .comparison: "hindcast compare"
    case .study: "hindcast study, of one market"
    case .panel: "hindcast study, of several markets"
    case .family: "hindcast study family"
    case .scan: "hindcast scan"
    case .holdout: "hindcast study register, hindcast study open"
    case .regression: "hindcast regress"
    case .sweep: "hindcast sweep"
    case .validation: "hindcast validate"
    case .viewFunding: "hindcast view funding"
    case .viewInterest: "hindcast view oi"
    case .viewBasis: "hindcast view basis"
    case .viewLiquidations: "hindcast view liquidations"
    case .viewFlow: "hindcast view flow"
    case .viewRegime: "hindcast view regime"
    case .viewSeasonality: "hindcast view seasonality"
    case .viewOptions: "hindcast view options"
    case .viewCatalog: "hindcast view catalog"
    case .viewDashboard: "hindcast view dashboard"
    }
  }

  private var document: any ResultDocument.Type {
    switch self {
    case .run: RunSummary.self
    case .comparison: CompareSummary.self
    case .study: StudySummary.self
    case .panel: PanelSummary.self
    case .family: FamilySummary.self
    case .scan: ScanSummary.self
    case .holdout: HoldoutDocument.self
    case .regression: RegressionSummary.self
    case .sweep: SweepSummary.self
    case .validation: ValidationSummary.self
    case .viewFunding: FundingView.self
    case .viewInterest: InterestView.self
    case .viewBasis: BasisView.self
    case .viewLiquidations: LiquidationView.self
    case .viewFlow: FlowView.self
    case .viewRegime: RegimeView.self
    case .viewSeasonality: SeasonalityView.self
    case .viewOptions: OptionView.self
    case .viewCatalog: CatalogView.self
    case .viewDashboard: DashboardView.self
    }
  }

  /// A JSON schema of the document.
  public var schema: JSONValue {
    let schema = document.schema
    guard self == .sweep else { return schema }
    // Several markets and windows are swept one after the other.
    let sweeps: JSONValue = ["type": "array", "items": ["$ref": "#"], "description": "of several markets or windows"]
    return schema.leavingOut(["required"]).adding([
      "properties": (schema["properties"] ?? [:]).adding(["sweeps": sweeps]),
      "anyOf": [["required": schema["required"] ?? []], ["required": ["sweeps"]]],
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
      title: "\(rawValue): the JSON document of \(command)",
      columns: [
        .init("key", key: "key", .words), .init("type", key: "type", .words), .init("meaning", key: "meaning", .words),
      ], rows: rows)
  }
}

extension ResultDocument {
  static var descriptions: [FieldDescription] { fields.descriptions }
}
