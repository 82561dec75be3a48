#ifndef ORGSWEEP_CGLIBC_SHIM_H
#define ORGSWEEP_CGLIBC_SHIM_H

// What Swift's Glibc module leaves out: mallopt, and an extension of posix_spawn that glibc declares under _DEFAULT_SOURCE.
#include <malloc.h>
#include <spawn.h>

extern int posix_spawn_file_actions_addclosefrom_np(posix_spawn_file_actions_t *actions, int from) __attribute__((nothrow));

#endif
