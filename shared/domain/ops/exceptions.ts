import type { Draft } from '../deciding.ts'
import type { BlockId, DeviceId, OpId, ReservationId, StayLineId } from '../ids.ts'
import type { ExceptionRow, InventoryRow } from '../rows.ts'

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
    note: '',
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
 * are gone (design.md, section 6). The caller asked for the row's exception.
 */
export function putCoveredInventory(draft: Draft, cause: Cause, row: InventoryRow): void {
  draft.put('inventory', row)
  const id = exceptionId.oversoldNight(row)
  if (row.forced === 0) {
    clearException(draft, cause, id)
    return
  }
  const open = draft.row('exception', id)
  const params = { roomTypeId: row.roomTypeId, night: row.night, units: row.forced }
  if (open?.status === 'open') {
    if (open.params['units'] !== row.forced) draft.put('exception', { ...open, params })
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
