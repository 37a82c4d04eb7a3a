import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import Sqlite from 'better-sqlite3'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest'
import { z } from 'zod'
import { isRunning, processIdentitySchema } from '../../electron/launch/process-identity.ts'
import { availabilitySchema, hotelSchema, reservationSchema } from '../../shared/wire/public-api.ts'
import { newReservationId } from '../../shared/domain/ids.ts'
import { holdsInventory } from '../../shared/domain/lifecycle.ts'
import { type LocalDate, addDays } from '../../shared/domain/stay-dates.ts'
import { openDatabase } from '../../sync/chain/database/open-database.ts'
import { demoHotel } from '../../sync/chain/demo/demo-hotel.ts'
import { systemClock, systemRng } from '../../electron/common/adapters.ts'
import { launchChromium } from '../support/chromium.ts'
import { arrivalsOf, badge, signIn } from '../support/desk-page.ts'
import { RunningProcess } from '../support/running-process.ts'
import { temporaryDirectory } from '../support/temporary-directory.ts'

const root = resolve(import.meta.dirname, '../..')
const readySchema = z.strictObject({
  ready: z.literal(true),
  desk: z.url(),
  chain: z.url(),
  internal: z.url(),
  apiKey: z.string(),
  staffToken: z.string(),
})
const lockSchema = z.object({ launcher: processIdentitySchema, children: z.array(processIdentitySchema) })

let directory: ReturnType<typeof temporaryDirectory>
let data: string
let browser: Browser
let page: Page
let keyrack: Awaited<ReturnType<typeof startReady>>
let broken = false
const started: RunningProcess[] = []
const reservationId = newReservationId(systemClock, systemRng)

beforeAll(async () => {
  directory = temporaryDirectory()
  data = join(directory.path, 'keyrack')
  browser = await launchChromium(inject('chromium'))
  page = await browser.newPage({ viewport: { width: 1280, height: 800 } })
  page.setDefaultTimeout(60_000)
})

beforeEach(({ skip, onTestFailed }) => {
  skip(broken, 'an earlier start went wrong')
  onTestFailed(async () => {
    broken = true
    for (const { stdout, stderr } of started) console.error(`the launcher said:\n${stdout}${stderr}`)
    for (const name of ['chain', 'desk']) {
      const log = join(data, 'logs', `${name}.log`)
      if (existsSync(log)) console.error(`${log}:\n${readFileSync(log, 'utf8')}`)
    }
    await page.screenshot({ path: join(root, 'test-output/start-failed.png') })
  })
})

afterAll(async () => {
  await browser?.close()
  for (const { child, ended } of started) {
    child.kill('SIGTERM')
    await ended
  }
  directory?.remove()
})

/** As `npm start` does, and as a program asks for it. */
function start(): RunningProcess {
  const flags = ['--json', '--no-open', '--data-dir', data, '--port', '0']
  const launcher = new RunningProcess(join(root, 'electron/launch/main.ts'), flags)
  started.push(launcher)
  return launcher
}

async function startReady() {
  const launcher = start()
  await launcher.until('"ready":true')
  return { launcher, ...readySchema.parse(JSON.parse(launcher.stdout)) }
}

async function ask<T>(path: string, schema: z.ZodType<T>, init: RequestInit = {}): Promise<T> {
  const headers = new Headers(init.headers)
  headers.set('authorization', `Bearer ${keyrack.apiKey}`)
  const response = await fetch(new URL(path, keyrack.chain), { ...init, headers })
  expect(response.ok).toBe(true)
  return schema.parse(await response.json())
}

/** How many stays of the demo hotel's first morning each list of the desk has to show, those done already with them. */
function staysOfDay(today: LocalDate, timeZone: string) {
  const lines = demoHotel(today, timeZone).rows.flatMap(({ entity, row }) =>
    entity === 'reservation' && row !== null && holdsInventory(row.status) ? row.lines : [],
  )
  const inHouse = lines.filter(({ stay }) => stay === 'in_house')
  return {
    'arrivals-list': lines.filter(({ stay, arrival }) => (stay === 'expected' ? arrival <= today : arrival === today))
      .length,
    'departures-list': lines.filter(({ stay, departure }) =>
      stay === 'in_house' ? departure <= today : stay === 'departed' && departure === today,
    ).length,
    'in-house-list': inHouse.length,
  }
}

/** Books a room for tonight as a website would. */
async function bookTonight(): Promise<void> {
  const { businessDate: arrival } = await ask('/v1/hotels/demo', hotelSchema)
  const stay = { arrival, departure: addDays(arrival, 1) }
  const offered = await ask(`/v1/hotels/demo/availability?${new URLSearchParams(stay)}`, availabilitySchema)
  const roomTypeId = offered.roomTypes.find(({ available }) => available > 0)?.roomTypeId
  await ask('/v1/hotels/demo/reservations', reservationSchema, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      reservationId,
      lines: [{ roomTypeId, ...stay, adults: 1 }],
      guest: { firstName: 'Kazuo', lastName: 'Ishiguro' },
      guarantee: 'card',
    }),
  })
}

describe('npm start', () => {
  test('E2E-07 one line of JSON, and at its address the day of the demo hotel', async () => {
    keyrack = await startReady()
    await page.goto(keyrack.desk)
    await signIn(page)
    await badge(page, 'up', 0).waitFor()
    const { name, businessDate, timeZone } = await ask('/v1/hotels/demo', hotelSchema)
    await page.getByRole('banner').getByText(name).waitFor()
    for (const [list, count] of Object.entries(staysOfDay(businessDate, timeZone))) {
      const rows = page.getByTestId(list).getByTestId('stay-row')
      await rows.first().waitFor()
      expect([list, await rows.count()]).toEqual([list, count])
    }
    await page.screenshot({ path: join(root, 'test-output/start-today.png') })
    expect(keyrack.launcher.stdout.split('\n')).toHaveLength(2)
    expect(keyrack.launcher.stderr).toBe('')
  })

  test('E2E-08 Ctrl-C leaves no process, and the next start finds its data', async () => {
    await bookTonight()
    await arrivalsOf(page, 'Ishiguro').waitFor()
    const lock = join(data, 'keyrack.lock')
    const { children } = lockSchema.parse(JSON.parse(readFileSync(lock, 'utf8')))
    expect(children.map(isRunning)).toEqual([true, true])
    keyrack.launcher.child.kill('SIGINT')
    expect(await keyrack.launcher.ended).toBe(0)
    expect(children.map(isRunning)).toEqual([false, false])
    expect(existsSync(lock)).toBe(false)
    expect(keyrack.launcher.stderr).toBe('')

    keyrack = await startReady()
    expect((await ask(`/v1/hotels/demo/reservations/${reservationId}`, reservationSchema)).status).toBe('pending')
    await page.goto(keyrack.desk)
    await signIn(page)
    await badge(page, 'up', 0).waitFor()
    await arrivalsOf(page, 'Ishiguro').waitFor()
    expect(await arrivalsOf(page, 'Ishiguro').count()).toBe(1)
    keyrack.launcher.child.kill('SIGINT')
    expect(await keyrack.launcher.ended).toBe(0)
  })

  test("E2E-09 a newer Keyrack's data, the desk's or the chain's, is one line and code 1", async () => {
    const replica = new Sqlite(join(data, 'desk/replica.sqlite'))
    const version = replica.pragma('user_version', { simple: true })
    replica.pragma('user_version = 999')
    replica.close()
    const overNewerReplica = start()
    expect(await overNewerReplica.ended).toBe(1)
    expect(overNewerReplica.stderr).toMatch(/^keyrack: the data in [^\n]+ was written by a newer Keyrack[^\n]+\n$/)
    const untouched = new Sqlite(join(data, 'desk/replica.sqlite'))
    expect(untouched.pragma('user_version', { simple: true })).toBe(999)
    untouched.pragma(`user_version = ${Number(version)}`)
    untouched.close()

    const db = await openDatabase(join(data, 'chain'))
    await db.query('INSERT INTO keyrack_schema (version) VALUES (999)')
    await db.close()
    const overNewerChain = start()
    expect(await overNewerChain.ended).toBe(1)
    expect(overNewerChain.stderr).toMatch(/^keyrack: the database has schema version 999[^\n]+\n$/)
    expect(started.slice(-2).map(({ stdout }) => stdout)).toEqual(['', ''])
  })
})
