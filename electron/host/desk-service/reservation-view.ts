import { present } from '../../../shared/base/assert.ts'
import { type Result, ok, refuse } from '../../../shared/base/result.ts'
import type { ReservationView } from '../../../shared/desk-api/views.ts'
import { decideNow } from '../../../shared/domain/deciding.ts'
import { accountOf } from '../../../shared/domain/folio.ts'
import { type ReservationId, newOpId } from '../../../shared/domain/ids.ts'
import { decideOp } from '../../../shared/domain/ops/decide-op.ts'
import type { Op } from '../../../shared/domain/ops/op.ts'
import { totalOf } from '../../../shared/domain/price.ts'
import type { HotelRow, ReservationRow } from '../../../shared/domain/rows.ts'
import { addedTaxOf } from '../../../shared/domain/tax.ts'
import { loadFolio } from '../../../sync/replica/queries/folio.ts'
import { loadRow, rowReader } from '../../../sync/replica/row-reader.ts'
import type { DeskContext, DeskRefusal } from './desk-context.ts'
import { hotelOf } from './hotel-view.ts'
import { loadLandings } from './landing.ts'
import { nightlyPrices } from './quote.ts'

/** One reservation with what may be done to it now and, where not, the code of the reason. Rule HOST-09. */
export function reservationView(
  context: DeskContext,
  { reservationId }: { readonly reservationId: ReservationId },
): Result<ReservationView, DeskRefusal> {
  const { db } = context.replica
  const row = loadRow(db, 'reservation', reservationId)
  if (!row) return refuse({ code: 'RESERVATION_UNKNOWN', params: { reservationId } })
  const guest = present(loadRow(db, 'guest', row.guestId), 'a reservation comes with its guest')
  const hotel = hotelOf(db)
  const { code, status, guarantee, channel, bookedAtUtcMs, bookedOn } = row
  return ok({
    reservationId,
    confirmationCode: code,
    status,
    guarantee,
    channel,
    bookedAtUtcMs,
    bookedOn,
    guest: { firstName: guest.firstName, lastName: guest.lastName, email: guest.email, phone: guest.phone },
    lines: row.lines.map(({ lineId: _lineId, nightlyMinor, taxes, ...line }) => ({
      ...line,
      nightly: nightlyPrices(line, nightlyMinor),
      taxes: [...taxes],
      totalMinor: totalOf(nightlyMinor) + addedTaxOf(taxes),
    })),
    ...accountOf(row, loadFolio(db, reservationId)),
    currency: hotel.currency,
    landing: loadLandings(db, context.engineStatus().inFlight).ofSubject(reservationId),
    actions: actionsOn(context, hotel, row),
  })
}

/** Asks the rules themselves, and writes nothing. */
function actionsOn(context: DeskContext, hotel: HotelRow, row: ReservationRow): ReservationView['actions'] {
  const { reservationId, lines } = row
  const line = present(lines.find((candidate) => candidate.stay === 'expected') ?? lines[0], 'a booking has lines')
  const { position, roomId } = line
  return [
    {
      action: 'cancel',
      refusedBy: refusedBy(context, hotel, { type: 'cancelReservation', body: { reservationId } }, row),
    },
    {
      action: 'assignRoom',
      refusedBy: refusedBy(context, hotel, { type: 'assignRoom', body: { reservationId, position, roomId } }, row),
    },
  ]
}

type Asked =
  | Pick<Op & { type: 'cancelReservation' }, 'type' | 'body'>
  | Pick<Op & { type: 'assignRoom' }, 'type' | 'body'>

function refusedBy(
  { replica, clock, rng, staffId }: DeskContext,
  hotel: HotelRow,
  asked: Asked,
  row: ReservationRow,
): string | null {
  // What is canceled may be canceled again without harm, but a screen has nothing to offer there.
  if (row.status === 'canceled') return 'INVALID_TRANSITION'
  const { deviceId } = present(replica.device(), 'a replica with rows is enrolled')
  const made = {
    opId: newOpId(clock, rng),
    deviceId,
    staffId,
    businessDate: hotel.businessDate,
    madeAtUtcMs: clock.nowUtcMs(),
  }
  const decided = decideNow(decideOp({ ...made, ...asked }, 'interactive', rowReader(replica.db)))
  return decided.ok ? null : decided.error.code
}
