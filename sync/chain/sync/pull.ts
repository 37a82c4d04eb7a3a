import { type Result, ok, refuse } from '../../../shared/base/result.ts'
import { type EntityName, type RowWrite, keyOfRow } from '../../../shared/domain/rows.ts'
import type { LocalDate } from '../../../shared/domain/stay-dates.ts'
import { MAX_PULL_ROWS, PROTOCOL_VERSION } from '../../../shared/wire/protocol.ts'
import type { PullResponse, SnapshotLine } from '../../../shared/wire/sync-messages.ts'
import type { Database, Queryable } from '../database/port.ts'
import { selectHotel } from '../hotels/queries/hotels.ts'
import { selectRows } from '../rows/queries/entity-rows.ts'
import { type Head, selectHead } from '../write-path/queries/head.ts'
import type { SyncRefusal } from './push.ts'
import { type Change, selectChangesAfter } from './queries/changes.ts'
import { type Device, selectDevice } from './queries/devices.ts'
import { selectFloor } from './queries/retention.ts'
import { selectDeskRows } from './queries/scope.ts'
import { entitiesOf, firstNightOfDesk, isInDeskScope } from './scope.ts'

export type PullRefusal = SyncRefusal | { readonly code: 'CURSOR_EXPIRED'; readonly params: { readonly floor: number } }

/**
 * What changed after a cursor: the rows as they are now, the cursor that they bring the device to, and the device's
 * `lastSeq`, all of one database snapshot (rule SYNC-05). Refuses: `HOTEL_UNKNOWN`, `EPOCH_CHANGED`, also for a cursor
 * ahead of the head, which only a restored backup explains, `CURSOR_EXPIRED` (take a snapshot).
 */
export function pullChanges(
  db: Database,
  device: Device,
  asked: { readonly epoch: number; readonly cursor: number },
): Promise<Result<PullResponse, PullRefusal>> {
  return db.transaction('REPEATABLE READ', async (tx) => {
    const at = await readPosition(tx, device)
    if (!at) return refuse({ code: 'HOTEL_UNKNOWN', params: { hotelId: device.hotelId } })
    const { head, lastSeq, firstNight } = at
    if (asked.epoch !== head.epoch || asked.cursor > head.version) {
      return refuse({ code: 'EPOCH_CHANGED', params: { epoch: head.epoch } })
    }
    const floor = await selectFloor(tx, device.hotelId)
    if (asked.cursor < floor) return refuse({ code: 'CURSOR_EXPIRED', params: { floor } })
    const changes = await selectChangesAfter(tx, device.hotelId, asked.cursor, MAX_PULL_ROWS)
    return ok({
      epoch: head.epoch,
      cursor: changes.at(-1)?.version ?? head.version,
      head: head.version,
      lastSeq,
      changes: await loadChanged(tx, device, changes, firstNight),
    })
  })
}

/** Everything that the device holds, as lines: `begin`, the rows, `end`; of one database snapshot. */
export function takeSnapshot(db: Database, device: Device): Promise<Result<SnapshotLine[], SyncRefusal>> {
  return db.transaction('REPEATABLE READ', async (tx) => {
    const at = await readPosition(tx, device)
    if (!at) return refuse({ code: 'HOTEL_UNKNOWN', params: { hotelId: device.hotelId } })
    const { head, lastSeq, firstNight } = at
    const rows: SnapshotLine[] = []
    for (const entity of entitiesOf(device.deviceClass)) {
      for (const row of await selectDeskRows(tx, device.hotelId, entity, firstNight)) {
        const change = { entity, key: keyOfRow(entity, row), row } as RowWrite // the rows of this entity
        rows.push({ mark: 'row', change })
      }
    }
    return ok([
      { mark: 'begin', protocol: PROTOCOL_VERSION, epoch: head.epoch, cursor: head.version, lastSeq },
      ...rows,
      { mark: 'end', rows: rows.length },
    ])
  })
}

/** Where a device stands at a moment, and the first night that it holds; `null` where it, or its hotel, is not there. */
export async function readPosition(
  tx: Queryable,
  { hotelId, deviceId }: Device,
): Promise<{ head: Head; lastSeq: number; firstNight: LocalDate } | null> {
  const head = await selectHead(tx, hotelId)
  const hotel = await selectHotel(tx, hotelId)
  const device = await selectDevice(tx, hotelId, deviceId)
  if (!head || !hotel || !device) return null
  return { head, lastSeq: device.lastSeq, firstNight: firstNightOfDesk(hotel) }
}

async function loadChanged(
  tx: Queryable,
  { hotelId, deviceClass }: Device,
  changes: readonly Change[],
  firstNight: LocalDate,
): Promise<RowWrite[]> {
  const held = entitiesOf(deviceClass)
  const byEntity = new Map<EntityName, Set<string>>()
  for (const { entity, key } of changes) {
    if (!held.includes(entity)) continue
    const keys = byEntity.get(entity) ?? new Set()
    byEntity.set(entity, keys.add(key))
  }
  const writes: RowWrite[] = []
  for (const [entity, keys] of byEntity) {
    const rows = await selectRows(tx, hotelId, entity, [...keys])
    const inScope = rows.filter((row) => isInDeskScope(entity, row, firstNight))
    const found = new Map(inScope.map((row) => [keyOfRow(entity, row), row]))
    for (const key of keys) writes.push({ entity, key, row: found.get(key) ?? null } as RowWrite) // rows of this entity
  }
  return writes
}
