#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// The C library's power, so that this room needs no Foundation.
enum Power {
  static func raise(_ base: Double, to exponent: Double) -> Double { pow(base, exponent) }
}
