import type { Measure } from '../measure/measuring-command.ts'

/** Everything that `npm run bench` can measure, one file each. */
export const BENCHES: Readonly<Record<string, Measure>> = {
  replica: {
    about: "a walk-in on the terminal's replica against the barest fsynced SQLite transaction",
    load: async () => (await import('./replica.ts')).measureReplica,
  },
}
