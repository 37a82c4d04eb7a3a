import { type Result, ok } from '../../../shared/base/result.ts'
import { parseConfirmationCode } from '../../../shared/domain/confirmation-code.ts'
import { decideLoading } from '../../../shared/domain/deciding.ts'
import { newReservationId, newUuidV7 } from '../../../shared/domain/ids.ts'
import { decideRoll } from '../../../shared/domain/ops/roll-date.ts'
import type { Refusal } from '../../../shared/domain/refusal.ts'
import { addDays, nightsOf } from '../../../shared/domain/stay-dates.ts'
import type { BookingRequest } from '../../../shared/wire/public-api.ts'
import { recallUnits } from '../../../sync/chain/allotments/recall.ts'
import { reclaimAllotment } from '../../../sync/chain/allotments/reclaim.ts'
import { changeRoom } from '../../../sync/chain/hotels/manage-rooms.ts'
import { addSellControl } from '../../../sync/chain/rates/sell-controls.ts'
import { bookReservation } from '../../../sync/chain/reservations/book-reservation.ts'
import { changeReservation } from '../../../sync/chain/reservations/change-reservation.ts'
import { cancelReservation } from '../../../sync/chain/reservations/reservations.ts'
import { writeOrRefuse } from '../../../sync/chain/write-path/write-or-refuse.ts'
import { SIM_ROOMS, SIM_TYPES } from '../hotel.ts'
import { asRequest } from '../sim-database.ts'
import type { World } from '../world.ts'
import type { ActionGroup } from './action.ts'

type Answer = { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly error: { code: string } }

const told = (answer: Answer) => (answer.ok ? 'done' : answer.error.code)

function book(world: World): void {
  const { random } = world
  const arrival = addDays(world.businessDate, Math.floor(random.next() * 4))
  const departure = addDays(arrival, 1 + Math.floor(random.next() * 3))
  const request: BookingRequest = {
    reservationId: newReservationId(world.time, random),
    lines: [{ roomTypeId: world.oneOf(SIM_TYPES).roomTypeId, arrival, departure, adults: 1, children: 0 }],
    guest: { firstName: 'Web', lastName: `Guest ${world.next()}` },
    guarantee: random.chance(0.2) ? 'prepaid' : 'card',
  }
  sendBooking(world, request)
  // A channel that heard nothing asks again, with the same id.
  if (random.chance(0.2)) world.time.after(Math.floor(random.next() * 20_000), () => sendBooking(world, request))
}

function sendBooking(world: World, request: BookingRequest, recalls = true): void {
  const { reservationId } = request
  const [line] = request.lines
  const what = `books ${reservationId.slice(-6)} ${line?.roomTypeId} ${line?.arrival} to ${line?.departure}`
  world.chainSide.ask(
    'web',
    what,
    (chain) => asRequest.run(what, () => bookReservation(chain, world.hotelId, request)),
    (answer) => {
      if (answer.ok) {
        world.promises.booked.add(reservationId)
        const code = parseConfirmationCode(answer.value.reservation.confirmationCode)
        if (code) world.codes.push(code)
      } else {
        world.promises.refused.add(reservationId)
        if (recalls && answer.error.code === 'NO_AVAILABILITY' && world.random.chance(0.7)) recall(world, request)
      }
      return answer.ok ? (answer.value.created ? 'booked' : 'was booked') : answer.error.code
    },
  )
}

/** What terminals hold of a sold-out stay is asked back; then it is booked anew, under an id that nobody was refused. */
function recall(world: World, request: BookingRequest): void {
  const [line] = request.lines
  if (!line) return
  const { roomTypeId } = line
  const lacking = nightsOf(line).map((night) => ({ roomTypeId, night }))
  world.chainSide.ask(
    'chain',
    `recalls ${roomTypeId} ${line.arrival} to ${line.departure}`,
    (chain) => recallUnits(chain, world.hotelId, lacking),
    () => {
      sendBooking(world, { ...request, reservationId: newReservationId(world.time, world.random) }, false)
      return 'waited'
    },
  )
}

function cancel(world: World): void {
  const reservationId = world.someWebBooking()
  if (reservationId === null) return
  const what = `cancels ${reservationId.slice(-6)}`
  world.chainSide.ask(
    'web',
    what,
    (chain) => asRequest.run(what, () => cancelReservation(chain, world.hotelId, reservationId)),
    told,
  )
}

function change(world: World): void {
  const { random } = world
  const reservationId = world.someWebBooking()
  if (reservationId === null) return
  const arrival = addDays(world.businessDate, Math.floor(random.next() * 4))
  const departure = addDays(arrival, 1 + Math.floor(random.next() * 3))
  const what = `changes ${reservationId.slice(-6)} to ${arrival} until ${departure}`
  world.chainSide.ask(
    'web',
    what,
    (chain) =>
      asRequest.run(what, () =>
        changeReservation(chain, world.hotelId, reservationId, { lines: [{ position: 1, arrival, departure }] }, 'web'),
      ),
    told,
  )
}

function endHolds(world: World): void {
  world.chainSide.ask(
    'chain',
    'ends holds',
    (chain) => chain.sagas.endHolds(),
    () => 'done',
  )
}

/** Public channels at the chain itself, whatever the hotel's line does. */
export const WEB: ActionGroup = {
  name: 'web',
  always: true,
  actions: [
    { name: 'book', weight: 8, inWorld: book },
    { name: 'cancel', weight: 2, inWorld: cancel },
    { name: 'change', weight: 2, inWorld: change },
    { name: 'endHolds', weight: 1, inWorld: endHolds },
  ],
}

function sellControl(world: World): void {
  const { random } = world
  const from = addDays(world.businessDate, Math.floor(random.next() * 3))
  const request = {
    controlId: newUuidV7(world.time, random),
    roomTypeId: random.chance(0.3) ? null : world.oneOf(SIM_TYPES).roomTypeId,
    from,
    until: addDays(from, 1 + Math.floor(random.next() * 4)),
    overbookPct: world.oneOf([-100, -40, 0, 10, 50]),
    note: '',
  }
  world.chainSide.ask(
    'staff',
    `sells ${request.overbookPct} % over in ${request.roomTypeId ?? 'all'} ${from} to ${request.until}`,
    (chain) => addSellControl(chain, world.hotelId, request, 'staff'),
    told,
  )
}

function changeRoomType(world: World): void {
  const roomId = world.oneOf(SIM_ROOMS)
  const { roomTypeId } = world.oneOf(SIM_TYPES)
  world.chainSide.ask(
    'staff',
    `makes ${roomId} a ${roomTypeId}`,
    (chain) => changeRoom(chain, world.hotelId, roomId, { roomTypeId }),
    (answer) => {
      if (answer.ok) world.typesChanged = true
      return told(answer)
    },
  )
}

/** The night is closed at the chain, whether or not the desks hear of it. */
function rollDate(world: World): void {
  if (world.rolls >= world.maxRolls) return
  world.rolls += 1
  const { hotelId, businessDate: date } = world
  const cause = { opId: null, deviceId: null, atUtcMs: world.time.nowUtcMs(), businessDate: date }
  world.chainSide.ask(
    'staff',
    `rolls the business date ${date}`,
    (chain) =>
      writeOrRefuse(chain.writer, hotelId, async ({ unit }): Promise<Result<null, Refusal>> => {
        const decided = await decideLoading(decideRoll({ date }, cause, unit), unit.load)
        if (!decided.ok) return decided
        unit.apply(decided.value)
        return ok(null)
      }),
    told,
  )
}

/** A terminal is given up as lost, whether or not it is. */
function reclaim(world: World): void {
  const apart = world.terminals.filter(({ engine }) => engine?.status().line === 'down')
  const terminal = world.oneOf(apart.length > 0 ? apart : world.terminals)
  const { deviceId } = terminal
  if (deviceId === null) return
  world.chainSide.ask(
    'staff',
    `takes back what ${terminal.name} may sell`,
    (chain) => reclaimAllotment(chain, world.hotelId, deviceId, 'staff'),
    (answer) => (answer.ok ? `fence ${answer.value.fence}` : answer.error.code),
  )
}

/** Staff of the hotel or the chain, at the chain. */
export const STAFF: ActionGroup = {
  name: 'staff',
  always: false,
  actions: [
    { name: 'sellControl', weight: 2, inWorld: sellControl },
    { name: 'changeRoomType', weight: 2, inWorld: changeRoomType },
    { name: 'rollDate', weight: 2, inWorld: rollDate },
    { name: 'reclaim', weight: 3, inWorld: reclaim },
  ],
}
