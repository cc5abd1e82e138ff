import Market
import Store
import TestSupport
import Testing

@Suite("Removing a series")
struct RemovalTests {
  @Test("the command that a remedy prints names one series, also where two have one title")
  func remedy() throws {
    let folder = try ScratchFolder()
    func computed(_ column: String) -> Series {
      let descriptor = SeriesDescriptor(
        instrument: Instrument(venue: "binance", symbol: "BTCUSDT"), kind: .external, cadence: .hour,
        columns: [ColumnDescriptor(column, .fraction)])
      return Series(descriptor: descriptor, stamps: [newYear.milliseconds], columns: [[1]])
    }
    let dataset = try folder.dataset("two", [computed("slow"), computed("fast")])
    let all = try dataset.allSeries().map(\.descriptor)
    let names = SeriesNames(all)
    for (place, one) in all.enumerated() {
      let command = dataset.removal(of: one)
      let typed = try #require(command.split(separator: "\"").last).description
      #expect(command == "hindcast data remove two --series \"\(typed)\"")
      #expect(try names.place(of: typed, in: "two") == place)
    }
  }
}
