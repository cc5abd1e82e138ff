import ArgumentParser
import Feeds
import Market

/// How a table is written: what a profile says, for one call.
struct TableOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Which column of the file is what, by name or by number from 1: time=Date,close=Close.", valueName: "what=column")
  )
  var columns: [String] = []

  @Option(
    help: ArgumentHelp(
      "What a column is counted in: funding_rate=percent. Units: "
        + ImportProfile.ColumnUnit.allCases.map(\.rawValue).joined(separator: ", ") + ".", valueName: "what=unit"))
  var unit: [String] = []

  @Option(help: ArgumentHelp("How times are written: 'dd-MM-yyyy HH:mm'.", valueName: "format"))
  var timeFormat: String?

  // A clock west of Greenwich begins with the mark of a flag.
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "The clock that times without a zone were read off: +05:30, -05:00 or Asia/Kolkata; UTC when left out.",
      valueName: "zone"))
  var zone: String?

  @Option(
    help: ArgumentHelp(
      "What an hour that the clock showed twice means: first, second, or in_order.", valueName: "rule"))
  var repeated: String?

  @Option(
    help: ArgumentHelp(
      "What a row's time is of: open (known a bar later), close, snapshot or instant (known then).", valueName: "label")
  )
  var label: String?

  @Option(help: ArgumentHelp("How far apart rows are, where too few of them tell.", valueName: "duration"))
  var interval: Interval?

  @Option(help: ArgumentHelp("The decimal mark: '.' or ','.", valueName: "mark"))
  var decimal: String?

  @Option(help: ArgumentHelp("What stands between groups of three digits.", valueName: "mark"))
  var thousands: String?

  @Flag(help: "Leave out the last row: a bar that was still open when the file was saved.")
  var dropLast = false

  @Option(help: ArgumentHelp("Read the files as this profile says ('hindcast data formats').", valueName: "name"))
  var profile: String?

  var hints: TableHints {
    get throws {
      var hints = TableHints()
      for text in columns { try hints.say(columns: text) }
      for text in unit { try hints.say(units: text) }
      hints.timeFormat = timeFormat
      hints.zone = zone
      if let repeated { try hints.say(repeated: repeated) }
      hints.label = try label.map { text in
        guard let label = ImportProfile.Label(rawValue: text) else {
          throw Problem(
            "there is no label '\(text)'",
            remedy: suggestion(for: text, in: ImportProfile.Label.allCases.map(\.rawValue), called: "labels"))
        }
        return label
      }
      hints.interval = interval
      for (mark, flag) in [(decimal, "--decimal"), (thousands, "--thousands")] {
        if let mark, mark.utf8.count != 1 {
          throw Problem("\(flag) '\(mark)' is not one character", remedy: "say \(flag) ','")
        }
      }
      if let decimal, decimal == thousands {
        throw Problem(
          "--decimal and --thousands say the same mark, '\(decimal)'",
          remedy: "say what stands before decimals and what between thousands")
      }
      hints.decimal = decimal
      hints.thousands = thousands
      hints.dropsLast = dropLast
      hints.profile = profile
      return hints
    }
  }
}
