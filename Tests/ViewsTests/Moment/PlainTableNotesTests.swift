import Market
import Store
import TestSupport
import Testing
import Views

@Suite("A view of plain tables says that they are")
struct PlainTableNotesTests {
  @Test("of what it is about and of the bars beside it, and of nothing else")
  func views() throws {
    let scratch = try ScratchFolder()
    let dataset = try Dataset.openForImport(at: "\(scratch.path)/mixed.sqlite")
    func source(_ format: String) -> ImportSource {
      ImportSource(file: "a.csv", sha256: String(repeating: "a", count: 64), format: format)
    }
    let (binance, bybit) = (ViewMarkets.binance, ViewMarkets.bybit)
    try dataset.merge(ViewMarkets.klines(of: binance) { _ in 100 }, source: source("binance-klines"))
    let rates = ViewMarkets.funding(of: binance, 0.0001, every: .hours(8))
    try dataset.merge(rates, source: source("table#9b8d189c"))
    try dataset.merge(ViewMarkets.interest(of: binance, dollars: 1e6), source: source("binance-metrics"))
    let labelled = ViewMarkets.interest(of: bybit, dollars: 1e6)
    try dataset.merge(labelled, source: source("bybit (label open)"))
    func said(_ notes: [String]) -> [String] { notes.filter { $0.contains("plain table") } }
    let funding = try FundingView(
      ViewMarkets.moment(dataset, [.funding]), history: .days(7), options: .init(), test: StateTest())
    #expect(
      said(funding.head.notes) == [
        "\(rates.descriptor.title) comes of a plain table: its clock, stamps and units are what was said or taken at import."
      ])
    let interest = try InterestView(ViewMarkets.moment(dataset, [.openInterest]), history: .days(7), test: StateTest())
    #expect(said(interest.head.notes).map { $0.hasPrefix("\(labelled.descriptor.title) comes of") } == [true])
  }
}
