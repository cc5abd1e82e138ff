import Market
import Research

/// One figure of a result, said once: what programs and people call it, how it is written, and where it comes from.
///
/// From a list of these come the JSON object and its schema, the CSV columns, and the columns of a table in a terminal and
/// on a page. The scale, a fraction shown in basis points, is the form's, and stands nowhere else.
public struct Field<Subject>: Sendable {
  /// Snake case with the unit where it matters: `se_bps`. The member of the JSON object and the column of the CSV.
  public let key: String
  /// What heads its column.
  public let title: String
  /// Under the title.
  public let unit: String?
  /// What it is, for who looks the key up.
  public let meaning: String
  /// Nil where the list says it for all of its figures.
  private var stated: Places?
  let alignment: Table.Alignment
  /// Nil for what is no single figure: an object, a list.
  let figure: (@Sendable (Subject) -> Figure)?
  /// The convention beside the figure, where it depends on the subject; else its meaning is.
  let said: (@Sendable (Subject) -> String)?
  let json: @Sendable (Subject) -> JSONValue
  /// Of the value, without its meaning.
  let type: JSONValue
  /// Members of the object, or of each element of the list.
  let children: [FieldDescription]
  /// Whether a document has it only where there is a value.
  var isOptional = false
}

/// Where a figure is shown.
public struct Places: OptionSet, Sendable {
  public let rawValue: Int
  public init(rawValue: Int) { self.rawValue = rawValue }

  public static let json = Places(rawValue: 1)
  public static let csv = Places(rawValue: 2)
  public static let table = Places(rawValue: 4)
  /// In tables, and left out where a terminal is narrow.
  public static let detail = Places(rawValue: 8)
  /// Under its name, with its convention: a tile of a page, a line of a summary.
  public static let tile = Places(rawValue: 16)

  public static let documents: Places = [.json, .csv]
  public static let all: Places = [.json, .csv, .table]
  /// In a document, and in a table of it.
  public static let shown: Places = [.json, .table]
  /// In a document, and among its tiles.
  public static let tiles: Places = [.json, .tile]
  /// Everywhere, but left out of a narrow terminal.
  public static let detailed: Places = [.json, .csv, .detail]
}

/// How a value is written, and what it is to programs.
public struct Form<Value: Sendable>: Sendable {
  /// Of JSON schema: `number`.
  let type: String
  var unit: String?
  var alignment = Table.Alignment.right
  /// What stands where there is no value: words are simply absent, a number is not known.
  var absent = Figure.missing
  let figure: @Sendable (Value) -> Figure
}

extension Form<Double> {
  /// A fraction in basis points, with its sign.
  public static let bps = Form(type: "number", unit: "bps") { .bps($0 * 1e4) }
  /// The same of what has no direction, such as an error.
  public static let unsignedBps = Form(type: "number", unit: "bps") { .unsignedBps($0 * 1e4) }
  /// The same for a unit of a signal, whatever that is.
  static let slopeBps = Form(type: "number", unit: "bps") { .slopeBps($0 * 1e4) }
  static let unsignedSlopeBps = Form(type: "number", unit: "bps") { .unsignedSlopeBps($0 * 1e4) }
  public static let p = Form(type: "number") { .pValue($0) }
  /// A correlation, or an error of one.
  public static let correlation = Form(type: "number") { .ratio($0, decimals: 4) }
  public static let ratio = Form.ratio(2)
  public static let signedRatio = Form(type: "number") { .signedRatio($0) }
  public static let signedPercent = Form(type: "number") { .signedPercent($0) }
  public static let number = Form(type: "number") { .plain($0) }

  /// An amount of quote currency with its sign, an amount without one, and a price: `Table.amounts(in:)` says of which.
  package static let amount = Form.written(quoteUnit) { .signedQuote($0) }
  static let margin = Form.written(quoteUnit) { .quote($0) }
  package static let fillPrice = Form.written(quoteUnit) { .price($0) }
  /// How much is held, in coins.
  package static let size = Form.written { .size($0) }
  /// What heads them where nobody knows the currency.
  static let quoteUnit = "quote"

  public static func ratio(_ decimals: Int) -> Form { Form(type: "number") { .ratio($0, decimals: decimals) } }
  /// A fraction, shown in hundredths.
  public static func percent(_ decimals: Int) -> Form { Form(type: "number") { .percent($0, decimals: decimals) } }
  /// As it is, written as a caller says.
  public static func written(_ unit: String? = nil, _ figure: @escaping @Sendable (Double) -> Figure) -> Form {
    Form(type: "number", unit: unit, figure: figure)
  }
}

extension Form<Int> {
  public static let count = Form(type: "integer") { .count($0) }
}

extension Form<UInt64> {
  /// JSON has no unsigned numbers: one beyond its reach wraps.
  public static let seed = Form(type: "integer") { .count(Int(truncatingIfNeeded: $0)) }
}

extension Form<String> {
  public static let words = Form(type: "string", alignment: .left, absent: .blank) { .text($0) }
}

extension Form<Bool> {
  public static let flag = Form(type: "boolean", alignment: .left) { .flag($0) }
}

extension Form<Instant> {
  public static let instant = Form(type: "string", alignment: .left) { .instant($0) }
}

extension Field {
  /// A single figure that is titled by its key.
  ///
  /// - Parameter places: nil for where its list has all figures that say nothing else.
  @_semantics("optimize.sil.specialize.generic.never") @inline(never)
  public init<Value>(
    _ key: String, _ form: Form<Value>, in places: Places? = nil, unit: String? = nil, _ meaning: String = "",
    said: (@Sendable (Subject) -> String)? = nil, _ value: @escaping @Sendable (Subject) -> Value?
  ) {
    self.init(
      key, key.replacing("_", with: " "), form, in: places, unit: unit, meaning, said: said, value)
  }

  /// A single figure; nil is null to programs and `n/a` to people.
  @_semantics("optimize.sil.specialize.generic.never") @inline(never)
  public init<Value>(
    _ key: String, _ title: String, _ form: Form<Value>, in places: Places? = nil, unit: String? = nil,
    _ meaning: String = "", said: (@Sendable (Subject) -> String)? = nil,
    _ value: @escaping @Sendable (Subject) -> Value?
  ) {
    self.key = key
    self.title = title
    self.unit = unit ?? form.unit
    self.meaning = meaning
    stated = places
    alignment = form.alignment
    let figure = { @Sendable (subject: Subject) in value(subject).map(form.figure) ?? form.absent }
    self.figure = figure
    self.said = said
    json = { figure($0).json }
    type = ["type": [.string(form.type), "null"]]
    children = []
  }

  init(
    _ key: String, _ meaning: String, type: JSONValue, children: [FieldDescription] = [],
    json: @escaping @Sendable (Subject) -> JSONValue
  ) {
    self.key = key
    title = key
    unit = nil
    self.meaning = meaning
    stated = .json
    alignment = .left
    figure = nil
    said = nil
    self.type = type
    self.children = children
    self.json = json
  }

  /// Whatever the closure makes of it: numbers in a row, values under names of the user's.
  ///
  public init(
    _ key: String, json kind: JSONKind, _ meaning: String = "", value: @escaping @Sendable (Subject) -> JSONValue
  ) {
    self.init(key, meaning, type: ["type": [.string(kind.rawValue), "null"]], json: value)
  }

  /// An object of figures of its own; null where there is none.
  @_semantics("optimize.sil.specialize.generic.never") @inline(never)
  public init<Part>(
    _ key: String, object fields: Fields<Part>, _ meaning: String = "", part: @escaping @Sendable (Subject) -> Part?
  ) {
    self.init(
      key, meaning, type: ["type": ["object", "null"], "properties": fields.properties], children: fields.descriptions
    ) { part($0).map(fields.json) ?? .null }
  }

  /// The same of what may be unavailable: then the object is `{"cannot_say": why}`; null where nobody asked.
  @_semantics("optimize.sil.specialize.generic.never") @inline(never)
  public init<Part>(
    _ key: String, object fields: Fields<Part>, _ meaning: String = "",
    answer: @escaping @Sendable (Subject) -> Result<Part, Unavailable>?
  ) {
    self.init(
      key, meaning, type: ["type": ["object", "null"], "properties": fields.properties.adding(Self.reason)],
      children: fields.descriptions
    ) { Self.json(answer($0), fields.json) }
  }

  /// A list of such objects.
  ///
  /// - Parameter isDocument: whether each is a document of its own, whose keys stand elsewhere.
  @_semantics("optimize.sil.specialize.generic.never") @inline(never)
  public init<Part>(
    _ key: String, listOf fields: Fields<Part>, isDocument: Bool = false, _ meaning: String = "",
    elements: @escaping @Sendable (Subject) -> [Part]
  ) {
    self.init(
      key, meaning, type: ["type": "array", "items": ["type": "object", "properties": fields.properties]],
      children: isDocument ? [] : fields.descriptions
    ) { .array(elements($0).map(fields.json)) }
  }

  /// A list that may be unavailable: then `{"cannot_say": why}`.
  @_semantics("optimize.sil.specialize.generic.never") @inline(never)
  public init<Part>(
    _ key: String, listOf fields: Fields<Part>, _ meaning: String = "",
    answer: @escaping @Sendable (Subject) -> Result<[Part], Unavailable>?
  ) {
    self.init(
      key, meaning,
      type: ["type": ["array", "object", "null"], "items": ["type": "object", "properties": fields.properties]],
      children: fields.descriptions
    ) { Self.json(answer($0)) { .array($0.map(fields.json)) } }
  }

  /// The same, left out of a document that has none of it.
  func whereKnown() -> Field {
    var field = self
    field.isOptional = true
    return field
  }

  private static func json<Part>(_ answer: Result<Part, Unavailable>?, _ said: (Part) -> JSONValue) -> JSONValue {
    switch answer {
    case .success(let part): said(part)
    case .failure(let why): ["cannot_say": .string(why.why)]
    case nil: .null
    }
  }

  private static var reason: [String: JSONValue] { ["cannot_say": ["type": "string", "description": "why not"]] }

  /// `number`; of what may be missing, without saying so.
  var typeText: String {
    switch type["type"] {
    case .string(let name): name
    case .array(let names):
      names.compactMap { if case .string(let name) = $0, name != "null" { name } else { nil } }.joined(
        separator: " or ")
    default: ""
    }
  }

  var places: Places { stated ?? .json }

  func shown(in places: Places) -> Field {
    var field = self
    field.stated = places
    return field
  }

  /// The same, in those places unless it says others itself.
  func standing(in places: Places) -> Field { stated == nil ? shown(in: places) : self }

  /// The same figure of something that holds the subject; missing where it holds none.
  @_semantics("optimize.sil.specialize.generic.never") @inline(never)
  func lifted<Whole>(_ part: @escaping @Sendable (Whole) -> Subject?) -> Field<Whole> {
    Field<Whole>(
      key: key, title: title, unit: unit, meaning: meaning, stated: stated, alignment: alignment,
      figure: figure.map { figure in { @Sendable in part($0).map(figure) ?? .missing } },
      said: said.map { said in { @Sendable in part($0).map(said) ?? "" } },
      json: { [json] in part($0).map(json) ?? .null }, type: type.orNull, children: children, isOptional: isOptional)
  }
}

extension JSONValue {
  /// The type of a member that may be null besides.
  fileprivate var orNull: JSONValue {
    guard case .string(let name)? = self["type"] else { return self }
    return adding(["type": [.string(name), "null"]])
  }
}

/// What a free-form member is, in words of JSON schema.
public enum JSONKind: String, Sendable {
  case array, object
}

/// A key with what it stands for, whatever it is a figure of.
public struct FieldDescription: Sendable {
  public let key: String
  /// In words of JSON schema: `number`, `array`.
  public let type: String
  public let meaning: String
  public let children: [FieldDescription]

  var isList: Bool { type.hasPrefix("array") && !children.isEmpty }
}
