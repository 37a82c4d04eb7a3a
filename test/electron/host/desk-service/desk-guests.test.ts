import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { GuestIndex } from '../../../../electron/host/desk-service/guest-index.ts'
import type { DeskInput } from '../../../../shared/desk-api/contract.ts'
import { formatConfirmationCode } from '../../../../shared/domain/confirmation-code.ts'
import { confirmationCode } from '../../../../shared/domain/confirmation-code.ts'
import type { RowWrite } from '../../../../shared/domain/rows.ts'
import { addDays } from '../../../../shared/domain/stay-dates.ts'
import { reservationIdOf } from '../../../support/desk-ops.ts'
import { openEnrolledReplica } from '../../../support/enrolled-replica.ts'
import { TODAY, put, smallHotelRows } from '../../../support/small-hotel.ts'
import { temporaryDirectory } from '../../../support/syncing-desk.ts'
import { TestDeskHost } from '../../../support/test-desk-host.ts'
import { walkIn } from './desk-inputs.ts'

type Guest = DeskInput<'walkIn.book'>['guest']

const guest = (
  firstName: string,
  lastName: string,
  email: string | null = null,
  phone: string | null = null,
): Guest => ({
  firstName,
  lastName,
  email,
  phone,
})

describe('a search', () => {
  let desk: TestDeskHost
  beforeEach(async () => {
    desk = new TestDeskHost()
    await desk.openReady()
    await book(1, guest('Ngozi', 'Okafor', 'ngozi@example.org', '+351 912 345 678'))
    await book(2, guest('Jürgen', 'Müller-Lüdenscheidt', 'jm@beispiel.de', '0049 171 5550123'))
    await book(3, guest('Ana', 'Okafór'), { arrival: addDays(TODAY, 3), departure: addDays(TODAY, 4) })
  })
  afterEach(() => desk.close())

  async function book(n: number, who: Guest, change: Parameters<typeof walkIn>[1] = {}): Promise<void> {
    const { arrival, departure, roomTypeId } = walkIn(n, change)
    const { totalMinor } = await desk.read('stay.quote', { roomTypeId, arrival, departure })
    await desk.read('walkIn.book', walkIn(n, { ...change, guest: who, agreedTotalMinor: totalMinor }))
  }

  const found = async (text: string): Promise<string[]> =>
    (await desk.read('guests.search', { text })).map(({ firstName }) => firstName)

  test('HOST-36 the chain is asked for whom the desk does not hold, and with the line down that is said', async () => {
    const [held] = await desk.read('guests.search', { text: 'ngozi' })
    const past = { email: null, phone: null, stays: 3, lastArrival: TODAY, lastDeparture: addDays(TODAY, 1) }
    desk.pastGuests.guests = [
      { ...past, guestId: 'past-1', firstName: 'Obi', lastName: 'Okafor' },
      { ...past, guestId: held?.guestId ?? '', firstName: 'Ngozi', lastName: 'Okafor' },
    ]
    expect((await desk.read('guests.past', { text: 'okafor' })).map(({ firstName }) => firstName)).toEqual(['Obi'])
    desk.pastGuests.down = true
    expect(await desk.refusal('guests.past', { text: 'okafor' })).toBe('LINE_DOWN')
  })

  test('HOST-26 names are found by their beginning, without accents, in any order and with a wrong letter', async () => {
    expect(await found('okaf')).toEqual(['Ngozi', 'Ana'])
    expect(await found('ana okafor')).toEqual(['Ana'])
    expect(await found('OKAFOR ngozi')).toEqual(['Ngozi'])
    expect(await found('okofor ana')).toEqual(['Ana'])
    expect(await found('mueller')).toEqual(['Jürgen'])
    expect(await found('muller')).toEqual(['Jürgen'])
    expect(await found('ludenscheid')).toEqual(['Jürgen'])
    expect(await found('smith')).toEqual([])
    expect(await found('--')).toEqual([])
  })

  test('HOST-26 e-mail, phone in its written forms, and the code as typed find the guest', async () => {
    expect(await found('ngozi@example.org')).toEqual(['Ngozi'])
    expect(await found('beispiel')).toEqual(['Jürgen'])
    for (const phone of ['912345678', '912 345', '+351912345678', '00351 912 345 678', '5678']) {
      expect(await found(phone)).toEqual(['Ngozi'])
    }
    expect(await found('+351')).toEqual([])
    expect(await found('0171 5550')).toEqual(['Jürgen'])
    const { confirmationCode: code } = await desk.read('reservation.get', { reservationId: reservationIdOf(2) })
    expect(await found(code.toLowerCase())).toEqual(['Jürgen'])
    expect(await found(`${code.slice(0, 2)}-${code.slice(2, -1)}-${code.slice(-1)}`)).toEqual(['Jürgen'])
    expect((await found(code.slice(0, 4))).length).toBe(3)
  })

  test('HOST-26 who is in the house comes first, then who is due; a hit says where and when', async () => {
    await desk.read('stay.checkIn', { reservationId: reservationIdOf(1), position: 1, roomId: '102' })
    await desk.time.advance(20_000)
    const { confirmationCode: code } = await desk.read('reservation.get', { reservationId: reservationIdOf(1) })
    const [first] = await desk.read('guests.search', { text: 'okafor', limit: 1 })
    expect(first).toEqual({
      guestId: reservationIdOf(1),
      reservationId: reservationIdOf(1),
      confirmationCode: code,
      firstName: 'Ngozi',
      lastName: 'Okafor',
      email: 'ngozi@example.org',
      phone: '+351 912 345 678',
      status: 'pending',
      lines: [
        {
          position: 1,
          arrival: TODAY,
          departure: addDays(TODAY, 1),
          roomTypeId: 'A',
          roomId: '102',
          stay: 'in_house',
        },
      ],
      landing: 'confirmed',
    })
  })

  test('HOST-27 an edit is done once, found at once under the new name, and lost ones are refused', async () => {
    const before = guest('Ana', 'Okafór')
    const edit = { guestId: reservationIdOf(3), before, after: { ...before, lastName: 'Sousa', email: 'ana@sousa.pt' } }
    await desk.read('guest.edit', edit)
    await desk.read('guest.edit', edit)
    expect(await found('sousa')).toEqual(['Ana'])
    expect(await found('okafor')).toEqual(['Ngozi'])
    expect((await desk.read('sync.ops', {})).filter(({ type }) => type === 'editGuest')).toHaveLength(1)
    expect(await desk.refusal('guest.edit', { ...edit, guestId: 'nobody' })).toBe('GUEST_UNKNOWN')
    await desk.time.advance(2_000)
    const row = desk.chain.row('guest', reservationIdOf(3))
    desk.chain.change([{ entity: 'guest', key: reservationIdOf(3), row: row && { ...row, lastName: 'Pereira' } }])
    await desk.time.advance(2_000)
    expect(await found('pereira')).toEqual(['Ana'])
    expect(await found('sousa')).toEqual(['Ana'])
    desk.chain.change([{ entity: 'reservation', key: reservationIdOf(3), row: null }])
    await desk.time.advance(2_000)
    expect(await found('pereira')).toEqual([])
  })
})

const FIRST = [
  'Ana',
  'Bruno',
  'Chidi',
  'Dora',
  'Emil',
  'Farida',
  'Goran',
  'Hana',
  'Ivo',
  'Jana',
  'Kofi',
  'Lena',
  'Mira',
]
const PARTS = ['ber', 'sou', 'mar', 'kel', 'tin', 'ova', 'sen', 'dra', 'gar', 'cia', 'low', 'ski', 'ren', 'fel', 'hut']

function manyGuests(count: number): RowWrite[] {
  const at = (n: number, of: readonly string[]): string => of[n % of.length] ?? ''
  return Array.from({ length: count }, (_, n) => {
    const lastName = `${at(n, PARTS)}${at(Math.floor(n / 15), PARTS)}${at(Math.floor(n / 225), PARTS)}`
    const reservationId = reservationIdOf(n)
    const [email, phone] = [`${lastName}${n}@example.org`, `+351 9${String(10_000_000 + ((n * 7_919) % 90_000_000))}`]
    const stay = { arrival: addDays(TODAY, n % 15), departure: addDays(TODAY, (n % 15) + 2) }
    return [
      put('guest', { guestId: reservationId, firstName: at(n, FIRST), lastName, email, phone }),
      put('reservation', {
        reservationId,
        code: confirmationCode(2, n),
        status: 'pending',
        guarantee: 'card',
        channel: 'web',
        guestId: reservationId,
        bookedAtUtcMs: 1,
        bookedOn: TODAY,
        ratePlanId: null,
        holdUntilUtcMs: null,
        mergedInto: null,
        lines: [
          {
            lineId: `${reservationId}/1` as never,
            position: 1,
            chargedType: 'A' as never,
            inventoryType: 'A' as never,
            ...stay,
            adults: 2,
            children: 0,
            roomId: null,
            stay: 'expected',
            nightlyMinor: [9_000, 9_000],
            taxes: [],
          },
        ],
      }),
    ]
  }).flat()
}

test('HOST-26 among 20,000 guests the right one is found, typos and changes included', () => {
  const directory = temporaryDirectory()
  const rows = [...smallHotelRows(), ...manyGuests(20_000)]
  const replica = openEnrolledReplica(join(directory.path, 'replica.sqlite'), rows)
  try {
    const guests = new GuestIndex(replica)
    const began = performance.now()
    while (guests.catchUp(200)) continue
    const builtMs = performance.now() - began
    const texts = [
      'ana',
      'bersoumar',
      'besoumar',
      'sen',
      'k',
      'mira dragar',
      'tinkle',
      '+351',
      '351 910',
      '10 0',
      '5550',
      'lowskiren',
    ]
    texts.push(formatConfirmationCode(confirmationCode(2, 777)), 'bersoumar0@example.org')
    const tookMs: number[] = []
    for (let n = 0; n < 300; n += 1) {
      const start = performance.now()
      guests.search(texts[n % texts.length] ?? '', 200)
      tookMs.push(performance.now() - start)
    }
    tookMs.sort((a, b) => a - b)
    const p99Ms = tookMs[Math.floor(tookMs.length * 0.99)] ?? 0
    console.log(
      `20,000 guests: built in ${Math.round(builtMs)} ms, p50 ${tookMs[150]?.toFixed(1)}, p99 ${p99Ms.toFixed(1)} ms`,
    )
    expect(guests.search(confirmationCode(2, 777), 10).map(({ reservationId }) => reservationId)).toEqual([
      reservationIdOf(777),
    ])
  } finally {
    replica.close()
    directory.remove()
  }
})
