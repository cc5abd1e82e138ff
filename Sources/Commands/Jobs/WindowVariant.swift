import Market
import Research
import Signals

/// A strategy's signals with one of its windows at another length.
struct WindowVariant {
  let parameter: String
  let value: ParameterValue
  let book: BoundBook

  /// Every window of the strategy at a quarter, half, twice and four times its length, where that is a length.
  static func all(of bound: BoundBook, overrides: [String: ParameterValue]) throws -> [WindowVariant] {
    var variants: [WindowVariant] = []
    for parameter in bound.book.parameters {
      guard case .duration = parameter.value, let value = bound.parameters[parameter.name] else { continue }
      for (up, down) in [(1, 4), (1, 2), (2, 1), (4, 1)] {
        guard let other = value.scaled(up: up, down: down),
          let book = try? bound.book.bound(to: overrides.merging([parameter.name: other]) { _, new in new })
        else { continue }
        variants.append(WindowVariant(parameter: parameter.name, value: other, book: book))
      }
    }
    return variants
  }

  /// The signal `name` as this window makes it, or why it cannot be made.
  func variant(_ name: String, _ node: Node, _ evaluator: Evaluator) -> SubjectVariant {
    let subject: Result<StudySubject, Unavailable>
    do {
      subject = .success(try StudySubject(name: name, node: node, evaluator: evaluator).keeping(["close"]))
    } catch {
      subject = .failure(Unavailable(error.what))
    }
    return SubjectVariant(parameter: parameter, value: value.description, subject: subject)
  }
}

extension ParameterValue {
  /// A window `up` / `down` times as long; nil where that is no whole number of its own unit, and for other values.
  fileprivate func scaled(up: Int, down: Int) -> ParameterValue? {
    switch self {
    case .duration(let window):
      let (product, overflow) = window.milliseconds.multipliedReportingOverflow(by: Int64(up))
      guard !overflow, product % Int64(down) == 0 else { return nil }
      return .duration(Interval(milliseconds: product / Int64(down)))
    case .number(let bars):
      let scaled = bars * Double(up) / Double(down)
      return scaled >= 2 && scaled == scaled.rounded() && scaled < 1e9 ? .number(scaled) : nil
    case .flag: return nil
    }
  }
}
