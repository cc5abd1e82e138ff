// Eight doubles side by side, which the compiler lays into whatever vectors a machine has.

#ifndef LANES_H
#define LANES_H

#include <math.h>
#include <stdint.h>
#include <string.h>

// Bits are those of the steps as written: a product that is added is rounded twice, on machines that could do it in one.
#pragma STDC FP_CONTRACT OFF
// The vectors never leave their file: how they are passed is nobody's contract.
#pragma clang diagnostic ignored "-Wpsabi"

#define INLINE static inline __attribute__((always_inline))

#if defined(__x86_64__) && defined(__linux__)
#define ON_WHAT_IT_HAS __attribute__((target_clones("arch=x86-64-v4", "avx2", "default")))
#else
#define ON_WHAT_IT_HAS
#endif

/// Of what holds the loops: vectors of 512 bits where there are any.
#define WIDE __attribute__((min_vector_width(512)))

enum { LANES = 8 };
typedef double lanes __attribute__((ext_vector_type(LANES), aligned(8)));
typedef int64_t words __attribute__((ext_vector_type(LANES), aligned(8)));

INLINE lanes splat(double x) { return (lanes)(x); }
INLINE lanes of_bits(words x) { return __builtin_bit_cast(lanes, x); }
INLINE words bits(lanes x) { return __builtin_bit_cast(words, x); }
INLINE lanes pick(words where, lanes yes, lanes no) { return where ? yes : no; }
INLINE lanes magnitude(lanes x) { return of_bits(bits(x) & (words)(INT64_C(0x7fffffffffffffff))); }

INLINE lanes load(const double *from) {
  lanes x;
  memcpy(&x, from, sizeof x);
  return x;
}

INLINE void store(lanes x, double *to) { memcpy(to, &x, sizeof x); }

#endif
