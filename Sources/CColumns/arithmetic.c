// Signs between columns, eight rows at a time in the widest vectors that a machine has, which Swift's own are not.

#include "arithmetic.h"

#include "lanes.h"

/// NaN for what is infinite; and a zero has no sign.
INLINE lanes in_range(lanes x) { return x + (x - x); }

/// Eight rows of a column; a constant is the same in all.
INLINE lanes side(column_operand x, int is_column, ptrdiff_t row) {
  return is_column ? load(x.rows + row) : splat(x.constant);
}

/// Fewer than eight, and NaN, which compares with nothing, past the last.
INLINE lanes last_of_side(column_operand x, int is_column, ptrdiff_t row, ptrdiff_t count) {
  if (!is_column) return splat(x.constant);
  double rows[LANES] = {NAN, NAN, NAN, NAN, NAN, NAN, NAN, NAN};
  memcpy(rows, x.rows + row, (size_t)(count - row) * sizeof *rows);
  return load(rows);
}

INLINE void store_last(lanes x, double *to, ptrdiff_t count) {
  double rows[LANES];
  store(x, rows);
  memcpy(to, rows, (size_t)count * sizeof *rows);
}

/// Writes a loop out for each kind of sides, so that no row asks which it is.
#define FOR_SIDES(loop, what)                         \
  if (a.rows && b.rows) {                             \
    loop(what, a, 1, b, 1, results, count);           \
  } else if (a.rows) {                                \
    loop(what, a, 1, b, 0, results, count);           \
  } else {                                            \
    loop(what, a, 0, b, b.rows != 0, results, count); \
  }

INLINE lanes combined(column_sign sign, lanes a, lanes b) {
  switch (sign) {
    case column_plus: return in_range(a + b);
    case column_minus: return in_range(a - b);
    case column_times: return in_range(a * b);
    case column_over: return in_range(a / b);
    case column_change: return in_range(a / b - splat(1));
  }
}

WIDE INLINE void combine(column_sign sign, column_operand a, int of_a, column_operand b, int of_b, double *results,
                         ptrdiff_t count) {
  ptrdiff_t row = 0;
  for (; row + LANES <= count; row += LANES)
    store(combined(sign, side(a, of_a, row), side(b, of_b, row)), results + row);
  if (row == count) return;
  store_last(combined(sign, last_of_side(a, of_a, row, count), last_of_side(b, of_b, row, count)), results + row,
             count - row);
}

ON_WHAT_IT_HAS
void column_combine(column_sign sign, column_operand a, column_operand b, double *results, ptrdiff_t count) {
  switch (sign) {
    case column_plus: FOR_SIDES(combine, column_plus) break;
    case column_minus: FOR_SIDES(combine, column_minus) break;
    case column_times: FOR_SIDES(combine, column_times) break;
    case column_over: FOR_SIDES(combine, column_over) break;
    case column_change: FOR_SIDES(combine, column_change) break;
  }
}

typedef _Bool flags __attribute__((ext_vector_type(LANES)));

/// One bit a lane, the first lowest.
INLINE uint64_t eight_bits(words holds) { return __builtin_bit_cast(uint8_t, __builtin_convertvector(holds, flags)); }

INLINE uint64_t compared(column_comparison comparison, lanes a, lanes b) {
  switch (comparison) {
    case column_above: return eight_bits(a > b);
    case column_at_least: return eight_bits(a >= b);
    case column_equal: return eight_bits(a == b);
    case column_unequal: return eight_bits((a < b) | (a > b));
  }
}

enum { WORD = 64 };

WIDE INLINE void compare(column_comparison comparison, column_operand a, int of_a, column_operand b, int of_b,
                         uint64_t *results, ptrdiff_t count) {
  ptrdiff_t row = 0;
  for (; row + WORD <= count; row += WORD) {
    uint64_t word = 0;
#pragma clang loop unroll(full)
    for (int lane = 0; lane < WORD; lane += LANES)
      word |= compared(comparison, side(a, of_a, row + lane), side(b, of_b, row + lane)) << lane;
    results[row / WORD] = word;
  }
  if (row == count) return;
  uint64_t word = 0;
  for (int lane = 0; row + lane < count; lane += LANES) {
    ptrdiff_t first = row + lane;
    lanes x = first + LANES <= count ? side(a, of_a, first) : last_of_side(a, of_a, first, count);
    lanes y = first + LANES <= count ? side(b, of_b, first) : last_of_side(b, of_b, first, count);
    word |= compared(comparison, x, y) << lane;
  }
  results[row / WORD] = word;
}

ON_WHAT_IT_HAS
void column_compare(column_comparison comparison, column_operand a, column_operand b, uint64_t *results,
                    ptrdiff_t count) {
  switch (comparison) {
    case column_above: FOR_SIDES(compare, column_above) break;
    case column_at_least: FOR_SIDES(compare, column_at_least) break;
    case column_equal: FOR_SIDES(compare, column_equal) break;
    case column_unequal: FOR_SIDES(compare, column_unequal) break;
  }
}
