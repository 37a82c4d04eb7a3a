import { resolve } from 'node:path'
import { AxeBuilder } from '@axe-core/playwright'
import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, inject, test } from 'vitest'
import { systemTimers } from '../../electron/common/adapters.ts'
import { ensureBuilt } from '../../electron/launch/ensure-built.ts'
import { launchChromium } from '../support/chromium.ts'
import { badge, fillWalkIn, signIn } from '../support/desk-page.ts'
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
  const desk = await LiveDesk.open({ staff: options.staff ?? true })
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
  page.setDefaultTimeout(30_000)
  const problems: string[] = []
  page.on('pageerror', (error) => problems.push(error.message))
  return { desk, page, problems, origin: server.origin }
}

async function openPalette(page: Page): Promise<void> {
  await page.keyboard.press('Control+k')
  await page.getByPlaceholder('Guest, code').and(page.locator(':focus')).waitFor()
}

async function barriers(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze()
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) => nodes.map((node) => `${id} at ${node.target.join(' ')}`))
}

test('UI-40 who works here signs in by keyboard with the line down, and the desk says who it is', async () => {
  const { desk, page, problems, origin } = await openDesk()
  desk.setLine('down')
  await page.goto(origin)
  await page.getByTestId('demo-hint').waitFor()
  expect(await page.getByTestId('arrivals-list').count()).toBe(0)
  await page.keyboard.type('car')
  await page.keyboard.press('Enter')
  await page.getByLabel('PIN or password').waitFor()
  await page.keyboard.press('Escape')
  await page.keyboard.type('ana')
  await page.keyboard.press('Enter')
  await page.keyboard.type('9999')
  await page.keyboard.press('Enter')
  await page.getByTestId('secret-error').getByText('Tries left before a pause: 4').waitFor()
  await page.keyboard.type('1111')
  await page.keyboard.press('Enter')
  await page.getByTestId('arrivals-list').waitFor()
  expect(await page.getByTestId('staff-menu').innerText()).toMatch(/Ana Ribeiro\s+Agent/)
  await page.getByTestId('staff-menu').click()
  await page.getByRole('menuitem', { name: 'Sign out' }).click()
  await page.getByTestId('sign-in').waitFor()
  expect(await page.getByTestId('arrivals-list').count()).toBe(0)
  expect(problems).toEqual([])
})

test('UI-40 after five wrong tries it says for how long nothing can be tried', async () => {
  const { page, origin } = await openDesk()
  await page.goto(origin)
  await page.getByRole('button', { name: /Bruno Tavares/ }).click()
  for (const left of ['4', '3', '2', '1']) {
    for (const digit of '0000') await page.getByRole('button', { name: digit, exact: true }).click()
    await page.getByTestId('secret-send').click()
    await page.getByTestId('secret-error').getByText(`before a pause: ${left}`).waitFor()
  }
  await page.getByLabel('PIN or password').fill('0000')
  await page.getByTestId('secret-send').click()
  await page
    .getByTestId('secret-error')
    .getByText(/Too many wrong tries.*\(0:\d\d\)/)
    .waitFor()
  expect(await page.getByTestId('secret-send').isDisabled()).toBe(true)
})

test('UI-41 a desk that is left warns, locks, and comes back with what stood open', async () => {
  const { page, problems, origin } = await openDesk()
  await page.clock.install()
  await page.goto(origin)
  await signIn(page, 'ana')
  await page.getByTestId('arrivals-list').waitFor()
  await fillWalkIn(page, 'Whitfield', 'Ruth')
  await page.clock.fastForward(9 * 60_000 + 35_000)
  const warning = page.getByTestId('idle-warning')
  await warning.getByText(/locks in \d+ seconds/).waitFor()
  await page.keyboard.press('Shift')
  await warning.getByText(/locks in/).waitFor({ state: 'detached' })
  await page.clock.fastForward(10 * 60_000)
  const screen = page.getByTestId('sign-in')
  await screen.and(page.locator('[data-ended=locked]')).waitFor()
  expect(await page.getByLabel('Last name').isVisible()).toBe(false)
  await page.keyboard.press('Escape')
  await signIn(page, 'ana')
  expect(await page.getByLabel('Last name').inputValue()).toBe('Whitfield')
  await page.getByTestId('walk-in-total').waitFor()
  expect(problems).toEqual([])
})

test('UI-41 the lock works over a form that stands open, and what waited for an approval is asked of nobody after it', async () => {
  const { desk, page, problems, origin } = await openDesk()
  await page.goto(origin)
  await signIn(page, 'ana')
  await badge(page, 'up', 0).waitFor()
  desk.setLine('down')
  await page.locator('[data-testid=sync-badge][data-line=down]').waitFor()
  await fillWalkIn(page, 'W'.repeat(80), 'Ruth')
  await page.getByTestId('walk-in-book').click()
  await page.getByTestId('walk-in-error').waitFor()
  await page.getByTestId('walk-in-book').click()
  const dialog = page.getByTestId('approval').getByRole('dialog')
  await dialog.waitFor()
  await dialog.getByRole('button', { name: 'Close' }).focus()
  await page.keyboard.press('l')
  await signIn(page, 'ana')
  expect(await page.getByLabel('Last name').inputValue()).toBe('W'.repeat(80))
  expect(await dialog.count()).toBe(0)
  await page.getByText('Your role does not allow this').waitFor()
  expect(problems).toEqual([])
})

test('UI-41 a session that the host does not know any more leads to the sign-in', async () => {
  const { page, origin } = await openDesk()
  await page.goto(origin)
  await signIn(page, 'carla')
  await page.getByTestId('arrivals-list').waitFor()
  await page.route('**/desk/v1/call/today.get', (route) =>
    route.fulfill({ json: { ok: false, error: { code: 'SIGNED_OUT', params: {}, retry: 'never' } } }),
  )
  await page.getByTestId('view-occupancy').click()
  await page.getByTestId('view-today').click()
  await page.locator('[data-testid=sign-in][data-ended=expired]').waitFor()
})

test('UI-42 what an agent may not do is asked of a supervisor, and done with the approval', async () => {
  const { desk, page, origin } = await openDesk()
  await page.goto(origin)
  await signIn(page, 'ana')
  await badge(page, 'up', 0).waitFor()
  desk.setLine('down')
  await page.locator('[data-testid=sync-badge][data-line=down]').waitFor()
  await fillWalkIn(page, 'Risky', 'Rita')
  await page.getByTestId('walk-in-book').click()
  await page.getByTestId('walk-in-error').waitFor()
  await page.getByTestId('walk-in-book').click()
  const dialog = page.getByTestId('approval').getByRole('dialog')
  await dialog.waitFor()
  await page.screenshot({ path: output('approval') })
  await page.keyboard.press('Escape')
  await dialog.waitFor({ state: 'detached' })
  await page.getByText('Your role does not allow this').waitFor()
  await page.getByLabel('Adults').fill('1')
  await page.getByTestId('walk-in-book').click()
  await page.getByTestId('walk-in-error').waitFor()
  await page.getByTestId('walk-in-book').click()
  await page.keyboard.type('bru')
  await page.keyboard.press('Enter')
  await page.keyboard.type('2222')
  await page.keyboard.press('Enter')
  await page.getByTestId('sold-at-risk').waitFor()
  desk.setLine('up')
  await badge(page, 'up', 0).waitFor()
  const sale = desk.chain.ops.find(({ type }) => type === 'bookWalkIn')
  expect([sale?.staffId, sale?.body['approvedBy'], sale?.body['claim']]).toEqual(['ana', 'bruno', 'at_risk'])
})

test('UI-43 the palette goes to a view, to an action and to a guest by typing', async () => {
  const { page, origin } = await openDesk({ staff: false })
  await page.goto(origin)
  const first = page.getByTestId('arrivals-list').getByTestId('stay-row').first()
  await first.waitFor()
  const name = (await first.locator('bdi').first().innerText()).trim()
  await openPalette(page)
  await page.keyboard.type('occ')
  await page.keyboard.press('Enter')
  await page.getByTestId('occupancy-table').waitFor()
  await openPalette(page)
  await page.keyboard.type('block a')
  await page.keyboard.press('Enter')
  await page.getByTestId('block-form').waitFor()
  await openPalette(page)
  await page.keyboard.type(name)
  await page
    .getByRole('button', { name: new RegExp(`^${name}, `) })
    .first()
    .waitFor()
  await page.screenshot({ path: output('palette') })
  await page.keyboard.press('Enter')
  await page.getByTestId('reservation-panel').getByRole('heading', { name }).waitFor()
})

test('UI-44 a view whose code does not come leaves the desk standing', async () => {
  const { page, origin } = await openDesk({ staff: false })
  await page.route('**/assets/occupancy-screen-*', (route) => route.abort())
  await page.goto(origin)
  await page.getByTestId('arrivals-list').waitFor()
  await page.keyboard.press('6')
  await page.getByText('This view could not be shown').waitFor()
  await page.keyboard.press('1')
  await page.getByTestId('arrivals-list').waitFor()
})

test.each(['light', 'dark'] as const)(
  'UI-20 the sign-in and the palette have no serious barrier, in %s',
  async (scheme) => {
    const { page, origin } = await openDesk({ scheme })
    await page.goto(origin)
    await page.getByTestId('sign-in').waitFor()
    const found: string[] = []
    const look = async (name: string) => {
      await page.screenshot({ path: output(`${name}-${scheme}`) })
      for (const barrier of await barriers(page)) found.push(`${name}: ${barrier}`)
    }
    await look('sign-in-who')
    await page.getByRole('button', { name: /Bruno Tavares/ }).click()
    await look('sign-in-secret')
    await signIn(page)
    await page.getByTestId('arrivals-list').waitFor()
    await look('frame')
    await openPalette(page)
    await page.getByPlaceholder('Guest, code').waitFor()
    await look('palette-empty')
    expect(found).toEqual([])
  },
)
