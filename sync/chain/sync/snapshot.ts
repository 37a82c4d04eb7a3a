import { type Result, ok, refuse } from '../../../shared/base/result.ts'
import { type RowWrite, keyOfRow } from '../../../shared/domain/rows.ts'
import { PROTOCOL_VERSION } from '../../../shared/wire/protocol.ts'
import type { SnapshotLine, SnapshotMark } from '../../../shared/wire/sync-messages.ts'
import type { Database } from '../database/port.ts'
import { type PullRefusal, readPosition } from './pull.ts'
import type { Device } from './queries/devices.ts'
import { selectFloor } from './queries/retention.ts'
import { selectDeskPage } from './queries/scope.ts'
import { entitiesOf } from './scope.ts'

/** What is held in memory of a snapshot at a time, here and at the terminal. */
const PAGE_ROWS = 500

/**
 * Everything that a device holds, page by page, from the beginning or after a mark. Each page is read at its own moment,
 * after the position that `begin` tells: what changed since comes with a pull from there, so that the pages become one
 * moment of the hotel. Nothing is held open between pages. Refuses: `HOTEL_UNKNOWN`; of a mark also `EPOCH_CHANGED` and
 * `CURSOR_EXPIRED`. Rules SYNC-54, SYNC-55.
 */
export async function openSnapshot(
  db: Database,
  device: Device,
  after: SnapshotMark | null,
): Promise<Result<AsyncGenerator<SnapshotLine[]>, PullRefusal>> {
  const at = await db.transaction('REPEATABLE READ', async (tx) => {
    const position = await readPosition(tx, device)
    return position && { ...position, floor: await selectFloor(tx, device.hotelId) }
  })
  if (!at) return refuse({ code: 'HOTEL_UNKNOWN', params: { hotelId: device.hotelId } })
  const { head, floor, lastSeq } = at
  if (after && (after.epoch !== head.epoch || after.cursor > head.version)) {
    return refuse({ code: 'EPOCH_CHANGED', params: { epoch: head.epoch } })
  }
  if (after && after.cursor < floor) return refuse({ code: 'CURSOR_EXPIRED', params: { floor } })
  const { epoch, version } = head
  const begin: SnapshotLine = {
    mark: 'begin',
    protocol: PROTOCOL_VERSION,
    epoch,
    cursor: after?.cursor ?? version,
    lastSeq,
  }
  return ok(pagesOf(db, device, { begin, after, firstNight: at.firstNight }))
}

async function* pagesOf(
  db: Database,
  { hotelId, deviceClass }: Device,
  from: {
    readonly begin: SnapshotLine
    readonly after: SnapshotMark | null
    readonly firstNight: Parameters<typeof selectDeskPage>[2]['firstNight']
  },
): AsyncGenerator<SnapshotLine[]> {
  yield [from.begin]
  let rows = 0
  const entities = entitiesOf(deviceClass)
  const first = from.after ? Math.max(0, entities.indexOf(from.after.entity)) : 0
  for (const entity of entities.slice(first)) {
    let after = from.after?.entity === entity ? from.after.after : null
    for (;;) {
      const page = await selectDeskPage(db, hotelId, {
        entity,
        firstNight: from.firstNight,
        after,
        limit: PAGE_ROWS,
      })
      const last = page.at(-1)
      if (!last) break
      after = keyOfRow(entity, last)
      rows += page.length
      yield [
        ...page.map((row): SnapshotLine => {
          const change = { entity, key: keyOfRow(entity, row), row } as RowWrite // the rows of this entity
          return { mark: 'row', change }
        }),
        { mark: 'page', entity, after },
      ]
      if (page.length < PAGE_ROWS) break
    }
  }
  yield [{ mark: 'end', rows }]
}
