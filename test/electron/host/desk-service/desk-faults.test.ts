import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { join } from 'node:path'
import { DeskService } from '../../../../electron/host/desk-service/desk-service.ts'
import type { Replica } from '../../../../sync/replica/replica.ts'
import { openEnrolledReplica } from '../../../support/enrolled-replica.ts'
import { MemoryPastGuests } from '../../../support/memory-past-guests.ts'
import { MemorySisters } from '../../../support/memory-sisters.ts'
import { seededRng } from '../../../support/seeded-rng.ts'
import { temporaryDirectory } from '../../../support/syncing-desk.ts'
import { VirtualTime } from '../../../support/virtual-time.ts'
import { block } from './desk-inputs.ts'

let directory: ReturnType<typeof temporaryDirectory>
let replica: Replica
let service: DeskService
let logged: { level: string; fields: object }[]
let recorded: number

beforeEach(() => {
  directory = temporaryDirectory()
  replica = openEnrolledReplica(join(directory.path, 'replica.sqlite'))
  logged = []
  recorded = 0
  const log = (level: string) => (fields: object) => void logged.push({ level, fields })
  service = new DeskService(
    {
      replica,
      clock: new VirtualTime(),
      rng: seededRng(1),
      terminal: { name: 'Desk 1', deviceClass: 'desk' },
      openedAtUtcMs: 0,
      sisterHotels: new MemorySisters(),
      pastGuests: new MemoryPastGuests(),
      engineStatus: () => ({
        line: 'down',
        lineSinceUtcMs: 0,
        lastPulledAtUtcMs: null,
        lastPushedAtUtcMs: null,
        inFlight: null,
        haltedBy: null,
        clockOffsetMs: null,
      }),
      retryNow: () => undefined,
      opRecorded: () => (recorded += 1),
    },
    { info: log('info'), warn: log('warn'), error: log('error') },
  )
})
afterEach(() => {
  replica.close()
  directory.remove()
})

describe('faults under a call', () => {
  test('HOST-14 a full disk answers DISK_FULL, to be tried again later, and the engine hears of no op', async () => {
    replica.db.one('PRAGMA max_page_count = 1')
    const codes = new Set<string>()
    for (let n = 1; n <= 60; n += 1) {
      const answer = await service.handle('block.set', block(n, { remarks: 'x'.repeat(500) }))
      codes.add(answer.ok ? 'done' : `${answer.error.code} ${answer.error.retry}`)
    }
    expect(codes).toContain('DISK_FULL later')
    const ops = await service.handle('sync.ops', {})
    expect(ops).toMatchObject({ ok: true, value: { length: recorded } })
    expect(logged.every(({ level }) => level === 'warn')).toBe(true)
  })

  test('HOST-14 a bug answers INTERNAL without a word of it, and is logged', async () => {
    replica.close()
    expect(await service.handle('today.get', {})).toEqual({
      ok: false,
      error: { code: 'INTERNAL', params: {}, retry: 'later' },
    })
    expect(logged).toMatchObject([{ level: 'error', fields: { call: 'today.get' } }])
  })
})
