import Feeds
import Market
import TestSupport
import Testing

/// What print shows of a data frame is a picture of a table, with most of its rows left out.
@Suite("A table that a program printed")
struct PrintedTableTests: ImportsTables {
  let scratch: ScratchFolder

  init() throws { scratch = try ScratchFolder() }

  private static let counted = """
                      time     open     high      low    close   volume
    0     2025-01-01 00:00  95000.1  95100.0  94900.0  95050.5    12.25
    1     2025-01-01 01:00  95050.5  95200.0  95000.0  95150.0    10.50
    ...                ...      ...      ...      ...      ...      ...
    8758  2025-12-31 22:00  88000.0  88100.0  87900.0  88050.0     9.00
    8759  2025-12-31 23:00  88050.0  88200.0  88000.0  88150.0     8.00

    [8760 rows x 6 columns]

    """
  private static let dated = """
                            open     high      low    close   volume
    time
    2025-01-01 00:00:00  95000.1  95100.0  94900.0  95050.5    12.25
    2025-01-01 01:00:00  95050.5  95200.0  95000.0  95150.0    10.50
    2025-01-01 02:00:00  95150.0  95300.0  95100.0  95250.0    11.75
    """
  private static let boxed = """
    shape: (8_760, 2)
    ┌─────────────────────┬─────────┐
    │ time                ┆ close   │
    │ ---                 ┆ ---     │
    │ datetime[μs]        ┆ f64     │
    ╞═════════════════════╪═════════╡
    │ 2025-01-01 00:00:00 ┆ 95050.5 │
    │ …                   ┆ …       │
    │ 2025-12-31 23:00:00 ┆ 88150.0 │
    └─────────────────────┴─────────┘
    """

  @Test(
    "is refused as that, with what is left out and what to do",
    arguments: [
      (counted, ", and of 8760 rows and 6 columns some are left out ('...')"),
      (dated, ", and its numbers have lost the digits that were not shown"),
      (boxed, ", and some of its rows or columns are left out ('...')"),
    ])
  func printed(text: String, rest: String) throws {
    let refused = problem(text, name: "BTCUSDT.txt")
    #expect(
      refused?.what.hasPrefix(
        "the file is a printed table, as a program shows a data frame: its columns stand between spaces" + rest)
        == true,
      "\(refused?.what ?? "")")
    #expect(refused?.remedy == "save the table itself, and not what print shows of it: df.to_csv('table.csv')")
  }

  @Test("is no table that is written with commas, and no text of words")
  func others() throws {
    let bars = "time, open, high, low, close, volume\n1735689600, 1, 3, 0.5, 2, 10\n1735693200, 2, 4, 1, 3, 11\n"
    #expect(try imported(bars.replacing(", ", with: ","), name: "BTCUSDT.csv").titles.count == 1)
    let words = problem("  a text of words\nand of more words\nand 3 lines\n", name: "BTCUSDT.txt")
    #expect(words?.what.hasPrefix("the file is of no known format") == true)
  }
}
