import { describe, expect, test } from 'vitest'
import { type Result, ok } from '../../../shared/base/result.ts'
import type { SnapshotLine } from '../../../shared/wire/sync-messages.ts'
import type { SyncFault } from '../../../sync/engine/fault.ts'
import type { ReplicaPort, TransportPort } from '../../../sync/engine/ports.ts'
import { receiveSnapshot } from '../../../sync/engine/receive-snapshot.ts'
import { smallHotelRows } from '../../support/small-hotel.ts'

const begin: SnapshotLine = { mark: 'begin', protocol: 1, epoch: 3, cursor: 8, lastSeq: 2 }
const rows = smallHotelRows().map((change): SnapshotLine => ({ mark: 'row', change }))
const page: SnapshotLine = { mark: 'page', entity: 'room', after: '102' }
const end = (count: number): SnapshotLine => ({ mark: 'end', rows: count })

/** Receives the lines; tells the outcome and how many rows were staged by it. */
async function receive(lines: readonly SnapshotLine[]) {
  let staged = 0
  const replica: Pick<ReplicaPort, 'beginSnapshot' | 'stageSnapshot'> = {
    beginSnapshot: () => ok(undefined),
    stageSnapshot: (changes) => ok(void (staged += changes.length)),
  }
  const transport: Pick<TransportPort, 'snapshot'> = {
    snapshot: (onLine) => {
      for (const line of lines) {
        const taken: Result<void, SyncFault> = onLine(line)
        if (!taken.ok) return Promise.resolve(taken)
      }
      return Promise.resolve(ok(undefined))
    },
  }
  const outcome = await receiveSnapshot(transport, replica)
  return { outcome: outcome.ok ? outcome.value : outcome.error.code, staged }
}

describe('receiving a snapshot', () => {
  test('SYNC-37 it stands for its position when the end came with the right count', async () => {
    const many = Array.from({ length: 30 }, () => rows).flat()
    expect(await receive([begin, ...many, end(many.length)])).toEqual({
      outcome: { epoch: 3, cursor: 8, lastSeq: 2 },
      staged: many.length,
    })
  })

  test.each([
    ['a row is missing', [begin, ...rows.slice(1), end(rows.length)]],
    ['the end is missing', [begin, ...rows]],
    ['nothing came', []],
    ['the begin is missing', [...rows, end(rows.length)]],
    ['it begins twice', [begin, begin, end(0)]],
    ['a row follows the end', [begin, end(0), ...rows.slice(0, 1)]],
  ])('SYNC-37 it is refused where %s', async (_case, lines) => {
    expect((await receive(lines)).outcome).toBe('RESPONSE_INVALID')
  })

  test('SYNC-55 what broke off goes on after its last page; another moment begins anew', async () => {
    const begun: number[] = []
    const asked: unknown[] = []
    const answers = [
      [begin, ...rows.slice(0, 3), page, ...rows.slice(3, 5)],
      [begin, ...rows.slice(3), end(rows.length - 3)],
      [begin, ...rows.slice(0, 3), page],
      [{ ...begin, cursor: 9 }, ...rows, end(rows.length)],
    ]
    let staged = 0
    const replica: Pick<ReplicaPort, 'beginSnapshot' | 'stageSnapshot'> = {
      beginSnapshot: () => ok(void begun.push(staged)),
      stageSnapshot: (changes) => ok(void (staged += changes.length)),
    }
    const transport: Pick<TransportPort, 'snapshot'> = {
      snapshot: (onLine, after) => {
        asked.push(after)
        for (const line of answers.shift() ?? []) onLine(line)
        return Promise.resolve(ok(undefined))
      },
    }
    const progress = { mark: null }
    const outcomes = []
    for (let n = 0; n < 2; n += 1) outcomes.push((await receiveSnapshot(transport, replica, progress)).ok)
    expect([outcomes, begun, staged]).toEqual([[false, true], [0], rows.length])
    const again = { mark: null }
    for (let n = 0; n < 2; n += 1) outcomes.push((await receiveSnapshot(transport, replica, again)).ok)
    expect(outcomes).toEqual([false, true, false, true])
    expect(begun).toEqual([0, rows.length, rows.length + 3])
    const mark = { epoch: 3, cursor: 8, entity: 'room', after: '102' }
    expect(asked).toEqual([null, mark, null, mark])
  })
})
