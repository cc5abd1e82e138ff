#ifndef CROLLING_H
#define CROLLING_H

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

#endif
