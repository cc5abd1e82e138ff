import ArgumentParser
import Research
import Results

struct ScanFamiliesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "families", abstract: "The formulas that a scan tries where no signal is named.",
    discussion: "Example: hindcast scan families")

  @OptionGroup var global: GlobalOptions

  func run() {
    Output(format: global.format).show(
      Table(
        columns: [
          .init("family", key: "family", .words), .init("is", key: "about", .words),
          .init("formula", key: "formula", .words), .init("shortest", unit: "window", key: "shortest_window", .words),
        ],
        rows: ScanFamily.all.flatMap { family in
          family.formulas.map { formula in
            [
              .text(family.name), .text(family.about), .text(formula.replacing("$w", with: "window")),
              family.shortest > .zero ? .text("\(family.shortest)") : .blank,
            ]
          }
        },
        notes: [
          "Each at the windows \(ScanFamily.windows.joined(separator: ", ")), as it is and as a mean over \(ScanFamily.smoothings.dropFirst().joined(separator: ", ")): --windows, --smoothings."
        ]))
  }
}
