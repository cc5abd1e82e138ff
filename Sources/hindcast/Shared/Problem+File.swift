import Market

extension Problem {
  /// The same in `file` when it points at a line of it; what concerns the command line and not the file stays as it is.
  func inFileIfPlaced(_ file: String) -> Problem { place.line == nil ? self : inFile(file) }
}
