import { present } from '../../../shared/base/assert.ts'
import { type Result, ok, refuse } from '../../../shared/base/result.ts'
import { type Deciding, decideLoading } from '../../../shared/domain/deciding.ts'
import { accountOf } from '../../../shared/domain/folio.ts'
import type { HotelId, ReservationId } from '../../../shared/domain/ids.ts'
import { type Adjustment, decideAdjustment } from '../../../shared/domain/ops/adjust-folio.ts'
import type { PostingCause } from '../../../shared/domain/ops/folio.ts'
import { decideNoShow } from '../../../shared/domain/ops/no-show.ts'
import type { Refusal, StaffRefusal } from '../../../shared/domain/refusal.ts'
import type { FolioLineRow, ReservationRow, RowWrite } from '../../../shared/domain/rows.ts'
import type { FolioResource } from '../../../shared/wire/internal-stay-api.ts'
import type { Chain } from '../chain.ts'
import { startRefunds } from '../payment-sagas/start-refunds.ts'
import { selectArchivedFolios, selectArchivedReservations } from '../reservations/queries/history.ts'
import { causeAtChain } from '../reservations/reservations.ts'
import { HotelUnit } from '../rows/hotel-unit.ts'
import type { HotelUnknown, HotelWork } from '../write-path/hotel-writer.ts'
import { writeOrRefuse } from '../write-path/write-or-refuse.ts'

type FolioRefusal = Refusal | StaffRefusal
type Writer = Pick<Chain, 'writer' | 'clock' | 'rng'>

/** A reservation's folio, current or moved to history. Refuses: `RESERVATION_UNKNOWN`. Rule FOLIO-06. */
export function readFolio(
  { db }: Pick<Chain, 'db'>,
  hotelId: HotelId,
  reservationId: ReservationId,
): Promise<Result<FolioResource, FolioRefusal>> {
  return db.transaction('REPEATABLE READ', async (tx): Promise<Result<FolioResource, FolioRefusal>> => {
    const unit = new HotelUnit(tx, hotelId)
    await unit.load([{ entity: 'reservation', key: reservationId }])
    if (unit.row('reservation', reservationId)) return ok(await folioIn(unit, reservationId))
    const [archived] = await selectArchivedReservations(tx, hotelId, [reservationId])
    if (!archived) return refuse({ code: 'RESERVATION_UNKNOWN', params: { reservationId } })
    return ok(toResource(archived, await selectArchivedFolios(tx, hotelId, [reservationId])))
  })
}

/**
 * Posts a correction, once its id; what was paid by card beyond what is owed then goes back. Refuses: `HOTEL_UNKNOWN`,
 * `RESERVATION_ARCHIVED` (what went to history is closed), then as `decideAdjustment`. Rules FOLIO-05, SAGA-10.
 */
export function adjustFolio(
  chain: Writer,
  hotelId: HotelId,
  adjustment: Adjustment,
  by: string,
): Promise<Result<FolioResource, FolioRefusal | HotelUnknown>> {
  return decideOnReservation(chain, hotelId, adjustment.reservationId, by, (cause, unit) =>
    decideAdjustment(adjustment, cause, unit),
  )
}

/**
 * Marks a line as a no-show; again changes nothing. What was paid by card beyond the fee goes back. `by` stands in the
 * reservation's history. Refuses as {@link adjustFolio}, by `decideNoShow`. Rules FOLIO-07, SAGA-10.
 */
export function markNoShow(
  chain: Writer,
  hotelId: HotelId,
  line: { readonly reservationId: ReservationId; readonly position: number },
  by: string,
): Promise<Result<FolioResource, FolioRefusal | HotelUnknown>> {
  return decideOnReservation(chain, hotelId, line.reservationId, by, (cause, unit) => decideNoShow(line, cause, unit))
}

function decideOnReservation(
  chain: Writer,
  hotelId: HotelId,
  reservationId: ReservationId,
  by: string,
  deciding: (cause: PostingCause, unit: HotelUnit) => Deciding<Result<readonly RowWrite[], FolioRefusal>>,
): Promise<Result<FolioResource, FolioRefusal | HotelUnknown>> {
  const work = async (hotel: HotelWork): Promise<Result<FolioResource, FolioRefusal>> => {
    const { tx, unit } = hotel
    const decided = await decideLoading(deciding(await causeAtChain(unit, chain.clock), unit), unit.load)
    if (!decided.ok) {
      if (decided.error.code !== 'RESERVATION_UNKNOWN') return decided
      const [archived] = await selectArchivedReservations(tx, hotelId, [reservationId])
      return archived ? refuse({ code: 'RESERVATION_ARCHIVED', params: { reservationId } }) : decided
    }
    unit.apply(decided.value)
    if (decided.value.length > 0) await startRefunds(hotel, chain, reservationId)
    return ok(await folioIn(unit, reservationId))
  }
  return writeOrRefuse(chain.writer, hotelId, work, by)
}

async function folioIn(unit: HotelUnit, reservationId: ReservationId): Promise<FolioResource> {
  await unit.load([{ index: 'folioOf', key: reservationId }])
  const reservation = present(unit.row('reservation', reservationId), 'read before')
  return toResource(reservation, unit.folioOf(reservationId))
}

function toResource(reservation: ReservationRow, folio: readonly FolioLineRow[]): FolioResource {
  const { reservationId, code, status, lines } = reservation
  return {
    reservationId,
    confirmationCode: code,
    status,
    stays: lines.map((line) => ({
      position: line.position,
      roomTypeId: line.chargedType,
      roomId: line.roomId,
      arrival: line.arrival,
      departure: line.departure,
      stay: line.stay,
    })),
    lines: folio.toSorted((a, b) => a.postedAtUtcMs - b.postedAtUtcMs || (a.folioLineId < b.folioLineId ? -1 : 1)),
    ...accountOf(reservation, folio),
  }
}
