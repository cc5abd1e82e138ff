import Market
import Replay
import Testing

private func frame(_ market: String = "btc", data: String = "d", bars: Int = 24) -> Frame {
  Frame(
    market: market, instrument: Instrument(venue: "binance", symbol: "BTCUSDT"),
    grid: Grid(start: Instant(year: 2025, month: 1, day: 1), interval: .hour, count: bars),
    columns: [Column("close", .quote, Array(repeating: 1, count: bars))], fingerprint: data)
}

@Suite("What a result goes by")
struct ResultIdentityTests {
  @Test("says engine, kind, data, instrument, bars and what was asked, a fact a line")
  func text() {
    let identity = ResultIdentity(.study, on: [frame()], asked: [("signal", "(close>1)"), ("seed", "1")])
    #expect(
      identity.text == """
        engine \(Engine.version)
        kind study
        data d
        instrument binance:BTCUSDT
        bars 1h from 2025-01-01T00:00:00Z to 2025-01-02T00:00:00Z
        signal (close>1)
        seed 1
        """)
    #expect(ResultIdentity.value(of: "data", in: identity.text) == "d")
    #expect(ResultIdentity.value(of: "dat", in: identity.text) == nil)
  }

  @Test("is of the data and not of the dataset's name, and of every market in its order")
  func data() {
    func text(_ frames: Frame...) -> String { ResultIdentity(.panel, on: frames, asked: []).text }
    #expect(text(frame("btc")) == text(frame("a copy")))
    #expect(text(frame(data: "d")) != text(frame(data: "e")))
    #expect(text(frame(data: "d"), frame(data: "e")) != text(frame(data: "e"), frame(data: "d")))
  }

  @Test("cannot be imitated by a value that breaks its line", arguments: ["\n", "\r\n", "\u{2028}", "\u{85}"])
  func lines(_ ending: String) {
    func text(_ asked: [ResultIdentity.Term]) -> String { ResultIdentity(.replay, on: [frame()], asked: asked).text }
    let broken = text([("strategy", "a\(ending)seed 1")])
    #expect(broken.split(whereSeparator: \.isNewline).count == 6)
    #expect(broken != text([("strategy", "a"), ("seed", "1")]))
    #expect(text([("strategy", "a\nb")]) != text([("strategy", "a\\nb")]))
  }
}

@Suite("The folder of a result")
struct ResultFolderTests {
  private let hash = String(repeating: "0123456789abcdef", count: 4)

  @Test(
    "has a safe name whatever the strategy is called",
    arguments: [
      ("stress-fade", "stress-fade"), ("../../OUT", "OUT"), ("/etc/passwd", "etc-passwd"), ("", "result"),
      (".hidden", "hidden"), ("...", "result"), ("a b\tc\n\u{0}", "a-b-c--"), ("v1.2_x", "v1.2_x"),
      ("趋势 ü", "result"), ("a/趋势", "a---"), ("--root", "root"), ("C:\\x", "C--x"),
    ])
  func names(name: String, stem: String) {
    let folder = ResultFolder(name, hash: hash)
    #expect(folder.name == "\(stem)-01234567")
  }

  @Test("has at most 64 characters before the hash, and takes more of the hash where it must")
  func lengths() {
    let folder = ResultFolder(String(repeating: "long/", count: 10_000), "study", hash: hash)
    #expect(folder.stem.count == 64)
    #expect(folder.names.map { $0.count - 65 } == [8, 12, 16, 32, 64])
    #expect(folder.names.allSatisfy { $0.hasPrefix(folder.name) })
    #expect(ResultFolder("a", "", "b", hash: hash).name == "a-b-01234567")
  }
}
