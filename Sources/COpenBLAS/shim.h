// The door to OpenBLAS: cblas.h, and the Fortran LAPACK routines that Statistics calls.
// Debian's libopenblas-dev carries LAPACK's symbols but no LAPACKE header, so they are declared here.
#ifndef HINDCAST_COPENBLAS_H
#define HINDCAST_COPENBLAS_H

#include <cblas.h>
#include <stdlib.h>
#include <string.h>

void dgeqp3_(const int *m, const int *n, double *a, const int *lda, int *jpvt, double *tau, double *work,
             const int *lwork, int *info);
void dormqr_(const char *side, const char *trans, const int *m, const int *n, const int *k, const double *a,
             const int *lda, const double *tau, double *c, const int *ldc, double *work, const int *lwork, int *info);
void dpotrf_(const char *uplo, const int *n, double *a, const int *lda, int *info);
void dtrtri_(const char *uplo, const char *diag, const int *n, double *a, const int *lda, int *info);
void dsyev_(const char *jobz, const char *uplo, const int *n, double *a, const int *lda, double *w, double *work,
            const int *lwork, int *info);
void dgesvd_(const char *jobu, const char *jobvt, const int *m, const int *n, double *a, const int *lda, double *s,
             double *u, const int *ldu, double *vt, const int *ldvt, double *work, const int *lwork, int *info);

extern void gotoblas_dynamic_init(void) __attribute__((weak));
extern void gotoblas_dynamic_quit(void) __attribute__((weak));

// Debian's OpenBLAS does not know every recent server processor and then runs its oldest kernel (Prescott, SSE3).
// The processor is asked what it can do and the kernel chosen again; must run before any other BLAS call.
// Returns the name of the kernel in use.
static inline const char *hindcast_blas_start(int threads) {
#if defined(__x86_64__)
  if (!getenv("OPENBLAS_CORETYPE") && !strcmp(openblas_get_corename(), "Prescott") && gotoblas_dynamic_quit &&
      gotoblas_dynamic_init) {
    __builtin_cpu_init();
    const char *core = __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl") ? "SkylakeX"
                       : __builtin_cpu_supports("avx2")                                         ? "Haswell"
                                                                                                : 0;
    if (core) {
      setenv("OPENBLAS_CORETYPE", core, 1);
      gotoblas_dynamic_quit();
      gotoblas_dynamic_init();
    }
  }
#endif
  openblas_set_num_threads(threads);
  return openblas_get_corename();
}

#endif
