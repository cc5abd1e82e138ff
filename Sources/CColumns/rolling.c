// Means and deviations of trailing windows, eight blocks at a time.
//
// As everywhere in rolling windows, rows are cut into blocks as long as the window, and a window is the end of one block
// joined with the beginning of the next: values are taken in by Welford's update and runs joined by the formula of Chan,
// Golub and LeVeque (1983). Each update waits for the one before it, so a block alone leaves the processor idle most of
// the time; eight blocks wait together. C, because Swift's vectors take their roots one number at a time.
//
// The steps are those of one block, in their order: lanes change no bit, and neither does a machine with wider vectors.
// Eight rows of eight blocks are read as they lie in memory and turned in registers; the next eight blocks are fetched
// meanwhile, because eight places far from each other are more than the processor foresees by itself.

#include "rolling.h"

#include <stdlib.h>

#include "lanes.h"

/// NaN for what is infinite.
INLINE lanes known(lanes x) { return pick(x - x == splat(0), x, splat(NAN)); }

/// The row at one position of each block.
INLINE lanes gathered(const double *x, ptrdiff_t w) {
  return (lanes){x[0], x[w], x[2 * w], x[3 * w], x[4 * w], x[5 * w], x[6 * w], x[7 * w]};
}

INLINE void scatter(lanes x, double *to, ptrdiff_t w) {
  for (int lane = 0; lane < LANES; lane++) to[lane * w] = x[lane];
}

#define EVEN_COLUMNS(a, b) __builtin_shufflevector(a, b, 0, 8, 2, 10, 4, 12, 6, 14)
#define ODD_COLUMNS(a, b) __builtin_shufflevector(a, b, 1, 9, 3, 11, 5, 13, 7, 15)
#define EVEN_PAIRS(a, b) __builtin_shufflevector(a, b, 0, 1, 4, 5, 8, 9, 12, 13)
#define ODD_PAIRS(a, b) __builtin_shufflevector(a, b, 2, 3, 6, 7, 10, 11, 14, 15)

/// Rows for columns. The comments name the columns that a vector has parts of, two numbers each.
INLINE void transpose(lanes t[LANES]) {
  lanes a0 = EVEN_COLUMNS(t[0], t[1]), a1 = ODD_COLUMNS(t[0], t[1]);  // 0 2 4 6, and 1 3 5 7
  lanes b0 = EVEN_COLUMNS(t[2], t[3]), b1 = ODD_COLUMNS(t[2], t[3]);
  lanes c0 = EVEN_COLUMNS(t[4], t[5]), c1 = ODD_COLUMNS(t[4], t[5]);
  lanes d0 = EVEN_COLUMNS(t[6], t[7]), d1 = ODD_COLUMNS(t[6], t[7]);
  lanes ab0 = EVEN_PAIRS(a0, b0), ab2 = ODD_PAIRS(a0, b0);  // 0 4 0 4, and 2 6 2 6
  lanes ab1 = EVEN_PAIRS(a1, b1), ab3 = ODD_PAIRS(a1, b1);
  lanes cd0 = EVEN_PAIRS(c0, d0), cd2 = ODD_PAIRS(c0, d0);
  lanes cd1 = EVEN_PAIRS(c1, d1), cd3 = ODD_PAIRS(c1, d1);
  t[0] = EVEN_PAIRS(ab0, cd0), t[4] = ODD_PAIRS(ab0, cd0);
  t[1] = EVEN_PAIRS(ab1, cd1), t[5] = ODD_PAIRS(ab1, cd1);
  t[2] = EVEN_PAIRS(ab2, cd2), t[6] = ODD_PAIRS(ab2, cd2);
  t[3] = EVEN_PAIRS(ab3, cd3), t[7] = ODD_PAIRS(ab3, cd3);
}

/// The rows at eight positions of each block, one vector a position.
INLINE void read_tile(lanes t[LANES], const double *x, ptrdiff_t w) {
  for (int lane = 0; lane < LANES; lane++) t[lane] = load(x + lane * w);
  transpose(t);
}

INLINE void write_tile(lanes t[LANES], double *to, ptrdiff_t w) {
  transpose(t);
  for (int lane = 0; lane < LANES; lane++) store(t[lane], to + lane * w);
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
  const double *reciprocal, *share, *cross;
  /// 1/(w - 1); the roundings of a mean, times 2^-52.
  double degrees, roundings;
} weighing;

/// A mean is rounded at every row that it takes in: the middle one of three prices can lie 1e-14 deviations from it, and a
/// position would be taken on that. Within what rounding makes of it, the distance is none; decimals of a market lie a
/// thousand times further from a mean that they are not at.
///
/// The size of a rounding is a power of two, the exponent's bits of what is rounded. It is no denormal where a score is
/// said: a deviation that is not zero is 2^-537 at least, the root of the least number.
INLINE lanes finish(rolling_result result, moments m, lanes x, weighing weights) {
  if (result == rolling_mean) return known(m.mean);
  lanes variance = m.squares * splat(weights.degrees);
  if (result == rolling_variance) return known(variance);
  lanes deviation = __builtin_elementwise_sqrt(variance);
  if (result == rolling_std) return known(deviation);
  lanes distance = x - m.mean;
  lanes power = of_bits(bits(magnitude(m.mean) + deviation) & (words)(INT64_C(0x7ff0000000000000)));
  lanes score = distance / deviation;
  score = pick(magnitude(distance) > splat(weights.roundings) * power, score, splat(0));
  return pick((deviation > splat(0)) & (variance < splat(INFINITY)), score, splat(NAN));
}

/// The ends of eight blocks from one position on, behind that of the block before them: means, then squares. Read from the
/// first, they are what precedes each block; read from the second, its own.
enum { BEFORE = LANES + 1, END = 2 * BEFORE };

INLINE void keep_end(moments m, double *end, const double *blocks_before) {
  end[0] = blocks_before[LANES];
  store(m.mean, end + 1);
  end[BEFORE] = blocks_before[BEFORE + LANES];
  store(m.squares, end + BEFORE + 1);
}

/// The moments of the blocks before, from the same position on.
INLINE moments ends_before(const double *end) { return (moments){load(end), load(end + BEFORE)}; }

/// The windows that end with `newer` rows of each block.
INLINE moments joined(moments run, moments older, ptrdiff_t newer, weighing weights) {
  moments window;
  lanes distance = run.mean - older.mean;
  window.mean = older.mean + distance * splat(weights.share[newer]);
  window.squares = older.squares + run.squares + distance * distance * splat(weights.cross[newer]);
  return window;
}

/// - isLast: whether the eighth row is the block's last, whose window is the block.
INLINE moments scan_tile(rolling_result result, moments run, const double *values, double *results, ptrdiff_t w,
                         ptrdiff_t position, weighing weights, const double *ends, int isLast) {
  lanes t[LANES];
  read_tile(t, values + position, w);
  // Of the eight blocks that follow; beyond the last a wish that nobody hears.
  for (int lane = 0; lane < LANES; lane++) __builtin_prefetch(values + (LANES + lane) * w + position + LANES);
#pragma clang loop unroll(full)
  for (int row = 0; row < LANES; row++) {
    ptrdiff_t newer = position + row + 1;
    run = append(run, t[row], weights.reciprocal[newer]);
    moments window = isLast && row == LANES - 1 ? run : joined(run, ends_before(ends + newer * END), newer, weights);
    t[row] = finish(result, window, t[row], weights);
  }
  write_tile(t, results + position, w);
  return run;
}

/// Eight neighbouring blocks. `before` has the ends of the eight before them, and `ends` gets their own.
WIDE INLINE void scan(rolling_result result, const double *restrict values, double *restrict results, ptrdiff_t w,
                      weighing weights, double *restrict ends, const double *restrict before) {
  moments run = {splat(0), splat(0)};
  ptrdiff_t position = w;
  while (position >= LANES) {
    position -= LANES;
    lanes t[LANES];
    read_tile(t, values + position, w);
#pragma clang loop unroll(full)
    for (int row = LANES - 1; row >= 0; row--) {
      run = append(run, t[row], weights.reciprocal[w - position - row]);
      keep_end(run, ends + (position + row) * END, before + (position + row) * END);
    }
  }
  while (position > 0) {
    position--;
    run = append(run, gathered(values + position, w), weights.reciprocal[w - position]);
    keep_end(run, ends + position * END, before + position * END);
  }
  run = (moments){splat(0), splat(0)};
  for (; position + LANES < w; position += LANES) {
    run = scan_tile(result, run, values, results, w, position, weights, ends, 0);
  }
  if (position + LANES == w) {
    scan_tile(result, run, values, results, w, position, weights, ends, 1);
    return;
  }
  for (; position < w; position++) {
    ptrdiff_t newer = position + 1;
    lanes x = gathered(values + position, w);
    run = append(run, x, weights.reciprocal[newer]);
    moments window = newer < w ? joined(run, ends_before(ends + newer * END), newer, weights) : run;
    scatter(finish(result, window, x, weights), results + position, w);
  }
}

ON_WHAT_IT_HAS
static void scan_eight(rolling_result result, const double *values, double *results, ptrdiff_t w,
                       weighing weights, double *ends, const double *before) {
  switch (result) {
    case rolling_mean: scan(rolling_mean, values, results, w, weights, ends, before); break;
    case rolling_variance: scan(rolling_variance, values, results, w, weights, ends, before); break;
    case rolling_std: scan(rolling_std, values, results, w, weights, ends, before); break;
    case rolling_zscore: scan(rolling_zscore, values, results, w, weights, ends, before); break;
  }
}

size_t rolling_scratch(ptrdiff_t window) {
  // Three tables, ends of eight blocks and of the eight before, and eight blocks of values and of results.
  return (size_t)(3 * (window + 1) + 2 * END * window + 2 * LANES * window);
}

/// Fills three tables of `w + 1` each.
static weighing weighed(ptrdiff_t w, double *tables) {
  double *reciprocal = tables, *share = reciprocal + w + 1, *cross = share + w + 1;
  for (ptrdiff_t n = 1; n <= w; n++) {
    reciprocal[n] = 1 / (double)n;
    share[n] = (double)n / (double)w;
    cross[n] = (double)n * ((double)w - (double)n) / (double)w;
  }
  return (weighing){reciprocal, share, cross, 1 / (double)(w - 1), 0x1p-52 * (4 + sqrt((double)w))};
}

void rolling_moments(rolling_result result, const double *values, double *results, ptrdiff_t count, ptrdiff_t window,
                     ptrdiff_t offset, double *scratch) {
  const ptrdiff_t w = window, group = LANES * w;
  weighing weights = weighed(w, scratch);
  double *ends = scratch + 3 * (w + 1), *before = ends + END * w;
  double *padded = before + END * w, *made = padded + group;
  // Nothing is known of the rows before the first, and a window that reaches there is not full.
  for (ptrdiff_t index = 0; index < END * w; index++) before[index] = NAN;
  for (ptrdiff_t start = -offset; start < count; start += group) {
    if (start >= 0 && start + group <= count) {
      scan_eight(result, values + start, results + start, w, weights, ends, before);
    } else {
      ptrdiff_t from = start < 0 ? 0 : start, to = start + group < count ? start + group : count;
      for (ptrdiff_t index = 0; index < group; index++) padded[index] = NAN;
      memcpy(padded + (from - start), values + from, (size_t)(to - from) * sizeof(double));
      scan_eight(result, padded, made, w, weights, ends, before);
      memcpy(results + from, made + (from - start), (size_t)(to - from) * sizeof(double));
    }
    double *swapped = ends;
    ends = before;
    before = swapped;
  }
}

struct rolling_stream {
  ptrdiff_t window, position;
  double mean, squares;
  weighing weights;
  /// The rows of the block that is being filled, and the ends of the one before: mean, then squares, from each position on.
  double *block, *ends;
  double memory[];
};

rolling_stream *rolling_stream_make(ptrdiff_t window, ptrdiff_t offset) {
  ptrdiff_t w = window;
  rolling_stream *stream = malloc(sizeof(rolling_stream) + (size_t)(3 * (w + 1) + w + 2 * w) * sizeof(double));
  if (!stream) return NULL;
  stream->window = w, stream->position = offset;
  stream->weights = weighed(w, stream->memory);
  stream->block = stream->memory + 3 * (w + 1);
  stream->ends = stream->block + w;
  for (ptrdiff_t row = 0; row < 2 * w; row++) stream->ends[row] = NAN;
  for (ptrdiff_t row = 0; row < offset; row++) stream->block[row] = NAN;
  stream->mean = stream->squares = offset > 0 ? NAN : 0;
  return stream;
}

void rolling_stream_free(rolling_stream *stream) { free(stream); }

/// All lanes hold the same: what a column does eight rows at a time cannot come out otherwise here.
INLINE double step(rolling_stream *stream, rolling_result result, double value) {
  const ptrdiff_t w = stream->window, position = stream->position, newer = position + 1;
  const weighing weights = stream->weights;
  lanes x = splat(value);
  moments run = {splat(stream->mean), splat(stream->squares)};
  run = append(run, x, weights.reciprocal[newer]);
  stream->block[position] = value;
  moments window = run;
  if (newer < w) {
    moments older = {splat(stream->ends[2 * newer]), splat(stream->ends[2 * newer + 1])};
    window = joined(run, older, newer, weights);
    stream->position = newer, stream->mean = run.mean[0], stream->squares = run.squares[0];
  } else {
    moments end = {splat(0), splat(0)};
    for (ptrdiff_t row = w - 1; row >= 0; row--) {
      end = append(end, splat(stream->block[row]), weights.reciprocal[w - row]);
      stream->ends[2 * row] = end.mean[0], stream->ends[2 * row + 1] = end.squares[0];
    }
    stream->position = 0, stream->mean = 0, stream->squares = 0;
  }
  return finish(result, window, x, weights)[0];
}

ON_WHAT_IT_HAS
static double next(rolling_stream *stream, rolling_result result, double value) { return step(stream, result, value); }

double rolling_stream_next(rolling_stream *stream, rolling_result result, double value) {
  return next(stream, result, value);
}
