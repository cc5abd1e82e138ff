// Means and deviations of trailing windows, eight blocks at a time.
//
// As everywhere in rolling windows, rows are cut into blocks as long as the window, and a window is the end of one block
// joined with the beginning of the next: values are taken in by Welford's update and runs joined by the formula of Chan,
// Golub and LeVeque (1983). Each update waits for the one before it, so a block alone leaves the processor idle most of
// the time; eight blocks wait together. C, because Swift's vectors take their roots one number at a time.
//
// The steps are those of one block, in their order: lanes change no bit, and neither does a machine with wider vectors.
// Contraction to fused multiply-adds would, and is off.

#include "CRolling.h"

#include <math.h>
#include <stdint.h>
#include <string.h>

#pragma STDC FP_CONTRACT OFF
// The vectors never leave this file: how they are passed is nobody's contract.
#pragma clang diagnostic ignored "-Wpsabi"

#define INLINE static inline __attribute__((always_inline))

enum { LANES = 8 };
typedef double lanes __attribute__((ext_vector_type(LANES), aligned(8)));
typedef int64_t words __attribute__((ext_vector_type(LANES), aligned(8)));

INLINE lanes splat(double x) { return (lanes)(x); }
INLINE lanes of_bits(words x) { return __builtin_bit_cast(lanes, x); }
INLINE words bits(lanes x) { return __builtin_bit_cast(words, x); }
INLINE lanes pick(words where, lanes yes, lanes no) { return of_bits((where & bits(yes)) | (~where & bits(no))); }
INLINE lanes magnitude(lanes x) { return of_bits(bits(x) & (words)(INT64_C(0x7fffffffffffffff))); }
/// NaN for what is infinite.
INLINE lanes known(lanes x) { return pick(x - x == splat(0), x, splat(NAN)); }

/// The gap to the next number above one that is not negative.
INLINE lanes ulp(lanes x) {
  lanes gap = of_bits(bits(x) & (words)(INT64_C(0x7ff0000000000000))) * splat(0x1p-52);
  return pick(gap < splat(0x1p-1074), splat(0x1p-1074), gap);
}

/// The row at one position of each block.
INLINE lanes gathered(const double *x, ptrdiff_t w) {
  return (lanes){x[0], x[w], x[2 * w], x[3 * w], x[4 * w], x[5 * w], x[6 * w], x[7 * w]};
}

INLINE void scatter(lanes x, double *to, ptrdiff_t w) {
  for (int lane = 0; lane < LANES; lane++) to[lane * w] = x[lane];
}

typedef struct {
  lanes mean, squares;
} moments;

INLINE moments append(moments m, lanes x, double reciprocal) {
  lanes deviation = x - m.mean;
  m.mean += deviation * splat(reciprocal);
  m.squares += deviation * (x - m.mean);
  return m;
}

/// What depends on the window's length alone, by the rows that a run holds, so that the loop divides once.
typedef struct {
  /// 1/n; the part of the window that the newer of two runs fills; n(w - n)/w.
  double *reciprocal, *share, *cross;
  double degrees, roundings;
} weighing;

/// A mean is rounded at every row that it takes in: the middle one of three prices can lie 1e-14 deviations from it, and a
/// position would be taken on that. Within what rounding makes of it, the distance is none; decimals of a market lie a
/// thousand times further from a mean that they are not at.
INLINE lanes finish(rolling_result result, moments m, lanes x, const weighing *weights) {
  if (result == rolling_mean) return known(m.mean);
  lanes variance = m.squares * splat(weights->degrees);
  if (result == rolling_variance) return known(variance);
  lanes deviation = known(__builtin_elementwise_sqrt(variance));
  if (result == rolling_std) return deviation;
  lanes distance = x - m.mean;
  lanes rounding = splat(weights->roundings) * ulp(magnitude(m.mean) + deviation);
  lanes score = pick(magnitude(distance) > rounding, distance / deviation, splat(0));
  return pick(deviation > splat(0), score, splat(NAN));
}

/// Eight neighbouring blocks. `carried` has mean and squares of the ends of the block before them, and then of the last.
INLINE void scan(rolling_result result, const double *values, double *results, ptrdiff_t w, const weighing *weights,
                 moments *ends, double *carried) {
  moments run = {splat(0), splat(0)};
  for (ptrdiff_t position = w - 1; position >= 0; position--) {
    run = append(run, gathered(values + position, w), weights->reciprocal[w - position]);
    ends[position] = run;
  }
  run = (moments){splat(0), splat(0)};
  for (ptrdiff_t position = 0; position < w; position++) {
    ptrdiff_t newer = position + 1;
    lanes x = gathered(values + position, w);
    run = append(run, x, weights->reciprocal[newer]);
    moments window = run;
    if (newer < w) {
      moments older = ends[newer];
      older.mean = __builtin_shufflevector(older.mean, older.mean, 0, 0, 1, 2, 3, 4, 5, 6);
      older.squares = __builtin_shufflevector(older.squares, older.squares, 0, 0, 1, 2, 3, 4, 5, 6);
      older.mean[0] = carried[2 * newer];
      older.squares[0] = carried[2 * newer + 1];
      lanes distance = run.mean - older.mean;
      window.mean = older.mean + distance * splat(weights->share[newer]);
      window.squares = older.squares + run.squares + distance * distance * splat(weights->cross[newer]);
    }
    scatter(finish(result, window, x, weights), results + position, w);
  }
  for (ptrdiff_t position = 0; position < w; position++) {
    carried[2 * position] = ends[position].mean[LANES - 1];
    carried[2 * position + 1] = ends[position].squares[LANES - 1];
  }
}

#if defined(__x86_64__) && defined(__linux__)
__attribute__((target_clones("avx2", "default")))
#endif
static void scan_eight(rolling_result result, const double *values, double *results, ptrdiff_t w,
                       const weighing *weights, moments *ends, double *carried) {
  switch (result) {
    case rolling_mean: scan(rolling_mean, values, results, w, weights, ends, carried); break;
    case rolling_variance: scan(rolling_variance, values, results, w, weights, ends, carried); break;
    case rolling_std: scan(rolling_std, values, results, w, weights, ends, carried); break;
    case rolling_zscore: scan(rolling_zscore, values, results, w, weights, ends, carried); break;
  }
}

size_t rolling_scratch(ptrdiff_t window) {
  // Three tables, ends of eight blocks and of the one before, and eight blocks of values and of results.
  return (size_t)(3 * (window + 1) + (2 * LANES + 2) * window + 2 * LANES * window);
}

void rolling_moments(rolling_result result, const double *values, double *results, ptrdiff_t count, ptrdiff_t window,
                     ptrdiff_t offset, double *scratch) {
  const ptrdiff_t w = window, group = LANES * w;
  weighing weights = {scratch, scratch + w + 1, scratch + 2 * (w + 1), 1 / (double)(w - 1), 4 + sqrt((double)w)};
  for (ptrdiff_t n = 1; n <= w; n++) {
    weights.reciprocal[n] = 1 / (double)n;
    weights.share[n] = (double)n / (double)w;
    weights.cross[n] = (double)n * ((double)w - (double)n) / (double)w;
  }
  double *carried = scratch + 3 * (w + 1);
  moments *ends = (moments *)(carried + 2 * w);
  double *padded = (double *)(ends + w), *made = padded + group;
  // Nothing is known of the rows before the first, and a window that reaches there is not full.
  for (ptrdiff_t index = 0; index < 2 * w; index++) carried[index] = NAN;
  for (ptrdiff_t start = -offset; start < count; start += group) {
    if (start >= 0 && start + group <= count) {
      scan_eight(result, values + start, results + start, w, &weights, ends, carried);
      continue;
    }
    ptrdiff_t from = start < 0 ? 0 : start, to = start + group < count ? start + group : count;
    for (ptrdiff_t index = 0; index < group; index++) padded[index] = NAN;
    memcpy(padded + (from - start), values + from, (size_t)(to - from) * sizeof(double));
    scan_eight(result, padded, made, w, &weights, ends, carried);
    memcpy(results + from, made + (from - start), (size_t)(to - from) * sizeof(double));
  }
}
