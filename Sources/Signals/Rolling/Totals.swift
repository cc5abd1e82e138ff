/// The sum of a run of values.
struct Total: WindowSummary {
  var value: Double

  static let empty = Total(value: 0)

  @inline(__always)
  mutating func append(_ value: Double, count: Int, _: Void) { self.value += value }
  @inline(__always)
  mutating func prepend(_ value: Double, count: Int, _: Void) { self.value += value }
  @inline(__always)
  static func joined(_ older: Total, _ newer: Total, newerCount: Int, _: Void) -> Total {
    Total(value: older.value + newer.value)
  }
}

/// The smallest of a run of values; NaN as soon as there is one.
struct Smallest: WindowSummary {
  var value: Double

  static let empty = Smallest(value: .infinity)

  @inline(__always)
  mutating func append(_ value: Double, count: Int, _: Void) { self.value = lesser(self.value, value) }
  @inline(__always)
  mutating func prepend(_ value: Double, count: Int, _: Void) { self.value = lesser(self.value, value) }
  @inline(__always)
  static func joined(_ older: Smallest, _ newer: Smallest, newerCount: Int, _: Void) -> Smallest {
    Smallest(value: lesser(older.value, newer.value))
  }
}

/// The largest of a run of values; NaN as soon as there is one.
struct Largest: WindowSummary {
  var value: Double

  static let empty = Largest(value: -.infinity)

  @inline(__always)
  mutating func append(_ value: Double, count: Int, _: Void) { self.value = greater(self.value, value) }
  @inline(__always)
  mutating func prepend(_ value: Double, count: Int, _: Void) { self.value = greater(self.value, value) }
  @inline(__always)
  static func joined(_ older: Largest, _ newer: Largest, newerCount: Int, _: Void) -> Largest {
    Largest(value: greater(older.value, newer.value))
  }
}

/// The largest of a run of values and where it stands; NaN as soon as there is one.
struct LargestPlace: WindowSummary {
  var value: Double
  var row: Double

  static let empty = LargestPlace(value: -.infinity, row: 0)

  @inline(__always)
  mutating func append(_ own: SIMD2<Double>, count: Int, _: Void) {
    if value.isNaN || own.x < value { return }
    (value, row) = (own.x, own.y)
  }

  @inline(__always)
  mutating func prepend(_ own: SIMD2<Double>, count: Int, _: Void) {
    if value.isNaN || own.x <= value { return }
    (value, row) = (own.x, own.y)
  }

  @inline(__always)
  static func joined(_ older: LargestPlace, _ newer: LargestPlace, newerCount: Int, _: Void) -> LargestPlace {
    older.value.isNaN || older.value > newer.value ? older : newer
  }
}

/// The lesser of two numbers, or NaN if either is. (`Swift.min` keeps or drops a NaN by the order of its arguments.)
@inline(__always)
func lesser(_ a: Double, _ b: Double) -> Double { a.isNaN || a < b ? a : b }

/// The greater of two numbers, or NaN if either is.
@inline(__always)
func greater(_ a: Double, _ b: Double) -> Double { a.isNaN || a > b ? a : b }
