import Foundation
import Testing

/// What a study prints is a function of its data and its seed, not of the machine's cores or of OpenBLAS's choice of code.
@Suite("The same figures everywhere", .enabled(if: FileManager.default.fileExists(atPath: "/usr/bin/taskset")))
struct SameFiguresTests {
  private let tool: CommandLineTool
  private let study = [
    "study", "stress-fade", "--signal", "stress", "--forward", "1h", "--no-report", "--format", "json",
  ]

  init() throws {
    tool = try CommandLineTool(demoDays: 40)
  }

  @Test("a study on one core has the bytes of a study on all")
  func cores() throws {
    let all = try tool.run(study)
    #expect(all.status == 0, "\(all.errors)")
    let horizons = try horizons(all.output)
    #expect(horizons.count > 1000)
    #expect(try self.horizons(try tool.runOnOneCore(study).output) == horizons)
  }

  /// Its figures come from sums of its own; only the fixed-b limit asks LAPACK, for an eigenvalue problem whose p was seen to
  /// move by 4e-16. Prescott is the oldest code OpenBLAS has.
  @Test("a study under another OpenBLAS kernel has the same figures to 1e-9")
  func kernels() throws {
    let usual = numbers(try horizons(try tool.run(study).output))
    let old = numbers(
      try horizons(try tool.runOnOneCore(study, environment: ["OPENBLAS_CORETYPE": "Prescott"]).output))
    #expect(usual.count > 100 && usual.count == old.count)
    #expect(zip(usual, old).allSatisfy { abs($0 - $1) <= 1e-9 * max(abs($0), abs($1)) })
  }

  /// The figures, without the count of looks, of which every run is one more.
  private func horizons(_ json: String) throws -> String {
    let document = try #require(try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any])
    let horizons = try #require(document["horizons"] as? [Any])
    return String(decoding: try JSONSerialization.data(withJSONObject: horizons, options: .sortedKeys), as: UTF8.self)
  }

  private func numbers(_ text: String) -> [Double] {
    text.split { !"0123456789.-+eE".contains($0) }.compactMap { Double($0) }
  }
}
