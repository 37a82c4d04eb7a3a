import type { Draft } from '../deciding.ts'
import type { BlockId, DeviceId, OpId, ReservationId, RoomTypeId, StayLineId } from '../ids.ts'
import { withCounts } from '../inventory.ts'
import type { ExceptionRow, Resolution } from '../exception-row.ts'
import type { InventoryRow } from '../rows.ts'

/** Who and what a decision acts for; stamped on the exceptions that it opens. */
export interface Cause {
  readonly opId: OpId | null
  readonly deviceId: DeviceId | null
  readonly atUtcMs: number
}

/** Ids of exceptions name their subject, so that replica and chain open the same one, and never two about one thing. */
export const exceptionId = {
  requestRefused: (opId: OpId) => `refused/${opId}`,
  opParked: (opId: OpId) => `parked/${opId}`,
  roomLost: (lineId: StayLineId) => `room-lost/${lineId}`,
  moveGuest: (blockId: BlockId, lineId: StayLineId) => `move-guest/${blockId}/${lineId}`,
  saleRefused: (reservationId: ReservationId) => `sale-refused/${reservationId}`,
  occupiedTwice: (lineId: StayLineId) => `occupied-twice/${lineId}`,
  checkedInTwice: (opId: OpId | null, lineId: StayLineId) => `checked-in-twice/${lineId}/${opId ?? ''}`,
  reinstated: (lineId: StayLineId) => `reinstated/${lineId}`,
  sameGuest: (reservationId: ReservationId, other: ReservationId) => `same-guest/${reservationId}/${other}`,
  unknownCode: (reservationId: ReservationId) => `unknown-code/${reservationId}`,
  guestEditedTwice: (opId: OpId | null, guestId: string) => `guest-edited-twice/${guestId}/${opId ?? ''}`,
  rateStale: (reservationId: ReservationId) => `rate-stale/${reservationId}`,
  moneyUnapplied: (reservationId: ReservationId) => `money-unapplied/${reservationId}`,
  typeGone: (reservationId: ReservationId) => `type-gone/${reservationId}`,
  refundByHand: (reservationId: ReservationId) => `refund-by-hand/${reservationId}`,
  oversoldNight: (row: Pick<InventoryRow, 'roomTypeId' | 'night'>) => `oversold/${row.roomTypeId}/${row.night}`,
}

type Opened = Pick<ExceptionRow, 'exceptionId' | 'kind' | 'severity' | 'subject' | 'params'>

export function openException(draft: Draft, cause: Cause, opened: Opened): void {
  draft.put('exception', {
    ...opened,
    status: 'open',
    openedAtUtcMs: cause.atUtcMs,
    opId: cause.opId,
    deviceId: cause.deviceId,
    resolvedAtUtcMs: null,
    resolution: null,
    resolvedByOpId: null,
    resolvedByDeviceId: null,
    note: '',
  })
}

/** A stay stands in a room type that the chain no longer has. */
export function openTypeGone(
  draft: Draft,
  cause: Cause,
  reservationId: ReservationId,
  params: { readonly roomTypeId: RoomTypeId; readonly lastName: string },
): void {
  openException(draft, cause, {
    exceptionId: exceptionId.typeGone(reservationId),
    kind: 'TYPE_GONE',
    severity: 'action',
    subject: { entity: 'reservation', key: reservationId },
    params,
  })
}

/** Closes an exception by what a person did about it. The row was asked for by the caller and is open. */
export function resolveBy(draft: Draft, cause: Cause, row: ExceptionRow, resolution: Resolution, note: string): void {
  draft.put('exception', {
    ...row,
    status: 'resolved',
    resolution,
    note,
    resolvedAtUtcMs: cause.atUtcMs,
    resolvedByOpId: cause.opId,
    resolvedByDeviceId: cause.deviceId,
  })
}

/** Closes an exception whose cause is gone; does nothing where none is open. The row was asked for by the caller. */
export function clearException(draft: Draft, cause: Cause, id: string): void {
  const row = draft.row('exception', id)
  if (row?.status !== 'open') return
  draft.put('exception', { ...row, status: 'resolved', resolution: 'cleared', resolvedAtUtcMs: cause.atUtcMs })
}

/**
 * Puts an inventory row and keeps its `forced` units covered: an open exception that names how many, closed when they
 * are gone (design.md, section 6). A night that is over is history, which nobody can put right any more. The caller asked
 * for the row's exception and for the hotel, as `inventoryOf` does.
 */
export function putCoveredInventory(draft: Draft, cause: Cause, row: InventoryRow): void {
  draft.put('inventory', row)
  const id = exceptionId.oversoldNight(row)
  const today = draft.hotel()?.businessDate ?? row.night
  if (row.night < today) clearException(draft, cause, id)
  else coverForced(draft, cause, row)
}

/** Keeps the forced units of a night that was put covered, also of one that is over. The caller asked for the exception. */
export function coverForced(draft: Draft, cause: Cause, row: InventoryRow): void {
  const id = exceptionId.oversoldNight(row)
  if (row.forced === 0) {
    clearException(draft, cause, id)
    return
  }
  const open = draft.row('exception', id)
  // What is forced only because terminals keep units goes away when they give them back, or sell them.
  const leased = row.forced - withCounts(row, { leased: 0 }).forced
  const params = { roomTypeId: row.roomTypeId, night: row.night, units: row.forced, ...(leased > 0 ? { leased } : {}) }
  if (open?.status === 'open') {
    if (open.params['units'] !== row.forced || (open.params['leased'] ?? 0) !== leased) {
      draft.put('exception', { ...open, params })
    }
    return
  }
  openException(draft, cause, {
    exceptionId: id,
    kind: 'OVERSOLD_NIGHT',
    severity: 'action',
    subject: { entity: 'inventory', key: `${row.roomTypeId}/${row.night}` },
    params,
  })
}
