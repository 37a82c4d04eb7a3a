import { type Result, ok, refuse } from '../../shared/base/result.ts'
import type { OpId, RoomTypeId } from '../../shared/domain/ids.ts'
import type { Cover, OpBodies, WalkIn } from '../../shared/domain/ops/op.ts'
import { type LocalDate, nightsOf } from '../../shared/domain/stay-dates.ts'
import type { AllotmentRequest } from '../../shared/wire/sync-messages.ts'
import type { WriteTx } from './database.ts'
import { loadAllotmentLines } from './queries/allotments.ts'
import { loadDevice } from './queries/device.ts'
import { loadAcknowledgedOpsAfter } from './queries/outbox.ts'
import type { NewOp, Recording } from './record.ts'
import { loadRow } from './row-reader.ts'
import { undoPending } from './undoable-writes.ts'

type Declared = AllotmentRequest['declared']

/**
 * What this terminal may sell, as that stood before the ops after a seq. Undoes what is pending, so the caller rolls the
 * transaction back: the answer comes as its refusal. Sales that an older history had accepted and the chain has lost are
 * counted with all of their nights, whichever of them the allotment covered: they stand. Rule ALLOT-09.
 */
export function allotmentBefore(tx: WriteTx, chainLastSeq: number): Result<never, Declared> {
  const device = loadDevice(tx)
  const allotment = device && loadRow(tx, 'allotment', device.deviceId)
  if (!device || !allotment) return refuse(null)
  undoPending(tx)
  const units = new Map<string, { roomTypeId: RoomTypeId; night: LocalDate; units: number }>()
  const add = (roomTypeId: RoomTypeId, night: LocalDate, count: number): void => {
    const key = `${roomTypeId}/${night}`
    units.set(key, { roomTypeId, night, units: (units.get(key)?.units ?? 0) + count })
  }
  for (const line of loadAllotmentLines(tx, device.deviceId)) add(line.roomTypeId, line.night, line.units)
  const isOwn = (cover: Cover | null): boolean =>
    cover !== null && cover.deviceId === device.deviceId && cover.fence === allotment.fence
  for (const op of loadAcknowledgedOpsAfter(tx, chainLastSeq)) {
    if (op.outcome !== 'accepted') continue
    if (op.type === 'bookWalkIn') {
      const sale = JSON.parse(op.body) as WalkIn // written from an op, by toOutboxRow
      if (!isOwn(sale.cover)) continue
      for (const line of sale.lines) {
        const room = line.roomId === null ? null : loadRow(tx, 'room', line.roomId)
        for (const night of nightsOf(line)) add(room?.roomTypeId ?? line.roomTypeId, night, 1)
      }
    }
    if (op.type === 'returnAllotment') {
      const returned = JSON.parse(op.body) as OpBodies['returnAllotment'] // as above
      if (!isOwn(returned.cover)) continue
      for (const line of returned.lines) add(line.roomTypeId, line.night, line.units)
    }
  }
  const lines = [...units.values()].filter((line) => line.units > 0)
  return refuse({ fence: allotment.fence, lines })
}

/** The op by which a terminal gives back what was recalled and what it holds of nights that are over; `null`: nothing. */
export function composeReturn({ db, hotel }: Recording, opId: OpId): Result<NewOp | null, never> {
  const device = loadDevice(db)
  const allotment = device && loadRow(db, 'allotment', device.deviceId)
  if (!device || !allotment) return ok(null)
  const { deviceId } = device
  const lines = loadAllotmentLines(db, deviceId).flatMap(({ roomTypeId, night, units, recalled }) => {
    const back = night < hotel.businessDate ? units : Math.min(units, recalled)
    return back > 0 ? [{ roomTypeId, night, units: back }] : []
  })
  if (lines.length === 0) return ok(null)
  return ok({ opId, type: 'returnAllotment', body: { cover: { deviceId, fence: allotment.fence }, lines, rooms: [] } })
}
