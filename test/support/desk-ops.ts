import { ok } from '../../shared/base/result.ts'
import { type BlockId, type OpId, type ReservationId, type RoomId, newUuidV7 } from '../../shared/domain/ids.ts'
import { type GuestDetails, requestedSale } from '../../shared/domain/ops/op.ts'
import { addDays } from '../../shared/domain/stay-dates.ts'
import type { NewOp } from '../../sync/replica/record.ts'
import type { Replica } from '../../sync/replica/replica.ts'
import { seededRng } from './seeded-rng.ts'
import { TODAY, TYPE_A } from './small-hotel.ts'

/** The n-th id of a test: the same in every run. */
function idOf(n: number): string {
  return newUuidV7({ nowUtcMs: () => 1_760_000_000_000 + n }, seededRng(n))
}
export const reservationIdOf = (n: number): ReservationId => idOf(n) as ReservationId
export const blockIdOf = (n: number): BlockId => idOf(n) as BlockId
export const opIdOf = (n: number): OpId => idOf(1_000_000 + n) as OpId

/** Books a room of type A for `nights` from today, at the price of an empty house. */
export function recordWalkIn(
  replica: Replica,
  n: number,
  {
    nights = 1,
    roomId = null,
    opId = opIdOf(n),
    guest = { firstName: 'Ada', lastName: `Guest ${n}`, email: null, phone: null },
  }: { nights?: number; roomId?: string | null; opId?: OpId; guest?: GuestDetails } = {},
) {
  return replica.record(1_000 + n, ({ takeConfirmationCode }) =>
    ok<NewOp>({
      opId,
      type: 'bookWalkIn',
      body: requestedSale(
        {
          reservationId: reservationIdOf(n),
          code: takeConfirmationCode(),
          guarantee: 'card',
          guest,
          lines: [
            {
              roomTypeId: TYPE_A,
              arrival: TODAY,
              departure: addDays(TODAY, nights),
              adults: 1,
              children: 0,
              roomId: roomId as RoomId | null,
              nightlyMinor: Array.from({ length: nights }, () => 9_000),
            },
          ],
        },
        1_000 + n,
      ),
    }),
  )
}

export function recordBlock(replica: Replica, n: number, roomId: string, nights = 2) {
  return replica.record(1_000 + n, () =>
    ok<NewOp>({
      opId: opIdOf(n),
      type: 'blockRoom',
      body: {
        blockId: blockIdOf(n),
        roomId: roomId as RoomId,
        kind: 'OOO',
        from: TODAY,
        until: addDays(TODAY, nights),
        reason: 'plumbing',
        remarks: '',
      },
    }),
  )
}

export function recordOp(replica: Replica, n: number, op: Omit<NewOp, 'opId'>) {
  return replica.record(1_000 + n, () => ok({ ...op, opId: opIdOf(n) } as NewOp)) // type and body come together
}
