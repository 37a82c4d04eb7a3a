import type { FastifyInstance } from 'fastify'
import { pino } from 'pino'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type DeskHost, openDeskHost } from '../../../electron/host/desk-host.ts'
import { DESK_CALLS, type DeskCallName, type DeskInput, type DeskOutput } from '../../../shared/desk-api/contract.ts'
import { parseConfirmationCode } from '../../../shared/domain/confirmation-code.ts'
import type { HotelId } from '../../../shared/domain/ids.ts'
import { addDays } from '../../../shared/domain/stay-dates.ts'
import type { Chain } from '../../../sync/chain/chain.ts'
import type { Database } from '../../../sync/chain/database/port.ts'
import { buildGateway } from '../../../sync/chain/gateway/gateway.ts'
import { issueEnrolCode } from '../../../sync/chain/sync/enrolment.ts'
import { systemTimers } from '../../../sync/chain/timers.ts'
import { chainWithSmallHotel, describeOnBothDatabases, testClock } from '../../support/chain-databases.ts'
import { ChainDesk } from '../../support/chain-desks.ts'
import { blockIdOf, reservationIdOf } from '../../support/desk-ops.ts'
import { bookStay } from '../../support/internal-caller.ts'
import { seededRng } from '../../support/seeded-rng.ts'
import { addSister, northOf, placeSmallHotel } from '../../support/sister-hotels.ts'
import { HOTEL_ID, TODAY, TYPE_A } from '../../support/small-hotel.ts'
import { temporaryDirectory } from '../../support/temporary-directory.ts'
import { TEST_KEY } from '../../support/test-vault.ts'

const STAY = { arrival: TODAY, departure: addDays(TODAY, 1), adults: 2 }

/** A desk's own host and replica, a gateway with its chain, and the near hotel's terminal: nothing in between is made up. */
describeOnBothDatabases('an oversold night, left by a near hotel', (open) => {
  let directory: ReturnType<typeof temporaryDirectory>
  let db: Database
  let chain: Chain
  let gateway: FastifyInstance
  let host: DeskHost
  let sister: HotelId
  let sisterDesk: ChainDesk

  beforeEach(async () => {
    db = await open()
    chain = await chainWithSmallHotel(db)
    await placeSmallHotel(chain)
    sister = await addSister(chain, 'oura', northOf(0.05))
    sisterDesk = await ChainDesk.open(chain, sister)
    // Before a terminal is there to keep units for itself.
    for (let n = 0; n < 3; n += 1) await bookStay(chain, STAY)
    directory = temporaryDirectory()
    gateway = await buildGateway(chain, pino({ level: 'silent' }), {})
    const silent = (): void => undefined
    host = await openDeskHost({
      dataDirectory: directory.path,
      chainUrl: await gateway.listen({ port: 0, host: '127.0.0.1' }),
      replicaKey: TEST_KEY,
      enrolCode: await issueEnrolCode(db, chain.clock, HOTEL_ID),
      terminalName: 'Desk 1',
      deviceClass: 'desk',
      clock: testClock,
      rng: seededRng(3),
      timers: systemTimers,
      log: { info: silent, warn: silent, error: silent },
    })
  })
  afterEach(async () => {
    await host.close()
    sisterDesk.replica.close()
    chain.streams.endAll()
    await gateway.close()
    await db.close()
    directory.remove()
  })

  async function read<N extends DeskCallName>(call: N, input: DeskInput<N>): Promise<DeskOutput<N>> {
    const answer = await host.handle(call, input)
    if (!answer.ok) throw new Error(`${call}: ${answer.error.code}`)
    return DESK_CALLS[call].output.parse(answer.value) as DeskOutput<N> // parsed by the call's own schema
  }

  /** Looks with every event of the host until it is so. */
  async function until(isSo: () => Promise<boolean>): Promise<void> {
    for (;;) {
      let stop = (): void => undefined
      const heard = new Promise<void>((resolve) => {
        stop = host.listen(() => resolve())
      })
      if (await isSo().catch(() => false)) return stop()
      await heard
      stop()
    }
  }
  const isLanded = async () => (await read('sync.ops', {})).every(({ landing }) => landing === 'confirmed')

  test('SIS-08 the exception is closed at the desk, and the near hotel’s terminal has the booking', async () => {
    await until(async () => (await read('today.get', {})).arrivals.items.length === 3)
    await read('block.set', {
      blockId: blockIdOf(1),
      roomId: '101',
      kind: 'OOO',
      from: TODAY,
      until: addDays(TODAY, 1),
      reason: 'plumbing',
      remarks: '',
    })
    await until(isLanded)
    const [exception] = await read('exceptions.list', {})
    expect(exception).toMatchObject({ kind: 'OVERSOLD_NIGHT', params: { units: 1 } })
    const [walked] = await read('walk.candidates', { roomTypeId: TYPE_A, night: TODAY })
    const { hotels } = await read('sister.search', STAY)
    expect(hotels.map(({ hotelId, distanceMetres }) => [hotelId, distanceMetres])).toEqual([[sister, 5_560]])
    const asked = {
      ...STAY,
      reservationId: reservationIdOf(1),
      exceptionId: exception?.exceptionId ?? '',
      out: { way: 'walk', reservationId: walked?.reservationId ?? '', position: 1 },
      note: 'taxi paid',
      hotelId: sister,
      roomTypeId: TYPE_A,
      guest: { firstName: 'Ana', lastName: 'Silva', email: 'ana@example.org', phone: null },
    } as const
    const booked = await read('sister.book', asked)
    expect(await read('exceptions.list', {})).toEqual([])
    expect(await read('sister.book', asked)).toEqual(booked)
    await until(isLanded)

    const [row] = await db.query(
      'SELECT status, resolution, note FROM sync_exception WHERE hotel_id = $1 AND exception_id = $2',
      [HOTEL_ID, asked.exceptionId],
    )
    const note = `Hotel oura ${booked.confirmationCode}: taxi paid`
    expect(row).toEqual({ status: 'resolved', resolution: 'walked', note })
    await sisterDesk.sync()
    expect(sisterDesk.row('reservation', asked.reservationId)).toMatchObject({
      code: parseConfirmationCode(booked.confirmationCode),
      guarantee: 'pay_at_desk',
      lines: [{ inventoryType: TYPE_A, arrival: TODAY, stay: 'expected' }],
    })
    expect(sisterDesk.row('guest', asked.reservationId)).toMatchObject({ lastName: 'Silva' })
    expect(await sisterDesk.differences()).toEqual([])
  })

  test('SIS-07 the line that broke is LINE_DOWN to whoever asks', async () => {
    await until(async () => (await read('hotel.get', {})).hotelId === HOTEL_ID)
    chain.streams.endAll()
    await gateway.close()
    expect(await host.handle('sister.search', STAY)).toMatchObject({ error: { code: 'LINE_DOWN', retry: 'later' } })
  })
})
