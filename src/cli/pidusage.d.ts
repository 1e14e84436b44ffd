/** The package has no types of its own; this is the part we use. */
declare module 'pidusage' {
  interface Usage {
    /** Bytes in memory. */
    readonly memory: number
    /** Time on a processor since the start, in ms. */
    readonly ctime: number
  }
  // biome-ignore lint/style/noDefaultExport: as the package has it
  export default function pidusage(
    pids: readonly number[],
    options: { readonly maxage: number },
  ): Promise<Readonly<Record<string, Usage | null>>>
}
