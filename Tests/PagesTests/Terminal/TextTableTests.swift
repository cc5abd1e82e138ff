import Market
import Pages
import Results
import Testing

@Suite("Tables in a terminal")
struct TextTableTests {
  static let table = Table(
    title: "Next 1h, in the regime less outside",
    columns: [
      .init("estimator", key: "name", .words), .init("difference", unit: "bps", key: "estimate_bps"),
      .init("std. error", unit: "bps", key: "se_bps"), .init("p", key: "p"),
    ],
    rows: [
      [.text("OLS, iid"), .bps(12.4), .unsignedBps(3.1), .pValue(0.0001)],
      [.text("Hodrick 1B"), .bps(-1234.5), .unsignedBps(7.9), .pValue(.nan)],
    ], notes: ["Hodrick (1992) 1B under the null."])

  @Test("numbers stand right, words left, units under titles, conventions below")
  func layout() {
    #expect(
      TextTable(Self.table).text == """
        Next 1h, in the regime less outside
                                 std.
        estimator   difference  error       p
                           bps    bps
        ─────────────────────────────────────
        OLS, iid        +12.40   3.10  <0.001
        Hodrick 1B   -1,234.50   7.90     n/a

        Hodrick (1992) 1B under the null.

        """)
  }

  @Test("a total stands below a rule, and a list does without a header")
  func totalWithoutHeader() {
    let table = Table(
      columns: [.init("entry", key: "entry", .words), .init("amount", unit: "USDT", key: "amount_quote")],
      rows: [[.text("price"), .signedQuote(20)], [.text("fees"), .signedQuote(-1.5)]],
      total: [.text("sum"), .signedQuote(18.5)])
    #expect(
      TextTable(table, style: .init(ascii: true), showsHeader: false).text == """
        price  +20.00
        fees    -1.50
        -------------
        sum    +18.50

        """)
  }

  @Test("words take several lines when it is too wide; numbers, and the name of a row, are never cut")
  func narrow() {
    let table = Table(
      columns: [
        .init("strategy", key: "strategy", .words), .init("equity", key: "equity"), .init("why", key: "why", .words),
      ],
      rows: [
        [.text("funding-extremes"), .quote(1_234_567.89), .text("fades what is far from its mean")],
        [.text("hold"), .quote(1), .text("a-word-of-20-letters")],
      ])
    #expect(
      TextTable(table, style: .init(width: 46), showsHeader: false).text == """
        funding-extremes  1,234,567.89  fades what is
                                        far from its
                                        mean
        hold                      1.00  a-word-of-20-
                                        letters

        """)
    let stamps = Table(
      columns: [.init("opened", key: "opened", .words), .init("equity", key: "equity")],
      rows: [[.instant(Instant(milliseconds: 0)), .quote(1_234_567.89)]])
    #expect(TextTable(stamps, style: .init(width: 5), showsHeader: false).text == "1970-01-01 00:00  1,234,567.89\n")
  }

  @Test("numbers that do not fit go on below, each part under the first column")
  func parts() {
    let table = Table(
      columns: [.init("coin", key: "coin", .words), .init("price", key: "price"), .init("funding", key: "funding")],
      rows: [
        [.text("BTC"), .quote(1_234_567.89), .signedQuote(-20_000)], [.text("ETH"), .quote(1), .signedQuote(2)],
      ],
      notes: ["In USDT."])
    #expect(
      TextTable(table, style: .init(width: 20, ascii: true)).text == """
        coin         price
        ------------------
        BTC   1,234,567.89
        ETH           1.00

        coin     funding
        ----------------
        BTC   -20,000.00
        ETH        +2.00

        In USDT.

        """)
  }

  @Test("of many columns those on the right are left out before a row is split, and named")
  func fewer() {
    let table = Table(
      columns: ["coin", "price", "funding", "fees", "net"].map { .init($0, key: $0, $0 == "coin" ? .words : .right) },
      rows: [[.text("BTC"), .count(1_234_567), .count(1_234_568), .count(1_234_569), .count(1_234_570)]])
    #expect(
      TextTable(table, style: .init(width: 36, ascii: true)).text == """
        coin      price    funding
        --------------------------
        BTC   1,234,567  1,234,568

        Left out at this width: fees, net.

        """)
  }

  @Test("a path is never broken, for it is there to be copied")
  func paths() {
    let table = Table(
      columns: [.init("folder", key: "folder", .words), .init("what", key: "what", .words)],
      rows: [[.text("results/stress-fade-e4d02dbb"), .text("one two three four five six seven")]])
    #expect(TextTable(table, style: .init(width: 44, ascii: true)).text.contains("results/stress-fade-e4d02dbb  one"))
  }

  @Test("a number stays with its unit, and a p with its value")
  func unbroken() {
    #expect("chance at 5% is p < 0.001 here".wrapped(to: 11) == ["chance at", "5% is", "p < 0.001", "here"])
    #expect("is p 0.043 now".wrapped(to: 5) == ["is", "p 0.043", "now"])
  }

  @Test("where several columns name a row, each part has all of them")
  func names() {
    let table = Table(
      columns: [
        .init("entry", key: "entry", namesRow: true), .init("exit", key: "exit", namesRow: true),
        .init("Sharpe", key: "sharpe"), .init("Trades", key: "trades"),
      ], rows: [[.count(1), .count(0), .ratio(2.5), .count(30)]])
    #expect(
      TextTable(table, style: .init(width: 20, ascii: true)).text == """
        entry  exit  Sharpe
        -------------------
            1     0    2.50

        entry  exit  Trades
        -------------------
            1     0      30

        """)
  }

  @Test("colours come only when asked for, and then gains and losses differ")
  func colours() {
    #expect(!TextTable(Self.table).text.contains("\u{1B}"))
    let coloured = TextTable(Self.table, style: .init(colour: true)).text
    #expect(coloured.contains("\u{1B}[32m    +12.40\u{1B}[0m"))
    #expect(coloured.contains("\u{1B}[31m -1,234.50\u{1B}[0m"))
  }

  @Test("notes are wrapped to the width")
  func wrapsNotes() {
    let table = Table(columns: [.init("x", key: "x")], notes: ["one two three four"])
    #expect(TextTable(table, style: .init(width: 9, ascii: true)).text == "x\n-\n\none two\nthree\nfour\n")
  }

  @Test("a narrow terminal does without details, and says so; a wide one and CSV have all")
  func details() {
    var table = Self.table
    table.columns[2].isDetail = true
    let narrow = TextTable(table, style: .init(width: 30)).text
    #expect(!narrow.contains("3.10") && narrow.contains("Left out at this width: std.\nerror."))
    #expect(narrow.contains("-1,234.50") && narrow.contains("<0.001"))
    #expect(TextTable(table, style: .init(width: 80)).text == TextTable(Self.table, style: .init(width: 80)).text)
    #expect(table.csv.contains("se_bps"))
  }

  @Test("details come back where a table goes on below anyway and has the room")
  func detailsInParts() {
    let table = Table(
      columns: [
        .init("name", key: "name", .words), .init("first", key: "first"), .init("second", key: "second"),
        .init("detail", key: "detail", isDetail: true),
      ], rows: [[.text("a"), .count(1_234_567), .count(1_234_568), .count(3)]])
    #expect(
      TextTable(table, style: .init(width: 24, ascii: true)).text == """
        name      first
        ---------------
        a     1,234,567

        name     second  detail
        -----------------------
        a     1,234,568       3

        """)
  }

  @Test("what was printed for any width goes on below on a narrow screen, under its last column, and is not cut")
  func refitted() {
    let kept = """
      A sentence that is longer than the screen is wide.
      figure   value  convention
      ─────────────────────────────────────────────────
      Sharpe    2.43  of daily returns, flat days counted

      short
      """
    #expect(
      kept.refitted(to: 36, from: 100) == """
        A sentence that is longer than the
        screen is wide.
        figure   value  convention
        ────────────────────────────────────
        Sharpe    2.43  of daily returns,
                        flat days counted

        short
        """)
    #expect(kept.refitted(to: 60, from: 100) == kept)
  }

  @Test("an expression breaks at its joints, whatever it divides by; a path stays whole")
  func joints() {
    let rule = "(zscore(funding_rate,1d)+zscore(premium,1d))/2<0"
    #expect(rule.wordParts.count > 3 && rule.wordParts.joined() == rule)
    #expect("results/stress-fade-e4d02dbb/report.html".wordParts.count == 1)
  }
}
