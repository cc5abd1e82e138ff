import COpenBLAS

/// How many threads OpenBLAS is to make when it is loaded, which is before the first line of any program that links it. It asks
/// by this name, and finds this function in front of its own, which would read the environment: threads that nothing is ever
/// given to cost a gigabyte of addresses, and where those are limited, the process hangs at its start or dies.
@_cdecl("openblas_num_threads_env")
public func openBLASThreads() -> Int32 { 1 }

/// OpenBLAS, started once.
public enum BLAS {
  /// The kernel OpenBLAS runs on this processor, such as `SkylakeX` or `Haswell`. Last bits of a regression differ between
  /// kernels, so a record of a study names it.
  ///
  /// One thread: the matrices here are tall and narrow, a second thread gains nothing on them, and studies already run on
  /// all cores.
  public static let kernel: String = String(cString: hindcast_blas_start(1))

  /// Touched before every call, so that the kernel is chosen before the first one whoever comes first.
  static func start() { _ = kernel }

  /// Whether no value is missing or infinite, by one sum of absolute values at the speed of memory. Finite values whose sum
  /// overflows are taken for infinite; whoever looks at them one by one will find nothing wrong.
  static func seemsFinite(_ values: [Double]) -> Bool {
    start()
    return cblas_dasum(Int32(values.count), values, 1).isFinite
  }
}
