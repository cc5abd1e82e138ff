/// The year of every annualised figure: 365 UTC days, since the markets never close.
package enum Annual {
  package static let days = 365.0
  /// What makes the ratio of a daily mean to a daily deviation an annual one.
  package static let root = days.squareRoot()
}
