import Feeds
import Market
import TestSupport
import Testing

private let text = "time,open,high,low,close,volume\n1735689600,1,3,0.5,2,10\n1735693200,2,4,1,3,11\n"
private let digest = "9b3eed33daa4a2b451a940166d756393fc48c27840e0071ed1e967ebf5336a67"
private let other = String(repeating: "0", count: 64)
private let name = "BTCUSDT 60.csv"

/// An archive publishes a digest beside each of its files: bytes that are not those are not the archive's.
@Suite("The digest that stands beside a file")
struct SideDigestTests {
  private let scratch: ScratchFolder

  init() throws { scratch = try ScratchFolder() }

  /// What is said of the file with that text beside it.
  private func notes(_ side: String, folder: String = "files") throws -> [String] {
    let file = try scratch.write(text, to: "\(folder)/\(name)")
    try scratch.write(side, to: "\(folder)/\(name).CHECKSUM")
    let reports = try Importer.importFiles([file], into: scratch.dataset("d"), isRehearsal: true)
    return reports.flatMap(\.notes)
  }

  private func problem(_ side: String) -> Problem? { #expect(throws: Problem.self) { try notes(side) } }

  @Test(
    "is that of its bytes, however it is written",
    arguments: [
      "\(digest)  \(name)\n", "\(digest) *\(name)\n", "\(digest)\n", "\(digest.uppercased())  \(name)\r\n",
      "\(digest)  a name that it had before.csv\n", "SHA256 (\(name)) = \(digest)\n",
      "\(other)  ETHUSDT 60.csv\n\(digest)  \(name)\n", "\(digest) *./months/\(name)\n\(other) *./months/x.csv\n",
    ])
  func equal(side: String) throws {
    #expect(try !notes(side).contains { $0.contains("digest") })
  }

  @Test(
    "refuses a file of other bytes, with both digests",
    arguments: [
      "\(other)  \(name)\n", "\(other)\n", "SHA256 (\(name)) = \(other)\n",
      "\(digest)  ETHUSDT 60.csv\n\(other) *\(name)\n",
    ])
  func different(side: String) {
    #expect(
      problem(side)?.what
        == "its bytes have the SHA-256 \(digest), and '\(name).CHECKSUM' beside it says \(other): they are not "
        + "those that were published")
  }

  @Test(
    "is said to be missing where the file beside it has none, or none of this name among several",
    arguments: [
      "", "\n", "5d41402abc4b2a76b9719d911017c592  \(name)\n", "<html></html>\n",
      "\(other)  ETHUSDT 60.csv\n\(digest)  SOLUSDT 60.csv\n",
    ])
  func missing(side: String) throws {
    #expect(
      try notes(side).contains(
        "'\(name).CHECKSUM' beside it holds no digest of it ('<sha256>  <name>'), and nothing is compared"))
  }

  @Test("of a folder it is no file of its own, and refuses the one that it is of")
  func folder() throws {
    _ = try notes("\(digest)\n", folder: "good")
    let reports = try Importer.importFiles(["\(scratch.path)/good"], into: scratch.dataset("e"))
    #expect(reports.count == 1 && reports.first?.outcome == .imported)
    try scratch.write(text + "1735696800,3,4,1,3,11\n", to: "good/\(name)")
    let refused = #expect(throws: Problem.self) {
      try Importer.importFiles(["\(scratch.path)/good"], into: scratch.dataset("e"))
    }
    #expect(refused?.remedy == "fetch it again; where it was changed on purpose, give it a name of its own")
  }
}
