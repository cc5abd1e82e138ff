/// A curve with the name it has in a legend.
public struct NamedCurve: Hashable, Sendable {
  public var name: String
  public var curve: Curve

  public init(_ name: String, _ curve: Curve) {
    self.name = name
    self.curve = curve
  }
}
