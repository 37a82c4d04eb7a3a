import { resolve } from 'node:path'
import { AxeBuilder } from '@axe-core/playwright'
import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, inject, test } from 'vitest'
import { systemTimers } from '../../electron/common/adapters.ts'
import { ensureBuilt } from '../../electron/launch/ensure-built.ts'
import { DESK_CALLS, type DeskInput } from '../../shared/desk-api/contract.ts'
import { addDays } from '../../shared/domain/stay-dates.ts'
import { launchChromium } from '../support/chromium.ts'
import { blockIdOf, reservationIdOf } from '../support/desk-ops.ts'
import { serveFixtureDesk } from '../support/fixture-desk/fixture-server.ts'
import { LiveDesk } from '../support/live-desk.ts'
import { HOTEL_ID, TODAY, TYPE_A, TYPE_B, smallHotelRows } from '../support/small-hotel.ts'

const root = resolve(import.meta.dirname, '../..')
const output = (name: string): string => resolve(root, 'test-output', `${name}.png`)
const day = (days: number) => addDays(TODAY, days)
const ADLER = 1
const BERG = 2
const DORN = 4

let browser: Browser
const closing: (() => Promise<void>)[] = []

beforeAll(async () => {
  await ensureBuilt(root, systemTimers)
  browser = await launchChromium(inject('chromium'))
})

afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close()
})

afterAll(() => browser?.close())

/** A small chart: Adler is to come into 101 and Dorn into 201, Berg is in 102, Cole has no room yet, 103 is free. */
async function openChart(scheme: 'light' | 'dark' = 'light', size = { width: 1280, height: 800 }) {
  const desk = await LiveDesk.open({ staff: false, hotel: { hotelId: HOTEL_ID, rows: smallHotelRows() } })
  const server = await serveFixtureDesk(desk)
  const context = await browser.newContext({ viewport: size, colorScheme: scheme, reducedMotion: 'reduce' })
  closing.push(
    () => desk.close(),
    () => server.close(),
    () => context.close(),
  )
  await book(desk, ADLER, { lastName: 'Adler', roomId: '101', arrival: day(0), departure: day(2) })
  await book(desk, BERG, { lastName: 'Berg', roomId: '102', arrival: day(0), departure: day(3) })
  await book(desk, 3, { lastName: 'Cole', roomId: null, arrival: day(1), departure: day(3) })
  await book(desk, DORN, { lastName: 'Dorn', roomId: '201', arrival: day(0), departure: day(2), roomTypeId: TYPE_B })
  await done(desk, 'stay.checkIn', { reservationId: reservationIdOf(BERG), position: 1, roomId: '102' })
  const page = await context.newPage()
  page.setDefaultTimeout(30_000)
  const problems: string[] = []
  page.on('pageerror', (error) => problems.push(error.message))
  await page.goto(server.origin)
  await page.getByTestId('walk-in-open').waitFor()
  await page.keyboard.press('2')
  await bar(page, 'Adler').waitFor()
  return { desk, page, problems }
}

async function done(desk: LiveDesk, name: string, input: unknown): Promise<void> {
  expect(await desk.call(name, input, null)).toMatchObject({ ok: true })
}

interface NewStay extends Pick<DeskInput<'walkIn.book'>, 'roomId' | 'arrival' | 'departure'> {
  readonly lastName: string
  readonly roomTypeId?: typeof TYPE_B
}

async function book(desk: LiveDesk, n: number, asked: NewStay): Promise<void> {
  const { lastName, roomId, arrival, departure, roomTypeId = TYPE_A } = asked
  const stay = { roomTypeId, arrival, departure }
  const quoted = await desk.call('stay.quote', stay, null)
  const { totalMinor } = DESK_CALLS['stay.quote'].output.parse(valueOf(quoted))
  const guest = { firstName: 'Ada', lastName, email: null, phone: null }
  const sale = { reservationId: reservationIdOf(n), roomId, adults: 2, children: 0, guest, guarantee: 'pay_at_desk' }
  await done(desk, 'walkIn.book', { ...stay, ...sale, agreedTotalMinor: totalMinor, acceptRisk: true })
}

function valueOf(answer: unknown): unknown {
  return typeof answer === 'object' && answer !== null && 'value' in answer ? answer.value : null
}

/** Where a stay is, as the host knows it. */
async function placeOf(desk: LiveDesk, n: number) {
  const answer = await desk.call('reservation.get', { reservationId: reservationIdOf(n) }, null)
  const [line] = DESK_CALLS['reservation.get'].output.parse(valueOf(answer)).lines
  return { roomId: line?.roomId, arrival: line?.arrival, departure: line?.departure, stay: line?.stay }
}

const bar = (page: Page, lastName: string) => page.locator(`[data-bar][aria-label^="${lastName},"]`)
const answered = (page: Page) => page.locator('[data-testid=consequences][data-answered]')
const toast = (page: Page, what: string) => page.locator(`[data-testid=change-toast][data-what=${what}]`)

/** The keyboard on Adler's bar. */
async function focusAdler(page: Page): Promise<void> {
  await page.getByTestId('tape-grid').focus()
  await page.keyboard.press('ArrowDown')
  await page.locator('[data-bar][aria-selected=true][aria-label^="Adler,"]').waitFor()
}

/** Takes a bar in its middle and carries it to another row; the button is still held. */
async function carry(page: Page, lastName: string, rowId: string): Promise<void> {
  const box = await bar(page, lastName).boundingBox()
  const row = await page.locator(`[data-row="${rowId}"]`).boundingBox()
  if (!box || !row) throw new Error(`${lastName} and ${rowId} are on the chart`)
  const x = box.x + box.width / 2
  await page.mouse.move(x, box.y + box.height / 2)
  await page.mouse.down()
  await page.mouse.move(x, row.y + row.height / 2, { steps: 6 })
  await page.getByTestId('tape-ghost').waitFor()
}

async function barriers(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze()
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) => nodes.map((node) => `${id} at ${node.target.join(' ')}`))
}

test('UI-64 by keyboard a stay is moved and dated, told what that comes to first, and taken back', async () => {
  const { desk, page, problems } = await openChart()
  const before = await placeOf(desk, ADLER)
  await focusAdler(page)
  await page.keyboard.press('m')
  await page.keyboard.press('ArrowDown')
  await answered(page).getByText('Berg').first().waitFor()
  await page.keyboard.press('ArrowDown')
  await answered(page).getByText('stays the same').waitFor()
  expect(await placeOf(desk, ADLER)).toEqual(before)
  await page.keyboard.press('Enter')
  await toast(page, 'done').getByText('Adler is in room 103 now').waitFor()
  expect(await placeOf(desk, ADLER)).toEqual({ ...before, roomId: '103' })
  await page.keyboard.press('Control+z')
  await toast(page, 'undone').waitFor()
  expect(await placeOf(desk, ADLER)).toEqual(before)
  await page.locator('[data-row="room:101"] [data-bar][aria-label^="Adler,"]').waitFor()
  await page.keyboard.press('e')
  await page.keyboard.press('ArrowRight')
  await answered(page).getByText('more to pay').waitFor()
  await page.keyboard.press('Enter')
  await toast(page, 'done').waitFor()
  expect(await placeOf(desk, ADLER)).toEqual({ ...before, departure: day(3) })
  await page.keyboard.press('Control+z')
  await toast(page, 'undone').waitFor()
  expect(await placeOf(desk, ADLER)).toEqual(before)
  expect(problems).toEqual([])
})

test('UI-64 a guest is checked in by a key, after the room that is not clean was said, and taken back', async () => {
  const { desk, page } = await openChart()
  await focusAdler(page)
  await page.keyboard.press('c')
  await answered(page).getByText('Room 101 is dirty').waitFor()
  expect((await placeOf(desk, ADLER)).stay).toBe('expected')
  await page.keyboard.press('Enter')
  await toast(page, 'done').waitFor()
  expect((await placeOf(desk, ADLER)).stay).toBe('in_house')
  await page.keyboard.press('Control+z')
  await toast(page, 'undone').waitFor()
  expect((await placeOf(desk, ADLER)).stay).toBe('expected')
})

test('UI-65 a bar is dragged to another room, its edge to another day, and onto another guest to change rooms', async () => {
  const { desk, page, problems } = await openChart()
  await carry(page, 'Berg', 'room:103')
  await answered(page).waitFor()
  await page.mouse.up()
  await page.getByTestId('change-confirm').click()
  await toast(page, 'done').getByText('Berg is in room 103 now').waitFor()
  expect((await placeOf(desk, BERG)).roomId).toBe('103')
  const box = await page.locator('[data-row="room:103"] [data-bar]').boundingBox()
  if (!box) throw new Error('Berg is in 103')
  await page.mouse.move(box.x + box.width - 3, box.y + 12)
  await page.mouse.down()
  await page.mouse.move(box.x + box.width + 75, box.y + 12, { steps: 5 })
  await page.mouse.up()
  await answered(page).getByText('more to pay').waitFor()
  await page.keyboard.press('Escape')
  await page.getByTestId('consequence-card').waitFor({ state: 'detached' })
  expect(await placeOf(desk, BERG)).toMatchObject({ roomId: '103', departure: day(3) })
  await carry(page, 'Adler', 'room:201')
  await page.mouse.up()
  await page.getByText('Adler and Dorn change rooms').waitFor()
  await answered(page).waitFor()
  await page.screenshot({ path: output('tape-swap') })
  await page.keyboard.press('Enter')
  await toast(page, 'done').waitFor()
  expect([(await placeOf(desk, ADLER)).roomId, (await placeOf(desk, DORN)).roomId]).toEqual(['201', '101'])
  expect(problems).toEqual([])
})

test('UI-65 what is refused says why and is not done', async () => {
  const { desk, page } = await openChart()
  const dates = { from: day(0), until: day(2) }
  const block = { blockId: blockIdOf(1), roomId: '103', kind: 'OOO', reason: 'plumbing', remarks: '', ...dates }
  await done(desk, 'block.set', block)
  await page.locator('[data-row="room:103"] [data-kind=OOO]').waitFor()
  await carry(page, 'Berg', 'room:103')
  await page.mouse.up()
  await answered(page).getByText('Room 103 is blocked on').waitFor()
  expect(await page.getByTestId('change-confirm').isDisabled()).toBe(true)
  await page.screenshot({ path: output('tape-refused') })
  await page.keyboard.press('Enter')
  await page.keyboard.press('Escape')
  await page.getByTestId('consequence-card').waitFor({ state: 'detached' })
  expect((await placeOf(desk, BERG)).roomId).toBe('102')
})

test('UI-62 marked nights open the walk-in form and the block form filled in', async () => {
  const { page } = await openChart()
  await focusAdler(page)
  for (const key of ['ArrowDown', 'ArrowDown', 'Shift+ArrowRight', 'Shift+ArrowRight']) await page.keyboard.press(key)
  await page.getByTestId('selection-bar').getByText('Room 103, 3 nights').waitFor()
  await page.keyboard.press('b')
  const form = page.getByTestId('block-form')
  const room = form.getByLabel('Room', { exact: true }).and(form.locator('input'))
  await expect.poll(() => room.inputValue()).toMatch(/^103 /)
  await page.keyboard.press('Escape')
  await form.waitFor({ state: 'detached' })
  await page.getByTestId('tape-grid').focus()
  await page.keyboard.press('Enter')
  await page.getByTestId('walk-in-total').waitFor()
  expect(await page.locator('#walk-in-nights').inputValue()).toBe('3')
})

test.each(['light', 'dark'] as const)('UI-20 the tape chart has no serious barrier, in %s', async (scheme) => {
  const { desk, page, problems } = await openChart(scheme)
  const found: string[] = []
  const look = async (name: string) => {
    for (const barrier of await barriers(page)) found.push(`${name}: ${barrier}`)
    await page.screenshot({ path: output(`tape-${name}-${scheme}`) })
  }
  await look('open')
  await focusAdler(page)
  await page.getByTestId('stay-summary').waitFor()
  await look('summary')
  await page.keyboard.press('m')
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('ArrowDown')
  await answered(page).waitFor()
  await look('moving')
  await page.keyboard.press('Enter')
  await toast(page, 'done').waitFor()
  await look('done')
  await page.getByRole('button', { name: 'Legend' }).click()
  await page.getByTestId('tape-legend').waitFor()
  await look('legend')
  await page.keyboard.press('Escape')
  await page.getByTestId('tape-legend').waitFor({ state: 'detached' })
  desk.setLine('down')
  await page.getByTestId('tape-as-of').waitFor()
  await page.setViewportSize({ width: 1920, height: 1080 })
  await page.keyboard.press('-')
  await look('down')
  expect(found).toEqual([])
  expect(problems).toEqual([])
})
