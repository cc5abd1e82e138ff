/// The engine whose results these are.
public enum Engine {
  /// Part of every run's hash: it changes whenever a figure could.
  public static let version = "0.1.0"
}
