import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { AxeBuilder } from '@axe-core/playwright'
import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, inject, test } from 'vitest'
import { systemTimers } from '../../electron/common/adapters.ts'
import { ensureBuilt } from '../../electron/launch/ensure-built.ts'
import type { RoomTypeId } from '../../shared/domain/ids.ts'
import { launchChromium } from '../support/chromium.ts'
import { FixtureDesk } from '../support/fixture-desk/fixture-desk.ts'
import { serveFixtureDesk } from '../support/fixture-desk/fixture-server.ts'

const SEA = 'SEA' as RoomTypeId // a fixture type
const A4 = { width: 794, height: 1123 }

let browser: Browser
const closing: (() => Promise<void>)[] = []

beforeAll(async () => {
  await ensureBuilt(resolve(import.meta.dirname, '../..'), systemTimers)
  browser = await launchChromium(inject('chromium'))
})

afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close()
})

afterAll(() => browser?.close())

async function openDesk(scheme: 'light' | 'dark' = 'light') {
  const desk = new FixtureDesk({ dayBehind: true })
  const server = await serveFixtureDesk(desk)
  const context = await browser.newContext({
    viewport: { width: 1280, height: 800 },
    colorScheme: scheme,
    reducedMotion: 'reduce',
  })
  closing.push(
    () => server.close(),
    () => context.close(),
  )
  const page = await context.newPage()
  const problems: string[] = []
  page.on('pageerror', (error) => problems.push(error.message))
  await page.goto(server.origin)
  await page.getByTestId('arrivals-list').waitFor()
  return { desk, page, problems }
}

async function barriers(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze()
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) => nodes.map((node) => `${id} at ${node.target.join(' ')}`))
}

async function picture(page: Page, name: string): Promise<void> {
  await page.screenshot({ path: resolve(import.meta.dirname, `../../test-output/${name}.png`) })
}

/** What would stand on paper: the texts that are to be seen, and a picture of the first page. */
async function onPaper(page: Page, name: string): Promise<string> {
  await page.emulateMedia({ media: 'print' })
  await page.setViewportSize(A4)
  await picture(page, name)
  const text = await page.locator('body').innerText()
  await page.emulateMedia({ media: 'screen' })
  await page.setViewportSize({ width: 1280, height: 800 })
  return text
}

/** From the tray to where a hotel is chosen, for whoever is asked first. */
async function beginWalk(page: Page): Promise<void> {
  await page.keyboard.press('n')
  await page.locator('[data-way=walk]').click()
  await page.getByTestId('walk-candidates').getByRole('radio').first().click()
  await page.getByTestId('walk-chosen').waitFor()
}

test.each(['light', 'dark'] as const)(
  'UI-20 the screens besides guests have no serious barrier, in %s',
  async (scheme) => {
    const { desk, page, problems } = await openDesk(scheme)
    desk.addTroubles()
    desk.operations.oversell(SEA)
    const found: string[] = []
    const look = async (name: string) => {
      for (const barrier of await barriers(page)) found.push(`${name}: ${barrier}`)
      await picture(page, `operations-${name}-${scheme}`)
    }
    for (const [key, name, testId] of [
      ['3', 'rooms', 'rooms-board'],
      ['5', 'rates', 'rates-table'],
      ['8', 'night', 'night-steps'],
      ['9', 'cashier', 'open-shift'],
      ['0', 'downtime', 'downtime-print'],
    ] as const) {
      await page.keyboard.press(key)
      await page.getByTestId(testId).waitFor()
      await look(name)
    }
    await page.keyboard.press('n')
    await page.getByTestId('exceptions-list').waitFor()
    await look('tray')
    await page.locator('[data-way=walk]').click()
    await page.getByTestId('walk-candidates').getByRole('radio').first().click()
    await page.getByTestId('by-hand').click()
    await page.getByTestId('hand-fields').waitFor()
    await look('walk')
    await page.keyboard.press('Escape')
    await page.keyboard.press('s')
    await page.getByTestId('comparison').waitFor()
    await look('line')
    await page.keyboard.press('Escape')
    await page.keyboard.press('4')
    await page.getByLabel('Find a guest', { exact: true }).fill('ar')
    await page.getByTestId('guest-rows').waitFor()
    await look('guests')
    expect(found).toEqual([])
    expect(problems).toEqual([])
  },
)

test('UI-50 a way out says what will happen, is done by a press, and the thing is gone', async () => {
  const { desk, page } = await openDesk()
  desk.addTroubles()
  await page.keyboard.press('n')
  const list = page.getByTestId('exceptions-list')
  await list.getByRole('heading', { name: /chain refused/ }).waitFor()
  await list.locator('[data-kind=REQUEST_REFUSED] [data-way=acknowledge]').click()
  await page.getByTestId('way-confirm').getByText('closes for every desk', { exact: false }).waitFor()
  expect(desk.carriedOut).not.toContain('resolveException')
  await page.getByLabel('Note for the next shift').fill('Rang the guest')
  await page.getByTestId('way-save').click()
  await list.locator('[data-kind=REQUEST_REFUSED]').waitFor({ state: 'detached' })
  const row = desk.rows.all('exception').find(({ kind }) => kind === 'REQUEST_REFUSED')
  expect(row).toMatchObject({ status: 'resolved', resolution: 'acknowledged', note: 'Rang the guest' })
})

test('UI-50 a sale that the chain has no room for is upgraded to a type that has one', async () => {
  const { desk, page } = await openDesk()
  const reservationId = desk.operations.refuseSale()
  await page.keyboard.press('n')
  const ways = page.locator('[data-kind=SALE_REFUSED] [data-way]')
  await ways.first().waitFor()
  expect(await ways.evaluateAll((all) => all.map((way) => way.getAttribute('data-way')))).toEqual([
    'rebook',
    'upgrade',
    'send_on',
    'refund',
  ])
  await ways.and(page.locator('[data-way=upgrade]')).click()
  const types = page.getByLabel('Type', { exact: true })
  await types.locator('option', { hasText: /Family Room · \d+ left/ }).waitFor({ state: 'attached' })
  await types.selectOption('FAM')
  await page.getByTestId('way-save').getByText('Upgrade to Family Room').click()
  await page.getByText('Nothing needs you.').waitFor()
  expect(desk.rows.row('reservation', reservationId)).toMatchObject({ lines: [{ inventoryType: 'FAM' }] })
  expect(desk.rows.all('exception')).toMatchObject([{ resolution: 'upgraded' }])
})

test('UI-51 a guest is walked to a near hotel, which the chain is asked for once', async () => {
  const { desk, page } = await openDesk()
  desk.operations.oversell(SEA)
  desk.setLine('up')
  await beginWalk(page)
  expect(desk.operations.sisterSearches).toBe(0)
  await page.getByTestId('sister-search').click()
  await page
    .getByTestId('near-hotels')
    .getByRole('radio', { name: /Casa da Oura · Double/ })
    .click()
  desk.setLine('up') // tells every screen that the rows changed
  await page.getByText('gets a booking at Casa da Oura', { exact: false }).waitFor()
  await page.getByTestId('elsewhere-save').click()
  await page.getByTestId('elsewhere-code').getByText('AB-4711-K').waitFor()
  expect(desk.operations.sisterSearches).toBe(1)
  expect(desk.operations.sisterBookings).toHaveLength(1)
  expect(desk.rows.all('exception').filter(({ status }) => status === 'open')).toEqual([])
})

test('UI-51 with the line down the hotel is typed in, and nothing is booked there', async () => {
  const { desk, page } = await openDesk()
  desk.operations.oversell(SEA)
  desk.setLine('down', 60_000)
  await beginWalk(page)
  await page.getByTestId('sister-search').click()
  await page.getByRole('alert').filter({ hasText: 'no line to the chain' }).waitFor()
  const fields = page.getByTestId('hand-fields')
  await fields.getByLabel('Hotel', { exact: true }).fill('Pensão Sol')
  await page.getByTestId('elsewhere-save').click()
  await page.getByText('Type the code that the hotel gave you.').waitFor()
  await fields.getByLabel('Confirmation code there').fill('S-77')
  await page.getByTestId('elsewhere-save').click()
  await page.getByTestId('elsewhere-code').getByText('S-77').waitFor()
  expect(desk.operations.sisterBookings).toEqual([])
  expect(desk.rows.all('exception')).toMatchObject([{ resolution: 'walked', note: 'Pensão Sol S-77' }])
})

test('UI-52 the letter stands alone on its paper, with hotel, code and what we pay', async () => {
  const { desk, page } = await openDesk()
  desk.operations.oversell(SEA)
  await page.keyboard.press('0') // a view that has paper of its own
  await page.getByTestId('downtime-print').waitFor()
  await beginWalk(page)
  await page.getByTestId('sister-search').click()
  await page
    .getByTestId('near-hotels')
    .getByRole('radio', { name: /Casa da Oura · Double/ })
    .click()
  await page.getByTestId('elsewhere-save').click()
  await page.getByTestId('elsewhere-done').waitFor()
  const paper = await onPaper(page, 'paper-walk-letter')
  for (const text of ['Casa da Oura', 'Rua da Oura 14', '+351 289 000 114', 'AB-4711-K', '€198.00', 'We are sorry']) {
    expect(paper).toContain(text)
  }
  expect(paper).not.toMatch(/Needs you|Downtime pack|In house by room/)
})

test('UI-53 the day is closed once nobody is due out any more, after one more question', async () => {
  const { desk, page } = await openDesk()
  await page.keyboard.press('8')
  await page.getByTestId('night-refused').waitFor()
  const dueOuts = page.locator('[data-step=dueOuts]')
  await dueOuts.and(page.locator('[data-state=blocks]')).waitFor()
  const before = desk.rows.all('hotel')[0]?.businessDate
  for (const row of desk.rows.all('reservation')) {
    const lines = row.lines.map((line) =>
      line.stay === 'in_house' && before !== undefined && line.departure <= before
        ? { ...line, stay: 'departed' as const }
        : line,
    )
    desk.rows.put('reservation', { ...row, lines })
  }
  desk.setLine('up')
  await dueOuts.and(page.locator('[data-state=done]')).waitFor()
  await page.getByRole('button', { name: /^Close Sat|^Close / }).click()
  expect(desk.carriedOut).not.toContain('rollBusinessDate')
  await page.getByRole('button', { name: 'Yes, close the day' }).click()
  await page.getByTestId('night-closed').waitFor()
  expect(desk.carriedOut).toEqual(['rollBusinessDate'])
})

test('UI-54 a letter sets housekeeping, B blocks the room, and of a thousand rooms those in sight are drawn', async () => {
  const { desk, page } = await openDesk()
  const [like] = desk.rows.all('room')
  if (!like) throw new Error('the fixture has rooms')
  for (let number = 0; number < 1_000; number += 1) {
    const roomId = `${7 + Math.floor(number / 100)}${String(number % 100).padStart(2, '0')}` as typeof like.roomId // digits
    desk.rows.put('room', { ...like, roomId, floor: 7 + Math.floor(number / 100) })
  }
  await page.keyboard.press('3')
  const board = page.getByTestId('rooms-board')
  await board.waitFor()
  await page.getByText('1079 of 1079 rooms').waitFor()
  expect(await board.locator('[data-room]').count()).toBeLessThan(60)
  await board.locator('[data-room="101"] .kr-room-open').focus()
  await page.keyboard.press('ArrowDown')
  await board.locator('[data-room="102"] .kr-room-open').and(page.locator(':focus')).waitFor()
  await page.keyboard.press('d')
  await board.locator('[data-room="102"][data-housekeeping=dirty]').waitFor()
  expect(desk.rows.row('room', '102')?.housekeeping).toBe('dirty')
  for (const key of ['ArrowDown', 'p', 'ArrowDown', 'd']) await page.keyboard.press(key)
  await board.locator('[data-room="104"][data-housekeeping=dirty]').waitFor()
  expect(desk.rows.row('room', '103')?.housekeeping).toBe('pickup')
  await page.keyboard.press('End')
  await board.locator('[data-room="1699"] .kr-room-open').and(page.locator(':focus')).waitFor()
  await page.keyboard.press('b')
  const room = page.getByTestId('block-form').locator('input').first()
  await expect.poll(() => room.inputValue()).toContain('1699')
})

test('UI-55 a guest is found by keyboard while typing, and stays found as opened lately', async () => {
  const { page } = await openDesk()
  await page.keyboard.press('4')
  await page.getByText('Nobody was looked up at this screen yet.').waitFor()
  await page.keyboard.type('okafor')
  const rows = page.getByTestId('guest-rows')
  await rows.getByText('Okafor').first().waitFor()
  await page.getByText('Searched on this terminal', { exact: false }).waitFor()
  await page.keyboard.press('ArrowDown')
  await rows.locator('.kr-guest-row').first().and(page.locator(':focus')).waitFor()
  await page.keyboard.press('Enter')
  await page.getByRole('dialog').or(page.getByTestId('reservation')).first().waitFor()
})

test('UI-55 a guest of years ago is asked of the chain by a press, and walks in with their details', async () => {
  const { desk, page } = await openDesk()
  await page.keyboard.press('4')
  await page.getByLabel('Find a guest', { exact: true }).fill('oko')
  await page.getByTestId('past-ask').click()
  await page.getByRole('button', { name: 'Walk-in for Ottilie Okonkwo' }).click()
  expect(await page.getByLabel('Last name').inputValue()).toBe('Okonkwo')
  expect(await page.getByLabel('Phone').inputValue()).toBe('+351 912 555 001')
  await page.keyboard.press('Escape')
  desk.setLine('down', 60_000)
  await page.getByLabel('Find a guest', { exact: true }).fill('okon')
  await page.getByTestId('past-ask').click()
  await page.getByText('alone remembers guests of earlier', { exact: false }).waitFor()
  await page.getByLabel('Find a guest').focus()
  await page.keyboard.press('Escape')
  expect(await page.getByLabel('Find a guest').inputValue()).toBe('')
  await page.keyboard.press('Escape')
  await page.keyboard.press('6')
  await page.getByTestId('occupancy-table').waitFor()
})

test('UI-56 what is unsent is saved as a file without guests', async () => {
  const { desk, page } = await openDesk()
  desk.setLine('down', 60_000)
  desk.addTroubles()
  await page.keyboard.press('s')
  await page.getByTestId('safe-to-sell').getByText('4 safe').waitFor()
  await page.getByTestId('comparison').getByText('2 of 4218 rows differed', { exact: false }).waitFor()
  const saved = page.waitForEvent('download')
  await page.getByTestId('support-file').click()
  const file = await readFile(await (await saved).path(), 'utf8')
  expect(JSON.parse(file)).toMatchObject({ hotelId: 'miramar', unsent: [{ type: 'blockRoom' }, {}, {}] })
  expect(file).not.toMatch(/lastName|firstName/)
})

test('UI-57 the downtime pack is printed instead of the screen, and each page says as of when', async () => {
  const { desk, page } = await openDesk()
  desk.addTroubles()
  await page.keyboard.press('0')
  await page.getByTestId('downtime-print').waitFor()
  const paper = await onPaper(page, 'paper-downtime')
  for (const text of ['In house by room', 'In house by name', 'Housekeeping', 'Out of order and out of service']) {
    expect(paper).toContain(text)
  }
  expect(paper).toContain('Data as of')
  expect(paper).not.toContain('Print the pack')
  // A browser repeats a table's head on every page.
  expect(await page.locator('.kr-sheet-pages > thead').innerText()).toContain('Data as of')
})

test('UI-58 rates stand for 14 nights or 30, with what public channels are held to', async () => {
  const { page } = await openDesk()
  await page.keyboard.press('5')
  const table = page.getByTestId('rates-table')
  await table.getByText('no arrivals').waitFor()
  await table.getByText('2 nights min.').waitFor()
  expect(await table.locator('thead th').count()).toBe(15)
  await page.getByText('30 nights', { exact: true }).click()
  await expect.poll(() => table.locator('thead th').count()).toBe(31)
})

test('UI-59 a shift is opened, counted and closed, the difference said before; its report stands alone on paper', async () => {
  const { page } = await openDesk()
  await page.keyboard.press('9')
  await page.getByLabel('Cash in the drawer now').fill('a lot')
  await page.keyboard.press('Enter')
  await page.getByText('Type an amount like', { exact: false }).waitFor()
  await page.getByLabel('Cash in the drawer now').fill('200,00')
  await page.keyboard.press('Enter')
  await page.locator('[data-testid=shift][data-open=true]').waitFor()
  await page.getByLabel('Cash counted in the drawer').fill('397.50')
  await page.getByTestId('cash-difference').getByText('€0.50 short').waitFor()
  await page.keyboard.press('Enter')
  await page.getByText('The count stands', { exact: false }).waitFor()
  await page.getByTestId('close-shift-save').click()
  await page.locator('[data-testid=shift][data-open=false]').waitFor()
  const paper = await onPaper(page, 'paper-cashier')
  for (const text of ['Cashier report', '€0.50 short', 'Okafor', 'signature']) expect(paper).toContain(text)
  expect(paper).not.toContain('Open the shift')
})
