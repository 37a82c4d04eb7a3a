import { present } from '../../../shared/base/assert.ts'
import { formatConfirmationCode } from '../../../shared/domain/confirmation-code.ts'
import { accountOf } from '../../../shared/domain/folio.ts'
import type { ReservationId } from '../../../shared/domain/ids.ts'
import { totalOf } from '../../../shared/domain/price.ts'
import type { FolioLineRow, GuestRow, HotelRow, ReservationRow } from '../../../shared/domain/rows.ts'
import { nightsOf } from '../../../shared/domain/stay-dates.ts'
import { addedTaxOf } from '../../../shared/domain/tax.ts'
import type { ReservationResource } from '../../../shared/wire/public-api.ts'
import type { HotelUnit } from '../rows/hotel-unit.ts'

/** A reservation that is there, as channels see it. */
export async function readResource(unit: HotelUnit, reservationId: ReservationId): Promise<ReservationResource> {
  await unit.load([
    { entity: 'hotel', key: unit.hotelId },
    { entity: 'reservation', key: reservationId },
    { index: 'folioOf', key: reservationId },
  ])
  const hotel = present(unit.row('hotel', unit.hotelId), 'the hotel of a reservation')
  const reservation = present(unit.row('reservation', reservationId), 'a reservation that is there')
  await unit.load([{ entity: 'guest', key: reservation.guestId }])
  const guest = present(unit.row('guest', reservation.guestId), 'a reservation has its guest')
  return toResource(hotel, reservation, guest, unit.folioOf(reservationId))
}

export function toResource(
  hotel: Pick<HotelRow, 'hotelId' | 'currency'>,
  reservation: ReservationRow,
  guest: GuestRow,
  folio: readonly FolioLineRow[],
): ReservationResource {
  const lines = reservation.lines.map((line) => ({
    position: line.position,
    roomTypeId: line.chargedType,
    arrival: line.arrival,
    departure: line.departure,
    adults: line.adults,
    children: line.children,
    stay: line.stay,
    nightly: nightsOf(line).map((night, index) => ({ night, priceMinor: line.nightlyMinor[index] ?? 0 })),
    taxes: [...line.taxes],
    totalMinor: totalOf(line.nightlyMinor) + addedTaxOf(line.taxes),
  }))
  return {
    reservationId: reservation.reservationId,
    hotelId: hotel.hotelId,
    confirmationCode: formatConfirmationCode(reservation.code),
    status: reservation.status,
    guarantee: reservation.guarantee,
    ratePlanId: reservation.ratePlanId,
    holdUntilUtcMs: reservation.holdUntilUtcMs,
    bookedAtUtcMs: reservation.bookedAtUtcMs,
    guest: { firstName: guest.firstName, lastName: guest.lastName, email: guest.email, phone: guest.phone },
    lines,
    ...accountOf(reservation, folio),
    feesMinor: totalOf(folio.filter(({ kind }) => kind === 'fee').map(({ amountMinor }) => amountMinor)),
    currency: hotel.currency,
  }
}
