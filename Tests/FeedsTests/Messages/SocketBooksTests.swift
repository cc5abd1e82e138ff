import Feeds
import Market
import TestSupport
import Testing

/// Books that sockets send whole once, and then what changes in them. Shapes are those of the venues' own pages; values are
/// invented.
@Suite("Books of sockets")
struct SocketBooksTests: ImportsTables {
  let scratch: ScratchFolder
  /// 2025-01-01 00:00 UTC.
  private static let start = 1_735_689_600_000

  init() throws { scratch = try ScratchFolder() }

  private func read(_ lines: [String], badRows: BadRows = .refuse) throws -> ImportedTable {
    try ImportedTable(lines.joined(separator: "\n") + "\n", name: "socket.txt", in: ScratchFolder(), badRows: badRows)
  }

  private func notes(_ table: ImportedTable) -> [String] { table.reports.flatMap(\.notes) }

  /// Seconds, bids and asks as `price size, price size`.
  private func bybit(
    _ second: Int, _ number: Int, bids: String = "", asks: String = "", isWhole: Bool = false,
    topic: String = "orderbook.50.BTCUSDT"
  ) -> String {
    let at = Self.start + second * 1000
    return
      #"\#(at): {"topic":"\#(topic)","type":"\#(isWhole ? "snapshot" : "delta")","ts":\#(at),"data":{"s":"BTCUSDT","b":\#(Self.levels(bids)),"a":\#(Self.levels(asks)),"u":\#(number),"seq":\#(number * 7)},"cts":\#(at - 3)}"#
  }

  private static func levels(_ text: String, before: String = "", behind: String = "") -> String {
    let levels = text.split(separator: ",").map { level in
      "[\(before)" + level.split(separator: " ").map { "\"\($0)\"" }.joined(separator: ",") + behind + "]"
    }
    return "[" + levels.joined(separator: ",") + "]"
  }

  private static let quotes = "bybit:BTCUSDT quotes irregular"

  @Test("the best bid and ask follow what changes: levels that are new, that change and that are no more")
  func changes() throws {
    let table = try read([
      bybit(0, 10, bids: "95000 2, 94999 5, 94990 1", asks: "95001 1, 95002 4", isWhole: true),
      bybit(1, 11, bids: "95000 0"),
      bybit(2, 12, bids: "94999 6", asks: "95001 0, 95003 2"),
      bybit(3, 13, bids: "95000.5 1", asks: "95002 0"),
      bybit(4, 14, bids: "94980 9"),
    ])
    #expect(
      try table.column("bid") == [95000, 94999, 94999, 95000.5]
        && table.column("ask") == [95001, 95001, 95002, 95003]
        && table.column("bid_size") == [2, 5, 6, 1] && table.column("ask_size") == [1, 1, 4, 2],
      "the last message changes nothing of the best levels")
    #expect(table.titles == [Self.quotes] && notes(table).allSatisfy { $0.contains("perpetuals") })
  }

  @Test("after a message that is missing the book is not known until it comes whole again, which is said with the line")
  func missing() throws {
    let table = try read([
      bybit(0, 10, bids: "95000 2", asks: "95001 1", isWhole: true),
      bybit(1, 12, bids: "95000.5 1"), bybit(2, 13, bids: "95000.5 2"),
      bybit(3, 20, bids: "95010 2", asks: "95011 1", isWhole: true), bybit(4, 21, bids: "95010 3"),
    ])
    #expect(try table.column("bid").map { "\($0)" } == ["95000.0", "nan", "95010.0", "95010.0"])
    #expect(
      try table.rows(Self.quotes)[1] == "2025-01-01 00:00 nan nan nan nan", "and no state of before stands for it")
    #expect(
      notes(table).contains {
        $0.hasPrefix(
          "1 times a message of a book is missing (first in line 2, orderbook.50.BTCUSDT: 12 comes after 10): 2 messages"
        )
      }, "\(notes(table))")
  }

  @Test("what comes before a whole book is left out and said; what comes a second time changes nothing")
  func beginnings() throws {
    let table = try read([
      bybit(0, 9, bids: "94000 2"), bybit(1, 10, bids: "95000 2", asks: "95001 1", isWhole: true),
      bybit(2, 11, bids: "95000 3"), bybit(2, 11, bids: "95000 3"), bybit(3, 12, bids: "95000 4"),
      // The venue's service began anew.
      bybit(4, 1, bids: "95005 1", asks: "95006 1", isWhole: true), bybit(5, 2, bids: "95005 2"),
    ])
    #expect(try table.column("bid_size") == [2, 3, 4, 1, 2])
    #expect(notes(table).contains("1 messages say what changed in a book that had not come whole, and are left out"))
  }

  @Test("books of several depths are kept apart; one that counts other orders is not read")
  func depths() throws {
    let table = try read([
      bybit(0, 10, bids: "95000 2, 94990 5", asks: "95001 1", isWhole: true),
      bybit(0, 700, bids: "95000 2", asks: "95001 1", isWhole: true, topic: "orderbook.1.BTCUSDT"),
      bybit(1, 11, bids: "95000 0"), bybit(1, 701, bids: "95000 0, 94990 5", topic: "orderbook.1.BTCUSDT"),
      bybit(2, 5, bids: "95000 2", asks: "95001 1", isWhole: true, topic: "orderbook.rpi.BTCUSDT"),
    ])
    #expect(try table.column("bid") == [95000, 94990])
    #expect(notes(table).contains("of 5 messages not read: 1 orderbook"))
  }

  @Test("a bid that is not below the ask is no quote")
  func crossed() throws {
    let table = try read([
      bybit(0, 10, bids: "95000 2", asks: "95001 1", isWhole: true), bybit(1, 11, bids: "95001 1"),
      bybit(2, 12, asks: "95001 0, 95002 3"),
    ])
    #expect(try table.column("ask") == [95001, 95002])
    #expect(notes(table).contains { $0.hasPrefix("1 times the best bid of a book was not below its best ask") })
  }

  @Test("a level that cannot be refuses the file with its line, or leaves the book unknown")
  func damaged() throws {
    let lines = [
      bybit(0, 10, bids: "95000 2", asks: "95001 1", isWhole: true), bybit(1, 11, bids: "-5 1"),
      bybit(2, 12, bids: "95000 3"),
    ]
    #expect(#expect(throws: Problem.self) { try read(lines) }?.place.line == 2)
    let skipped = try read(lines, badRows: .skip)
    #expect(try skipped.column("bid_size").map { "\($0)" } == ["2.0", "nan"])
    #expect(skipped.reports.flatMap(\.rejected).map(\.line) == [2])
  }

  @Test("OKX and Deribit say the number before: of OKX contracts, of Deribit's levels what becomes of them")
  func others() throws {
    let at = Self.start
    func okx(_ before: Int, _ number: Int, _ bids: String, _ asks: String = "", _ action: String = "update") -> String {
      let (bids, asks) = (
        Self.levels(bids, behind: #","0","1""#), Self.levels(asks, behind: #","0","1""#)
      )
      return
        #"\#(at + number): {"arg":{"channel":"books","instId":"BTC-USDT-SWAP"},"action":"\#(action)","data":[{"asks":\#(asks),"bids":\#(bids),"ts":"\#(at)","checksum":-8,"prevSeqId":\#(before),"seqId":\#(number)}]}"#
    }
    let contracts = try read([
      okx(-1, 100, "95000 20", "95001 10", "snapshot"), okx(100, 107, "95000 30"), okx(108, 110, "95000 40"),
    ])
    #expect(contracts.titles == ["okx:BTC-USDT-SWAP quotes irregular"])
    #expect(contracts.reports.compactMap(\.series?.columns.last?.unit) == [.contracts])
    #expect(try contracts.column("bid_size").map { "\($0)" } == ["20.0", "30.0", "nan"])
    #expect(notes(contracts).contains { $0.contains("110 comes after 107") })

    func deribit(_ before: Int?, _ number: Int, _ bids: String, _ asks: String) -> String {
      let link = before.map { #""prev_change_id":\#($0),"# } ?? ""
      return
        #"\#(at + number): {"jsonrpc":"2.0","method":"subscription","params":{"channel":"book.BTC-PERPETUAL.100ms","data":{"type":"\#(before == nil ? "snapshot" : "change")","timestamp":\#(at),"instrument_name":"BTC-PERPETUAL",\#(link)"change_id":\#(number),"bids":\#(bids),"asks":\#(asks)}}}"#
    }
    let dollars = try read([
      deribit(nil, 50, #"[["new",95000,2000.0],["new",94999.5,100.0]]"#, #"[["new",95000.5,1000.0]]"#),
      deribit(50, 60, #"[["delete",95000,0.0]]"#, #"[["change",95000.5,900.0]]"#),
    ])
    #expect(try dollars.column("bid") == [95000, 94999.5] && dollars.column("ask_size") == [1000, 900])
  }

  @Test("a recording too large to be read at once goes on where the piece before ended")
  func pieces() throws {
    // A long member that says nothing, so that few messages make a large file.
    let long = #""note":"\#(String(repeating: "-", count: 400_000))","cts""#
    let whole = [bybit(0, 1, bids: "95000 1", asks: "95001 1", isWhole: true)]
    let lines = whole + (2...200).map { bybit($0, $0, bids: "95000 \($0)").replacing(#""cts""#, with: long) }
    let table = try read(lines)
    #expect(try table.column("bid_size") == (1...200).map(Double.init))
    #expect(notes(table).count == 1, "\(notes(table))")
  }
}
