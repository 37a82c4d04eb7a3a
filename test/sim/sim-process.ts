import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openPglite } from '../../sync/chain/database/pglite.ts'
import { describe } from './chain-side.ts'
import { type SeedResult, runSeed } from './run-seed.ts'

const MEMORY_DISK = '/dev/shm'

/** Runs the seeds that the parent names, one after the other, on one database. */
async function serve(): Promise<void> {
  const directory = mkdtempSync(join(existsSync(MEMORY_DISK) ? MEMORY_DISK : tmpdir(), 'keyrack-sim-'))
  process.on('exit', () => rmSync(directory, { recursive: true, force: true }))
  const db = await openPglite(null)
  process.on('message', (seed: number) => {
    void runSeed(seed, db, directory)
      .catch(
        (error: unknown): SeedResult => ({
          seed,
          steps: 0,
          violations: [{ proof: 'the simulation runs', rows: 1, example: describe(error) }],
          diverged: [],
        }),
      )
      .then((result) => process.send?.(result))
  })
  process.on('disconnect', () => process.exit(0))
  process.send?.('ready')
}

await serve()
