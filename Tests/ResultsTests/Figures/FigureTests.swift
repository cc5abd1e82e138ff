import Market
import Results
import Testing

@Suite("Figures")
struct FigureTests {
  @Test("each kind is written its own way")
  func texts() {
    #expect(Figure.bps(12.4).text == "+12.40")
    #expect(Figure.unsignedBps(3.1).text == "3.10")
    #expect(Figure.percent(0.1234).text == "12.34%")
    #expect(Figure.signedPercent(0.021, decimals: 1).text == "+2.1%")
    #expect(Figure.quote(1_234_567.891).text == "1,234,567.89")
    #expect(Figure.signedQuote(-12).text == "-12.00")
    #expect(Figure.count(105_120).text == "105,120")
    #expect(Figure.ratio(-0.754).text == "-0.75")
    #expect(Figure.plain(1.5).text == "1.5")
    #expect(Figure.flag(true).text == "yes")
    #expect(Figure.instant(Instant(year: 2025, month: 10, day: 10, hour: 21, minute: 15)).text == "2025-10-10 21:15")
  }

  @Test(
    "prices keep their ticks, on a coin of a millionth as well",
    arguments: [
      (94_123.4, "94,123.40"), (2.5, "2.5000"), (0.012345, "0.012345"), (8.12e-6, "0.0000081200"),
      (1e-9, "0.0000000010000"), (0, "0.000000"), (-0.5, "-0.500000"),
    ])
  func prices(price: Double, text: String) {
    #expect(Figure.price(price).text == text)
  }

  @Test(
    "basis points for a unit of a signal keep three digits where two decimals would leave less than two",
    arguments: [
      (12.4, "+12.40"), (-0.41, "-0.41"), (0.095, "+0.10"), (0.05, "+0.0500"), (0.000508, "+0.000508"),
      (-1.234e-8, "-0.0000000123"),
    ])
  func slopes(bps: Double, text: String) {
    #expect(Figure.slopeBps(bps).text == text)
    #expect(Figure.unsignedSlopeBps(abs(bps)).text == text.dropFirst())
  }

  @Test("a slope of zero, of no number and of next to nothing is written all the same")
  func extremeSlopes() {
    #expect(Figure.slopeBps(0).text == Figure.bps(0).text)
    #expect(Figure.slopeBps(.infinity).text == Figure.bps(.infinity).text)
    #expect(!Figure.slopeBps(3e-200).text.isEmpty)
  }

  @Test(
    "sizes have four decimals, and of less than a hundredth five digits",
    arguments: [
      (1234.5, "1,234.5000"), (0.0123, "0.0123"), (0.00001, "0.000010000"), (0, "0.0000"), (-0.002, "-0.0020000"),
    ])
  func sizes(size: Double, text: String) {
    #expect(Figure.size(size).text == text)
  }

  @Test(
    "small p-values are bounds, not zeros",
    arguments: [(0.043, "0.043"), (0.0009999, "<0.001"), (0.001, "0.001"), (0, "<0.001"), (1, "1.000")])
  func pValues(p: Double, text: String) {
    #expect(Figure.pValue(p).text == text)
  }

  @Test(
    "durations name their two largest units",
    arguments: [
      (Interval.days(3) + .hours(4), "3d 4h"), (.minutes(45), "45m"), (.minutes(65), "1h 5m"),
      (.days(2) + .minutes(5), "2d"),
      (.seconds(12), "12s"), (Interval(milliseconds: 250), "250ms"), (.zero, "0s"), (.minutes(-5), "-5m"),
    ])
  func durations(interval: Interval, text: String) {
    #expect(Figure.duration(interval).text == text)
  }

  @Test(
    "what is not known is never written nan",
    arguments: [Figure.bps(.nan), .percent(.nan), .pValue(.nan), .plain(.nan), .missing])
  func missing(figure: Figure) {
    #expect(figure.text == "n/a")
    #expect(figure.json == .null)
    #expect(figure == figure)
  }

  @Test("what does not apply is empty, which is not the same as not known")
  func blank() {
    #expect(Figure.blank.text == "" && Figure.missing.text == "n/a")
    #expect(Figure.blank.json == .null)
  }

  @Test("programs get the value, not its rounding")
  func values() {
    #expect(Figure.percent(0.123456789).json == .real(0.123456789))
    #expect(Figure.count(5).json == .integer(5))
    #expect(Figure.instant(Instant(milliseconds: 0)).json == "1970-01-01T00:00:00Z")
    #expect(Figure.duration(.hours(8)).json == "8h")
  }

  @Test("a name cannot move the cursor of a terminal")
  func controlCharacters() {
    #expect(Figure.text("a\u{1B}[2Jb\r\nc\td").text == "a [2Jb  c d")
    #expect(Figure.text("\u{202E}abc\u{2069}").text == " abc ", "marks that turn the direction of what follows")
  }
}
