/*
 * Included before everything else: from 2.38 on glibc renames strtoull, sscanf and their kin to what reads C23's numbers too
 * (`0b1`), under symbols that older ones lack. Nothing here wants that, and the addon must load on 2.28.
 */
#include <features.h>

#undef __GLIBC_USE_C2X_STRTOL /* 2.38 and 2.39 */
#define __GLIBC_USE_C2X_STRTOL 0
#undef __GLIBC_USE_C23_STRTOL /* 2.40 and later */
#define __GLIBC_USE_C23_STRTOL 0
