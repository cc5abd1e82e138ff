import Feeds
import Market
import Store
import TestSupport
import Testing

/// Files that would take the place of right rows, or stand beside them as something that they are not.
@Suite("What files say against rows that are there, and against the same coin elsewhere")
struct ContradictionTests {
  private let scratch: ScratchFolder
  private let dataset: Dataset

  init() throws {
    scratch = try ScratchFolder()
    dataset = try Dataset.openForImport(at: scratch.path + "/d.sqlite")
  }

  // MARK: A market

  private static let start = Instant(year: 2025, month: 3, day: 1).milliseconds
  private static let minute: Int64 = 60_000

  /// Where a price stands that many minutes after the start: it wanders by some basis points each five.
  private static func price(_ minutes: Int) -> Double { path[minutes / 5 + 600] }

  private static let path: [Double] = {
    var (random, level) = (KnuthRandom(seed: 7), 80_000.0)
    return (0..<40_000).map { _ in
      level *= 1 + (random.unit() - 0.5) * 0.003
      return (level * 10).rounded() / 10
    }
  }()

  /// Rows of bars: the market's prices times `level`, stamped `late` minutes behind their opens.
  private static func bars(
    _ count: Int, minutes width: Int = 60, from: Int = 0, late: (Int) -> Int = { _ in 0 }, level: Double = 1,
    noise: Double = 0
  ) -> [String] {
    (0..<count).map { bar in
      let begin = from + bar * width
      let inside = stride(from: begin, through: begin + width, by: 5).map {
        price($0) * level * (1 + noise * Double(bar % 3))
      }
      let stamp = start + Int64(begin + late(bar)) * minute
      let volume = 10 + Double(bar * 37 % 101) / 8
      return "\(stamp),\(inside[0]),\(inside.max() ?? 0),\(inside.min() ?? 0),\(inside[inside.count - 1]),\(volume)"
    }
  }

  private static func table(_ rows: some Sequence<String>) -> String {
    "time,open,high,low,close,volume\n" + Array(rows).joined(separator: "\n") + "\n"
  }

  /// The same rows as Binance's archive has them, with the taker's side.
  private static func archive(_ rows: [String], minutes width: Int = 60) -> String {
    KlineText.header
      + rows.map { row in
        let stamp = Int64(row.prefix { $0 != "," }) ?? 0
        return "\(row),\(stamp + Int64(width) * minute - 1),100000,9,5,50000,0\n"
      }.joined()
  }

  @discardableResult
  private func add(_ text: String, _ name: String, _ hints: ImportHints = .none) throws -> [ImportReport] {
    try Importer.importFiles([try scratch.write(text, to: "files/\(name)")], into: dataset, hints: hints)
  }

  private func notes(_ text: String, _ name: String, venue: String = "binance") throws -> [String] {
    try add(text, name, ImportHints(venue: venue)).flatMap(\.notes)
  }

  private func refusal(_ text: String, _ name: String, _ hints: ImportHints) -> Problem? {
    #expect(throws: Problem.self) { try add(text, name, hints) }
  }

  /// What a check says of the dataset as it is.
  private func check() throws -> [String] {
    let doubts = try StoredDoubts(dataset)
    return try dataset.allSeries().flatMap { doubts.findings(on: try dataset.series($0.descriptor)).map(\.what) }
  }

  // MARK: In the place of other rows

  @Test("a table of another market under the name of an archive changes nothing of its rows, and both are said")
  func otherMarket() throws {
    try add(Self.archive(Self.bars(100)), "um_klines_1h/BTCUSDT-1h-2025-03.csv")
    let before = try dataset.fingerprint()
    let reports = try add(
      Self.table(Self.bars(100, level: 1.0003, noise: 0.0001)), "BTCUSDT.csv", ImportHints(venue: "binance"))
    #expect(reports.map(\.counts) == [MergeCounts(outweighed: 100)])
    #expect(try dataset.fingerprint() == before)
    let said = reports.flatMap(\.notes)
    #expect(said.contains { $0.contains("100 of 100 rows say something else than those of the dataset") }, "\(said)")
    #expect(said.contains { $0.contains("100 rows that say something else stay as the dataset has them") })
  }

  @Test("of tables of equal columns the later wins, which is said where it says something else")
  func laterTable() throws {
    _ = try notes(Self.table(Self.bars(100)), "BTCUSDT.csv")
    let reports = try add(
      Self.table(Self.bars(100, level: 1.0003)), "BTCUSDT_2.csv", ImportHints(venue: "binance"))
    #expect(reports.map(\.counts) == [MergeCounts(replaced: 100)])
    #expect(reports.flatMap(\.notes).contains { $0.contains("'close' is") && $0.contains("bps apart in the middle") })
    var corrected = Self.bars(100, level: 1.0003)
    corrected[40] = Self.bars(100)[40]
    let few = try notes(Self.table(corrected), "BTCUSDT_3.csv")
    #expect(!few.contains { $0.contains("say something else") }, "one row in a hundred is a correction")
  }

  @Test("a bar that an export caught open does not take the place of the one that has ended")
  func openBar() throws {
    var rows = Self.bars(60)
    _ = try notes(Self.table(rows), "BTCUSDT.csv")
    let whole = try dataset.fingerprint()
    let last = rows[49].split(separator: ",")
    rows = Array(rows.prefix(49)) + ["\(last[0]),\(last[1]),\(last[1]),\(last[1]),\(last[1]),0.5"]
    let reports = try add(Self.table(rows), "BTCUSDT_old.csv", ImportHints(venue: "binance"))
    #expect(reports.map(\.counts) == [MergeCounts(duplicate: 49, outweighed: 1)])
    #expect(try dataset.fingerprint() == whole)
  }

  @Test("a table with a little more volume than an archive's takes nothing from its rows but what may have been open")
  func moreVolume() throws {
    try add(Self.archive(Self.bars(100)), "um_klines_1h/BTCUSDT-1h-2025-03.csv")
    let before = try dataset.fingerprint()
    let more = Self.bars(100).map { row in
      let fields = row.split(separator: ",")
      return (fields.dropLast() + ["\((Double(fields[5]) ?? 0) * 1.01)"]).joined(separator: ",")
    }
    let within = try add(Self.table(more.dropLast()), "BTCUSDT.csv", ImportHints(venue: "binance"))
    #expect(within.map(\.counts) == [MergeCounts(outweighed: 99)])
    #expect(try dataset.fingerprint() == before)
    // The last row of what is stored may be a bar that was open when it was saved, and this what became of it.
    let all = try add(Self.table(more), "BTCUSDT_2.csv", ImportHints(venue: "binance"))
    #expect(all.map(\.counts) == [MergeCounts(replaced: 1, outweighed: 99)])
  }

  @Test(
    "the last bar of an archive's day was over: whichever came first, the row that knows the taker's side is the bar")
  func endOfArchive() throws {
    let own = Self.bars(96)
    let bare = Self.table(
      own.map { row in
        let fields = row.split(separator: ",")
        return (fields.dropLast() + ["\((Double(fields[5]) ?? 0) * 1.01)"]).joined(separator: ",")
      })
    let archive = ("um_klines_1h/BTCUSDT-1h-2025-03.csv", Self.archive(own), ImportHints.none)
    let table = ("BTCUSDT.csv", bare, try ImportHints(venue: "binance"))
    for (place, files) in [[archive, table], [table, archive]].enumerated() {
      let dataset = try Dataset.openForImport(at: "\(scratch.path)/\(place).sqlite")
      let reports = try files.flatMap { name, text, hints in
        try Importer.importFiles([try scratch.write(text, to: "files/\(name)")], into: dataset, hints: hints)
      }
      #expect(reports.last?.counts == (place == 0 ? MergeCounts(outweighed: 96) : MergeCounts(replaced: 96)))
      let rows = try #require(reports.last?.series.map { try dataset.series($0) })
      #expect(rows.values("volume") == own.compactMap { Double($0.split(separator: ",")[5]) })
      #expect(rows.values("taker_buy_volume") == [Double](repeating: 5, count: 96))
    }
  }

  @Test("the dataset's own rows at other times are refused, with what to do")
  func ownRowsMoved() throws {
    try add(Self.archive(Self.bars(200)), "um_klines_1h/BTCUSDT-1h-2025-03.csv")
    let hints = try ImportHints(venue: "binance")
    let late = refusal(Self.table(Self.bars(200, late: { _ in 60 })), "BTCUSDT.csv", hints)
    #expect(late?.what.contains("rows are those that the dataset has 1 h earlier") == true, "\(late?.what ?? "")")
    #expect(late?.remedy?.contains("say --label close where a row's time is the end of its bar") == true)
    #expect(late?.remedy?.contains("'hindcast data remove d --series \"binance:BTCUSDT klines 1h\"'") == true)
    func rates(_ late: Int) -> String {
      "time,funding_rate\n"
        + (0..<60).map { "\(Self.start + Int64($0 * 480 + late) * Self.minute),\(Double(17 + $0 * 31 % 53) * 1e-6)\n" }
        .joined()
    }
    let funding = try ImportHints(venue: "binance", kind: .funding)
    try add(rates(0), "BTCUSDT.csv", funding)
    let moved = refusal(rates(480), "BTCUSDT_f.csv", funding)
    #expect(moved?.what.contains("the dataset has 8 h earlier, value by value") == true, "\(moved?.what ?? "")")
    #expect(moved?.remedy?.contains("--zone +08:00") == true)
  }

  @Test("files of one call that contradict each other are said")
  func oneCall() throws {
    for (name, level) in [("a", 1.0), ("b", 1.01)] {
      try scratch.write(Self.table(Self.bars(30, level: level)), to: "both/\(name)/BTCUSDT.csv")
    }
    let reports = try Importer.importFiles(["\(scratch.path)/both"], into: dataset)
    #expect(reports[1].notes.contains { $0.contains("than those of '") && $0.contains("a/BTCUSDT.csv'") })
  }

  @Test("a price that doubles between two files of one name is another coin's")
  func seam() throws {
    for (name, from, level) in [("1", 0, 1.0), ("2", 6000, 0.2)] {
      try scratch.write(Self.table(Self.bars(100, from: from, level: level)), to: "months/BTCUSDT_\(name).csv")
    }
    let said = try Importer.importFiles(["\(scratch.path)/months"], into: dataset).flatMap(\.notes)
    #expect(said.contains { $0.contains("at the end of the rows before it") })
    #expect(try check().contains { $0.hasPrefix("its price goes from") }, "and a check says it of the dataset")
  }

  @Test("prices that lie a third and more from those that are there are no correction of them, in one call and in two")
  func otherInstrument() throws {
    try add(Self.table(Self.bars(60)), "BTCUSDT.csv", ImportHints(venue: "binance"))
    let before = try dataset.fingerprint()
    let refused = refusal(Self.table(Self.bars(60, level: 0.03)), "BTCUSDT_2.csv", try ImportHints(venue: "binance"))
    #expect(
      refused?.what.hasPrefix("60 of 60 prices are 97.0% apart in the middle from those that the dataset has") == true)
    #expect(
      refused?.remedy?.hasPrefix("file them under a --symbol or --venue of their own; where it is the former") == true)
    #expect(try dataset.fingerprint() == before)
    for (name, level) in [("a", 2.0), ("b", 0.9)] {
      try scratch.write(Self.table(Self.bars(30, level: level)), to: "coins/\(name)/ETHUSDT.csv")
    }
    let call = #expect(throws: Problem.self) { try Importer.importFiles(["\(scratch.path)/coins"], into: dataset) }
    #expect(call?.what.contains("55.0% apart in the middle") == true, "\(call?.what ?? "")")
    #expect(
      call?.remedy?.hasSuffix("a/ETHUSDT.csv' that is wrong, leave that one out") == true, "\(call?.remedy ?? "")")
  }

  @Test("a revision by some basis points, a coin that falls by half, and digits that were cut off before are honest")
  func honestRevisions() throws {
    let venue = try ImportHints(venue: "binance")
    try add(Self.table(Self.bars(60)), "BTCUSDT.csv", venue)
    #expect(try add(Self.table(Self.bars(60, level: 1.001)), "BTCUSDT_2.csv", venue).map(\.counts.replaced) == [60])
    let fallen = Self.bars(60, from: 3600, level: 0.5)
    #expect(try add(Self.table(fallen), "BTCUSDT_3.csv", venue).map(\.counts.kept) == [60])
    let digits = (0..<60).map { $0 % 3 == 2 ? "0.000017" : "0.000006\($0 % 10)" }
    let cut = digits.map { $0 == "0.000017" ? "0.00002" : "0.00001" }
    func marks(_ prices: [String]) -> String {
      "time,mark\n" + prices.enumerated().map { "\(Self.start + Int64($0 * 60) * Self.minute),\($1)\n" }.joined()
    }
    let mark = try ImportHints(venue: "binance", kind: .mark)
    try add(marks(cut), "PEPEUSDT.csv", mark)
    #expect(try add(marks(digits), "PEPEUSDT_2.csv", mark).map(\.counts.replaced) == [60])
  }

  // MARK: Under two names

  @Test("bytes that are there as another instrument are refused, in one call and in two")
  func sameBytes() throws {
    let text = Self.archive(Self.bars(60))
    for symbol in ["BTCUSDT", "SOLUSDT"] { try scratch.write(text, to: "copies/\(symbol)-1h-2025-03.csv") }
    let both = #expect(throws: Problem.self) { try Importer.importFiles(["\(scratch.path)/copies"], into: dataset) }
    #expect(both?.what.contains("as binance:BTCUSDT klines 1h, and here they are read as binance:SOLUSDT") == true)
    try add(text, "um_klines_1h/BTCUSDT-1h-2025-03.csv")
    let spot = refusal(text, "spot_klines_1h/BTCUSDT-1h-2025-03.csv", .none)
    #expect(spot?.what.contains("these bytes are in the dataset as binance:BTCUSDT klines 1h") == true)
  }

  @Test("bars of two markets that are equal to the last digit of price and volume are one file under two names")
  func twins() throws {
    try add(Self.archive(Self.bars(80)), "um_klines_1h/BTCUSDT-1h-2025-03.csv")
    let copy = try notes(Self.table(Self.bars(80)), "spot/BTCUSDT_spot.csv")
    #expect(
      copy.contains { $0.hasPrefix("80 of 80 bars have price and volume of binance:BTCUSDT klines 1h") }, "\(copy)")
    let vendor = try notes(Self.table(Self.bars(79)), "BTCUSDT_v.csv", venue: "coinalyze")
    #expect(!vendor.contains { $0.contains("to the last digit") }, "a vendor passes on the venue's own bars")
  }

  @Test("times in microseconds in a folder of perpetuals are those of spot")
  func microseconds() throws {
    let text = KlineText.traded(30, every: .hour, header: false, microseconds: true)
    let refused = refusal(text, "um_klines_1h/BTCUSDT-1h-2025-01.csv", .none)
    #expect(refused?.what.contains("have volume and times in microseconds, as those of spot do") == true)
  }

  // MARK: Another clock

  @Test(
    "bars off another clock, or with another label, are told by the same coin elsewhere",
    arguments: [
      (30, 330, "-5 h 30 min", "--zone +05:30"), (30, 30, "-30 min", "--label close"),
      (5, 5, "-5 min", "--label close"),
      (60, 60, "-1 h", "--label close where a row's time is the end of its bar, or --zone +01:00"),
      (60, -480, "+8 h", "--zone -08:00"), (1440, -1440, "+24 h", "--label open"),
    ])
  func clocks(minutes: Int, late: Int, moved: String, remedy: String) throws {
    let hours = minutes == 1440 ? 40 * 24 : 240
    try add(Self.archive(Self.bars(hours * 12, minutes: 5), minutes: 5), "um_klines_5m/BTCUSDT-5m.csv")
    let count = hours * 60 / minutes - 1
    let off = Self.table(Self.bars(count, minutes: minutes, late: { _ in late }, level: 1.0004))
    let said = try notes(off, "BTCUSDT_\(minutes)m.csv".replacing("1440m", with: "1d"), venue: "bybit")
    let note = said.first { $0.contains("only when moved by \(moved) ") }
    #expect(note?.contains(remedy) == true, "\(said)")
    #expect(try check().contains { $0.contains("only when moved by \(moved) ") })
  }

  @Test("bars that stand where they belong are not accused, in whatever width and with whatever basis")
  func honestClocks() throws {
    try add(Self.archive(Self.bars(3000, minutes: 5), minutes: 5), "um_klines_5m/BTCUSDT-5m.csv")
    for minutes in [5, 15, 60, 240] {
      let said = try notes(
        Self.table(Self.bars(15_000 / minutes, minutes: minutes, level: 1.002, noise: 0.0001)),
        "BTCUSDT_\(minutes)m.csv",
        venue: "bybit")
      #expect(!said.contains { $0.contains("moved") || $0.contains("one clock") }, "\(said)")
    }
    #expect(try !check().contains { $0.contains("moved") })
  }

  @Test("halves that fit by two shifts an hour apart are of a zone with summer time, and other parts are named")
  func severalClocks() throws {
    try add(Self.archive(Self.bars(1500)), "um_klines_1h/BTCUSDT-1h.csv")
    let berlin = Self.table(Self.bars(1400, late: { $0 < 700 ? 60 : 120 }, level: 1.0004))
    let said = try notes(berlin, "BTCUSDT.csv", venue: "bybit")
    #expect(said.contains { $0.contains("more than one clock") && $0.contains("Say its zone by name") }, "\(said)")
    let right = Self.bars(700, level: 1.0004)
    let spliced = right.indices.map { row -> String in
      let values = right[(300..<500).contains(row) ? row - 5 : row]
      return String(right[row].prefix { $0 != "," } + values.drop { $0 != "," })
    }
    let partly = try notes(Self.table(spliced), "BTCUSDT.csv", venue: "bitget")
    #expect(partly.contains { $0.contains("when moved by -5 h") && $0.contains("Import them apart") }, "\(partly)")
  }

  @Test("of three series the one that is off is accused, whichever came first; of two neither is, and both are named")
  func oddOneOut() throws {
    let venues = ["binance", "bybit", "bitget"]
    for (place, order) in [[0, 1, 2], [1, 2, 0], [2, 0, 1]].enumerated() {
      let dataset = try Dataset.openForImport(at: "\(scratch.path)/odd\(place).sqlite")
      func found() throws -> [(title: String, finding: SeriesFinding)] {
        let doubts = try StoredDoubts(dataset)
        return try dataset.allSeries().flatMap { summary in
          doubts.findings(on: try dataset.series(summary.descriptor)).map { (summary.descriptor.title, $0) }
        }.filter { $0.1.what.contains("moved by") }
      }
      for (count, venue) in order.enumerated() {
        let rows = Self.bars(240, late: { _ in venue == 0 ? 480 : 0 }, level: 1 + Double(venue) * 0.0004)
        let file = try scratch.write(Self.table(rows), to: "odd/\(place)/\(venues[venue])/BTCUSDT.csv")
        _ = try Importer.importFiles([file], into: dataset, hints: ImportHints(venue: venues[venue]))
        guard count == 1, order.prefix(2).contains(0) else { continue }
        let two = try found()
        #expect(two.count == 1 && two[0].finding.what.hasSuffix("nothing tells which of the two is off"), "\(two)")
        #expect(two[0].finding.remedy.contains("--zone +08:00") && two[0].finding.remedy.contains("--zone -08:00"))
      }
      let three = try found()
      #expect(three.map(\.title) == ["binance:BTCUSDT klines 1h"], "\(order): \(three)")
      #expect(three.first?.finding.remedy == "say --zone +08:00 if it was read as UTC")
    }
  }

  // MARK: Another level

  @Test("prices are held against each series of the coin that has rows then, each as a price of one coin")
  func levels() throws {
    // The first series of the coin lies elsewhere in time.
    _ = try notes(Self.table(Self.bars(60, from: 30_000)), "BTCUSDT.csv", venue: "binance")
    _ = try notes(Self.table(Self.bars(60)), "BTCUSDT.csv", venue: "bybit")
    let other = try notes(Self.table(Self.bars(60, level: 0.04)), "BTCUSDT.csv", venue: "bitget")
    #expect(other.contains { $0.contains("times those of bybit:BTCUSDT klines 1h at the same times") }, "\(other)")
    #expect(try check().contains { $0.contains("times those of bybit:BTCUSDT klines 1h at the same times") })
    _ = try notes(Self.table(Self.bars(60, level: 1e-7)), "1000PEPEUSDT.csv")
    let honest = try notes(Self.table(Self.bars(60, level: 1e-10)), "PEPEUSDT_spot.csv")
    #expect(!honest.contains { $0.contains("times those of") }, "\(honest)")
    _ = try notes(Self.table(Self.bars(61, level: 1.7e-7)), "1000SHIBUSDT.csv")
    let thousands = try notes(Self.table(Self.bars(62, level: 1.7e-7)), "SHIBUSDT_spot.csv")
    #expect(
      thousands.contains {
        $0.contains("times those of binance:1000SHIBUSDT") && $0.contains("each as a price of one coin")
      })
  }

  @Test("a mark and a spot pair keep near to what the perpetual trades at, or are said to be another's")
  func marks() throws {
    try add(Self.archive(Self.bars(60)), "um_klines_1h/BTCUSDT-1h.csv")
    let hints = try ImportHints(venue: "binance", kind: .mark)
    for (level, isSaid) in [(1.1, true), (1.02, false)] {
      let spot = try notes(Self.table(Self.bars(60, level: level)), "BTCUSDT_spot_\(level).csv")
      #expect(spot.contains { $0.contains("times those of binance:BTCUSDT klines 1h") } == isSaid, "\(level): \(spot)")
    }
    for (level, isSaid) in [(1.05, true), (0.9, true), (1.02, false)] {
      let rows = Self.bars(60, level: level).map { $0.split(separator: ",").dropLast().joined(separator: ",") }
      let table = "time,open,high,low,close\n" + rows.joined(separator: "\n") + "\n"
      let said = try add(table, "BTCUSDT_mark_\(level).csv", hints).flatMap(\.notes)
      #expect(said.contains { $0.contains("times those of binance:BTCUSDT klines 1h") } == isSaid, "\(level): \(said)")
    }
  }

  @Test(
    "rates that turn to percent are refused early and late, of a month and of three, or said where a flag takes them")
  func percent() throws {
    func rates(_ count: Int, from: Int) -> String {
      "time,funding_rate\n"
        + (0..<count).map { row in
          let rate = Double(300 + row * 7919 % 1800) * 1e-8
          return "\(Self.start + Int64(row * 480) * Self.minute),\(row < from ? rate : rate * 100)\n"
        }.joined()
    }
    for (count, from) in [(93, 45), (267, 90), (267, 150), (267, 240)] {
      let venue = "v\(count)x\(from)"
      // Nine days of it may be a coin's distress.
      if count - from > 30 {
        let asked = try ImportHints(venue: venue, kind: .funding)
        let refused = refusal(rates(count, from: from), "BTCUSDT_\(from).csv", asked)
        #expect(refused?.place.line == from + 2, "\(count) \(from): \(refused?.what ?? "")")
      }
      let hints = try ImportHints(venue: venue, kind: .funding, table: flags(units: "funding_rate=fraction"))
      let said = try add(rates(count, from: from), "BTCUSDT_\(from).csv", hints).flatMap(\.notes)
      #expect(said.contains { $0.contains("percent and fractions in one file?") }, "\(count) \(from)")
    }
    #expect(try check().count { $0.contains("percent and fractions in one file?") } == 4)
    let honest = try ImportHints(venue: "honest", kind: .funding)
    #expect(try !add(rates(267, from: 300), "BTCUSDT.csv", honest).flatMap(\.notes).contains { $0.contains("percent") })
  }

  @Test("open interest that is counted in something else from an instant on is said, at import and of a dataset")
  func interest() throws {
    func amounts(_ rows: Range<Int>, times factor: (Int) -> Double) -> String {
      "time,open_interest\n"
        + rows.map { "\(Self.start + Int64($0 * 60) * Self.minute),\(factor($0) * (80_000 + Double($0 * 37 % 500)))\n" }
        .joined()
    }
    let hints = try ImportHints(venue: "binance", kind: .openInterest)
    let said = try add(amounts(0..<200) { $0 < 120 ? 1 : 1000 }, "BTCUSDT.csv", hints).flatMap(\.notes)
    #expect(
      said.contains { $0.contains("'open_interest' goes from") && $0.contains("2025-03-06 00:00 and stays there") },
      "\(said)")
    // In dollars from the first row on: nothing tells before there are prices and volumes of the coin.
    let bybit = try ImportHints(venue: "bybit", kind: .openInterest)
    #expect(
      try !add(amounts(0..<100) { _ in 80_000 }, "BTCUSDT_b.csv", bybit).flatMap(\.notes).contains {
        $0.contains("trades in a day")
      })
    _ = try notes(Self.table(Self.bars(100)), "BTCUSDT_k.csv", venue: "bitget")
    #expect(try check().contains { $0.contains("times what bitget:BTCUSDT trades in a day") })
  }

  @Test("a check counts the rows that a finding is of, and says the first of them as its sentence does")
  func places() throws {
    func add(_ name: String, _ kind: FileKind, _ value: (Int) -> Double) throws {
      let rows = (0..<200).map { "\(Self.start + Int64($0) * 60 * Self.minute),\(value($0))\n" }
      let file = try scratch.write("time,\(name)\n" + rows.joined(), to: "places/\(name)/BTCUSDT.csv")
      _ = try Importer.importFiles([file], into: dataset, hints: ImportHints(venue: "binance", kind: kind))
    }
    try add("open_interest", .openInterest) { (100..<103).contains($0) ? 0 : 80_000 + Double($0 * 37 % 500) }
    try add("premium", .premium) { Double(300 + $0 * 7919 % 180) * 1e-6 * ($0 < 120 ? 1 : 10_000) }
    let doubts = try StoredDoubts(dataset)
    let found = try dataset.allSeries().flatMap { doubts.findings(on: try dataset.series($0.descriptor)) }
    let zeros = try #require(found.first { $0.what.hasPrefix("open_interest is zero in 3 rows") }, "\(found)")
    #expect(zeros.count == 3 && zeros.first == Instant(milliseconds: Self.start + 100 * 60 * Self.minute))
    let points = try #require(found.first { $0.what.hasSuffix("basis points and fractions in one file?") }, "\(found)")
    let row = (points.first.milliseconds - Self.start) / (60 * Self.minute)
    #expect((110...130).contains(row) && points.count == 200 - Int(row))
  }

  // MARK: The same rows in other bytes

  @Test("rows of one coin under the name of another are refused, however they are written")
  func otherBytes() throws {
    let rows = Self.bars(300)
    _ = try notes(Self.table(rows), "BTCUSDT.csv")
    let written = [
      Self.table(rows.reversed()), Self.table(rows.map { $0 + "\r" }),
      Self.table(rows.map { $0 + "0" }), Self.table(Array(rows[40..<200])),
    ]
    for (index, text) in written.enumerated() {
      let refused = refusal(text, "\(index)/ETHUSDT.csv", try ImportHints(venue: "binance"))
      #expect(
        refused?.what.hasPrefix(
          "nearly all of these rows are in the dataset as binance:BTCUSDT klines 1h, and here they are read as "
            + "binance:ETHUSDT klines 1h") == true, "\(index): \(refused?.what ?? "taken")")
    }
    let other = Self.table(Self.bars(300, from: 24_000))
    #expect(try add(other, "SOLUSDT.csv", ImportHints(venue: "binance")).map(\.counts) == [MergeCounts(kept: 300)])
  }

  @Test("so they are of two files of one call, and of rates of two venues")
  func otherBytesInOneCall() throws {
    let files = [
      try scratch.write(Self.table(Self.bars(100)), to: "files/BTCUSDT.csv"),
      try scratch.write(Self.table(Self.bars(100).reversed()), to: "files/ETHUSDT.csv"),
    ]
    let refused = #expect(throws: Problem.self) {
      try Importer.importFiles(files, into: dataset, hints: ImportHints(venue: "binance"))
    }
    #expect(refused?.what.hasPrefix("nearly all of these rows are in '") == true)

    let rates = (0..<60).map { "\(Self.start + Int64($0) * 480 * Self.minute),0.000\($0 % 7)\($0 * 13 % 100 + 100)" }
    func table(_ rows: [String]) -> String { "time,funding_rate\n" + rows.joined(separator: "\n") + "\n" }
    try add(table(rates), "BTCUSDT_funding.csv", ImportHints(venue: "binance"))
    let venue = refusal(table(rates.reversed()), "bybit/BTCUSDT_funding.csv", try ImportHints(venue: "bybit"))
    #expect(venue?.what.contains("are in the dataset as binance:BTCUSDT funding 8h") == true)
  }

  // MARK: Trades twice

  private static func trades(_ count: Int, step: Int64, part: Double) -> String {
    "agg_trade_id,price,quantity,first_trade_id,last_trade_id,transact_time,is_buyer_maker\n"
      + (0..<count).map { row in
        "\(row),100.5,\(part),1,1,\(start + Int64(row) * step),\(row % 2 == 0)\n"
      }.joined()
  }

  @Test("trades that were put together one by one are those that they were made of, by other numbers")
  func oneByOne() throws {
    let text = Self.trades(1200, step: 500, part: 2)
    try add(text, "BTCUSDT-aggTrades-2025-03-01.csv")
    let lines = text.split(separator: "\n")
    let others =
      "\(lines[0])\n"
      + lines.dropFirst().map { line in
        let number = Int(line.prefix { $0 != "," }) ?? 0
        return "\(number + 5_000_000)\(line.drop { $0 != "," })\n"
      }.joined()
    let refused = refusal(others, "more/BTCUSDT-aggTrades-2025-03-01.csv", .none)
    #expect(refused?.what.contains("beside each other each would count twice") == true)
    // The first half of them again is what is there.
    let half = lines.prefix(601).joined(separator: "\n") + "\n"
    #expect(try add(half, "half/BTCUSDT-aggTrades-2025-03-01.csv").map(\.counts) == [MergeCounts(duplicate: 600)])
  }

  @Test("bars of some of the trades stay behind those that a file brought, and it is said by how much")
  func madeBars() throws {
    try add(Self.archive(Self.bars(60, minutes: 5), minutes: 5), "um_klines_5m/BTCUSDT-5m-2025-03.csv")
    let descriptor = SeriesDescriptor(
      instrument: Instrument(venue: "binance", symbol: "BTCUSDT"), kind: .klines, cadence: .minutes(5))
    let brought = try dataset.series(descriptor)
    var columns = brought.columns.map { $0 + [$0[59]] }
    columns[4] = columns[4].map { $0 / 2 }
    let made = Series(
      descriptor: descriptor, stamps: brought.stamps + [brought.stamps[59] + 300_000], columns: columns)
    let own = try BarsOfTrades(made, beside: dataset, format: "trades")
    #expect(own.bars.stamps == [made.stamps[60]])
    #expect(own.note?.hasPrefix("60 of 60 bars say something else than those that came from files") == true)
    #expect(own.note?.contains("whose volume is 0.5 times theirs in the middle") == true)
    #expect(try BarsOfTrades(brought, beside: dataset, format: "trades").note == nil)
    let empty = try Dataset.openForImport(at: scratch.path + "/none.sqlite")
    #expect(try BarsOfTrades(made, beside: empty, format: "trades").bars.count == 61)
  }

  @Test("trades that are there as other rows are refused: each would count twice")
  func otherForm() throws {
    try add(Self.trades(1200, step: 500, part: 2), "BTCUSDT-aggTrades-2025-03-01.csv")
    let single = Self.trades(2400, step: 250, part: 1)
    let refused = refusal(single, "more/BTCUSDT-aggTrades-2025-03-01.csv", .none)
    #expect(refused?.what.contains("has the trades of 8 minutes, the first at 2025-03-01 00:01, as other rows") == true)
    let same = try add(Self.trades(1200, step: 500, part: 2) + "\n", "again/BTCUSDT-aggTrades-2025-03-01.csv")
    #expect(same.map(\.counts) == [MergeCounts(duplicate: 1200)] && same.flatMap(\.notes).isEmpty)
  }

  // MARK: Clocks of what has no price

  @Test("open interest is held against prices by what it is valued at, and without a value by where it begins and ends")
  func interestClock() throws {
    try add(Self.archive(Self.bars(300)), "um_klines_1h/BTCUSDT-1h-2025-03.csv")
    func interest(_ hours: Int, value: Bool) -> String {
      "time,open_interest\(value ? ",open_interest_value" : "")\n"
        + (0..<300).map { row in
          let amount = 80_000 + Double(row * 37 % 101)
          let at = Self.start + Int64(row + hours) * 60 * Self.minute
          return "\(at),\(amount)" + (value ? ",\(amount * Self.price(row * 60))" : "") + "\n"
        }.joined()
    }
    func said(_ hours: Int, _ value: Bool, _ name: String) throws -> [String] {
      try Importer.importFiles(
        [try scratch.write(interest(hours, value: value), to: "oi/\(name)/BTCUSDT.csv")], into: dataset,
        hints: ImportHints(
          venue: "bybit", kind: .openInterest, table: flags(units: value ? nil : "open_interest=coin")),
        isRehearsal: true
      ).flatMap(\.notes)
    }
    #expect(try said(8, true, "a").contains { $0.contains("only when moved by -8 h") && $0.contains("--zone +08:00") })
    #expect(
      try said(8, false, "b").contains {
        $0.hasPrefix("it begins and ends 8 h after binance:BTCUSDT klines 1h does") && $0.contains("--zone +08:00")
      })
    #expect(try !said(0, true, "c").contains { $0.contains("moved") })
    #expect(try !said(0, false, "d").contains { $0.contains("begins and ends") })
  }

  @Test("open interest that is another currency's from one row on is said, be it as restless as it likes")
  func interestUnit() throws {
    let rows = (0..<60).map { row in
      let amount = (80_000 + Double(row * 37 % 11) * 3000) * (row < 30 ? 1 : 42_000)
      return "\(Self.start + Int64(row) * 60 * Self.minute),\(amount)\n"
    }
    let said = try Importer.importFiles(
      [try scratch.write("time,open_interest\n" + rows.joined(), to: "oi/BTCUSDT.csv")], into: dataset,
      hints: ImportHints(venue: "bybit", kind: .openInterest)
    ).flatMap(\.notes)
    #expect(said.contains { $0.hasPrefix("'open_interest' goes from") && $0.contains("2025-03-02 06:00") }, "\(said)")
  }
}
