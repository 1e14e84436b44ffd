/* Printed by scripts/launch-header.ts from core/exec/launch.ts: field(group, name, type, how to take it). */
#pragma once

#define LAUNCH_FORMAT 2391886027u

enum stream_kind { STREAM_NULL, STREAM_DESCRIPTOR, STREAM_FILE, STREAM_TTY, STREAM_INHERIT_STDIN, STREAM_INHERIT_STDOUT };
enum steal { STEAL_NO, STEAL_FORCE, STEAL_FAIL };
enum file_mode { FILE_WRITE, FILE_APPEND, FILE_TRUNCATE };
enum identity_kind { IDENTITY_MANAGER, IDENTITY_IDS, IDENTITY_LOOKUP };

#define PROCESS_FIELDS(field) \
    field(process, command, char *, text) \
    field(process, candidates, struct list, list) \
    field(process, argv, struct list, list) \
    field(process, environment, struct list, list) \
    field(process, umask, uint32_t, 32) \
    field(process, in_foreground, bool, flag) \
    field(process, limits, struct limits, limits) \
    field(process, nice, struct number, number) \
    field(process, oom_score_adjust, struct number, number) \
    field(process, scheduling, struct scheduling, scheduling) \
    field(process, io_priority, struct io_priority, io_priority) \
    field(process, cpu_affinity, struct cpus, cpus) \
    field(process, timer_slack_ns, struct number, number) \
    field(process, personality, struct number, number) \
    field(process, coredump_filter, struct number, number) \
    field(process, ignore_sigpipe, bool, flag) \
    field(process, mark, uint64_t, 64)

#define PRIVILEGES_FIELDS(field) \
    field(privileges, identity, struct identity, identity) \
    field(privileges, no_new_privileges, bool, flag) \
    field(privileges, capability_bounding, struct number, number) \
    field(privileges, capability_ambient, struct number, number) \
    field(privileges, secure_bits, struct number, number)

#define STREAMS_FIELDS(field) \
    field(streams, input, struct stream, stream) \
    field(streams, output, struct stream, stream) \
    field(streams, error, struct stream, stream) \
    field(streams, tty, char *, text) \
    field(streams, passed, struct descriptors, descriptors) \
    field(streams, non_blocking, bool, flag)

#define FILES_FIELDS(field) \
    field(files, directories, struct directories, directories) \
    field(files, working_directory, struct working_directory, working_directory)

#define SANDBOX_FIELDS(field) \
    field(sandbox, root, char *, optional_text)

#define LAUNCH_GROUPS(group) \
    group(process, PROCESS_FIELDS) \
    group(privileges, PRIVILEGES_FIELDS) \
    group(streams, STREAMS_FIELDS) \
    group(files, FILES_FIELDS) \
    group(sandbox, SANDBOX_FIELDS)
