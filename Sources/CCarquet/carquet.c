#define _GNU_SOURCE
#include "CCarquet.h"

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/uio.h>
#include <unistd.h>

// Arrow's C data interface.

typedef struct arrow_schema {
  const char *format, *name, *metadata;
  int64_t flags, n_children;
  struct arrow_schema **children, *dictionary;
  void (*release)(struct arrow_schema *);
  void *private_data;
} arrow_schema;

typedef struct arrow_array {
  int64_t length, null_count, offset, n_buffers, n_children;
  const void **buffers;
  struct arrow_array **children, *dictionary;
  void (*release)(struct arrow_array *);
  void *private_data;
} arrow_array;

// What the library's functions take and fill besides.

typedef struct {
  int code;
  char message[256];
  const char *file;
  int line;
  const char *function;
  int64_t offset;
  int32_t column, group;
} library_error;

typedef struct {
  bool use_mmap, verify_checksums;
  size_t buffer_size;
  int32_t threads;
} reader_options;

typedef struct {
  int64_t rows, bytes, packed_bytes;
} group_metadata;

typedef struct {
  bool has_range, has_nulls, has_distinct;
  int64_t nulls, distinct, values;
  const void *least, *greatest;
  int32_t least_size, greatest_size;
} column_statistics;

/// A struct that another version of the library may have grown.
#define ROOMY(type) \
  union {           \
    type own;       \
    char room[1024]; \
  }
/// One with nothing in it.
#define BLANK(type, name) \
  ROOMY(type) name;       \
  memset(&name, 0, sizeof name)

int carquet_library_load(const char *path, carquet_library *library, char *message, size_t room) {
  void *handle = dlopen(path, RTLD_NOW | RTLD_LOCAL);
  if (!handle) {
    snprintf(message, room, "%s", dlerror());
    return -1;
  }
  const struct {
    const char *name;
    void **place;
  } wanted[] = {
      {"carquet_version", (void **)&library->version},
      {"carquet_reader_options_init", (void **)&library->init_options},
      {"carquet_reader_open", (void **)&library->open},
      {"carquet_reader_close", (void **)&library->close},
      {"carquet_reader_schema", (void **)&library->schema},
      {"carquet_schema_num_elements", (void **)&library->count_elements},
      {"carquet_schema_get_element", (void **)&library->element},
      {"carquet_schema_node_logical_type", (void **)&library->meaning},
      {"carquet_reader_num_rows", (void **)&library->count_rows},
      {"carquet_reader_num_row_groups", (void **)&library->count_groups},
      {"carquet_reader_row_group_metadata", (void **)&library->describe_group},
      {"carquet_reader_column_statistics", (void **)&library->describe_column},
      {"carquet_arrow_export_schema", (void **)&library->export_schema},
      {"carquet_reader_read_arrow", (void **)&library->read_group},
  };
  for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++) {
    *wanted[i].place = dlsym(handle, wanted[i].name);
    if (!*wanted[i].place) {
      snprintf(message, room, "it has no function '%s'", wanted[i].name);
      dlclose(handle);
      return -1;
    }
  }
  return 0;
}

// The words of the process that reads.

static int out;
static char waiting[1 << 16];
static size_t waiting_count;

static void write_all(const char *bytes, size_t count) {
  while (count > 0) {
    ssize_t written = write(out, bytes, count);
    if (written < 0 && errno == EINTR) continue;
    // Nobody listens any more.
    if (written <= 0) _exit(1);
    bytes += written;
    count -= (size_t)written;
  }
}

static void flush_words(void) {
  write_all(waiting, waiting_count);
  waiting_count = 0;
}

static void say(const void *bytes, size_t count) {
  if (count > sizeof waiting - waiting_count) flush_words();
  if (count > sizeof waiting) {
    write_all(bytes, count);
  } else if (count > 0) {
    memcpy(waiting + waiting_count, bytes, count);
    waiting_count += count;
  }
}

static void say_number(int64_t number) { say(&number, sizeof number); }

static void say_text(const char *text) {
  size_t count = text ? strlen(text) : 0;
  say_number((int64_t)count);
  say(text, count);
}

__attribute__((noreturn, format(printf, 2, 3))) static void leave(carquet_tag tag, const char *format, ...) {
  char text[512];
  va_list arguments;
  va_start(arguments, format);
  vsnprintf(text, sizeof text, format, arguments);
  va_end(arguments);
  say_number(tag);
  say_text(text);
  flush_words();
  _exit(0);
}

/// What the library calls what it was not made for: a kind of data, a version of the format, a way of packing.
enum { not_implemented = 3, other_version = 26, other_codec = 52 };

__attribute__((noreturn)) static void leave_by(int status, const library_error *error) {
  if (status == not_implemented || status == other_version || status == other_codec)
    leave(carquet_unsupported, "is of a kind that carquet does not read: %.200s", error->message);
  leave(carquet_damaged, "is damaged or cut short: %.200s", error->message);
}

/// Bytes of a value, 0 for a bit, -1 for text with offsets of 32 bits and -2 of 64; nothing else is a column of a table.
static int width_of(const arrow_schema *column) {
  const char *format = column->format ? column->format : "";
  if (column->dictionary || column->n_children != 0) goto unsupported;
  if (format[0] && !format[1]) {
    switch (format[0]) {
      case 'b': return 0;
      case 'c': case 'C': return 1;
      case 's': case 'S': return 2;
      case 'i': case 'I': case 'f': return 4;
      case 'l': case 'L': case 'g': return 8;
      case 'u': return -1;
      case 'U': return -2;
    }
  }
  if (strcmp(format, "tdD") == 0) return 4;
  if (strcmp(format, "tdm") == 0 || strncmp(format, "ts", 2) == 0) return 8;
unsupported:
  leave(carquet_unsupported, "has '%.80s' as a type that tables of a market do not have (%.40s)",
        column->name ? column->name : "", format);
}

/// What Parquet calls integers: the only meaning that numbers may have here, since others are handed over without theirs, as
/// decimals are without their point.
enum { meaning_integer = 9 };

static void check_meaning(const carquet_library *library, const void *schema, int32_t index, const arrow_schema *column) {
  const int *meaning = library->meaning(library->element(schema, index + 1));
  bool is_number = column->format && column->format[0] && !column->format[1] && strchr("cCsSiIlLfg", column->format[0]);
  if (is_number && meaning && *meaning != meaning_integer)
    leave(carquet_unsupported, "has '%.80s' as numbers that mean something else, such as decimals",
          column->name ? column->name : "");
}

static bool is_known(const uint8_t *validity, int64_t row) { return validity[row >> 3] >> (row & 7) & 1; }

/// Holds what was read against what the footer says of it.
static void check_column(const arrow_schema *column, const arrow_array *array, const column_statistics *said,
                         int64_t rows) {
  const char *name = column->name ? column->name : "";
  int width = width_of(column);
  if (array->length != rows || array->offset != 0 || array->n_buffers != (width < 0 ? 3 : 2))
    leave(carquet_damaged, "has %lld values of '%.80s' in a group of %lld rows", (long long)array->length, name,
          (long long)rows);
  const uint8_t *validity = array->buffers[0];
  int64_t known = rows;
  if (validity) {
    known = 0;
    for (int64_t row = 0; row < rows; row++) known += is_known(validity, row);
  }
  if (array->null_count >= 0 && array->null_count != rows - known)
    leave(carquet_damaged, "has %lld values of '%.80s' that are missing, and %lld are said", (long long)(rows - known),
          name, (long long)array->null_count);
  if (said->has_nulls && said->nulls != rows - known)
    leave(carquet_damaged, "has %lld values of '%.80s' that are missing, and its footer says %lld",
          (long long)(rows - known), name, (long long)said->nulls);
  if (rows > 0 && !array->buffers[1]) leave(carquet_damaged, "has no values of '%.80s'", name);
  if (!said->has_range || said->least_size != 8 || said->greatest_size != 8 || strcmp(column->format, "g") != 0) return;
  double least, greatest;
  memcpy(&least, said->least, 8);
  memcpy(&greatest, said->greatest, 8);
  if (isnan(least) || isnan(greatest)) return;
  const double *values = array->buffers[1];
  int64_t beyond = 0;
  for (int64_t row = 0; row < rows; row++)
    if ((values[row] < least || values[row] > greatest) && (!validity || is_known(validity, row))) beyond++;
  if (beyond > 0)
    leave(carquet_damaged, "has %lld values of '%.80s' beyond the %g to %g that its footer says", (long long)beyond, name,
          least, greatest);
}

/// Text from `first` on, its places counted from 0.
static void say_words(const arrow_array *array, int width, int64_t first, int64_t rows) {
  const int32_t *narrow = array->buffers[1];
  const int64_t *wide = array->buffers[1];
  int64_t start = width == -1 ? narrow[first] : wide[first], last = start;
  say_number((rows + 1) * 8);
  for (int64_t row = first; row <= first + rows; row++) {
    int64_t place = width == -1 ? narrow[row] : wide[row];
    if (place < last) leave(carquet_damaged, "has text that ends before it begins");
    say_number(place - start);
    last = place;
  }
  say_number(last - start);
  if (last > start) say((const char *)array->buffers[2] + start, (size_t)(last - start));
}

static void say_rows(const arrow_schema *schema, const arrow_array *array, int64_t first, int64_t rows) {
  say_number(carquet_rows);
  say_number(rows);
  for (int64_t i = 0; i < array->n_children; i++) {
    const arrow_array *column = array->children[i];
    int width = width_of(schema->children[i]);
    size_t bits = (size_t)((rows + 7) / 8);
    bool is_whole = !column->buffers[0] || column->null_count == 0;
    say_number(is_whole ? 0 : (int64_t)bits);
    if (!is_whole) say((const char *)column->buffers[0] + first / 8, bits);
    if (width < 0) {
      say_words(column, width, first, rows);
    } else {
      size_t size = width == 0 ? bits : (size_t)rows * (size_t)width;
      say_number((int64_t)size);
      say((const char *)column->buffers[1] + (width == 0 ? first / 8 : first * width), size);
    }
  }
}

/// Sets what is left of a limit from here on, where it was no lower.
static void limit(int resource, rlim_t most) {
  struct rlimit now;
  if (getrlimit(resource, &now) != 0) return;
  now.rlim_cur = now.rlim_max == RLIM_INFINITY || most < now.rlim_max ? most : now.rlim_max;
  setrlimit(resource, &now);
}

static void limit_memory(int64_t most) {
  char text[64] = "";
  int file = open("/proc/self/statm", O_RDONLY | O_CLOEXEC);
  if (file < 0) return;
  ssize_t count = read(file, text, sizeof text - 1);
  close(file);
  long long pages = count > 0 ? atoll(text) : 0;
  if (pages > 0) limit(RLIMIT_AS, (rlim_t)pages * (rlim_t)sysconf(_SC_PAGESIZE) + (rlim_t)most);
}

static void limit_time(void) {
  struct rusage used;
  if (getrusage(RUSAGE_SELF, &used) == 0)
    limit(RLIMIT_CPU, (rlim_t)(used.ru_utime.tv_sec + used.ru_stime.tv_sec) + 62);
}

static void read_group(const carquet_library *library, void *reader, int32_t group, const arrow_schema *schema,
                       int64_t rows) {
  BLANK(library_error, error);
  BLANK(arrow_schema, own);
  BLANK(arrow_array, array);
  limit_time();
  int status = library->read_group(reader, group, &own, &array, &error);
  if (status != 0) leave_by(status, &error.own);
  if (array.own.length != rows || array.own.n_children != schema->n_children ||
      own.own.n_children != schema->n_children)
    leave(carquet_damaged, "has %lld rows in a group of %lld", (long long)array.own.length, (long long)rows);
  for (int32_t i = 0; i < schema->n_children; i++) {
    const arrow_schema *column = own.own.children[i];
    if (!column->format || strcmp(column->format, schema->children[i]->format) != 0)
      leave(carquet_damaged, "has columns of other types in one group of rows than in another");
    BLANK(column_statistics, said);
    if (library->describe_column(reader, group, i, &said) != 0) memset(&said, 0, sizeof said);
    check_column(column, array.own.children[i], &said.own, rows);
  }
  for (int64_t first = 0; first < rows; first += carquet_most_rows)
    say_rows(&own.own, &array.own, first, rows - first < carquet_most_rows ? rows - first : carquet_most_rows);
  if (array.own.release) array.own.release(&array.own);
  if (own.own.release) own.own.release(&own.own);
}

static void read_file(const carquet_library *library, const char *path, int64_t most_group) {
  BLANK(reader_options, options);
  BLANK(library_error, error);
  BLANK(arrow_schema, schema);
  library->init_options(&options);
  options.own.use_mmap = false;
  options.own.verify_checksums = true;
  options.own.threads = 1;
  void *reader = library->open(path, &options, &error);
  if (!reader) leave_by(error.own.code, &error.own);
  int status = library->export_schema(library->schema(reader), &schema, &error);
  if (status != 0) leave_by(status, &error.own);

  int64_t columns = schema.own.n_children, all = library->count_rows(reader), rows = 0;
  int32_t groups = library->count_groups(reader);
  if (columns < 1 || columns > 1 << 16 || all < 0 || groups < 0) leave(carquet_damaged, "is damaged: it has no columns");
  for (int64_t i = 0; i < columns; i++) width_of(schema.own.children[i]);
  // One element is the table itself, and all others are its columns.
  if (library->count_elements(library->schema(reader)) != columns + 1)
    leave(carquet_damaged, "is damaged: its columns are not those of its schema");
  for (int32_t i = 0; i < columns; i++) check_meaning(library, library->schema(reader), i, schema.own.children[i]);
  for (int32_t group = 0; group < groups; group++) {
    BLANK(group_metadata, said);
    if (library->describe_group(reader, group, &said) != 0 || said.own.rows < 0 || said.own.rows > all - rows)
      leave(carquet_damaged, "has groups of rows that are not all its rows");
    rows += said.own.rows;
    int64_t size = said.own.rows > INT64_MAX / 8 / columns ? INT64_MAX : said.own.rows * 8 * columns;
    if (size < said.own.bytes) size = said.own.bytes;
    if (size > most_group) leave(carquet_unsupported, "keeps %lld MB in one group of rows", (long long)(size >> 20));
  }
  if (rows != all)
    leave(carquet_damaged, "has %lld rows in its groups, and its footer says %lld", (long long)rows, (long long)all);

  say_number(carquet_columns);
  say_number(columns);
  for (int64_t i = 0; i < columns; i++) {
    say_text(schema.own.children[i]->name);
    say_text(schema.own.children[i]->format);
  }
  for (int32_t group = 0; group < groups; group++) {
    BLANK(group_metadata, said);
    if (library->describe_group(reader, group, &said) != 0) leave(carquet_damaged, "is damaged");
    read_group(library, reader, group, &schema.own, said.own.rows);
  }
  say_number(carquet_end);
  say_number(all);
  flush_words();
}

int carquet_reader_start(const carquet_library *library, const char *path, int64_t most_group, int64_t most_memory,
                         pid_t *process) {
  int ends[2];
  if (pipe2(ends, O_CLOEXEC) != 0) return -1;
  fcntl(ends[1], F_SETPIPE_SZ, 1 << 20);
  pid_t child = fork();
  if (child < 0) {
    close(ends[0]);
    close(ends[1]);
    return -1;
  }
  if (child == 0) {
    // A crash is the library's own and ends the process at once, without a core or a trace of the caller's stack.
    const int signals[] = {SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGABRT, SIGTRAP, SIGPIPE, SIGXCPU, SIGTERM, SIGINT};
    for (size_t i = 0; i < sizeof signals / sizeof *signals; i++) signal(signals[i], SIG_DFL);
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    // Locks and files of the caller are none of its business. Errors are said through the pipe.
    out = dup2(ends[1], 3) == 3 ? 3 : -1;
    if (out < 0) _exit(1);
    close_range(4, ~0U, 0);
    int nowhere = open("/dev/null", O_RDWR);
    for (int file = 0; file < 3 && nowhere >= 0; file++) dup2(nowhere, file);
    limit(RLIMIT_CORE, 0);
    limit_memory(most_memory);
    read_file(library, path, most_group);
    _exit(0);
  }
  close(ends[1]);
  *process = child;
  return ends[0];
}
