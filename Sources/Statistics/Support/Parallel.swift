import Dispatch

/// `body` of every index from 0 to `count - 1`, computed on all cores and returned in order of the index.
///
/// Each index owns one slot, so the answer is the same whatever the number of threads. What is summed afterwards is
/// summed by the caller, in order.
package func concurrentMap<Value: Sendable>(_ count: Int, _ body: @Sendable (Int) -> Value) -> [Value] {
  guard count > 0 else { return [] }
  return [Value](unsafeUninitializedCapacity: count) { buffer, initialized in
    nonisolated(unsafe) let slots = buffer
    DispatchQueue.concurrentPerform(iterations: count) { index in
      slots.initializeElement(at: index, to: body(index))
    }
    initialized = count
  }
}
