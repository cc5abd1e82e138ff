extension ColumnBook {
  /// - Throws: `Problem` for a name that no series has, and for one that several have.
  public func check(_ name: String) throws { _ = try entry(name) }
}
