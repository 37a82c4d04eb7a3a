import { Buffer } from 'node:buffer'
import { systemClock, systemRng, systemTimers } from '../../electron/common/adapters.ts'
import { type DeskHost, openDeskHostOver } from '../../electron/host/desk-host.ts'
import type { DeskEvent } from '../../shared/desk-api/contract.ts'
import { DEMO_HOTEL_ID, DEMO_STAFF } from '../../shared/domain/demo-staff.ts'
import type { HotelId } from '../../shared/domain/ids.ts'
import { hashSecret } from '../../shared/domain/pin-hash.ts'
import type { RowWrite } from '../../shared/domain/rows.ts'
import { localDateAt } from '../../shared/domain/stay-dates.ts'
import { demoHotel } from '../../sync/chain/demo/demo-hotel.ts'
import { MemoryTransport } from '../../sync/transport/memory-transport.ts'
import { ENROL_CODE, FakeChain } from './fake-chain.ts'
import { MemoryPastGuests } from './memory-past-guests.ts'
import { MemorySisters } from './memory-sisters.ts'
import { put } from './small-hotel.ts'
import { temporaryDirectory } from './syncing-desk.ts'
import { TEST_KEY } from './test-vault.ts'

const PEPPER = new Uint8Array(32).fill(7)
const TIME_ZONE = 'Europe/Lisbon'

/** A real desk host over the demo hotel, for the screens' tests: real time, a chain in memory, a line that can be cut. */
export class LiveDesk {
  readonly chain: FakeChain
  readonly #host: DeskHost
  readonly #line: MemoryTransport
  readonly #directory: ReturnType<typeof temporaryDirectory>

  private constructor(
    chain: FakeChain,
    host: DeskHost,
    line: MemoryTransport,
    directory: ReturnType<typeof temporaryDirectory>,
  ) {
    this.chain = chain
    this.#host = host
    this.#line = line
    this.#directory = directory
  }

  /** Opens it with the demo's staff or without any, over the demo hotel or another, and waits until its rows are there. */
  static async open(options: { readonly staff: boolean; readonly hotel?: HotelOnDesk }): Promise<LiveDesk> {
    const { hotelId, rows } = options.hotel ?? demoRows()
    const staff = options.staff ? await staffRows() : []
    const chain = new FakeChain([...rows, ...staff], hotelId)
    chain.pepper = Buffer.from(PEPPER).toString('base64url')
    const directory = temporaryDirectory()
    const lines: MemoryTransport[] = []
    const ready = Promise.withResolvers<void>()
    const host = await openDeskHostOver(
      {
        dataDirectory: directory.path,
        replicaKey: TEST_KEY,
        enrolCode: ENROL_CODE,
        terminalName: 'Desk 1',
        deviceClass: 'desk',
        clock: systemClock,
        rng: systemRng,
        timers: systemTimers,
        log: { info: () => undefined, warn: () => undefined, error: (fields) => console.error(fields) },
      },
      (token) => {
        const line = new MemoryTransport({ chain, token, rng: systemRng, timers: systemTimers })
        lines.push(line)
        return { transport: line, sisterHotels: new MemorySisters(), pastGuests: new MemoryPastGuests() }
      },
    )
    const stop = host.listen(() => {
      void host.handle('hotel.get', {}, null).then((answer) => (answer.ok ? ready.resolve() : undefined))
    })
    await ready.promise
    stop()
    const [line] = lines
    if (!line) throw new Error('a host has its line')
    return new LiveDesk(chain, host, line, directory)
  }

  call(name: string, input: unknown, session: string | null): Promise<unknown> {
    return this.#host.handle(name, input, session)
  }

  listen(heard: (event: DeskEvent) => void): () => void {
    return this.#host.listen(heard)
  }

  setLine(line: 'up' | 'down'): void {
    this.#line.setFaults({ down: line === 'down' })
  }

  async close(): Promise<void> {
    await this.#host.close()
    this.#directory.remove()
  }
}

interface HotelOnDesk {
  readonly hotelId: HotelId
  readonly rows: readonly RowWrite[]
}

function demoRows(): HotelOnDesk {
  const today = localDateAt(systemClock.nowUtcMs(), TIME_ZONE)
  const { hotel, rows } = demoHotel(today, TIME_ZONE)
  const withCaps = { ...hotel, offlineCard: { perPaymentMinor: 40_000, storedTotalMinor: 60_000 } }
  return { hotelId: DEMO_HOTEL_ID, rows: [put('hotel', withCaps), ...rows] }
}

async function staffRows(): Promise<RowWrite[]> {
  const rows: RowWrite[] = []
  for (const { staffId, name, role, pin } of DEMO_STAFF) {
    const secretHash = await hashSecret(pin, PEPPER, systemRng.bytes(16))
    rows.push(put('staff_member', { staffId, name, role, secretHash, active: true }))
  }
  return rows
}
