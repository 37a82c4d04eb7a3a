import { BigHotel } from '../../support/big-hotel.ts'
import { nightsOf } from '../../../shared/domain/stay-dates.ts'
import { newReservationId } from '../../../shared/domain/ids.ts'
import { systemClock, systemRng } from '../../../electron/common/adapters.ts'

const NIGHTS = 3

/** The hotel of the figures as documents: inventory, rooms, and reservations with their guest inside. Nothing else. */
export function hotelDocuments() {
  const rows = new BigHotel().rows()
  const guests = new Map(rows.filter(({ entity }) => entity === 'guest').map(({ key, row }) => [key, row]))
  return rows.flatMap(({ entity, key, row }) => {
    if (entity === 'reservation') return [{ id: `reservation ${key}`, entity, row: { ...row, guest: guests.get(key) } }]
    return entity === 'inventory' || entity === 'room' ? [{ id: `${entity} ${key}`, entity, row }] : []
  })
}

/** Walk-ins of three nights into free rooms: the reservation's document, and the ids of the counts that it takes from. */
export function walkIns() {
  const hotel = new BigHotel()
  return () => {
    const { roomTypeId, roomId, arrival, departure } = hotel.takeFreeStay(NIGHTS)
    const reservationId = newReservationId(systemClock, systemRng)
    const nights = nightsOf({ arrival, departure })
    const line = { position: 1, chargedType: roomTypeId, roomId, arrival, departure, adults: 2, children: 0 }
    const row = {
      reservationId,
      status: 'pending',
      guarantee: 'card',
      channel: 'desk',
      guest: { firstName: 'Grace', lastName: 'Hopper', email: null, phone: '+351 910 000 001' },
      lines: [{ ...line, stay: 'expected', nightlyMinor: nights.map(() => 9_000) }],
    }
    return {
      reservation: { id: `reservation ${reservationId}`, entity: 'reservation', row },
      counts: nights.map((night) => `inventory ${roomTypeId}/${night}`),
    }
  }
}

export async function timed(work) {
  const startMs = performance.now()
  await work()
  return (performance.now() - startMs) / 1_000
}
