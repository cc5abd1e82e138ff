import Foundation
import Research

/// `make size`: the share of true nulls that each estimator and the verdict reject at 5 %, and whether the verdict keeps to its
/// band.
struct SizeWork {
  let simulations: Int
  let seed: UInt64

  /// Prints a line an estimator and a column a design; says whether the verdict stayed in its band in every one.
  func run() -> Bool {
    let checks = NullDesign.standard.map { design -> SizeCheck in
      let began = ContinuousClock.now
      let check = SizeCheck(design, simulations: simulations, seed: seed)
      let seconds = (ContinuousClock.now - began) / .seconds(1)
      FileHandle.standardError.write(Data(String(format: "%@: %.0f s\n", design.name, seconds).utf8))
      return check
    }
    print(
      "Share of true nulls rejected at 5 %, two-sided, in %: \(simulations) simulations a column, seed \(seed).",
      "Five-minute bars, one hour ahead; standard error of a share of 5: "
        + String(format: "%.1f.", 100 * (0.05 * 0.95 / Double(simulations)).squareRoot()), separator: "\n")
    for (index, check) in checks.enumerated() {
      print("  \(index + 1)  \(check.design.name), \(check.design.bars) bars")
    }
    print()
    line("", (1...checks.count).map { "\($0)" })
    for index in checks[0].estimators.indices {
      line(checks[0].estimators[index].name, checks.map { Self.percent($0.estimators[index].share) })
    }
    line("verdict", checks.map { Self.percent($0.verdict.share) })
    line("  standard error", checks.map { Self.percent($0.verdict.standardError) })
    line("  unclear", checks.map { Self.percent($0.unclear) })
    line("  judged", checks.map { "\($0.verdict.judged)" })
    let outside = checks.filter { !SizeCheck.band.contains($0.verdict.share) }
    print(
      outside.isEmpty
        ? "\nThe verdict keeps to 3 to 7 % in every design."
        : "\nThe verdict leaves 3 to 7 % in: \(outside.map(\.design.name).joined(separator: "; "))")
    return outside.isEmpty
  }

  private func line(_ name: String, _ cells: [String]) {
    print(
      name.padding(toLength: 22, withPad: " ", startingAt: 0)
        + cells.map { String(repeating: " ", count: max(0, 7 - $0.count)) + $0 }.joined())
  }

  private static func percent(_ share: Double) -> String { String(format: "%.1f", share * 100) }
}
