/* CapabilityBoundingSet=, AmbientCapabilities=, SecureBits=. */
#include <errno.h>
#include <linux/capability.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "executor.h"

struct sets {
    uint64_t effective, permitted, inheritable;
};

static uint64_t join(uint32_t low, uint32_t high) { return (uint64_t)high << 32 | low; }

static int get_sets(struct sets *sets) {
    struct __user_cap_header_struct header = {_LINUX_CAPABILITY_VERSION_3, 0};
    struct __user_cap_data_struct data[2];
    if (syscall(SYS_capget, &header, data) < 0) return -1;
    sets->effective = join(data[0].effective, data[1].effective);
    sets->permitted = join(data[0].permitted, data[1].permitted);
    sets->inheritable = join(data[0].inheritable, data[1].inheritable);
    return 0;
}

static int set_sets(const struct sets *sets) {
    struct __user_cap_header_struct header = {_LINUX_CAPABILITY_VERSION_3, 0};
    struct __user_cap_data_struct data[2];
    for (int i = 0; i < 2; i++) {
        data[i].effective = (uint32_t)(sets->effective >> 32 * i);
        data[i].permitted = (uint32_t)(sets->permitted >> 32 * i);
        data[i].inheritable = (uint32_t)(sets->inheritable >> 32 * i);
    }
    return (int)syscall(SYS_capset, &header, data);
}

static bool holds(uint64_t set, int capability) { return set >> capability & 1; }

void bound_capabilities(const struct launch *launch) {
    if (!launch->privileges.capability_bounding.set) return;
    uint64_t keep = (uint64_t)launch->privileges.capability_bounding.value;
    for (int capability = 0; capability < 64; capability++) {
        int present = prctl(PR_CAPBSET_READ, capability, 0, 0, 0);
        if (present < 0) break; /* beyond the last one this kernel knows */
        if (present && !holds(keep, capability) && prctl(PR_CAPBSET_DROP, capability, 0, 0, 0) < 0)
            die(EXIT_CAPABILITIES, errno, "cannot drop capability %d", capability);
    }
    struct sets sets;
    if (get_sets(&sets) < 0) die(EXIT_CAPABILITIES, errno, "cannot read the capabilities");
    if (!(sets.inheritable & ~keep)) return;
    sets.inheritable &= keep;
    if (set_sets(&sets) < 0) die(EXIT_CAPABILITIES, errno, "cannot drop inheritable capabilities");
}

/* Whether capabilities must survive the change of the user: to be raised as ambient ones, or to set the secure bits. */
bool keeps_capabilities(const struct launch *launch) {
    const struct number *ambient = &launch->privileges.capability_ambient, *bits = &launch->privileges.secure_bits;
    return (ambient->set && ambient->value != 0) || (bits->set && bits->value != 0);
}

/* Changing the user clears the ambient set, so it is raised afterwards. */
void raise_ambient_capabilities(const struct launch *launch) {
    if (!launch->privileges.capability_ambient.set) return;
    uint64_t ambient = (uint64_t)launch->privileges.capability_ambient.value;
    struct sets sets;
    prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0);
    if (ambient == 0) return;
    if (get_sets(&sets) < 0) die(EXIT_CAPABILITIES, errno, "cannot read the capabilities");
    sets.inheritable |= ambient;
    if (set_sets(&sets) < 0) die(EXIT_CAPABILITIES, errno, "cannot make capabilities inheritable");
    for (int capability = 0; capability < 64; capability++)
        if (holds(ambient, capability) && prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, capability, 0, 0) < 0)
            die(EXIT_CAPABILITIES, errno, "cannot apply ambient capability %d", capability);
}

/* Only what changes is set: reading them is free, setting them takes CAP_SETPCAP, which a user change made ineffective. */
void set_secure_bits(const struct launch *launch) {
    const struct number *bits = &launch->privileges.secure_bits;
    if (!bits->set || prctl(PR_GET_SECUREBITS) == (int)bits->value) return;
    struct sets sets;
    if (get_sets(&sets) == 0 && holds(sets.permitted, CAP_SETPCAP)) {
        sets.effective |= 1ull << CAP_SETPCAP;
        if (set_sets(&sets) < 0) die(EXIT_SECUREBITS, errno, "cannot gain CAP_SETPCAP");
    }
    if (prctl(PR_SET_SECUREBITS, (unsigned long)bits->value) < 0)
        die(EXIT_SECUREBITS, errno, "cannot set the secure bits");
}
