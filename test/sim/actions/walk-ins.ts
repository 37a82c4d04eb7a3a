import { present } from '../../../shared/base/assert.ts'
import { ok } from '../../../shared/base/result.ts'
import type { ConfirmationCode } from '../../../shared/domain/confirmation-code.ts'
import { Draft, decideNow } from '../../../shared/domain/deciding.ts'
import { type ReservationId, type RoomId, newOpId, newReservationId } from '../../../shared/domain/ids.ts'
import { coverOf } from '../../../shared/domain/ops/allotments.ts'
import type { Booking, BookingLine, CoverClaim } from '../../../shared/domain/ops/op.ts'
import { type LocalDate, addDays } from '../../../shared/domain/stay-dates.ts'
import type { NewOp, Recording } from '../../../sync/replica/record.ts'
import { SIM_ROOMS, SIM_TYPES } from '../hotel.ts'
import type { Terminal } from '../terminal.ts'
import type { World } from '../world.ts'
import type { ActionGroup } from './action.ts'
import { crashesThen } from './record-op.ts'

interface Sale {
  readonly reservationId: ReservationId
  readonly ahead: number
  readonly nights: number
  readonly line: Pick<BookingLine, 'roomTypeId' | 'roomId'>
  readonly lastName: string
}

function someSale(world: World, terminal: Terminal, roomId: RoomId | null): Sale {
  const { random } = world
  return {
    reservationId: newReservationId(terminal.clock, random),
    ahead: random.chance(0.8) ? 0 : Math.floor(random.next() * 4),
    nights: 1 + Math.floor(random.next() * 3),
    line: { roomTypeId: world.oneOf(SIM_TYPES).roomTypeId, roomId },
    // Now and then a name that a channel's guest has too.
    lastName: `Guest ${random.chance(0.1) ? Math.ceil(random.next() * 5) : world.next()}`,
  }
}

function bookingOf(sale: Sale, date: LocalDate, code: ConfirmationCode): Booking {
  const { reservationId, ahead, nights, line, lastName } = sale
  const arrival = addDays(date, ahead)
  return {
    reservationId,
    code,
    guarantee: 'pay_at_desk',
    guest: { firstName: 'Web', lastName, email: null, phone: null },
    lines: [
      {
        ...line,
        arrival,
        departure: addDays(arrival, nights),
        adults: 1,
        children: 0,
        nightlyMinor: Array.from({ length: nights }, () => 9_000),
      },
    ],
  }
}

/** As a desk sells: by its own allotment where that covers every night, else by asking or at the guest's risk. */
function claimed(world: World, terminal: Terminal, { rows }: Recording, { lines }: Booking) {
  const { deviceId } = present(terminal.replica?.device() ?? null, 'who records has enrolled')
  const stays = lines.map((line) => {
    const roomTypeId = (line.roomId && rows.row('room', line.roomId)?.roomTypeId) || line.roomTypeId
    return { ...line, roomTypeId }
  })
  const { cover, coversAll } = decideNow(coverOf(new Draft(rows), deviceId, stays))
  const online = terminal.engine?.status().line === 'up'
  const claim: CoverClaim = coversAll ? 'guaranteed' : online ? 'requested' : 'at_risk'
  world.claims[claim] += 1
  return { cover, claim }
}

function bookWalkIn(world: World, terminal: Terminal): void {
  const { random } = world
  const sale = someSale(world, terminal, random.chance(0.4) ? world.oneOf(SIM_ROOMS) : null)
  const opId = newOpId(terminal.clock, random)
  const { reservationId, ahead, nights, line } = sale
  const room = line.roomId === null ? '' : ` room ${line.roomId}`
  let claim = ''
  terminal.record(
    () => `bookWalkIn ${reservationId.slice(-6)} ${line.roomTypeId} in ${ahead} for ${nights}${room}${claim}`,
    (recording) => {
      const booking = bookingOf(sale, recording.hotel.businessDate, recording.takeConfirmationCode())
      const standing = claimed(world, terminal, recording, booking)
      claim = ` ${standing.claim}`
      const pricedAsOfUtcMs = terminal.clock.nowUtcMs()
      return ok<NewOp>({
        opId,
        type: 'bookWalkIn',
        body: { ...booking, ...standing, pricedAsOfUtcMs, approvedBy: null },
      })
    },
    crashesThen(world),
  )
}

/** A guest shows a code: of a booking that the desk may not have heard of, or one that was never given out. */
function checkInUnknown(world: World, terminal: Terminal): void {
  const { random } = world
  const sale = { ...someSale(world, terminal, world.oneOf(SIM_ROOMS)), ahead: 0 }
  const opId = newOpId(terminal.clock, random)
  const known = world.codes.length > 0 && random.chance(0.8) ? world.oneOf(world.codes) : null
  const { reservationId, nights, line } = sale
  terminal.record(
    `checkInUnknown ${reservationId.slice(-6)} with ${known ?? 'a code of no booking'} for ${nights} room ${line.roomId}`,
    ({ hotel, takeConfirmationCode }) => {
      const code = takeConfirmationCode()
      const knownCode = known ?? takeConfirmationCode()
      return ok<NewOp>({
        opId,
        type: 'checkInUnknown',
        body: { knownCode, booking: bookingOf(sale, hotel.businessDate, code) },
      })
    },
    crashesThen(world),
  )
}

/** Guests that nobody expected. */
export const WALK_INS: ActionGroup = {
  name: 'walkIns',
  always: true,
  actions: [
    { name: 'bookWalkIn', weight: 12, atDesk: bookWalkIn },
    { name: 'checkInUnknown', weight: 2, atDesk: checkInUnknown },
  ],
}
