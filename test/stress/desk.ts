import { isDeepStrictEqual } from 'node:util'
import { confirmationCode } from '../../shared/domain/confirmation-code.ts'
import {
  type BlockId,
  type DeviceId,
  type RoomId,
  type RoomTypeId,
  newBlockId,
  newOpId,
  newReservationId,
} from '../../shared/domain/ids.ts'
import { type Booking, type Op, type OpBodies, type OpType, requestedSale } from '../../shared/domain/ops/op.ts'
import { addDays, localDate } from '../../shared/domain/stay-dates.ts'
import { toWireOp } from '../../shared/wire/ops.ts'
import type { SeededRandom } from '../../sync/chain/demo/seeded-random.ts'
import { type Caller, oneOf } from './caller.ts'
import type { AcceptedBooking, StressHotel } from './messages.ts'

const clock = { nowUtcMs: () => Date.now() }

interface DeskParts {
  readonly caller: Caller
  readonly random: SeededRandom
  readonly hotel: StressHotel
  readonly today: string
  readonly count: (what: string) => void
  readonly contradict: (what: string) => void
}

/** A terminal that pushes walk-ins, blocks and releases one after the other, some of them twice. */
export class StressDesk {
  readonly #parts: DeskParts
  readonly accepted: AcceptedBooking[] = []
  readonly #blocks: BlockId[] = []
  #seq = 0
  #codes = 0

  constructor(parts: DeskParts) {
    this.#parts = parts
  }

  async act(): Promise<void> {
    const { random } = this.#parts
    const block = this.#blocks.length > 0 && random.chance(0.4) ? this.#blocks.shift() : undefined
    if (block !== undefined) await this.#push('releaseBlock', { blockId: block })
    else if (random.chance(0.4)) await this.#block()
    else await this.#walkIn()
  }

  async #block(): Promise<void> {
    const { random, hotel } = this.#parts
    const from = localDate(this.#parts.today)
    const blockId = newBlockId(clock, random)
    const outcome = await this.#push('blockRoom', {
      blockId,
      roomId: oneOf(random, hotel.rooms) as RoomId,
      kind: random.chance(0.7) ? 'OOO' : 'OOS',
      from,
      until: addDays(from, 1 + Math.floor(random.next() * 4)),
      reason: 'plumbing',
      remarks: '',
    })
    if (outcome === 'accepted') this.#blocks.push(blockId)
    else this.#parts.contradict(`a block, which is a fact, was ${outcome}`)
  }

  async #walkIn(): Promise<void> {
    const { random, hotel } = this.#parts
    const roomTypeId = oneOf(random, hotel.types).roomTypeId as RoomTypeId // as the hotel has it
    const arrival = localDate(this.#parts.today)
    const nights = 1 + Math.floor(random.next() * 3)
    this.#codes += 1
    const booking: Booking = {
      reservationId: newReservationId(clock, random),
      code: confirmationCode(hotel.device.codePrefix, this.#codes),
      guarantee: 'pay_at_desk',
      guest: { firstName: 'Walk', lastName: 'In', email: null, phone: null },
      lines: [
        {
          roomTypeId,
          arrival,
          departure: addDays(arrival, nights),
          adults: 1,
          children: 0,
          roomId: random.chance(0.5) ? (oneOf(random, hotel.rooms) as RoomId) : null,
          nightlyMinor: Array.from({ length: nights }, () => 9_000),
        },
      ],
    }
    const outcome = await this.#push('bookWalkIn', requestedSale(booking, Date.now()))
    if (outcome !== 'accepted') return
    const { reservationId, code } = booking
    this.accepted.push({ hotelId: hotel.hotelId, reservationId, code, canceled: false })
  }

  async #push<T extends OpType>(type: T, body: OpBodies[T]): Promise<string> {
    const { caller, random, hotel, today, count, contradict } = this.#parts
    this.#seq += 1
    const deviceId = hotel.device.deviceId as DeviceId
    const op = {
      opId: newOpId(clock, random),
      type,
      deviceId,
      businessDate: localDate(today),
      staffId: null,
      madeAtUtcMs: Date.now(),
      body,
    }
    const request = { epoch: hotel.epoch, ops: [toWireOp(op as Op, this.#seq)] }
    const first = await caller.ask('POST', '/sync/v1/push', hotel.device.token, request)
    const outcome = first.body.outcomes?.[0]
    count(`push ${type} ${outcome?.outcome ?? first.status}`)
    if (!outcome) contradict(`a push was answered ${first.status} ${JSON.stringify(first.body)}`)
    if (random.chance(0.3)) {
      const again = await caller.ask('POST', '/sync/v1/push', hotel.device.token, request)
      if (!isDeepStrictEqual(again.body.outcomes?.[0], outcome))
        contradict(`seq ${this.#seq} was answered otherwise again`)
    }
    return outcome?.outcome ?? 'lost'
  }
}
