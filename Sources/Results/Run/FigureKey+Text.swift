import Replay

extension FigureKey {
  /// A value of it as people read it.
  public func figure(_ value: Double?) -> Figure {
    guard let value else { return .missing }
    switch form {
    case .count: return .count(Int(value))
    case .ratio(let decimals): return .ratio(value, decimals: decimals)
    case .percent: return .percent(value)
    case .signedPercent: return .signedPercent(value)
    case .quote: return .quote(value)
    case .signedQuote: return .signedQuote(value)
    }
  }
}

extension Figures {
  /// The figures under their names, each with its convention.
  public func keyFigures(_ keys: [FigureKey] = FigureKey.allCases, quote: String = "quote") -> [KeyFigure] {
    keys.map { key in
      KeyFigure(
        key.title, key: key.rawValue, key.figure(self[key]), unit: key.form.isMoney ? quote : nil,
        convention: key.convention)
    }
  }
}
