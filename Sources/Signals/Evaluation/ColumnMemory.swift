import CMalloc

/// How a program that lives on large arrays wants its memory.
public enum ColumnMemory {
  /// Keeps freed columns for the next one instead of giving them back to the system.
  ///
  /// glibc hands out arrays from 128 kB on as fresh pages and returns them when freed, so that every column of a year of
  /// bars costs two hundred page faults, as much time as computing it. A program calls this once, first thing; a library
  /// leaves the choice to its program.
  public static func keepFreedColumns() {
    mallopt(M_MMAP_THRESHOLD, 1 << 30)
    mallopt(M_TRIM_THRESHOLD, Int32.max)
  }
}
