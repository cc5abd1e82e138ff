import Foundation
import Market
import Signals

extension SpaceDefinition {
  /// Canonical JSON, keys sorted: equal texts are equal definitions. `init(text:)` reads it back.
  ///
  /// `axes[] {name, values[] | draw, if, rest}`, `interval`, and where they play a part `sampler`, `seed`, `trials`,
  /// `where[]`. Values are written as on the command line.
  public var text: String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    let document = SpaceDocument(
      axes: axes.map { axis in
        SpaceDocument.Axis(
          name: axis.name, values: axis.isDrawn ? nil : axis.values.prefix(axis.sweptCount).map(\.description),
          draw: axis.distribution?.description, if: axis.condition, rest: axis.rest?.description)
      },
      interval: interval.description, sampler: sampler?.rawValue, seed: seed, trials: trials,
      where: conditions.isEmpty ? nil : conditions)
    // Nothing in the document can fail to be encoded: no numbers but whole ones, no keys but its own.
    return (try? encoder.encode(document)).map { String(decoding: $0, as: UTF8.self) } ?? ""
  }

  /// - Throws: a `Problem` when `text` is not what `text` writes.
  public init(text: String) throws(Problem) {
    let document: SpaceDocument
    do {
      document = try JSONDecoder().decode(SpaceDocument.self, from: Data(text.utf8))
    } catch {
      throw Problem("the text of a parameter space cannot be read: '\(text.prefix(80))'", fault: .work)
    }
    guard let interval = Interval(document.interval) else {
      throw Problem("a parameter space has the interval '\(document.interval)'", fault: .work)
    }
    var axes: [ParameterAxis] = []
    for axis in document.axes { axes.append(try axis.parsed(bar: interval)) }
    try self.init(
      axes: axes, interval: interval,
      sampler: try document.sampler.map { name throws(Problem) in try Sampler(parsing: name) }, seed: document.seed,
      trials: document.trials, conditions: document.where ?? [])
  }
}

private struct SpaceDocument: Codable {
  struct Axis: Codable {
    let name: String
    let values: [String]?
    let draw: String?
    let `if`: String?
    let rest: String?

    func parsed(bar: Interval) throws(Problem) -> ParameterAxis {
      let rest = try self.rest.map { word throws(Problem) in try value(word) }
      guard let draw else {
        let values = try (self.values ?? []).map { word throws(Problem) in try value(word) }
        guard !values.isEmpty else { throw Problem("the axis '\(name)' has no values", fault: .work) }
        return ParameterAxis(name: name, values: values, condition: `if`, rest: rest)
      }
      let text = try AxisText("\(name)=\(draw)", flag: "--random", form: Distribution.randomForm)
      return ParameterAxis(
        name: name, values: [], distribution: try Distribution(text, for: Distribution.kind(of: text), bar: bar),
        condition: `if`, rest: rest)
    }

    private func value(_ word: String) throws(Problem) -> ParameterValue {
      guard let value = ParameterValue(word) else {
        throw Problem("the axis '\(name)' has the value '\(word)'", fault: .work)
      }
      return value
    }
  }

  let axes: [Axis]
  let interval: String
  let sampler: String?
  let seed: UInt64?
  let trials: Int?
  let `where`: [String]?
}
