import { join, resolve } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { systemRng, systemTimers } from '../../electron/common/adapters.ts'
import { loadReplicaKey } from '../../electron/common/replica-key.ts'
import { ensureBuilt } from '../../electron/launch/ensure-built.ts'
import { parseDeskReady } from '../../electron/launch/ready-lines.ts'
import { present } from '../../shared/base/assert.ts'
import { deskCallPath } from '../../shared/desk-api/http-paths.ts'
import { CHAIN_PREFIX, confirmationCode } from '../../shared/domain/confirmation-code.ts'
import { newReservationId, stayLineId } from '../../shared/domain/ids.ts'
import type { RowWrite } from '../../shared/domain/rows.ts'
import { addDays } from '../../shared/domain/stay-dates.ts'
import { SeededRandom } from '../../sync/chain/demo/seeded-random.ts'
import { Replica } from '../../sync/replica/replica.ts'
import { openVault } from '../../sync/replica/vault.ts'
import type { Measuring } from '../measure/measuring-command.ts'
import type { Measurement } from '../measure/report.ts'
import { median, percentile } from '../measure/statistics.ts'
import { BigHotel } from '../support/big-hotel.ts'
import { findChromium, launchChromium } from '../support/chromium.ts'
import { enrolWith } from '../support/enrolled-replica.ts'
import { RunningProcess } from '../support/running-process.ts'
import { TODAY, put } from '../support/small-hotel.ts'
import { directoryOnDisk } from './directory-on-disk.ts'

const ROUNDS = 5
const CLICKS = 60
const SEARCHES = 300
/** With the guests of the hotel's own bookings 20,000. */
const MORE_GUESTS = 18_000
const FIRST_NAMES = [
  'Amara',
  'Bruno',
  'Chiara',
  'Dmitri',
  'Eun-ji',
  'Farid',
  'Greta',
  'Hiroshi',
  'Ines',
  'Jonas',
] as const
const SYLLABLES = [
  'al',
  'ber',
  'co',
  'dim',
  'ev',
  'fon',
  'gar',
  'hol',
  'ist',
  'kor',
  'lund',
  'mar',
  'nak',
  'ost',
] as const
const SEARCHED = [
  'Guest 17',
  'gardimlund',
  'Hiroshi Korost',
  'marnka',
  'holist',
  '+351 910',
  'Eunji alber',
  'fonco',
] as const

/**
 * What a receptionist waits for: from the start of the host to the first screen that can be worked with, from a click to
 * what it shows, and from the last letter of a name to who is meant. In real Chromium, over the browser shell, with the
 * line down, on a replica of 300 rooms, two years of nights and 20,000 guests.
 */
export async function measureDesk({ progress, rounds }: Measuring): Promise<Measurement> {
  const root = resolve(import.meta.dirname, '../..')
  await ensureBuilt(root, systemTimers)
  const directory = directoryOnDisk()
  const browser = await launchChromium(await findChromium())
  try {
    progress('filling the replica')
    await fill(directory.path)
    const opensMs: number[] = []
    const clicksMs: number[] = []
    const searchesMs: number[] = []
    for (let round = 0; round < (rounds ?? ROUNDS); round += 1) {
      progress(`round ${round + 1}`)
      const measured = await openAndWork(root, directory.path, browser)
      opensMs.push(measured.openMs)
      clicksMs.push(...measured.clicksMs)
      searchesMs.push(...measured.searchesMs)
    }
    return {
      name: 'desk',
      figures: {
        open_ms: median(opensMs),
        'click.p50_ms': percentile(clicksMs, 50),
        'click.p99_ms': percentile(clicksMs, 99),
        'search.p50_ms': percentile(searchesMs, 50),
        'search.p99_ms': percentile(searchesMs, 99),
      },
      wants: { open_ms: ['<', 1_500], 'click.p99_ms': ['<', 100], 'search.p99_ms': ['<', 50] },
      durability: 'SQLite WAL, synchronous=FULL; nothing is written while it is measured',
    }
  } finally {
    await browser.close()
    directory.remove()
  }
}

async function fill(directory: string): Promise<void> {
  const { key } = await loadReplicaKey(directory, systemRng, null)
  const replica = new Replica(join(directory, 'replica.sqlite'), openVault(key, systemRng))
  enrolWith(replica, [...new BigHotel().rows(), ...moreGuests()])
  replica.close()
}

/** Guests with bookings that were canceled: they take no room, and are found like any other. */
function moreGuests(): RowWrite[] {
  const random = new SeededRandom(20_000)
  return Array.from({ length: MORE_GUESTS }, (_, index) => {
    const reservationId = newReservationId({ nowUtcMs: () => 1_770_000_000_000 + index }, random)
    const lastName = [random.pick(...SYLLABLES), random.pick(...SYLLABLES), random.pick(...SYLLABLES)].join('')
    const arrival = addDays(TODAY, 200 + (index % 400))
    const line = {
      lineId: stayLineId(reservationId, 1),
      position: 1,
      chargedType: 'T01' as never,
      inventoryType: 'T01' as never,
      arrival,
      departure: addDays(arrival, 2),
      adults: 1,
      children: 0,
      roomId: null,
      stay: 'expected',
      nightlyMinor: [9_000, 9_000],
      taxes: [],
    } as const
    const guest = { guestId: reservationId, firstName: random.pick(...FIRST_NAMES), lastName, email: null }
    return [
      put('guest', { ...guest, phone: `+351 91${String(index).padStart(7, '0')}` }),
      put('reservation', {
        reservationId,
        code: confirmationCode(CHAIN_PREFIX, 100_000 + index),
        status: 'canceled',
        guarantee: 'card',
        channel: 'web',
        guestId: reservationId,
        bookedAtUtcMs: 1_760_000_000_000,
        bookedOn: TODAY,
        ratePlanId: null,
        holdUntilUtcMs: null,
        mergedInto: null,
        lines: [line],
      }),
    ]
  }).flat()
}

interface Round {
  readonly openMs: number
  readonly clicksMs: readonly number[]
  readonly searchesMs: readonly number[]
}

async function openAndWork(root: string, directory: string, browser: Browser): Promise<Round> {
  const startMs = performance.now()
  const args = `--data-dir ${directory} --chain-url http://127.0.0.1:9 --port 0 --link reusable --json`.split(' ')
  const host = new RunningProcess(join(root, 'electron/host/main.ts'), args)
  try {
    const { url } = present(parseDeskReady(await host.firstLine()), 'a host that is ready')
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 } })
    await page.goto(url)
    await page.getByTestId('arrivals-list').getByRole('button').first().waitFor()
    const openMs = performance.now() - startMs
    const clicksMs = await clickThrough(page)
    const searchesMs = await search(page)
    await page.close()
    return { openMs, clicksMs, searchesMs }
  } finally {
    host.child.kill('SIGTERM')
    await host.ended
  }
}

/** Opens reservations out of the list of arrivals, each from the press to the frame that shows it. */
async function clickThrough(page: Page): Promise<number[]> {
  const tookMs: number[] = []
  for (let click = 0; click < CLICKS; click += 1) {
    const ms = await page.evaluate(async (index) => {
      const rows = document.querySelectorAll<HTMLElement>('[data-testid=arrivals-list] [data-testid=stay-row]')
      const row = rows[index % rows.length]
      const from = performance.now()
      row?.click()
      while (document.querySelector('[data-testid=reservation-account]') === null) {
        await new Promise((done) => requestAnimationFrame(done))
      }
      await new Promise((done) => requestAnimationFrame(() => setTimeout(done)))
      return performance.now() - from
    }, click)
    tookMs.push(ms)
    await page.keyboard.press('Escape')
    await page.waitForFunction(() => document.querySelector('[data-testid=reservation-account]') === null)
  }
  return tookMs
}

/** From the page to its host and back, as the search field asks. */
async function search(page: Page): Promise<number[]> {
  return await page.evaluate(
    async ({ path, texts, count }) => {
      const tookMs: number[] = []
      for (let n = 0; n < count; n += 1) {
        const from = performance.now()
        const answer = await fetch(path, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ text: texts[n % texts.length] }),
        })
        const { ok } = (await answer.json()) as { ok: boolean }
        if (!ok) throw new Error('the search was refused')
        tookMs.push(performance.now() - from)
      }
      return tookMs
    },
    { path: deskCallPath('guests.search'), texts: [...SEARCHED], count: SEARCHES },
  )
}
