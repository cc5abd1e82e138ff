/// Standard output as a stream that rows are written to as they come.
struct StandardOutput: TextOutputStream {
  func write(_ text: String) { print(text, terminator: "") }
}
