import type { ConfirmationCode } from '../../shared/domain/confirmation-code.ts'
import { confirmationCode } from '../../shared/domain/confirmation-code.ts'
import type { Decided, Deciding } from '../../shared/domain/deciding.ts'
import {
  type BlockId,
  type DeviceId,
  type OpId,
  type ReservationId,
  type RoomId,
  type RoomTypeId,
  newUuidV7,
  stayLineId,
} from '../../shared/domain/ids.ts'
import { type BookingContext, decideBooking } from '../../shared/domain/ops/book.ts'
import { decideCancellation } from '../../shared/domain/ops/cancel-reservation.ts'
import { decideChange } from '../../shared/domain/ops/change-stay.ts'
import { decideRejection } from '../../shared/domain/ops/expire-hold.ts'
import type { PostingCause } from '../../shared/domain/ops/folio.ts'
import { decideNoShow } from '../../shared/domain/ops/no-show.ts'
import { decidePayment, decideRefund } from '../../shared/domain/ops/post-payment.ts'
import { type SellControl, decideSellControl } from '../../shared/domain/ops/sell-control.ts'
import { decideOp } from '../../shared/domain/ops/decide-op.ts'
import {
  type Booking,
  type DecidingMode,
  type Op,
  type OpBodies,
  type OpType,
  type ReservationChange,
  type WalkIn,
  requestedSale,
} from '../../shared/domain/ops/op.ts'
import { type EntityName, type RowOf, typeNightKey } from '../../shared/domain/rows.ts'
import { type LocalDate, addDays, localDate, nightCount } from '../../shared/domain/stay-dates.ts'
import { MemoryRows } from './memory-rows.ts'
import { seededRng } from './seeded-rng.ts'
import { HOTEL_ID, TODAY, TYPE_A, put, smallHotelRows } from './small-hotel.ts'

const NOW_UTC_MS = 1_760_000_000_000

function causeOn(businessDate: LocalDate): PostingCause {
  return { opId: null, deviceId: null, atUtcMs: NOW_UTC_MS, businessDate }
}

/** A desk that decides ops over rows in memory: the domain without replica, chain or line. */
export class DomainDesk {
  readonly rows = new MemoryRows(smallHotelRows())
  #ids = 0
  /** Which terminal acts. */
  deviceId = '01990000-0000-7000-8000-000000000001' as DeviceId
  /** On which business date its ops are made; `null`: the hotel's. */
  madeOn: LocalDate | null = null

  id(): string {
    this.#ids += 1
    return newUuidV7({ nowUtcMs: () => 1_760_000_000_000 + this.#ids }, seededRng(this.#ids))
  }

  do<T extends OpType>(type: T, body: OpBodies[T], mode: DecidingMode = 'interactive'): Decided {
    return this.doOp(this.op(type, body), mode)
  }

  op<T extends OpType>(type: T, body: OpBodies[T]): Op {
    const { deviceId } = this
    const businessDate = this.madeOn ?? this.businessDate
    const made = { opId: this.id() as OpId, type, deviceId, businessDate, staffId: null, madeAtUtcMs: NOW_UTC_MS, body }
    return made as Op // type and body come together
  }

  doOp(op: Op, mode: DecidingMode): Decided {
    const decided = this.rows.decide(decideOp(op, mode, this.rows))
    if (decided.ok) this.rows.apply(decided.value)
    return decided
  }

  get businessDate(): LocalDate {
    return this.peek('hotel', HOTEL_ID).businessDate
  }

  /** The hotel's day is another one, however it became that. */
  set businessDate(businessDate: LocalDate) {
    this.rows.apply([put('hotel', { ...this.peek('hotel', HOTEL_ID), businessDate })])
  }

  /** Decides for the chain, which has no op. */
  decide(deciding: (rows: MemoryRows) => Deciding<Decided>): Decided {
    const decided = this.rows.decide(deciding(this.rows))
    if (decided.ok) this.rows.apply(decided.value)
    return decided
  }

  change(change: ReservationChange): Decided {
    return this.decide((rows) => decideChange(change, { ...causeOn(TODAY), earliestArrival: TODAY }, rows))
  }

  /** Given up on a business date, to which the hotel's day moves on. */
  noShow(reservationId: ReservationId, businessDate: LocalDate): Decided {
    if (this.businessDate < businessDate) this.businessDate = businessDate
    return this.decide((rows) => decideNoShow({ reservationId, position: 1 }, causeOn(businessDate), rows))
  }

  cancel(reservationId: ReservationId, businessDate: LocalDate): Decided {
    return this.decide((rows) => decideCancellation(reservationId, causeOn(businessDate), rows))
  }

  reject(reservationId: ReservationId, why: 'expired' | 'declined', atUtcMs = NOW_UTC_MS): Decided {
    return this.decide((rows) => decideRejection(reservationId, why, { ...causeOn(TODAY), atUtcMs }, rows))
  }

  pay(reservationId: ReservationId, paymentId: string, amountMinor: number): Decided {
    const payment = { reservationId, paymentId, amountMinor }
    return this.decide((rows) => decidePayment(payment, causeOn(TODAY), rows))
  }

  refund(reservationId: ReservationId, paymentId: string, n: number, amountMinor: number): Decided {
    const refund = { reservationId, paymentId, n, amountMinor }
    return this.decide((rows) => decideRefund(refund, causeOn(TODAY), rows))
  }

  control(control: SellControl): Decided {
    return this.decide((rows) => decideSellControl(control, causeOn(TODAY), rows))
  }

  /** Books for a public channel, on a plan and with a hold. */
  sold(context: Partial<BookingContext>, line: Partial<Booking['lines'][number]> = {}): ReservationId {
    const booking = { ...this.booking(line), guarantee: 'prepaid' as const }
    const terms = { channel: 'web', bookedOn: TODAY, earliestArrival: TODAY, mode: 'landing' } as const
    const noTerms = { ratePlanId: null, holdUntilUtcMs: null, cover: null }
    const decided = this.decide((rows) =>
      decideBooking(booking, { ...causeOn(TODAY), ...terms, ...noTerms, ...context }, rows),
    )
    if (!decided.ok) throw new Error(`refused: ${decided.error.code}`)
    return booking.reservationId
  }

  booking(line: Partial<Booking['lines'][number]> = {}): WalkIn {
    const stay = { arrival: TODAY, departure: addDays(TODAY, 2), ...line }
    const nightlyMinor = Array.from({ length: Math.max(0, nightCount(stay)) }, () => 9_000)
    const reservationId = this.id() as ReservationId
    const booking: Booking = {
      reservationId,
      code: codeOf(this.#ids),
      guarantee: 'card',
      guest: { firstName: 'Ada', lastName: 'Lovelace', email: null, phone: null },
      lines: [{ roomTypeId: TYPE_A, adults: 1, children: 0, roomId: null, nightlyMinor, ...line, ...stay }],
    }
    return requestedSale(booking, NOW_UTC_MS)
  }

  /** Books, and answers the reservation's id; a refusal is a failed test. */
  booked(line: Partial<Booking['lines'][number]> = {}): ReservationId {
    const booking = this.booking(line)
    const decided = this.do('bookWalkIn', booking)
    if (!decided.ok) throw new Error(`refused: ${decided.error.code}`)
    return booking.reservationId
  }

  block(roomId: string, nights = 2, kind: 'OOO' | 'OOS' = 'OOO', from: LocalDate = TODAY): BlockId {
    const blockId = this.id() as BlockId
    const decided = this.do('blockRoom', {
      blockId,
      roomId: roomId as RoomId,
      kind,
      from,
      until: addDays(from, nights),
      reason: 'plumbing',
      remarks: '',
    })
    if (!decided.ok) throw new Error(`refused: ${decided.error.code}`)
    return blockId
  }

  /** The guest of a reservation is in the house: what a check-in leaves behind. */
  arrived(reservationId: ReservationId): void {
    const reservation = this.peek('reservation', reservationId)
    const [line] = reservation.lines
    if (!line?.roomId) throw new Error('a guest arrives into a room')
    const lines = [{ ...line, stay: 'in_house' as const }]
    this.rows.apply([{ entity: 'reservation', key: reservationId, row: { ...reservation, lines } }])
    for (const row of this.rows.all('room_night')) {
      if (row.refId !== stayLineId(reservationId, 1)) continue
      this.rows.apply([{ entity: 'room_night', key: `${row.roomId}/${row.night}`, row: { ...row, kind: 'occupied' } }])
    }
  }

  peek<E extends EntityName>(entity: E, key: string): RowOf[E] {
    const row = this.rows.peek(entity, key)
    if (!row) throw new Error(`no ${entity} ${key}`)
    return row
  }

  inventory(roomTypeId: RoomTypeId = TYPE_A, night: string = TODAY): RowOf['inventory'] {
    return this.peek('inventory', typeNightKey(roomTypeId, localDate(night)))
  }

  roomOf(reservationId: ReservationId): string | null {
    return this.peek('reservation', reservationId).lines[0]?.roomId ?? null
  }

  openExceptions(): string[] {
    const open = this.rows.all('exception').filter((row) => row.status === 'open')
    return open.map((row) => row.kind).sort()
  }
}

export function codeOf(counter: number): ConfirmationCode {
  return confirmationCode(1, counter)
}

export function refusalCode(decided: Decided): string {
  return decided.ok ? 'accepted' : decided.error.code
}
