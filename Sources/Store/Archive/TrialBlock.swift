import Foundation
import Market

/// The results of a run of consecutive trials: the unit in which a sweep is kept, resumed and shared out.
public struct TrialBlock: Hashable, Sendable {
  /// From zero; its first trial is number x block size.
  public var number: Int
  /// Trials in it.
  public var count: Int
  /// `values[figure * count + offset]`; NaN where a figure is not defined, and in all figures of a failed trial.
  public var values: [Double]
  /// Why trials failed, by their offset in the block.
  public var failures: [Int: String]
  /// Trials that were taken from other sweeps and not run again.
  public var reused: Int

  public init(number: Int, count: Int, values: [Double], failures: [Int: String] = [:], reused: Int = 0) {
    precondition(
      number >= 0 && count > 0 && !values.isEmpty && values.count % count == 0, "whole figures of some trials")
    precondition(failures.keys.allSatisfy((0..<count).contains), "failures of trials in the block")
    self.number = number
    self.count = count
    self.values = values
    self.failures = failures
    self.reused = reused
  }

  /// One figure of all its trials.
  ///
  /// - Parameter index: position of the figure's name in the sweep's record.
  public func figure(_ index: Int) -> ArraySlice<Double> { values[index * count..<(index + 1) * count] }
}

extension TrialBlock {
  /// Whether both are kept as the same bytes; `==` holds no NaN equal to another.
  func isIdentical(to other: TrialBlock) -> Bool {
    number == other.number && count == other.count && failures == other.failures && bytes == other.bytes
  }

  /// The values as they are kept: eight bytes each, little-endian, every NaN the same one. Which NaN an operation leaves
  /// depends on the processor and the compiler, and equal work is to make equal bytes.
  var bytes: Data {
    var bytes = NumberBlob.bytes(values[...])
    bytes.withUnsafeMutableBytes { bytes in
      let values = bytes.assumingMemoryBound(to: Double.self)
      for index in values.indices { values[index] = values[index].isNaN ? .nan : values[index] }
    }
    return bytes
  }

  /// JSON text: offsets and reasons in order of offset; nil when all trials completed.
  var failuresText: String? {
    get throws {
      guard !failures.isEmpty else { return nil }
      let encoder = JSONEncoder()
      encoder.outputFormatting = .withoutEscapingSlashes
      let rows = failures.sorted { $0.key < $1.key }.map { Failure(offset: $0.key, reason: $0.value) }
      return String(decoding: try encoder.encode(rows), as: UTF8.self)
    }
  }

  /// Reads `failuresText` back; nil when it is not one.
  static func failures(_ text: String?) -> [Int: String]? {
    guard let text else { return [:] }
    guard let rows = try? JSONDecoder().decode([Failure].self, from: Data(text.utf8)) else { return nil }
    return Dictionary(rows.map { ($0.offset, $0.reason) }, uniquingKeysWith: { first, _ in first })
  }

  private struct Failure: Codable {
    let offset: Int
    let reason: String
  }
}
