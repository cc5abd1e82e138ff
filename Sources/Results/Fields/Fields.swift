/// The figures of one kind of thing, in the order in which they are read.
@resultBuilder
public struct Fields<Subject>: Sendable {
  let all: [Field<Subject>]

  /// - Parameter places: where figures stand that do not say it themselves.
  @_semantics("optimize.sil.specialize.generic.never") @inline(never)
  public init(in places: Places = .json, @Fields _ fields: () -> Fields) {
    all = fields().all.map { $0.standing(in: places) }
  }

  private init(_ all: [Field<Subject>]) { self.all = all }

  @_semantics("optimize.sil.specialize.generic.never") @inline(never)
  public static func buildExpression(_ field: Field<Subject>) -> [Field<Subject>] { [field] }
  @_semantics("optimize.sil.specialize.generic.never") @inline(never)
  public static func buildExpression(_ fields: Fields<Subject>) -> [Field<Subject>] { fields.all }
  @_semantics("optimize.sil.specialize.generic.never") @inline(never)
  public static func buildBlock(_ parts: [Field<Subject>]...) -> [Field<Subject>] { parts.flatMap(\.self) }
  @_semantics("optimize.sil.specialize.generic.never") @inline(never)
  public static func buildArray(_ parts: [[Field<Subject>]]) -> [Field<Subject>] { parts.flatMap(\.self) }
  @_semantics("optimize.sil.specialize.generic.never") @inline(never)
  public static func buildOptional(_ part: [Field<Subject>]?) -> [Field<Subject>] { part ?? [] }
  @_semantics("optimize.sil.specialize.generic.never") @inline(never)
  public static func buildEither(first part: [Field<Subject>]) -> [Field<Subject>] { part }
  @_semantics("optimize.sil.specialize.generic.never") @inline(never)
  public static func buildEither(second part: [Field<Subject>]) -> [Field<Subject>] { part }
  @_semantics("optimize.sil.specialize.generic.never") @inline(never)
  public static func buildFinalResult(_ parts: [Field<Subject>]) -> Fields { Fields(parts) }

  /// The same of something that holds the subject; all are missing where it holds none.
  @_semantics("optimize.sil.specialize.generic.never") @inline(never)
  public func of<Whole>(_ part: @escaping @Sendable (Whole) -> Subject?) -> Fields<Whole> {
    Fields<Whole>(all.map { $0.lifted(part) })
  }
}

extension Fields {
  /// Figures as an object.
  @_semantics("optimize.sil.specialize.generic.never") @inline(never)
  public func json(_ subject: Subject) -> JSONValue {
    let members = all.filter { $0.places.contains(.json) }.compactMap { field -> (String, JSONValue)? in
      let value = field.json(subject)
      if field.isOptional, case .null = value { return nil }
      return (field.key, value)
    }
    return .members(members)
  }

  /// The keys of the CSV columns.
  public var csvColumns: [String] { columns(of: .csv).map(\.key) }

  @_semantics("optimize.sil.specialize.generic.never") @inline(never)
  public func csvRow(_ subject: Subject) -> [Figure] { columns(of: .csv).map { $0.figure?(subject) ?? .missing } }

  /// A header line and a line a subject.
  @_semantics("optimize.sil.specialize.generic.never") @inline(never)
  public func csv(_ subjects: [Subject]) -> String {
    var writer = CSVWriter(columns: csvColumns, into: "")
    for subject in subjects { writer.append(csvRow(subject)) }
    return writer.output
  }

  /// A row a subject.
  ///
  /// - Parameter columns: keys of those to show; by default all that are for tables.
  @_semantics("optimize.sil.specialize.generic.never") @inline(never)
  public func table(
    _ subjects: [Subject], columns: [String]? = nil, title: String? = nil, total: Subject? = nil, notes: [String] = []
  ) -> Table {
    let shown = columns.map(self.columns) ?? self.columns(of: [.table, .detail])
    let row = { (subject: Subject) in shown.map { $0.figure?(subject) ?? .missing } }
    return Table(
      title: title,
      columns: shown.map {
        .init($0.title, unit: $0.unit, key: $0.key, $0.alignment, isDetail: $0.places.contains(.detail))
      }, rows: subjects.map(row), total: total.map(row), notes: notes)
  }

  /// Some of them as figures with a name, for tiles and for a list one below the other; the meaning is the convention.
  @_semantics("optimize.sil.specialize.generic.never") @inline(never)
  public func keyFigures(_ subject: Subject, _ keys: [String]? = nil) -> [KeyFigure] {
    let shown = keys.map(columns) ?? columns(of: .tile)
    return shown.compactMap { field in
      field.figure.map {
        let said = field.said?(subject) ?? field.meaning
        return KeyFigure(
          field.title, key: field.key, $0(subject), unit: field.unit, convention: said.isEmpty ? nil : said)
      }
    }
  }

  private func columns(of places: Places) -> [Field<Subject>] { all.filter { !$0.places.isDisjoint(with: places) } }

  private func columns(_ keys: [String]) -> [Field<Subject>] { keys.compactMap { key in all.first { $0.key == key } } }

  /// All of them, and another one behind the one that is named; at the end where none is called so.
  func with(_ field: Field<Subject>, after key: String) -> Fields {
    var fields = all
    fields.insert(field, at: fields.firstIndex { $0.key == key }.map { $0 + 1 } ?? fields.endIndex)
    return Fields(fields)
  }

  /// Some of them, shown elsewhere.
  func only(_ keys: [String], in places: Places) -> Fields { Fields(columns(keys).map { $0.shown(in: places) }) }

  // MARK: What the keys mean

  /// Of a JSON schema.
  var properties: JSONValue {
    .members(
      all.filter { $0.places.contains(.json) }.map { field in
        (field.key, field.meaning.isEmpty ? field.type : field.type.adding(["description": .string(field.meaning)]))
      })
  }

  public var descriptions: [FieldDescription] {
    all.filter { $0.places.contains(.json) }.map {
      FieldDescription(key: $0.key, type: $0.typeText, meaning: $0.meaning, children: $0.children)
    }
  }

  /// The keys that every document has.
  private var required: [String] { all.filter { $0.places.contains(.json) && !$0.isOptional }.map(\.key) }

  /// A JSON schema of the document, or of several of them in an array, as a command prints what was asked of several.
  @_semantics("optimize.sil.specialize.generic.never") @inline(never)
  public func schema(_ title: String) -> JSONValue {
    [
      "$schema": "https://json-schema.org/draft/2020-12/schema", "title": .string(title),
      "type": ["object", "array"], "items": ["$ref": "#"], "properties": properties,
      "required": .array(required.sorted().map(JSONValue.string)),
    ]
  }
}
