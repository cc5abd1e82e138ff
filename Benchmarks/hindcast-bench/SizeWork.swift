import Foundation
import Research

/// `make size`: the share of true nulls that each estimator and the verdict reject at 5%, and whether the verdict keeps to its
/// band.
struct SizeWork {
  let simulations: Int
  let seed: UInt64

  /// What is looked at: all, or one of the four.
  enum Part: String, CaseIterable { case studies, families, sweeps, panels }

  func run(_ parts: [Part] = Part.allCases) -> Bool {
    parts.reduce(true) { good, part in
      let holds =
        switch part {
        case .studies: studies()
        case .families: families()
        case .sweeps: sweeps()
        case .panels: panels()
        }
      print()
      return good && holds
    }
  }

  /// Prints a line an estimator and a column a design; says whether the verdict stayed in its band in every one.
  private func studies() -> Bool {
    let checks = (NullDesign.standard + NullDesign.lasting).map { design in
      timed(design.name) { SizeCheck(design, simulations: simulations, seed: seed) }
    }
    print(
      "Share of true nulls rejected at 5%, two-sided, in %: \(simulations) simulations a column, seed \(seed).",
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
    line("  power at t = \(Int(SizeCheck.edge))", checks.map { Self.percent($0.power.share) })
    let outside = checks.filter { !SizeCheck.band.contains($0.verdict.share) }
    print(
      outside.isEmpty
        ? "\nThe verdict keeps to 3 to 7% in every design."
        : "\nThe verdict leaves 3 to 7% in: \(outside.map(\.design.name).joined(separator: "; "))")
    return outside.isEmpty
  }

  /// Prints a line a design; says whether StepM and SPA stayed in the band.
  private func families() -> Bool {
    let simulations = max(1, simulations / 4)
    print("Families of six true nulls in which something is found at 5%, in %: \(simulations) simulations a line.")
    line("", ["Holm", "StepM", "SPA", "RC"])
    let checks = FamilySizeCheck.Design.standard.map { design in
      let check = FamilySizeCheck(design, simulations: simulations, seed: seed)
      line(
        design.name,
        [check.holm, check.stepM, check.ability, check.realityCheck].map(Self.percent))
      return check
    }
    return checks.allSatisfy { $0.stepM <= SizeCheck.band.upperBound && $0.ability <= SizeCheck.band.upperBound }
  }

  /// Prints a line a design: without skill, and with one trial of t = 4; says whether the verdict stayed in the band.
  private func sweeps() -> Bool {
    let simulations = max(1, simulations / 4)
    print(
      "Sweeps over 400 days of GARCH t5 hours in which the best trial is found better than luck, in % of those judged:",
      "\(simulations) simulations a cell; null: no trial has skill; edge: one has a t of \(Int(SweepSizeCheck.edge)).",
      separator: "\n")
    line(
      "null:", ["DSR", "SPA", "StepM", "verdict", "judged"] + ["edge:", "DSR", "SPA", "StepM", "verdict", "judged"])
    let checks = SweepDesign.standard.map { design in
      let check = SweepSizeCheck(design, simulations: simulations, seed: seed)
      func cells(_ shares: SweepSizeCheck.Shares) -> [String] {
        let judged = Self.percent(Double(shares.judged) / Double(shares.simulations))
        guard shares.judged >= SweepSizeCheck.least else { return ["–", "–", "–", "–", judged] }
        return [shares.deflated, shares.ability, shares.stepM, shares.verdict].map(Self.percent) + [judged]
      }
      line(design.name, cells(check.null) + [""] + cells(check.skilled))
      return check
    }
    let judged = checks.filter { $0.null.judged >= SweepSizeCheck.least }
    let outside = judged.filter { $0.null.verdict > SizeCheck.band.upperBound }
    let careful = judged.filter { $0.null.verdict < SizeCheck.band.lowerBound }.map(\.design.name)
    if !careful.isEmpty { print("\nFinds less than 3% in: \(careful.joined(separator: "; ")).") }
    print(
      outside.isEmpty
        ? "\nThe verdict finds no more than 7% in any design that can be judged."
        : "\nThe verdict finds more than 7% in: \(outside.map(\.design.name).joined(separator: "; "))")
    return outside.isEmpty
  }

  /// Writes regimes and next returns of the designs that hold a regime, for a peer that tests the same series, and an index
  /// of them.
  func write(to folder: String, simulations: Int) throws {
    let folder = URL(fileURLWithPath: folder)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    var index: [[String: Any]] = []
    for (number, design) in NullDesign.standard.enumerated() {
      guard design.draw(seed: seed, simulation: 0).isRegime else { continue }
      for (kind, edge) in [("null", 0), ("edge", SizeCheck.edge)] {
        var values = Data()
        for simulation in 0..<simulations {
          let draw = design.draw(seed: seed, simulation: simulation, edge: edge)
          (draw.values + draw.next).withUnsafeBytes { values.append(contentsOf: $0) }
        }
        let name = "\(kind)-\(number + 1).f64"
        try values.write(to: folder.appending(path: name))
        index.append([
          "design": design.name, "kind": kind, "file": name, "bars": design.bars, "horizon": design.horizon,
          "simulations": simulations,
        ])
      }
    }
    try JSONSerialization.data(withJSONObject: index, options: .sortedKeys).write(
      to: folder.appending(path: "index.json"))
  }

  /// What `check` makes, its seconds said on stderr: a line of the table is known only with all of its columns.
  func timed<Check>(_ name: String, _ check: () -> Check) -> Check {
    let began = ContinuousClock.now
    let answer = check()
    let seconds = (ContinuousClock.now - began) / .seconds(1)
    FileHandle.standardError.write(Data(String(format: "%@: %.0f s\n", name, seconds).utf8))
    return answer
  }

  func line(_ name: String, _ cells: [String]) {
    print(
      name.padding(toLength: 26, withPad: " ", startingAt: 0)
        + cells.map { String(repeating: " ", count: max(0, 8 - $0.count)) + $0 }.joined())
    // A line as soon as it is known, into a file as well: the whole takes the better part of an hour.
    fflush(nil)
  }

  static func percent(_ share: Double) -> String { String(format: "%.1f", share * 100) }
}
