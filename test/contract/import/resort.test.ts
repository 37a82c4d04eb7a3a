import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { afterAll, describe, expect, test } from 'vitest'
import { runNode } from '../../support/run-node.ts'
import { temporaryDirectory } from '../../support/temporary-directory.ts'

/** The hotel booking demand data set; not part of the project, so the test says when it is not there. */
const FILE = '../shared/data/resort-bookings.csv.gz'
const SHA_256 = '832f9efbd42ff0f1bbc9f6630242f8f063476e93b4da590813d1f3f54266d0ff'
const missing = existsSync(FILE) ? '' : ` (SKIPPED: ${FILE} is not here)`

describe.skipIf(missing !== '')(`two years of a real resort${missing}`, () => {
  const directory = temporaryDirectory()
  afterAll(() => directory.remove())

  test('IMP-07 all 40,060 bookings are accounted for, a second import adds none, in under 1 GB', async () => {
    expect(
      createHash('sha256')
        .update(gunzipSync(readFileSync(FILE)))
        .digest('hex'),
    ).toBe(SHA_256)
    const args = [
      'sync/chain/cli/main.ts',
      'import',
      FILE,
      '--hotel',
      'Resort',
      '--db',
      `${directory.path}/db`,
      '--json',
    ]
    const rooms = { A: 75, B: 2, C: 13, D: 53, E: 33, F: 13, G: 9, H: 4, I: 8 }
    const first = JSON.parse((await runNode(args)).stdout) as { peakMegabytes: number }
    expect(first).toMatchObject({
      rows: 40_060,
      imported: 40_060,
      reported: 0,
      dayUse: 384,
      forced: 0,
      roomsByType: rooms,
    })
    expect(first.peakMegabytes).toBeLessThan(1_000)
    const second = await runNode(args)
    expect(JSON.parse(second.stdout)).toMatchObject({ imported: 0, alreadyThere: 40_060, reported: 0 })
  })
})
