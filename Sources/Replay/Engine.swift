/// The engine whose results these are.
public enum Engine {
  /// Part of every result's hash: it changes whenever a figure, or what a hash is taken of, could.
  public static let version = "0.2.0"
}
