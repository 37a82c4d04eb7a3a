import { present } from '../../../shared/base/assert.ts'
import type { Clock } from '../../../shared/base/ports.ts'
import { type Result, ok, refuse } from '../../../shared/base/result.ts'
import { decideLoading } from '../../../shared/domain/deciding.ts'
import { accountOf } from '../../../shared/domain/folio.ts'
import type { HotelId, ReservationId } from '../../../shared/domain/ids.ts'
import { holdsInventory } from '../../../shared/domain/lifecycle.ts'
import { decideChange } from '../../../shared/domain/ops/change-stay.ts'
import { folioLineId } from '../../../shared/domain/ops/folio.ts'
import type { GuestDetails, LineChange } from '../../../shared/domain/ops/op.ts'
import { settledContract } from '../../../shared/domain/ops/post-payment.ts'
import type { Refusal } from '../../../shared/domain/refusal.ts'
import type { FolioLineRow, GuestRow, ReservationRow, StayLineRow } from '../../../shared/domain/rows.ts'
import type { ChangeQuoteResource, ChangeRequest, ReservationResource } from '../../../shared/wire/public-api.ts'
import type { Chain } from '../chain.ts'
import type { Queryable } from '../database/port.ts'
import { selectSagasOf } from '../payment-sagas/queries/sagas.ts'
import type { PayRefusal } from '../payment-sagas/start-payment.ts'
import { startRefunds } from '../payment-sagas/start-refunds.ts'
import { nightsIn, priceLine } from '../rates/price-line.ts'
import { type HotelTerms, earliestWebArrival } from '../rates/terms.ts'
import { HotelUnit } from '../rows/hotel-unit.ts'
import type { HotelWork } from '../write-path/hotel-writer.ts'
import { readResource } from './reservation-resource.ts'
import { causeAtChain } from './reservations.ts'

type Changed<T> = Result<T, PayRefusal>
type Place = Pick<HotelWork, 'tx' | 'unit'>

/**
 * Changes lines and guest for a channel, all or nothing. A line that is other than it stands is priced anew under the
 * plan that the reservation was sold on, at the prices of this moment, the nights that it held counting as free; one that
 * stands as it is asked for keeps its price, so that the same request again changes nothing.
 *
 * Dearer: the balance is owed, whatever the status. Cheaper: what was paid beyond the new total goes back to the cards
 * that paid it, once and through crashes, as after a cancellation. A non-refundable plan keeps what was agreed: what such
 * a contract becomes cheaper by is posted as a fee.
 *
 * Refuses: `HOTEL_UNKNOWN`, `RESERVATION_UNKNOWN`, `INVALID_TRANSITION`, `HOLD_OVER`, `PAYMENT_UNDER_WAY` (its amount is
 * settled: change before or after), `LINE_UNKNOWN`, then as `priceLine`, and `NO_AVAILABILITY`. Rules: API-19, SAGA-08.
 */
export async function changeReservation(
  chain: Pick<Chain, 'writer' | 'terms' | 'clock' | 'rng'>,
  hotelId: HotelId,
  reservationId: ReservationId,
  request: ChangeRequest,
  by: string,
): Promise<Changed<ReservationResource>> {
  const terms = await chain.terms.get(hotelId)
  if (!terms) return refuse({ code: 'HOTEL_UNKNOWN', params: { hotelId } })
  const change = async (hotel: HotelWork): Promise<Changed<ReservationResource>> => {
    const decided = await decideInUnit(hotel, terms, chain.clock, { reservationId, request })
    if (!decided.ok) return decided
    if (decided.value) await startRefunds(hotel, chain, reservationId)
    return ok(await readResource(hotel.unit, reservationId))
  }
  const written = await chain.writer.write(hotelId, change, by)
  return written.ok ? written.value.value : written
}

/** What {@link changeReservation} would come to now, decided in the same way; nothing is changed. */
export async function quoteChange(
  { db, terms: termsOf, clock }: Pick<Chain, 'db' | 'terms' | 'clock'>,
  hotelId: HotelId,
  reservationId: ReservationId,
  request: ChangeRequest,
): Promise<Changed<ChangeQuoteResource>> {
  const terms = await termsOf.get(hotelId)
  if (!terms) return refuse({ code: 'HOTEL_UNKNOWN', params: { hotelId } })
  return db.transaction('REPEATABLE READ', async (tx): Promise<Changed<ChangeQuoteResource>> => {
    const before = new HotelUnit(tx, hotelId)
    const unit = new HotelUnit(tx, hotelId)
    const decided = await decideInUnit({ tx, unit }, terms, clock, { reservationId, request })
    if (!decided.ok) return decided
    const was = await readResource(before, reservationId)
    const { lines, totalMinor, feesMinor, balanceMinor, currency } = await readResource(unit, reservationId)
    const differenceMinor = totalMinor - was.totalMinor
    return ok({ reservationId, lines, totalMinor, feesMinor, differenceMinor, balanceMinor, currency })
  })
}

/** Decides and applies a change to the unit; answers whether anything changed. */
async function decideInUnit(
  { tx, unit }: Place,
  terms: HotelTerms,
  clock: Clock,
  { reservationId, request }: { readonly reservationId: ReservationId; readonly request: ChangeRequest },
): Promise<Changed<boolean>> {
  await unit.load([
    { entity: 'reservation', key: reservationId },
    { index: 'folioOf', key: reservationId },
  ])
  const reservation = unit.row('reservation', reservationId)
  if (!reservation) return refuse({ code: 'RESERVATION_UNKNOWN', params: { reservationId } })
  const nowUtcMs = clock.nowUtcMs()
  const closed = await refusalOfState(tx, unit, reservation, nowUtcMs)
  if (closed) return refuse(closed)

  const wanted = wantedLines(reservation, request)
  if (!wanted.ok) return wanted
  const plan = terms.ratePlans.find(({ ratePlanId }) => ratePlanId === reservation.ratePlanId) ?? null
  const ownUnits = wanted.value.map(({ line }) => ({
    roomTypeId: line.inventoryType,
    arrival: line.arrival,
    departure: line.departure,
  }))
  const lines: LineChange[] = []
  for (const { line, asked } of wanted.value) {
    const { guarantee } = reservation
    const priced = await priceLine(nightsIn(tx), asked, { terms, plan, guarantee, nowUtcMs, ownUnits })
    if (!priced.ok) return priced
    const { roomId: _none, ...change } = priced.value
    lines.push({ position: line.position, ...change })
  }
  await unit.load([{ entity: 'guest', key: reservation.guestId }])
  const guest = wantedGuest(present(unit.row('guest', reservation.guestId), 'a reservation has its guest'), request)
  if (lines.length === 0 && guest === null) return ok(false)

  const before = accountOf(reservation, unit.folioOf(reservationId))
  const cause = await causeAtChain(unit, clock)
  const context = { ...cause, earliestArrival: earliestWebArrival(terms.hotel, nowUtcMs) }
  const decided = await decideLoading(decideChange({ reservationId, lines, guest }, context, unit), unit.load)
  if (!decided.ok) return decided
  unit.apply(decided.value)

  const changed = present(unit.row('reservation', reservationId), 'a reservation that was changed')
  const folio = unit.folioOf(reservationId)
  const cheaperMinor = before.totalMinor - accountOf(changed, folio).totalMinor
  if (plan?.kind === 'non_refundable' && cheaperMinor > 0) {
    const row = changeFee(reservationId, folio, cheaperMinor, cause)
    await unit.load([{ entity: 'folio_line', key: row.folioLineId }])
    unit.apply([{ entity: 'folio_line', key: row.folioLineId, row }])
  }
  const settled = settledContract(changed, unit.folioOf(reservationId))
  if (settled) unit.apply([{ entity: 'reservation', key: reservationId, row: settled }])
  return ok(true)
}

async function refusalOfState(
  tx: Queryable,
  { hotelId }: HotelUnit,
  { reservationId, status, holdUntilUtcMs }: ReservationRow,
  nowUtcMs: number,
): Promise<PayRefusal | null> {
  if (!holdsInventory(status)) return { code: 'INVALID_TRANSITION', params: { from: status, event: 'change' } }
  if (holdUntilUtcMs !== null && nowUtcMs >= holdUntilUtcMs) return { code: 'HOLD_OVER', params: { holdUntilUtcMs } }
  const sagas = await selectSagasOf(tx, hotelId, reservationId)
  const open = sagas.find(({ kind, state }) => kind === 'payment' && state === 'open')
  return open ? { code: 'PAYMENT_UNDER_WAY', params: { paymentId: open.sagaId } } : null
}

interface WantedLine {
  readonly line: StayLineRow
  readonly asked: Pick<LineChange, 'roomTypeId' | 'arrival' | 'departure' | 'adults' | 'children'>
}

/** The lines that shall be other than they are. */
function wantedLines({ reservationId, lines }: ReservationRow, request: ChangeRequest): Result<WantedLine[], Refusal> {
  const wanted: WantedLine[] = []
  for (const { position, ...change } of request.lines) {
    const line = lines.find((candidate) => candidate.position === position)
    if (!line) return refuse({ code: 'LINE_UNKNOWN', params: { reservationId, position } })
    const asked = {
      roomTypeId: change.roomTypeId ?? line.chargedType,
      arrival: change.arrival ?? line.arrival,
      departure: change.departure ?? line.departure,
      adults: change.adults ?? line.adults,
      children: change.children ?? line.children,
    }
    const same =
      asked.roomTypeId === line.chargedType &&
      asked.arrival === line.arrival &&
      asked.departure === line.departure &&
      asked.adults === line.adults &&
      asked.children === line.children
    if (same) continue
    if (line.stay !== 'expected') {
      return refuse({ code: 'INVALID_TRANSITION', params: { from: line.stay, event: 'change' } })
    }
    wanted.push({ line, asked })
  }
  return ok(wanted)
}

/** The guest's details as they shall be; `null` where they are so already. */
function wantedGuest(now: GuestRow, { guest = {} }: ChangeRequest): GuestDetails | null {
  const wanted: GuestDetails = {
    firstName: guest.firstName ?? now.firstName,
    lastName: guest.lastName ?? now.lastName,
    email: guest.email === undefined ? now.email : guest.email,
    phone: guest.phone === undefined ? now.phone : guest.phone,
  }
  const same =
    wanted.firstName === now.firstName &&
    wanted.lastName === now.lastName &&
    wanted.email === now.email &&
    wanted.phone === now.phone
  return same ? null : wanted
}

function changeFee(
  reservationId: ReservationId,
  folio: readonly FolioLineRow[],
  amountMinor: number,
  { businessDate, atUtcMs }: Awaited<ReturnType<typeof causeAtChain>>,
): FolioLineRow {
  const prefix = folioLineId.changeFee(reservationId, 0).slice(0, -1)
  const n = folio.filter((line) => line.folioLineId.startsWith(prefix)).length + 1
  return {
    folioLineId: folioLineId.changeFee(reservationId, n),
    reservationId,
    kind: 'fee',
    amountMinor,
    businessDate,
    postedAtUtcMs: atUtcMs,
    stayPosition: null,
    night: null,
    paymentId: null,
    note: '',
  }
}
