import { resolve } from 'node:path'
import { AxeBuilder } from '@axe-core/playwright'
import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, inject, test } from 'vitest'
import { z } from 'zod'
import { systemTimers } from '../../electron/common/adapters.ts'
import { ensureBuilt } from '../../electron/launch/ensure-built.ts'
import { deskCallPath } from '../../shared/desk-api/http-paths.ts'
import { launchChromium } from '../support/chromium.ts'
import { fillWalkIn } from '../support/desk-page.ts'
import { FixtureDesk } from '../support/fixture-desk/fixture-desk.ts'
import { serveFixtureDesk } from '../support/fixture-desk/fixture-server.ts'

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
  page.on('console', (message) => {
    if (message.type() === 'error') problems.push(message.text())
  })
  await page.goto(server.origin)
  await page.getByTestId('arrivals-list').waitFor()
  return { desk, page, problems, server }
}

/** What axe finds that keeps people out, on the page or in a part of it; the rule and where. */
async function barriers(page: Page, part: string | null = null): Promise<string[]> {
  const axe = new AxeBuilder({ page })
  const { violations } = await (part === null ? axe : axe.include(part)).analyze()
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) => nodes.map((node) => `${id} at ${node.target.join(' ')}`))
}

/** Closes what stands open by Escape, a list that had dropped down first. */
async function closePanel(page: Page): Promise<void> {
  const dialog = page.getByRole('dialog')
  while ((await dialog.count()) > 0) await page.keyboard.press('Escape')
}

/** Dialogs that come in are looked at when they have arrived. */
async function opened(page: Page, testId: string): Promise<void> {
  await page.getByTestId(testId).getByRole('dialog').waitFor()
}

test.each(['light', 'dark'] as const)(
  'UI-20 no screen has a serious barrier for assistive technology, in %s',
  async (scheme) => {
    const { desk, page, problems } = await openDesk(scheme)
    const found: string[] = []
    const look = async (name: string) => {
      for (const barrier of await barriers(page)) found.push(`${name}: ${barrier}`)
    }
    await look('today')
    desk.addTroubles()
    desk.setLine('down', 60_000)
    await page.getByTestId('line-banner').waitFor()
    await look('today with the line down')
    await page.keyboard.press('6')
    await page.getByTestId('occupancy-table').waitFor()
    await look('occupancy')
    await page.keyboard.press('7')
    await page.getByTestId('blocks-table').waitFor()
    await look('blocks')
    for (const [key, panel] of [
      ['n', 'needs-you-panel'],
      ['s', 'sync-panel'],
      ['b', 'block-panel'],
      ['?', 'help-panel'],
      ['w', 'walk-in-panel'],
    ] as const) {
      await page.keyboard.press(key)
      await opened(page, panel)
      await look(panel)
      if (key !== 'w') await closePanel(page)
    }
    await page.getByTestId('walk-in-total').waitFor()
    await page.getByTestId('walk-in-book').click()
    await look('walk-in with faults')
    await closePanel(page)
    await page.keyboard.press('1')
    await page.getByTestId('arrivals-list').getByRole('button').first().click()
    await opened(page, 'reservation-panel')
    await look('booking')
    expect(found).toEqual([])
    expect(problems).toEqual([])
  },
)

test('UI-21 a walk-in is booked by keyboard alone, offline, and shows how far it has got', async () => {
  const { desk, page } = await openDesk()
  desk.setLine('down', 60_000)
  await page.getByTestId('line-banner').waitFor()
  await page.keyboard.press('w')
  await page
    .getByRole('radio', { name: /Standard Double/ })
    .and(page.locator(':focus'))
    .waitFor()
  await page.getByTestId('walk-in-total').waitFor()
  await page.keyboard.press('ArrowDown') // Sea View Double
  for (const _ of ['arrival', 'nights']) await page.keyboard.press('Tab')
  await page.keyboard.type('2')
  for (const _ of ['adults', 'children', 'room', 'last name']) await page.keyboard.press('Tab')
  await page.keyboard.type('Sørensen')
  await page.keyboard.press('Tab')
  await page.keyboard.type('Astrid')
  await page.getByTestId('walk-in-as-of').waitFor()
  await page.keyboard.press('Control+Enter')
  const code = page.getByTestId('confirmation-code')
  await code.and(page.locator('[data-landing=saved]')).waitFor()
  await page.locator('[data-testid=sync-badge][data-line=down][data-unsent="1"]').waitFor()
  desk.setLine('up')
  await code.and(page.locator('[data-landing=confirmed]')).waitFor()
  await page.keyboard.press('Enter') // Done has the focus
  await page.getByTestId('arrivals-list').getByText('Sørensen').waitFor()
  const booked = desk.rows.all('guest').filter((guest) => guest.lastName === 'Sørensen')
  expect(booked).toHaveLength(1)
  expect(desk.carriedOut).toEqual(['bookWalkIn'])
})

test('UI-22 a double click books once', async () => {
  const { desk, page } = await openDesk()
  await page.getByTestId('walk-in-open').click()
  await page.getByLabel('Last name').fill('Nowak')
  await page.getByLabel('First name').fill('Jan')
  await page.getByTestId('walk-in-total').waitFor()
  await page.getByTestId('walk-in-book').dblclick()
  await page.getByTestId('confirmation-code').waitFor()
  expect(desk.carriedOut).toEqual(['bookWalkIn'])
})

test('UI-08 what was typed survives closing, and a refusal', async () => {
  const { page } = await openDesk()
  await page.keyboard.press('w')
  await page.getByLabel('Last name').fill('Whitfield')
  await page.getByLabel('First name').fill('Ruth')
  await closePanel(page)
  await page.keyboard.press('w')
  expect(await page.getByLabel('Last name').inputValue()).toBe('Whitfield')
  await page.getByLabel('Adults').fill('9')
  await page.getByTestId('walk-in-total').waitFor()
  await page.keyboard.press('Enter')
  await page.getByText('sleeps 3. Lower the number of guests', { exact: false }).waitFor()
  expect(await page.getByLabel('Last name').inputValue()).toBe('Whitfield')
})

test('UI-07 a total that changed while the form stood open is said, and booked by the press after that', async () => {
  const { desk, page } = await openDesk()
  await fillWalkIn(page, 'Whitfield', 'Ruth')
  const path = `**${deskCallPath('stay.quote')}`
  await page.route(path, async (route) => {
    const response = await route.fetch()
    const answer = z.looseObject({ value: z.looseObject({ totalMinor: z.number() }) }).parse(await response.json())
    answer.value.totalMinor += 500
    await route.fulfill({ response, json: answer })
  })
  desk.addTroubles()
  await page.getByTestId('walk-in-price-changed').waitFor()
  const asked: string[] = []
  page.on('request', (request) => asked.push(new URL(request.url()).pathname))
  await page.getByTestId('walk-in-book').click()
  await page.getByTestId('walk-in-error').waitFor()
  expect(asked).not.toContain(deskCallPath('walkIn.book'))
  const sent = page.waitForRequest(`**${deskCallPath('walkIn.book')}`)
  await page.getByTestId('walk-in-book').click()
  await sent
})

test('UI-17 a room is blocked by keyboard and leaves sale', async () => {
  const { desk, page } = await openDesk()
  await page.keyboard.press('b')
  await opened(page, 'block-panel')
  const room = page
    .getByRole('combobox', { name: 'Room' })
    .or(page.getByRole('textbox', { name: 'Room' }))
    .first()
  await room.focus()
  await page.keyboard.type('130')
  await page.getByRole('option', { name: /^130 / }).waitFor()
  await page.keyboard.press('Enter')
  await page.keyboard.press('Control+Enter')
  await page.getByTestId('blocks-table').getByText('Plumbing').waitFor()
  expect(desk.rows.all('room_block')).toMatchObject([{ roomId: '130', kind: 'OOO', status: 'active' }])
})

test('UI-14 when the host does not answer, the last figures stay and say so', async () => {
  const { page, server } = await openDesk()
  await server.close()
  await page.getByTestId('host-banner').waitFor()
  await page.getByText('Figures from', { exact: false }).first().waitFor()
  expect(await page.getByTestId('arrivals-list').getByRole('button').count()).toBeGreaterThan(5)
})

test.each(['light', 'dark'] as const)(
  'HUB-18 the banner of a hub out of reach has no serious barrier, in %s',
  async (scheme) => {
    const { desk, page, problems } = await openDesk(scheme)
    const found: string[] = []
    for (const { state, part } of [
      { state: 'waiting', part: { role: 'attached' as const, hubLostAtUtcMs: 1_000, unanswered: 1 } },
      { state: 'standby', part: { role: 'standby' as const, unsent: 2 } },
      { state: 'standbyBack', part: { hubLostAtUtcMs: null } },
      { state: 'unsentHere', part: { role: 'attached' as const } },
      { state: 'noStandby', part: { role: 'attached' as const, hubLostAtUtcMs: 1_000, hasStandby: false } },
      { state: 'keyRefused', part: { keyRefused: true } },
    ]) {
      desk.setTerminal({ hubAddress: '10.0.0.5:4610', hasStandby: true, ...part })
      await page.locator(`[data-testid=hub-banner][data-state=${state}]`).waitFor()
      for (const barrier of await barriers(page, '[data-testid=hub-banner]')) found.push(`${state}: ${barrier}`)
      await page.screenshot({
        path: resolve(import.meta.dirname, `../../test-output/hub-banner-${state}-${scheme}.png`),
      })
    }
    expect(found).toEqual([])
    expect(problems).toEqual([])
  },
)
