import Foundation
import Research

extension SizeWork {
  /// Across markets: the share of true nulls that each figure of a cross-section rejects at 5%, by its t and by the circular
  /// shift of all markets. Prints a line a figure and a column a design; says whether all stayed in the band.
  func panels() -> Bool {
    let holds = pooled()
    print()
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
    return holds && outside.isEmpty
  }

  /// Of what is pooled: a line an estimator, the verdict, and its power; says whether the verdict stayed in the band.
  private func pooled() -> Bool {
    let simulations = max(1, simulations / 2)
    let checks = PooledNullDesign.standard.map { design in
      timed(design.name) { PooledSizeCheck(design, simulations: simulations, seed: seed) }
    }
    print("Several markets pooled: true nulls rejected at 5%, in %: \(simulations) simulations a column, seed \(seed).")
    for (index, check) in checks.enumerated() { print("  \(index + 1)  \(check.design.name)") }
    print()
    line("", (1...checks.count).map { "\($0)" })
    for index in checks[0].estimators.indices {
      line(checks[0].estimators[index].name, checks.map { Self.percent($0.estimators[index].share) })
    }
    line("verdict", checks.map { Self.percent($0.verdict.share) })
    line("  power at t = \(Int(SizeCheck.edge))", checks.map { Self.percent($0.power.share) })
    let outside = checks.filter { $0.verdict.share > SizeCheck.band.upperBound }
    print(
      outside.isEmpty
        ? "\nThe verdict finds no more than 7% in any design."
        : "\nThe verdict finds more than 7% in: \(outside.map(\.design.name).joined(separator: "; "))")
    return outside.isEmpty
  }
}
