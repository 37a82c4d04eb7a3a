import { present } from '../../../shared/base/assert.ts'
import { type Result, ok, refuse } from '../../../shared/base/result.ts'
import type { ReservationView } from '../../../shared/desk-api/views.ts'
import { accountOf } from '../../../shared/domain/folio.ts'
import type { ReservationId } from '../../../shared/domain/ids.ts'
import { totalOf } from '../../../shared/domain/price.ts'
import { addedTaxOf } from '../../../shared/domain/tax.ts'
import { loadFolio } from '../../../sync/replica/queries/folio.ts'
import { loadRow } from '../../../sync/replica/row-reader.ts'
import type { DeskContext, DeskRefusal } from './desk-context.ts'
import { hotelOf } from './hotel-view.ts'
import { loadLandings } from './landing.ts'
import { depositOf } from './money.ts'
import { nightlyPrices } from './quote.ts'
import { actionsOn, actionsOnLine } from './reservation-actions.ts'
import { historyOf } from './reservation-history.ts'

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
  const folio = loadFolio(db, reservationId)
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
    guestId: row.guestId,
    mergedInto: row.mergedInto,
    lines: row.lines.map((whole) => {
      const { lineId: _lineId, nightlyMinor, taxes, ...line } = whole
      return {
        ...line,
        actions: actionsOnLine(context, hotel, row, whole),
        nightly: nightlyPrices(line, nightlyMinor),
        taxes: [...taxes],
        totalMinor: totalOf(nightlyMinor) + addedTaxOf(taxes),
      }
    }),
    ...accountOf(row, folio),
    depositMinor: depositOf(folio),
    currency: hotel.currency,
    landing: loadLandings(db, context.engineStatus().inFlight).ofSubject(reservationId),
    actions: actionsOn(context, hotel, row),
    history: historyOf(context, row),
  })
}
