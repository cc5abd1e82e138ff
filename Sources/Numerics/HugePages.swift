#if canImport(Glibc)
  import Glibc
#endif

extension UnsafeMutableBufferPointer {
  /// Asks for large pages where the buffer is long: of 80 MB that are written once, half the time goes into faults of small
  /// ones. A wish, and no error where it is not granted.
  package func preferHugePages() {
    #if canImport(Glibc)
      let page = 4096
      let start = (Int(bitPattern: baseAddress) + page - 1) & -page
      let length = (Int(bitPattern: baseAddress) + count * MemoryLayout<Element>.stride - start) & -page
      if length >= 4 << 20 { madvise(UnsafeMutableRawPointer(bitPattern: start), length, MADV_HUGEPAGE) }
    #endif
  }
}
