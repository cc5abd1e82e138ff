/// An operator said as a value: what it tells of itself, and the function behind it.
///
/// The families are lists of these. What needs state or a type of its own conforms to `SignalOperator` itself.
struct Operation: SignalOperator {
  let name: String
  let about: String
  let formula: String
  let inputs: [OperatorInput]
  let result: Node.Kind
  let unit: OperatorUnit
  let missing: MissingRule
  let example: String
  let reads: OperatorReach
  let alike: [Int]
  let lookBackText: String?
  let isPartial: Bool
  private let back: (@Sendable (OperatorSetting) -> Int)?
  private let refuse: (@Sendable (OperatorSetting) -> OperatorRefusal?)?
  private let simplify: (@Sendable ([Node]) -> Node?)?
  private let apply: @Sendable (OperatorCall) -> SignalColumn

  private init(
    _ name: String, _ about: String, _ formula: String, _ inputs: [OperatorInput], result: Node.Kind,
    unit: OperatorUnit, missing: MissingRule, example: String, reads: OperatorReach, alike: [Int],
    lookBackText: String?, isPartial: Bool, back: (@Sendable (OperatorSetting) -> Int)?,
    refuse: (@Sendable (OperatorSetting) -> OperatorRefusal?)?, simplify: (@Sendable ([Node]) -> Node?)?,
    apply: @escaping @Sendable (OperatorCall) -> SignalColumn
  ) {
    self.name = name
    self.about = about
    self.formula = formula
    self.inputs = inputs
    self.result = result
    self.unit = unit
    self.missing = missing
    self.example = example
    self.reads = reads
    self.alike = alike
    self.lookBackText = lookBackText
    self.isPartial = isPartial
    self.back = back
    self.refuse = refuse
    self.simplify = simplify
    self.apply = apply
  }

  /// One that gives numbers.
  static func number(
    _ name: String, _ about: String, _ formula: String, _ inputs: [OperatorInput], unit: OperatorUnit,
    missing: MissingRule = .window, example: String, reads: OperatorReach = .allBetween, alike: [Int] = [],
    lookBackText: String? = nil, isPartial: Bool = false, lookBack: (@Sendable (OperatorSetting) -> Int)? = nil,
    refuse: (@Sendable (OperatorSetting) -> OperatorRefusal?)? = nil,
    simplify: (@Sendable ([Node]) -> Node?)? = nil, _ apply: @escaping @Sendable (OperatorCall) -> [Double]
  ) -> Operation {
    Operation(
      name, about, formula, inputs, result: .number, unit: unit, missing: missing, example: example, reads: reads,
      alike: alike, lookBackText: lookBackText, isPartial: isPartial, back: lookBack, refuse: refuse,
      simplify: simplify,
      apply: { .numbers(apply($0)) })
  }

  /// One that gives conditions.
  static func condition(
    _ name: String, _ about: String, _ formula: String, _ inputs: [OperatorInput], missing: MissingRule = .read,
    example: String, alike: [Int] = [], lookBack: (@Sendable (OperatorSetting) -> Int)? = nil,
    _ apply: @escaping @Sendable (OperatorCall) -> Truth
  ) -> Operation {
    Operation(
      name, about, formula, inputs, result: .condition, unit: .fixed(.flag), missing: missing, example: example,
      reads: .allBetween, alike: alike, lookBackText: nil, isPartial: false, back: lookBack, refuse: nil, simplify: nil,
      apply: { .conditions(apply($0)) })
  }

  func lookBack(windows: [Int]) -> Int { max(0, (windows.max() ?? 1) - 1) }
  func lookBack(_ setting: OperatorSetting) -> Int { back?(setting) ?? lookBack(windows: setting.windows) }
  func refusal(_ setting: OperatorSetting) -> OperatorRefusal? { refuse?(setting) }
  func evaluate(_ call: OperatorCall) -> SignalColumn { apply(call) }
  func simplified(_ arguments: [Node]) -> Node? { simplify?(arguments) }
}

/// An operator on the values of one bar, with one argument.
struct UnaryOperator: SignalOperator {
  let name: String
  let about: String
  let formula: String
  let unit: OperatorUnit
  let example: String
  let inputs = [OperatorInput("x", .number)]
  let missing = MissingRule.read
  let value: @Sendable (Double) -> Double
  /// `value` over a whole column, made where the compiler can see both.
  private let values: @Sendable ([Double]) -> [Double]

  @inline(__always)
  init(
    _ name: String, _ about: String, _ formula: String, unit: OperatorUnit, example: String,
    _ value: @escaping @Sendable (Double) -> Double
  ) {
    self.name = name
    self.about = about
    self.formula = formula
    self.unit = unit
    self.example = example
    self.value = value
    values = { $0.map(value) }
  }

  func lookBack(windows: [Int]) -> Int { 0 }
  func evaluate(_ call: OperatorCall) -> SignalColumn { .numbers(values(call.numbers[0])) }

  func simplified(_ arguments: [Node]) -> Node? {
    guard case .number(let x) = arguments[0].form else { return nil }
    return .number(value(x))
  }
}

/// An operator on the values of one bar, with two arguments.
struct BinaryOperator: SignalOperator {
  let name: String
  let about: String
  let formula: String
  let unit: OperatorUnit
  let example: String
  let inputs = [OperatorInput("a", .number), OperatorInput("b", .number)]
  let missing = MissingRule.read
  let alike = [0, 1]
  let value: @Sendable (Double, Double) -> Double
  private let values: @Sendable ([Double], [Double]) -> [Double]

  @inline(__always)
  init(
    _ name: String, _ about: String, _ formula: String, unit: OperatorUnit, example: String,
    _ value: @escaping @Sendable (Double, Double) -> Double
  ) {
    self.name = name
    self.about = about
    self.formula = formula
    self.unit = unit
    self.example = example
    self.value = value
    values = { paired($0, $1, value) }
  }

  func lookBack(windows: [Int]) -> Int { 0 }
  func evaluate(_ call: OperatorCall) -> SignalColumn { .numbers(values(call.numbers[0], call.numbers[1])) }

  func simplified(_ arguments: [Node]) -> Node? {
    guard case .number(let a) = arguments[0].form, case .number(let b) = arguments[1].form else { return nil }
    return .number(value(a, b))
  }
}
