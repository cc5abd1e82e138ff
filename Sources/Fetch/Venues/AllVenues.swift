import Market

extension VenueInterface {
  /// The venues whose public interfaces are read, one file each beside this.
  public static let all: [VenueInterface] = [binanceREST, bybit, okx, deribit, bitmex, hyperliquid, dydx, drift, gmx]

  /// - Throws: `Problem` with the nearest there is.
  public static func named(_ name: String) throws -> VenueInterface {
    guard let venue = all.first(where: { $0.name == name }) else {
      throw Problem(
        "no interface of '\(name)' is read", remedy: suggestion(for: name, in: all.map(\.name), called: "venues"))
    }
    return venue
  }
}
