#ifndef ARITHMETIC_H
#define ARITHMETIC_H

#include <stddef.h>
#include <stdint.h>

/// One side of a sign: a number a row, or one for all where there are no rows.
typedef struct {
  const double *rows;
  double constant;
} column_operand;

typedef enum {
  column_plus,
  column_minus,
  column_times,
  column_over,
  /// a / b - 1.
  column_change
} column_sign;
typedef enum { column_above, column_at_least, column_equal, column_unequal } column_comparison;

/// One result a row, NaN beyond the numbers. `results` may be the rows of either side, from their first on.
void column_combine(column_sign sign, column_operand a, column_operand b, double *results, ptrdiff_t count);

/// A bit a row where the comparison holds, 64 rows a word, from the lowest bit on; none where a side is NaN, and none past
/// the last row.
void column_compare(column_comparison comparison, column_operand a, column_operand b, uint64_t *words, ptrdiff_t count);

#endif
