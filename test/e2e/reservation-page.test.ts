import { resolve } from 'node:path'
import { AxeBuilder } from '@axe-core/playwright'
import type { Browser, Locator, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, inject, test } from 'vitest'
import { systemTimers } from '../../electron/common/adapters.ts'
import { ensureBuilt } from '../../electron/launch/ensure-built.ts'
import { launchChromium } from '../support/chromium.ts'
import { signIn } from '../support/desk-page.ts'
import { serveFixtureDesk } from '../support/fixture-desk/fixture-server.ts'
import { LiveDesk } from '../support/live-desk.ts'

const root = resolve(import.meta.dirname, '../..')
const output = (name: string): string => resolve(root, 'test-output', `${name}.png`)

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

async function openDesk(options: { staff?: boolean; scheme?: 'light' | 'dark' } = {}) {
  const desk = await LiveDesk.open({ staff: options.staff ?? false })
  const server = await serveFixtureDesk(desk)
  const context = await browser.newContext({
    viewport: { width: 1280, height: 800 },
    colorScheme: options.scheme ?? 'light',
    reducedMotion: 'reduce',
  })
  closing.push(
    () => desk.close(),
    () => server.close(),
    () => context.close(),
  )
  const page = await context.newPage()
  page.setDefaultTimeout(12_000)
  const problems: string[] = []
  page.on('pageerror', (error) => problems.push(error.message))
  await page.goto(server.origin)
  if (options.staff) await signIn(page, 'ana')
  await page.getByTestId('arrivals-list').waitFor()
  return { desk, page, problems }
}

/** Rows of a list that are marked so. */
function rowsOf(page: Page, list: string, ...marks: string[]): Locator {
  return marks.reduce(
    (rows, mark) => rows.filter({ hasText: mark }),
    page.getByTestId(list).getByTestId('stay-row').and(page.locator(':not([data-done])')),
  )
}

const confirm = (page: Page): Locator => page.getByTestId('task-confirm')

/** Opens what the row is about by Enter on it. */
async function openRow(page: Page, row: Locator): Promise<void> {
  await row.focus()
  await page.keyboard.press('Enter')
  await page.getByTestId('reservation-account').waitFor()
}

test('UI-70 a guest is checked in, pays and is taken back by keyboard alone', async () => {
  const { desk, page, problems } = await openDesk()
  await openRow(page, rowsOf(page, 'arrivals-list', 'clean', 'pays here').first())
  await page.keyboard.press('i')
  await page.getByTestId('consequences').waitFor()
  await page.screenshot({ path: output('reservation-check-in') })
  await page.keyboard.press('Enter')
  await page.locator('[data-testid=line-stay][data-stay=in_house]').waitFor()
  await page.keyboard.press('p')
  await confirm(page).getByText('Take').waitFor()
  await page.screenshot({ path: output('reservation-payment') })
  await page.keyboard.press('Enter')
  await page.locator('[data-testid=reservation-account][data-balance="0"]').waitFor()
  await page.getByTestId('folio').getByText('Payment').waitFor()
  await page.getByTestId('toast-undo').click()
  await page.locator('[data-testid=line-stay][data-stay=expected]').waitFor()
  expect(problems).toEqual([])
  await expect.poll(() => desk.chain.ops.map(({ type }) => type)).toEqual(['checkIn', 'takePayment', 'undoCheckIn'])
})

test('UI-71 a guest with an open bill is asked for it before the check-out, by keyboard alone', async () => {
  const { desk, page } = await openDesk()
  await openRow(page, rowsOf(page, 'departures-list', 'unpaid').first())
  await page.keyboard.press('o')
  await page.getByTestId('pay-first').and(page.locator(':focus')).waitFor()
  await page.screenshot({ path: output('reservation-check-out') })
  await page.keyboard.press('Enter')
  await confirm(page).getByText('Take').waitFor()
  await page.keyboard.press('Enter')
  await page.locator('[data-testid=reservation-account][data-balance="0"]').waitFor()
  await page.keyboard.press('o')
  await confirm(page).and(page.locator(':focus')).waitFor()
  await page.keyboard.press('Enter')
  await page.locator('[data-testid=line-stay][data-stay=departed]').waitFor()
  await expect.poll(() => desk.chain.ops.map(({ type }) => type)).toEqual(['takePayment', 'checkOut'])
})

test('UI-71 an agent is let give money back with the approval of a supervisor, who did it stands in the history', async () => {
  const { desk, page } = await openDesk({ staff: true })
  await openRow(page, rowsOf(page, 'in-house-list', 'paid').filter({ hasNotText: 'unpaid' }).first())
  await page.getByTestId('do-giveRefund').click()
  await page.keyboard.type('10')
  await page.keyboard.press('Enter')
  await page.getByTestId('approval').getByLabel('Who are you?').waitFor()
  await page.keyboard.type('carla')
  await page.keyboard.press('Enter')
  await page.keyboard.type('3333')
  await page.keyboard.press('Enter')
  await page.getByTestId('toast').getByText('10.00 given back').waitFor()
  await page.getByTestId('history').getByText('Ana Ribeiro').waitFor()
  await expect.poll(() => desk.chain.ops.map(({ type, staffId }) => [type, staffId])).toEqual([['giveRefund', 'ana']])
})

test('UI-72 a stay is quoted longer before it is, moved, and changed; Escape leaves the form and not the booking', async () => {
  const { desk, page } = await openDesk()
  await openRow(page, rowsOf(page, 'in-house-list', 'until').nth(5))
  await page.getByTestId('do-move').click()
  await page.getByTestId('consequences').waitFor()
  await page.keyboard.press('Escape')
  await page.getByTestId('task').waitFor({ state: 'detached' })
  await page.getByTestId('do-move').click()
  await page.getByTestId('consequences').waitFor()
  await confirm(page).click()
  await page.getByTestId('toast').getByText('Moved to room').waitFor()
  await page.getByTestId('do-changeDeparture').click()
  await page.getByTestId('consequences').or(page.getByTestId('consequences-refused')).waitFor()
  await page.screenshot({ path: output('reservation-departure') })
  await page.keyboard.press('Escape')
  await page.keyboard.press('Escape')
  await page.getByTestId('reservation-panel').getByRole('dialog').waitFor({ state: 'detached' })
  await openRow(page, rowsOf(page, 'arrivals-list', 'unpaid').last())
  await page.getByTestId('do-change').click()
  await page.getByLabel('Adults').fill('1')
  await page.getByLabel('Children').fill('1')
  await page.getByTestId('consequences').waitFor()
  await confirm(page).click()
  await page.getByTestId('toast').getByText('The booking is changed').waitFor()
  await expect.poll(() => desk.chain.ops.map(({ type }) => type)).toEqual(['moveGuest', 'changeStay'])
})

test('UI-72 a guest is edited, and cards stored with the line down say how much they may be', async () => {
  const { desk, page } = await openDesk()
  desk.setLine('down')
  await page.locator('[data-testid=sync-badge][data-line=down]').waitFor()
  await openRow(page, rowsOf(page, 'arrivals-list', 'pays here').first())
  await page.keyboard.press('e')
  await page.getByLabel('Phone').fill('+351 910 000 000')
  await page.keyboard.press('Control+Enter')
  await page.getByText('+351 910 000 000').waitFor()
  await page.keyboard.press('p')
  await page.getByText('Card, stored').click()
  await page.getByTestId('stored-card').getByText('400.00').waitFor()
  await page.getByLabel('Amount').fill('700')
  await page.keyboard.press('Control+Enter')
  await page.getByTestId('task-refused').getByText('up to').waitFor()
})

test('UI-73 the registration card is one page of A4', async () => {
  const { page } = await openDesk()
  await page.evaluate(() => {
    window.print = () => undefined
  })
  await openRow(page, rowsOf(page, 'arrivals-list', 'clean').first())
  await page.keyboard.press('r')
  await page.getByTestId('print-sheet').waitFor({ state: 'attached' })
  await page.emulateMedia({ media: 'print' })
  await page.getByTestId('print-sheet').getByText('Signature of the guest').waitFor()
  await page.screenshot({ path: output('registration-card') })
  const pdf = await page.pdf({ preferCSSPageSize: true })
  expect(pdf.toString('latin1').match(/\/Type\s*\/Page\b(?!s)/g)).toHaveLength(1)
})

test.each(['light', 'dark'] as const)('UI-20 the page of a booking has no serious barrier, in %s', async (scheme) => {
  const { page } = await openDesk({ scheme })
  const found: string[] = []
  const look = async (name: string) => {
    await page.screenshot({ path: output(`${name}-${scheme}`) })
    const { violations } = await new AxeBuilder({ page }).include('[data-testid=reservation-panel]').analyze()
    for (const { id, impact, nodes } of violations) {
      if (impact !== 'serious' && impact !== 'critical') continue
      for (const node of nodes) found.push(`${name}: ${id} at ${node.target.join(' ')}`)
    }
  }
  await openRow(page, rowsOf(page, 'arrivals-list', 'clean').first())
  await look('reservation')
  for (const task of ['checkIn', 'change', 'takePayment', 'editGuest', 'cancel']) {
    await page.getByTestId(`do-${task}`).click()
    await page.getByTestId('task').waitFor()
    await look(`reservation-${task}`)
    await page.keyboard.press('Escape')
    await page.getByTestId('task').waitFor({ state: 'detached' })
  }
  expect(found).toEqual([])
})
