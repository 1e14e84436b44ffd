import type { Call } from '#cli/run.ts'
export async function runRole(_call: Call, _role: string): Promise<number> {
  return 99
}
