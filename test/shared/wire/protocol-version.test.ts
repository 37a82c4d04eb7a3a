import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { fingerprintOf } from '../../../shared/base/canonical-json.ts'
import { OP_KINDS } from '../../../shared/domain/ops/op.ts'
import {
  OP_VERSIONS,
  bookingSchema,
  parseWireOp,
  roomBlockSchema,
  toWireOp,
  wireOpSchema,
} from '../../../shared/wire/ops.ts'
import { PROTOCOL_VERSION } from '../../../shared/wire/protocol.ts'
import { ROW_SCHEMAS } from '../../../shared/wire/rows.ts'
import * as pastGuests from '../../../shared/wire/past-guests.ts'
import * as sisterHotels from '../../../shared/wire/sister-hotels.ts'
import * as messages from '../../../shared/wire/sync-messages.ts'
import { DomainDesk, codeOf } from '../../support/domain-desk.ts'
import { blockIdOf, opIdOf, reservationIdOf } from '../../support/desk-ops.ts'
import { TODAY } from '../../support/small-hotel.ts'
import type { Booking, Op, OpBodies, OpType } from '../../../shared/domain/ops/op.ts'
import type { DeviceId, RoomId, RoomTypeId } from '../../../shared/domain/ids.ts'
import { addDays } from '../../../shared/domain/stay-dates.ts'

/**
 * The shape of everything that the wire carries, by protocol version. A change of shape needs a new version, the old
 * one's line stays, and a test that an old peer is still understood comes with it.
 */
const SHAPES: Record<number, string> = {
  1: 'c404a12f',
  2: 'eb2b8c35',
  3: '5dc567b8',
}

const GUEST = { firstName: 'Ada', lastName: 'Lovelace', email: null, phone: null }

/** A booking without what stands behind a sale. */
function booking(): Booking {
  const {
    claim: _claim,
    cover: _cover,
    pricedAsOfUtcMs: _asOf,
    approvedBy: _by,
    ...booked
  } = new DomainDesk().booking()
  return booked
}

describe('the sync protocol', () => {
  test('WIRE-01 no message changes its shape without a new protocol version', () => {
    const schemas: [string, unknown][] = Object.entries({
      ...messages,
      ...pastGuests,
      ...sisterHotels,
      ...ROW_SCHEMAS,
      bookingSchema,
      roomBlockSchema,
    })
    const shape = schemas
      .filter((entry): entry is [string, z.ZodType] => entry[1] instanceof z.ZodType)
      .map(([name, schema]) => [name, z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' })])
    expect(shape.length).toBeGreaterThan(15)
    const hash = fingerprintOf([Object.fromEntries(shape), OP_VERSIONS]).slice(0, 8)
    expect({ version: PROTOCOL_VERSION, hash }).toEqual({ version: 3, hash: SHAPES[PROTOCOL_VERSION] })
  })

  test('WIRE-02 every op survives the wire as it was made; an unknown type, version or body does not pass for one', () => {
    const deviceId = reservationIdOf(2) as string as DeviceId
    const line = { reservationId: reservationIdOf(1), position: 1 }
    const bodies: OpBodies = {
      bookWalkIn: new DomainDesk().booking(),
      changeStay: {
        reservationId: reservationIdOf(1),
        lines: [
          {
            position: 1,
            roomTypeId: 'A' as RoomTypeId,
            arrival: TODAY,
            departure: addDays(TODAY, 1),
            adults: 1,
            children: 0,
            nightlyMinor: [9_000],
          },
        ],
        guest: null,
      },
      cancelReservation: { reservationId: reservationIdOf(1) },
      markNoShow: line,
      swapRooms: { one: line, other: { ...line, position: 2 } },
      moveGuest: { ...line, roomId: '101' as RoomId },
      checkIn: { ...line, roomId: '101' as RoomId, stay: { arrival: TODAY, departure: addDays(TODAY, 1) } },
      checkInUnknown: { knownCode: codeOf(7), booking: booking() },
      undoCheckIn: line,
      checkOut: line,
      undoCheckOut: line,
      changeDeparture: { ...line, departure: addDays(TODAY, 2), nightlyMinor: [9_000, 9_000] },
      setRoomStatus: { roomId: '101' as RoomId, housekeeping: 'pickup' },
      editGuest: { guestId: 'somebody', before: GUEST, after: { ...GUEST, phone: '+351 910 000 001' } },
      takePayment: {
        reservationId: reservationIdOf(1),
        paymentId: 'till-1',
        amountMinor: 9_000,
        method: 'card_stored',
        cardToken: 'tok_1',
        cardDigits: '4242',
      },
      giveRefund: { reservationId: reservationIdOf(1), amountMinor: 9_000, note: 'a broken shower' },
      rollBusinessDate: { date: TODAY },
      returnAllotment: {
        cover: { deviceId, fence: 1 },
        lines: [{ roomTypeId: 'A' as RoomTypeId, night: TODAY, units: 2 }],
        rooms: [{ roomId: '101' as RoomId, night: TODAY }],
      },
      assignRoom: { reservationId: reservationIdOf(1), position: 1, roomId: null },
      blockRoom: {
        blockId: blockIdOf(1),
        roomId: '101' as RoomId,
        kind: 'OOS',
        from: TODAY,
        until: addDays(TODAY, 1),
        reason: 'other',
        remarks: 'line one\nline two',
      },
      releaseBlock: { blockId: blockIdOf(1) },
      resolveException: { exceptionId: 'refused/x', note: '', out: { way: 'walk', ...line, toHotel: 'Bay Hotel' } },
    }
    for (const type of Object.keys(OP_KINDS) as OpType[]) {
      const op = {
        opId: opIdOf(1),
        type,
        deviceId,
        staffId: null,
        businessDate: TODAY,
        madeAtUtcMs: 5,
        body: bodies[type],
      } as Op
      const wire = toWireOp(op, 3)
      expect(parseWireOp(messages.pushRequestSchema.parse({ epoch: 1, ops: [wire] }).ops[0] ?? wire, deviceId)).toEqual(
        {
          op,
          unreadable: null,
        },
      )
      expect(parseWireOp({ ...wire, version: 9 }, deviceId).unreadable).toBe('OP_TYPE_UNKNOWN')
      expect(parseWireOp({ ...wire, body: { ...wire.body, more: 1 } }, deviceId).unreadable).toBe('OP_MALFORMED')
    }
  })

  test('WIRE-03 an op that could not even be kept, or a name with control characters, is refused at the door', () => {
    const op = { seq: 1, opId: opIdOf(1), type: 'newerOp', version: 1, businessDate: TODAY, madeAtUtcMs: 5, body: {} }
    const nested = (levels: number): object => (levels === 0 ? {} : { inner: nested(levels - 1) })
    const takes = (change: object) => wireOpSchema.safeParse({ ...op, ...change }).success
    expect([takes({}), takes({ body: nested(31) }), takes({ version: 1_000_000 })]).toEqual([true, true, true])
    expect([takes({ body: nested(32) }), takes({ body: { list: [nested(40)] } })]).toEqual([false, false])
    expect([takes({ version: 1_000_001 }), takes({ type: 'a\u0000b' }), takes({ type: '\ud800' })]).toEqual([
      false,
      false,
      false,
    ])
    const enrol = { protocol: 1, enrolCode: 'seaview:code', deviceClass: 'desk', deviceName: 'desk\u0000one' }
    expect(messages.enrolRequestSchema.safeParse(enrol).success).toBe(false)
  })
})
