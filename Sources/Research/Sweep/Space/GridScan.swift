import Dispatch
import Market
import Signals

/// One listed axis with more than one value, as a digit of the number of a combination.
struct GridDigit: Sendable {
  let axis: Int
  let radix: Int
  let stride: Int
}

/// Asks the conditions of every combination of listed values, axis by axis.
///
/// A condition is asked as soon as the axes it reads have values, and what fails is passed over with everything under it;
/// where no condition is left, all combinations under a node are taken at once.
struct GridScan: Sendable {
  let digits: [GridDigit]
  let universe: Int
  private let scalars: [[Double]]
  private let restPositions: [Int]
  private let sweptCounts: [Int]
  /// The checks that are decided at each digit, and those that no digit decides.
  private let checks: [[SpaceChecks.GridCheck]]
  private let constant: [SpaceChecks.GridCheck]

  init(_ axes: [ParameterAxis], universe: Int, checks: [SpaceChecks.GridCheck]) {
    self.universe = universe
    scalars = axes.map { $0.isDrawn ? [.nan] : $0.values.map(\.scalar) }
    restPositions = axes.map { $0.restPosition ?? 0 }
    sweptCounts = axes.map(\.sweptCount)
    let digits = Self.digits(of: axes)
    let digitOf = Dictionary(uniqueKeysWithValues: digits.enumerated().map { ($1.axis, $0) })
    var sorted = [[SpaceChecks.GridCheck]](repeating: [], count: digits.count)
    var constant: [SpaceChecks.GridCheck] = []
    for check in checks {
      if let last = check.axes.compactMap({ digitOf[$0] }).max() {
        sorted[last].append(check)
      } else {
        constant.append(check)
      }
    }
    self.digits = digits
    self.checks = sorted
    self.constant = constant
  }

  static func digits(of axes: [ParameterAxis]) -> [GridDigit] {
    var digits: [GridDigit] = []
    var stride = 1
    for index in axes.indices.reversed() where axes[index].values.count > 1 {
      digits.append(GridDigit(axis: index, radix: axes[index].values.count, stride: stride))
      stride *= axes[index].values.count
    }
    return digits.reversed()
  }

  /// The last digit at which something is asked; nil when nothing is.
  private var lastAsked: Int? { checks.lastIndex { !$0.isEmpty } }

  /// At most so many combinations are looked at.
  var tests: Int {
    guard let lastAsked else { return 0 }
    return universe / digits[lastAsked].stride
  }

  /// The combinations that meet every condition.
  func kept() -> PointSet {
    let first = Cursor(scalars.map { $0[0] })
    defer { first.free() }
    guard passes(constant, first) else { return PointSet([], below: universe) }
    guard let lastAsked else { return PointSet(everythingBelow: universe) }
    let wordCount = (universe + 63) / 64
    let chunk = 1 << 14
    let words = [UInt64](unsafeUninitializedCapacity: wordCount) { buffer, initialized in
      buffer.initialize(repeating: 0)
      nonisolated(unsafe) let slots = buffer
      // Each chunk owns its words, so that the answer is the same on any number of threads.
      DispatchQueue.concurrentPerform(iterations: (wordCount + chunk - 1) / chunk) { index in
        let range = index * chunk * 64..<min((index + 1) * chunk * 64, universe)
        let cursor = Cursor(scalars.map { $0[0] })
        defer { cursor.free() }
        visit(0, base: 0, Walk(range: range, last: lastAsked, words: slots, cursor: cursor))
      }
      initialized = wordCount
    }
    return PointSet(Bitmap(words: words, count: universe))
  }

  /// Where a walk stands: the scalar and the position on each axis. Plain memory, because it is written for every
  /// combination.
  private struct Cursor {
    let values: UnsafeMutableBufferPointer<Double>
    let positions: UnsafeMutableBufferPointer<Int>

    init(_ scalars: [Double]) {
      values = .allocate(capacity: scalars.count)
      positions = .allocate(capacity: scalars.count)
      _ = values.initialize(fromContentsOf: scalars)
      positions.initialize(repeating: 0)
    }

    func free() {
      values.deallocate()
      positions.deallocate()
    }
  }

  private struct Walk {
    let range: Range<Int>
    let last: Int
    let words: UnsafeMutableBufferPointer<UInt64>
    let cursor: Cursor
  }

  private func visit(_ level: Int, base: Int, _ walk: Walk) {
    let digit = digits[level]
    let first = max(0, (walk.range.lowerBound - base) / digit.stride)
    let last = min(digit.radix - 1, (walk.range.upperBound - 1 - base) / digit.stride)
    guard first <= last else { return }
    for position in first...last {
      walk.cursor.values[digit.axis] = scalars[digit.axis][position]
      walk.cursor.positions[digit.axis] = position
      guard passes(checks[level], walk.cursor) else { continue }
      let start = base + position * digit.stride
      if level == walk.last {
        Self.set(max(start, walk.range.lowerBound)..<min(start + digit.stride, walk.range.upperBound), in: walk.words)
      } else {
        visit(level + 1, base: start, walk)
      }
    }
  }

  @inline(__always)
  private func passes(_ asked: [SpaceChecks.GridCheck], _ cursor: Cursor) -> Bool {
    guard let values = cursor.values.baseAddress else { return true }
    for check in asked {
      let holds = check.condition.holds(values)
      switch check.kind {
      case .required:
        if !holds { return false }
      case .resting(let axis):
        let position = cursor.positions[axis]
        guard holds ? position < sweptCounts[axis] : position == restPositions[axis] else { return false }
      }
    }
    return true
  }

  private static func set(_ range: Range<Int>, in words: UnsafeMutableBufferPointer<UInt64>) {
    guard !range.isEmpty else { return }
    let (first, last) = (range.lowerBound >> 6, (range.upperBound - 1) >> 6)
    let low = UInt64.max << UInt64(range.lowerBound & 63)
    let high = UInt64.max >> UInt64(63 - ((range.upperBound - 1) & 63))
    if first == last {
      words[first] |= low & high
      return
    }
    words[first] |= low
    for word in first + 1..<last { words[word] = .max }
    words[last] |= high
  }
}
