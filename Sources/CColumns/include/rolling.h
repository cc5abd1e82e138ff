#ifndef ROLLING_H
#define ROLLING_H

#include <stddef.h>

/// What is made of the mean and the squared deviations of each window.
typedef enum {
  rolling_mean,
  /// With one degree of freedom taken for the mean, as the two that follow.
  rolling_variance,
  rolling_std,
  /// Distance from the mean in standard deviations: 0 within what rounding makes of a mean, NaN where the window is constant.
  rolling_zscore
} rolling_result;

/// How many doubles `rolling_moments` needs to work in.
size_t rolling_scratch(ptrdiff_t window);

/// One result a row, of the window that ends with it; NaN where a window is not full or holds a NaN, and beyond the numbers.
///
/// - values, results: `count` each; they may not overlap.
/// - offset: rows of the first block that lie before row 0, less than `window`.
/// - scratch: `rolling_scratch(window)` doubles of any content.
void rolling_moments(rolling_result result, const double *values, double *results, ptrdiff_t count, ptrdiff_t window,
                     ptrdiff_t offset, double *scratch);

/// The same window, moved a row at a time as rows come, to the same bits.
typedef struct rolling_stream rolling_stream;

/// - offset: as above, of the row that comes first.
/// - Returns: what `rolling_stream_free` gives back; NULL without memory.
rolling_stream *rolling_stream_make(ptrdiff_t window, ptrdiff_t offset);
void rolling_stream_free(rolling_stream *stream);

/// Takes in a row. A constant number of steps but for the last row of each block, which takes as many as the window has rows.
double rolling_stream_next(rolling_stream *stream, rolling_result result, double value);

#endif
