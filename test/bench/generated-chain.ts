import { statfsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { Client } from 'pg'
import { type HotelId, type RoomTypeId, newReservationId } from '../../shared/domain/ids.ts'
import { type Stay, addDays, localDate } from '../../shared/domain/stay-dates.ts'
import { migrate } from '../../sync/chain/database/migrate.ts'
import type { Database } from '../../sync/chain/database/port.ts'
import { SeededRandom } from '../../sync/chain/demo/seeded-random.ts'
import { type ChainPlan, hotelIdOf, roomTypeIdOf } from '../../sync/chain/generate/chain-plan.ts'
import { type SpaceNeeded, refuseTooSmall, spaceFor } from '../../sync/chain/generate/disk-space.ts'
import {
  type Generated,
  generateChain,
  missingNightRows,
  remainingOf,
} from '../../sync/chain/generate/generate-chain.ts'
import type { PreparedBooking } from '../../sync/chain/reservations/queries/book-batch.ts'

export const FIRST_NIGHT = localDate('2026-12-01')
export const NOON_UTC_MS = Date.parse('2026-12-01T12:00:00Z')
const STAY_NIGHTS = 3

/** A chain of the size of the issue, but for the number of hotels. */
export function planOf(hotels: number): ChainPlan {
  return { hotels, types: 20, nights: 730, rooms: 200, from: FIRST_NIGHT, seed: 1 }
}

/** Fills a database as `chain generate` does, if the disk has room for it. */
export async function fill(
  db: Database,
  url: string,
  plan: ChainPlan,
  progress: (line: string) => void,
): Promise<Generated> {
  await migrate(db)
  const remaining = await remainingOf(db, plan, plan.from)
  const space = await spaceFor(db, url, missingNightRows(remaining))
  refuseTooSmall(space.freeBytes === null ? { ...space, freeBytes: freeBytesOfTemporary() } : space)
  const step = Math.max(1, Math.floor(plan.hotels / 20))
  return generateChain(db, remaining, (done) => {
    if (done % step === 0) progress(`${done} of ${plan.hotels} hotels`)
  })
}

function freeBytesOfTemporary(): SpaceNeeded['freeBytes'] {
  const { bavail, bsize } = statfsSync(tmpdir())
  return bavail * bsize
}

export async function createDatabase(serverUrl: string, name: string): Promise<string> {
  await onServer(`${serverUrl}/postgres`, (client) => client.query(`CREATE DATABASE ${name}`))
  return `${serverUrl}/${name}`
}

/** Runs what may take longer than a statement of the chain is allowed to. */
export async function onServer<T>(url: string, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: url })
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}

/** Requests spread over a generated chain, validated and priced, each with an id of its own. */
export class GeneratedBookings {
  readonly #plan: ChainPlan
  readonly #random: SeededRandom
  #count = 0

  constructor(plan: ChainPlan, seed: number) {
    this.#plan = plan
    this.#random = new SeededRandom(seed)
  }

  /** Any hotel, type and night with the same chance. */
  next(): PreparedBooking {
    this.#count += 1
    const nowUtcMs = NOON_UTC_MS + this.#count
    const { arrival, departure } = this.stay(STAY_NIGHTS)
    return {
      hotelId: this.hotel(),
      reservationId: newReservationId({ nowUtcMs: () => nowUtcMs }, this.#random),
      fingerprint: `0123456789abcdef0123456789abcdef0123456789abcdef${this.#count}`,
      guarantee: 'card',
      guest: { firstName: 'Grace', lastName: 'Hopper', email: 'grace@example.org', phone: '+351 910 000 001' },
      lines: [
        {
          roomTypeId: this.type(),
          arrival,
          departure,
          adults: 2,
          children: 0,
          roomId: null,
          nightlyMinor: [9_000, 9_000, 9_000],
          taxes: [],
        },
      ],
      bookedAtUtcMs: nowUtcMs,
      bookedOn: FIRST_NIGHT,
      ratePlanId: null,
      holdUntilUtcMs: null,
    }
  }

  hotel(): HotelId {
    return hotelIdOf(1 + this.#below(this.#plan.hotels))
  }

  type(): RoomTypeId {
    return roomTypeIdOf(1 + this.#below(this.#plan.types))
  }

  stay(nights: number): Stay {
    const arrival = addDays(FIRST_NIGHT, this.#below(this.#plan.nights - nights))
    return { arrival, departure: addDays(arrival, nights) }
  }

  #below(limit: number): number {
    return Math.floor(this.#random.next() * limit)
  }
}
