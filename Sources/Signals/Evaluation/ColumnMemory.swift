import CMalloc

/// How a program that lives on large arrays wants its memory.
public enum ColumnMemory {
  /// Bytes of results worth keeping on a frame of so many rows: what a screenful of short columns takes, and of long ones the
  /// few that one question reads.
  ///
  /// Five years of minutes are 21 MB a column. A cache that may grow to a gigabyte does, and saves nothing: what one set of
  /// windows has computed, the next does not ask for.
  public static func budget(rows: Int) -> Int { max(48 << 20, 2 * 8 * rows) }

  /// Keeps freed columns for the next one instead of giving them back to the system, unless they are very long.
  ///
  /// glibc hands out arrays from 128 kB on as fresh pages and returns them when freed, so that every column of a year of
  /// bars costs two hundred page faults, as much time as computing it. From a million bars on it is the other way round: a
  /// column takes longer to compute than to come by, and what is freed between others is seldom where the next one fits. A
  /// program calls this once, first thing; a library leaves the choice to its program.
  public static func keepFreedColumns() {
    mallopt(M_MMAP_THRESHOLD, 8 << 20)
    mallopt(M_TRIM_THRESHOLD, Int32.max)
  }
}
