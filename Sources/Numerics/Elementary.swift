// The C library's elementary functions, without the start-up cost of Foundation.
#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The natural logarithm; NaN for zero and below, which have none.
@inlinable
package func naturalLogarithm(_ x: Double) -> Double { x > 0 ? log(x) : .nan }

/// e to the power of `x`; NaN where that is beyond the numbers.
@inlinable
package func exponential(_ x: Double) -> Double { finite(exp(x)) }

/// `x` to the power of `y`; NaN where that is not a finite number. Squares, the most common use, are plain products.
///
/// The C library has 1 for anything to the power of 0 and for 1 to the power of anything, the unknown included: what is not
/// known is not known here.
@inlinable
package func raised(_ x: Double, to y: Double) -> Double {
  y == 2 ? finite(x * x) : x.isNaN || y.isNaN ? .nan : finite(pow(x, y))
}

/// The C library's `pow` as it is: what is beyond the numbers is an infinity.
@inlinable
package func power(_ base: Double, _ exponent: Double) -> Double { pow(base, exponent) }

/// The number itself, or NaN for an infinity: what overflowed or was divided by zero is not known.
///
/// Written without a branch: an infinity less itself is NaN, and a number less itself nothing.
@inlinable
@inline(__always)
package func finite(_ x: Double) -> Double { x + (x - x) }
