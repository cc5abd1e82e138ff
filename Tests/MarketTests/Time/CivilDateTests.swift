import Market
import Testing

@Suite("Civil dates")
struct CivilDateTests {
  // Python 3.11: (date(y, m, d) - date(1970, 1, 1)).days
  @Test(
    "days are counted from 1970",
    arguments: [
      (1970, 1, 1, 0), (2000, 2, 29, 11_016), (2000, 3, 1, 11_017), (1900, 2, 28, -25_509), (1900, 3, 1, -25_508),
      (2025, 12, 31, 20_453), (9999, 12, 31, 2_932_896), (1, 1, 1, -719_162),
    ])
  func known(year: Int, month: Int, day: Int, days: Int) {
    #expect(CivilDate(year: year, month: month, day: day).daysSince1970 == days)
    #expect(CivilDate(daysSince1970: days) == CivilDate(year: year, month: month, day: day))
  }

  @Test("every day of eight centuries follows the one before it")
  func consecutive() {
    var last = CivilDate(daysSince1970: -146_098)
    for days in -146_097...146_097 {
      let date = CivilDate(daysSince1970: days)
      let follows =
        date == CivilDate(year: last.year, month: last.month, day: last.day + 1)
        || date == CivilDate(year: last.year, month: last.month + 1, day: 1)
        || date == CivilDate(year: last.year + 1, month: 1, day: 1)
      guard follows, date.exists, date.daysSince1970 == days else {
        Issue.record("day \(days) is \(date) after \(last)")
        return
      }
      last = date
    }
  }

  @Test(
    "days that no calendar has do not exist",
    arguments: [(2025, 2, 29), (2100, 2, 29), (2025, 4, 31), (2025, 0, 1), (2025, 13, 1), (2025, 1, 0), (2025, 1, 32)])
  func missing(year: Int, month: Int, day: Int) {
    #expect(!CivilDate(year: year, month: month, day: day).exists)
  }
}
