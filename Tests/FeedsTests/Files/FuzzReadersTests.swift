import Feeds
import Market
import Store
import TestSupport
import Testing

@Suite("Fuzz: files that venues never wrote")
struct FuzzReadersTests {
  @Test("are a problem, or are read; never a crash, whatever they are packed in", arguments: ["csv", "zip", "csv.gz"])
  func readers(ending: String) throws {
    let scratch = try ScratchFolder()
    let dataset = try Dataset.openForImport(at: scratch.path + "/btc.sqlite")
    let text = KlineText.traded(12)
    let whole =
      switch ending {
      case "zip": Archives.zip([("BTCUSDT-5m-2025-01.csv", text)])
      case "csv.gz": Archives.gzip(text)
      default: Array(text.utf8)
      }
    let pieces: [[UInt8]] =
      ["\n", "\r", ",", "\"", "-", ".", "0", "9", "e", "1e308", "nan", "18446744073709551615"]
      .map { Array($0.utf8) } + [[0], [255], [0xEF, 0xBB, 0xBF]]
    var problems = 0
    try FuzzBudget.attempts(least: 50) { seed in
      var random = FuzzRandom(seed: seed)
      var bytes = whole
      for _ in 0...Int.random(in: 0...3, using: &random) where !bytes.isEmpty {
        let place = Int.random(in: 0..<bytes.count, using: &random)
        let piece = pieces[Int.random(in: 0..<pieces.count, using: &random)]
        switch Int.random(in: 0..<4, using: &random) {
        case 0: bytes[place] ^= UInt8.random(in: 1...255, using: &random)
        case 1: bytes.insert(contentsOf: piece, at: place)
        case 2: bytes.removeSubrange(place..<min(bytes.count, place + 9))
        default: bytes.replaceSubrange(place..<min(bytes.count, place + piece.count), with: piece)
        }
      }
      do {
        let file = try scratch.write(bytes, to: "um_klines_5m/BTCUSDT-5m-2025-01.\(ending)")
        _ = try Importer.importFiles([file], into: dataset, badRows: seed % 2 == 0 ? .skip : .refuse)
      } catch is Problem {
        problems += 1
      }
    }
    #expect(problems > 10)
  }
}
