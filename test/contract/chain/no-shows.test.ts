import { afterEach, beforeEach, expect, test } from 'vitest'
import type { ReservationId, RoomId } from '../../../shared/domain/ids.ts'
import { addDays } from '../../../shared/domain/stay-dates.ts'
import type { Chain } from '../../../sync/chain/chain.ts'
import type { Database } from '../../../sync/chain/database/port.ts'
import { bookReservation } from '../../../sync/chain/reservations/book-reservation.ts'
import { setDeviceState } from '../../../sync/chain/sync/manage-devices.ts'
import { chainWithSmallHotel, describeOnBothDatabases } from '../../support/chain-databases.ts'
import { ChainDesk, syncAll } from '../../support/chain-desks.ts'
import { HOTEL_ID, TODAY, TYPE_A } from '../../support/small-hotel.ts'
import { newKey } from '../../support/test-payments.ts'

describeOnBothDatabases('who did not come', (openDatabase) => {
  let db: Database
  let chain: Chain
  let a: ChainDesk
  let b: ChainDesk

  beforeEach(async () => {
    db = await openDatabase()
    chain = await chainWithSmallHotel(db)
    a = await ChainDesk.open(chain)
    b = await ChainDesk.open(chain)
  })
  afterEach(async () => {
    a.replica.close()
    b.replica.close()
    await db.close()
  })

  async function booked(nights = 1): Promise<ReservationId> {
    const reservationId = newKey() as ReservationId
    const departure = addDays(TODAY, nights)
    const lines = [{ roomTypeId: TYPE_A, arrival: TODAY, departure, adults: 1, children: 0 }]
    const guest = { firstName: 'Ada', lastName: 'Lovelace' }
    const answer = await bookReservation(chain, HOTEL_ID, { reservationId, lines, guest, guarantee: 'card' })
    if (!answer.ok) throw new Error(answer.error.code)
    return reservationId
  }
  const stayOf = (desk: ChainDesk, id: ReservationId) => desk.row('reservation', id)?.lines[0]?.stay
  const stays = async (...ids: ReservationId[]) => {
    await syncAll(a)
    return ids.map((id) => stayOf(a, id))
  }
  const checkIn = (reservationId: ReservationId) => ({
    reservationId,
    position: 1,
    roomId: '101' as RoomId,
    stay: { arrival: TODAY, departure: addDays(TODAY, 1) },
  })

  test('NIGHT-05 no-shows are marked once the last terminal has told what it did before the roll', async () => {
    const [came, missing] = [await booked(), await booked(3)]
    await syncAll(a, b)
    expect(b.do('checkIn', checkIn(came))).toBe('recorded')
    expect(a.do('rollBusinessDate', { date: TODAY })).toBe('recorded')
    await syncAll(a)
    expect(await stays(came, missing)).toEqual(['expected', 'expected'])
    await syncAll(b)
    expect(await stays(came, missing)).toEqual(['in_house', 'no_show'])
    expect(a.row('inventory', `${TYPE_A}/${addDays(TODAY, 1)}`)?.totalReserved).toBe(0)
  })

  test('NIGHT-05 nobody waits for a terminal that was taken away', async () => {
    const missing = await booked()
    await syncAll(a, b)
    a.do('rollBusinessDate', { date: TODAY })
    await syncAll(a)
    expect(await stays(missing)).toEqual(['expected'])
    await setDeviceState(chain, HOTEL_ID, b.deviceId, 'revoked')
    expect(await stays(missing)).toEqual(['no_show'])
  })

  test('NIGHT-05 a terminal that has been away for days holds up those days alone', async () => {
    const [first, second] = [await booked(), await booked(2)]
    await syncAll(a, b)
    for (const days of [0, 1]) {
      a.do('rollBusinessDate', { date: addDays(TODAY, days) })
      await syncAll(a)
    }
    expect(await stays(first, second)).toEqual(['expected', 'expected'])
    await syncAll(b)
    expect(await stays(first, second)).toEqual(['no_show', 'no_show'])
    const told = await db.query<{ settled_on: string }>('SELECT settled_on FROM sync_device')
    expect(told.map(({ settled_on }) => settled_on)).toEqual([addDays(TODAY, 2), addDays(TODAY, 2)])
  })
})
