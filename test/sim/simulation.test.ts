import { readFileSync, readdirSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { openPglite } from '../../sync/chain/database/pglite.ts'
import type { Database } from '../../sync/chain/database/port.ts'
import { temporaryDirectory } from '../support/temporary-directory.ts'
import { MUTANTS } from './mutants.ts'
import { runSeed } from './run-seed.ts'

const SEEDS = Array.from({ length: 40 }, (_, index) => index + 1)
const REGRESSIONS = new URL('../regressions/', import.meta.url)
const ROOT = new URL('../../', import.meta.url)

const regressionSchema = z.strictObject({ seed: z.int().positive(), note: z.string().min(1) })

describe('the simulation', () => {
  let db: Database
  const directory = temporaryDirectory()

  beforeAll(async () => {
    db = await openPglite(null)
  })
  afterAll(async () => {
    await db.close()
    directory.remove()
  })

  async function storyOf(seed: number): Promise<string> {
    const lines: string[] = []
    await runSeed(seed, db, directory.path, (line) => lines.push(line))
    return lines.join('\n')
  }

  test.each(SEEDS)('SIM-01 seed %i: nothing is violated in trouble, and all converges after it', async (seed) => {
    const { violations, diverged, steps } = await runSeed(seed, db, directory.path)
    expect({ violations, diverged }).toEqual({ violations: [], diverged: [] })
    expect(steps).toBeGreaterThan(60)
  })

  test('SIM-02 the same seed tells the same story, byte for byte; another one another', async () => {
    const stories = new Map<number, string>()
    for (const seed of [7, 18, 28]) stories.set(seed, await storyOf(seed))
    for (const [seed, story] of stories) expect(await storyOf(seed)).toBe(story)
    expect(new Set(stories.values()).size).toBe(stories.size)
  })

  const regressions = readdirSync(REGRESSIONS).filter((name) => name.endsWith('.json'))
  test.each(regressions)('SIM-03 what the simulation once found stays mended: %s', async (name) => {
    const { seed, note } = regressionSchema.parse(JSON.parse(readFileSync(new URL(name, REGRESSIONS), 'utf8')))
    const { violations, diverged } = await runSeed(seed, db, directory.path)
    expect({ note, violations, diverged }).toEqual({ note, violations: [], diverged: [] })
  })

  test.each(MUTANTS)('SIM-04 the safeguard of mutant $name is in the code, once', ({ also = [], ...first }) => {
    for (const { file, find, replace } of [first, ...also]) {
      const source = readFileSync(new URL(file, ROOT), 'utf8')
      expect(source.split(find)).toHaveLength(2)
      expect(replace).not.toBe(find)
    }
  })
})
