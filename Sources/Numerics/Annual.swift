/// The year of every annualised figure: 365 UTC days, since the markets never close.
package enum Annual {
  package static let days = 365.0
  /// Of the time to an expiry, which is a matter of the calendar and not of trading: the mean year with its leap days.
  package static let calendarDays = 365.25
  /// What makes the ratio of a daily mean to a daily deviation an annual one.
  package static let root = days.squareRoot()
}
