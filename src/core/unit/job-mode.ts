/** What to do about jobs and units that are in the way (systemctl(1), --job-mode=). */
export const jobModes = [
  'fail',
  'replace',
  'replace-irreversibly',
  'isolate',
  'flush',
  'ignore-dependencies',
  'ignore-requirements',
  'triggering',
  'restart-dependencies',
] as const
export type JobMode = (typeof jobModes)[number]
