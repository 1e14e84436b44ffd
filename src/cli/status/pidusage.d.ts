/** The package has no types of its own; this is the part we use. */
declare module 'pidusage' {
  interface Usage {
    /** Bytes in memory. */
    readonly memory: number
    /** Time on a processor since the start, in ms. */
    readonly ctime: number
  }
  interface PidUsage {
    (pids: readonly number[]): Promise<Readonly<Record<string, Usage | null>>>
    /** Forgets the processes and closes what it keeps open of them. */
    clear(): void
  }
  const pidusage: PidUsage
  // biome-ignore lint/style/noDefaultExport: as the package has it
  export default pidusage
}
