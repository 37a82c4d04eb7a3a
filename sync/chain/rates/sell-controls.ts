import { type Result, ok, refuse } from '../../../shared/base/result.ts'
import { decideLoading } from '../../../shared/domain/deciding.ts'
import type { HotelId, RoomTypeId } from '../../../shared/domain/ids.ts'
import { decideEndOfSellControl, decideSellControl } from '../../../shared/domain/ops/sell-control.ts'
import type { Refusal, StaffRefusal } from '../../../shared/domain/refusal.ts'
import type { SellControlRequest, SellControlResource } from '../../../shared/wire/internal-rate-api.ts'
import type { Chain } from '../chain.ts'
import type { Queryable } from '../database/port.ts'
import { selectRoomTypes } from '../hotels/queries/hotels.ts'
import { causeAtChain } from '../reservations/reservations.ts'
import type { HotelUnknown } from '../write-path/hotel-writer.ts'
import { writeOrRefuse } from '../write-path/write-or-refuse.ts'
import { deleteSellControl, insertSellControl, selectSellControls } from './queries/sell-controls.ts'

type Writer = Pick<Chain, 'writer' | 'clock'>
type Controlled = Result<{ created: boolean; control: SellControlResource }, Refusal | StaffRefusal>

/**
 * Sets a sell control, once its id: the nights take its overbooking in the same transaction, and those opened later
 * that of the newest control that covers them. Refuses: `HOTEL_UNKNOWN`, `SELL_CONTROL_ID_REUSED` (the id with another
 * body), `ROOM_TYPE_UNKNOWN`, `SELL_CONTROL_INVALID` (no nights, too many, or before the business date).
 * Rules: RATE-06, RATE-13, RATE-14.
 */
export function addSellControl(
  { writer, clock }: Writer,
  hotelId: HotelId,
  request: SellControlRequest,
  setBy: string,
): Promise<Result<{ created: boolean; control: SellControlResource }, Refusal | StaffRefusal | HotelUnknown>> {
  return writeOrRefuse(writer, hotelId, async ({ tx, unit }): Promise<Controlled> => {
    const { controlId, roomTypeId, from, until } = request
    const controls = await selectSellControls(tx, hotelId)
    const known = controls.find((control) => control.controlId === controlId)
    if (known) {
      if (isSame(known, request)) return ok({ created: false, control: known })
      return refuse({ code: 'SELL_CONTROL_ID_REUSED', params: { controlId } })
    }
    const roomTypeIds = await typesOf(tx, hotelId, roomTypeId)
    if (roomTypeId !== null && !roomTypeIds.includes(roomTypeId)) {
      return refuse({ code: 'ROOM_TYPE_UNKNOWN', params: { roomTypeId } })
    }
    const cause = await causeAtChain(unit, clock)
    if (from < cause.businessDate) return refuse({ code: 'SELL_CONTROL_INVALID', params: { from, until } })
    const decided = await decideLoading(decideSellControl({ ...request, roomTypeIds }, cause, unit), unit.load)
    if (!decided.ok) return decided
    unit.apply(decided.value)
    // What was set last counts, also where this process's clock is behind that of another.
    const setAtUtcMs = Math.max(cause.atUtcMs, (controls[0]?.setAtUtcMs ?? -1) + 1)
    const control = { ...request, setBy, setAtUtcMs }
    await insertSellControl(tx, hotelId, control)
    return ok({ created: true, control })
  })
}

/**
 * Ends a sell control: its nights sell as the newest control that is left says, else by the default.
 * Refuses: `HOTEL_UNKNOWN`, `SELL_CONTROL_UNKNOWN`. Rule RATE-15.
 */
export function endSellControl(
  { writer, clock }: Writer,
  hotelId: HotelId,
  controlId: string,
): Promise<Result<SellControlResource, Refusal | StaffRefusal | HotelUnknown>> {
  type Ended = Result<SellControlResource, Refusal | StaffRefusal>
  return writeOrRefuse(writer, hotelId, async ({ tx, unit }): Promise<Ended> => {
    const controls = await selectSellControls(tx, hotelId)
    const control = controls.find((candidate) => candidate.controlId === controlId)
    if (!control) return refuse({ code: 'SELL_CONTROL_UNKNOWN', params: { controlId } })
    const left = controls.filter((other) => other !== control)
    const ended = { ...control, roomTypeIds: await typesOf(tx, hotelId, control.roomTypeId) }
    const cause = await causeAtChain(unit, clock)
    const decided = await decideLoading(decideEndOfSellControl(ended, left, cause, unit), unit.load)
    if (!decided.ok) return decided
    unit.apply(decided.value)
    await deleteSellControl(tx, hotelId, controlId)
    return ok(control)
  })
}

/** The types that a control is about. */
async function typesOf(tx: Queryable, hotelId: HotelId, only: RoomTypeId | null): Promise<RoomTypeId[]> {
  const types = (await selectRoomTypes(tx, hotelId)).map((type) => type.roomTypeId)
  return only === null ? types : types.filter((type) => type === only)
}

function isSame(a: SellControlRequest, b: SellControlRequest): boolean {
  return (
    a.roomTypeId === b.roomTypeId &&
    a.from === b.from &&
    a.until === b.until &&
    a.overbookPct === b.overbookPct &&
    a.note === b.note
  )
}
