import Foundation
import Research

extension SizeWork {
  /// Across markets: the share of true nulls that each figure of a cross-section rejects at 5%, by its t and by the circular
  /// shift of all markets. Prints a line a figure and a column a design; says whether all stayed in the band.
  func panels() -> Bool {
    let simulations = max(1, simulations / 5)
    let checks = PanelNullDesign.standard.map { design in
      timed(design.name) { PanelSizeCheck(design, simulations: simulations, seed: seed) }
    }
    print(
      "Across markets: true nulls rejected at 5%, two-sided, in %: \(simulations) simulations a column, seed \(seed).")
    for (index, check) in checks.enumerated() { print("  \(index + 1)  \(check.design.name)") }
    print()
    line("", (1...checks.count).map { "\($0)" })
    for index in checks[0].shares.indices {
      line(checks[0].shares[index].name, checks.map { Self.percent($0.shares[index].share) })
    }
    let error = (0.05 * 0.95 / Double(simulations)).squareRoot()
    let band = SizeCheck.band.lowerBound - error...SizeCheck.band.upperBound + error
    let outside = checks.flatMap { check in
      check.shares.filter { !band.contains($0.share) }.map { "\(check.design.name): \($0.name)" }
    }
    print(
      outside.isEmpty
        ? "\nAll figures keep to 3 to 7%, to within a standard error."
        : "\nOutside 3 to 7%: \(outside.joined(separator: "; "))")
    return outside.isEmpty
  }
}
