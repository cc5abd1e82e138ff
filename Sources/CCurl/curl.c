#define _GNU_SOURCE
#include "CCurl.h"

#include <dlfcn.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

// Foundation's networking calls libcurl by name. In a program that carries Foundation within itself these names are
// the program's to define, and to define them as libcurl's own would have the loader bring that library and the two
// dozen behind it before every command, a third of its start, though only `data fetch` asks the network for anything.
// So they stand here, and libcurl is opened by whoever calls the first of them.

static void *library;

static void open_library(void) {
  library = dlopen("libcurl.so.4", RTLD_NOW | RTLD_LOCAL);
  if (library) return;
  fprintf(stderr, "Error: nothing can be fetched without libcurl: %s; install Debian's libcurl4\n", dlerror());
  exit(EXIT_FAILURE);
}

static void *function(const char *name) {
  static pthread_once_t once = PTHREAD_ONCE_INIT;
  pthread_once(&once, open_library);
  void *found = dlsym(library, name);
  if (found) return found;
  fprintf(stderr, "Error: libcurl.so.4 lacks %s: %s; install Debian's libcurl4\n", name, dlerror());
  exit(EXIT_FAILURE);
}

#define FORWARD(result, name, parameters, arguments) \
  result name parameters {                           \
    static _Atomic(void *) known;                    \
    void *found = known;                             \
    if (!found) known = found = function(#name);     \
    return ((result(*) parameters)found)arguments;   \
  }

// What libcurl takes behind an option is a long, an offset or a pointer: on the platforms of this program one register
// holds any of them, and is handed on as it came.
#define FORWARD_OPTION(name)                                     \
  int name(void *handle, int option, ...) {                      \
    static _Atomic(void *) known;                                \
    void *found = known;                                         \
    if (!found) known = found = function(#name);                 \
    va_list rest;                                                \
    va_start(rest, option);                                      \
    void *value = va_arg(rest, void *);                          \
    va_end(rest);                                                \
    return ((int (*)(void *, int, ...))found)(handle, option, value); \
  }

FORWARD(int, curl_global_init, (long flags), (flags))
FORWARD(const char *, curl_version, (void), ())
FORWARD(void *, curl_version_info, (int age), (age))
FORWARD(void, curl_free, (void *memory), (memory))

FORWARD(void *, curl_easy_init, (void), ())
FORWARD(void, curl_easy_cleanup, (void *handle), (handle))
FORWARD(int, curl_easy_pause, (void *handle, int directions), (handle, directions))
FORWARD(const char *, curl_easy_strerror, (int code), (code))
FORWARD_OPTION(curl_easy_setopt)
FORWARD_OPTION(curl_easy_getinfo)

FORWARD(void *, curl_multi_init, (void), ())
FORWARD(int, curl_multi_cleanup, (void *multi), (multi))
FORWARD(int, curl_multi_add_handle, (void *multi, void *handle), (multi, handle))
FORWARD(int, curl_multi_remove_handle, (void *multi, void *handle), (multi, handle))
FORWARD(int, curl_multi_assign, (void *multi, int socket, void *state), (multi, socket, state))
FORWARD(void *, curl_multi_info_read, (void *multi, int *left), (multi, left))
FORWARD(int, curl_multi_socket_action, (void *multi, int socket, int events, int *running),
        (multi, socket, events, running))
FORWARD_OPTION(curl_multi_setopt)

FORWARD(void *, curl_slist_append, (void *list, const char *text), (list, text))
FORWARD(void, curl_slist_free_all, (void *list), (list))

FORWARD(void *, curl_url, (void), ())
FORWARD(int, curl_url_get, (const void *url, int part, char **text, unsigned flags), (url, part, text, flags))
FORWARD(int, curl_url_set, (void *url, int part, const char *text, unsigned flags), (url, part, text, flags))
