#ifndef CCARQUET_H
#define CCARQUET_H

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

/// The functions of libcarquet (0.7) that are used, as they were found in the library.
///
/// The library is not there when this is built. What it hands over are structs of Arrow's C data interface
/// (https://arrow.apache.org/docs/format/CDataInterface.html).
typedef struct carquet_library {
  const char *(*version)(void);
  void (*init_options)(void *options);
  void *(*open)(const char *path, const void *options, void *error);
  void (*close)(void *reader);
  const void *(*schema)(const void *reader);
  int32_t (*count_elements)(const void *schema);
  const void *(*element)(const void *schema, int32_t index);
  const int *(*meaning)(const void *element);
  int64_t (*count_rows)(const void *reader);
  int32_t (*count_groups)(const void *reader);
  int (*describe_group)(const void *reader, int32_t group, void *metadata);
  int (*describe_column)(const void *reader, int32_t group, int32_t column, void *statistics);
  int (*export_schema)(const void *schema, void *arrow, void *error);
  int (*read_group)(void *reader, int32_t group, void *schema, void *array, void *error);
} carquet_library;

/// Loads the library.
///
/// - Returns: 0; or -1, with the reason in `message`.
int carquet_library_load(const char *path, carquet_library *library, char *message, size_t room);

/// What comes out of a reading process: a tag of eight bytes, and behind it what the tag says. Numbers are `int64_t`, texts
/// their length and their bytes.
typedef enum carquet_tag {
  /// A number of columns, and of each its name and its format in Arrow's letters.
  carquet_columns = 1,
  /// A number of rows, and of each column its validity and its buffers, each behind its length in bytes. A length of 0 stands
  /// for a validity that has none missing. Text has its offsets as `int64_t`, from 0, and then its bytes.
  carquet_rows = 2,
  /// The number of all rows.
  carquet_end = 3,
  /// A text that says what in the file this cannot read, though it may be sound.
  carquet_unsupported = 4,
  /// A text that says what is wrong with the file.
  carquet_damaged = 5
} carquet_tag;

/// Rows that come together at most; a multiple of eight.
enum { carquet_most_rows = 1 << 17 };

/// Starts a process that reads a Parquet file with the library: nothing a damaged file does to the library reaches the caller.
/// It may take `most_memory` bytes beyond what the caller has, and a minute of processor time a group of rows.
///
/// - most_group: bytes of values that a group of rows may have.
/// - Returns: where its words are read from; -1 where no process can be started.
int carquet_reader_start(const carquet_library *library, const char *path, int64_t most_group, int64_t most_memory,
                         pid_t *process);

#endif
