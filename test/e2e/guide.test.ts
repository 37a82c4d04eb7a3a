import { join, resolve } from 'node:path'
import { AxeBuilder } from '@axe-core/playwright'
import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, inject, test } from 'vitest'
import { systemTimers } from '../../electron/common/adapters.ts'
import { ensureBuilt } from '../../electron/launch/ensure-built.ts'
import { launchChromium } from '../support/chromium.ts'
import { FixtureDesk } from '../support/fixture-desk/fixture-desk.ts'
import { serveFixtureDesk } from '../support/fixture-desk/fixture-server.ts'

const root = resolve(import.meta.dirname, '../..')
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

async function openDesk(scheme: 'light' | 'dark'): Promise<{ desk: FixtureDesk; page: Page }> {
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
  await page.goto(server.origin)
  await page.getByTestId('arrivals-list').waitFor()
  return { desk, page }
}

async function barriers(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze()
  return violations.filter(({ impact }) => impact === 'serious' || impact === 'critical').map(({ id }) => id)
}

test.each(['light', 'dark'] as const)(
  'UI-24 with the line down the desk says in plain words what goes on working and how much is safe to sell, in %s',
  async (scheme) => {
    const { desk, page } = await openDesk(scheme)
    desk.setLine('down', 60_000)
    await page.getByTestId('line-banner').getByRole('button').click()
    const guide = page.getByTestId('line-down-guide').getByRole('dialog')
    await guide.waitFor()
    await guide.getByText('Safe to sell now, tonight').waitFor()
    await page.screenshot({ path: join(root, `test-output/line-down-guide-${scheme}.png`) })
    expect(await barriers(page)).toEqual([])
  },
)

test('UI-25 the tour is offered once, goes on by the arrow keys and back, ends by Escape, and can be had again', async () => {
  const { page } = await openDesk('light')
  await page.getByTestId('tour-offer').getByRole('button', { name: 'Take the tour' }).click()
  const step = page.locator('.driver-popover-title')
  await step.waitFor()
  const titles: string[] = []
  for (let n = 0; n < 3; n += 1) {
    titles.push((await step.textContent()) ?? '')
    await page.keyboard.press('ArrowRight')
    await page.waitForFunction(
      (before) => document.querySelector('.driver-popover-title')?.textContent !== before,
      titles.at(-1),
    )
  }
  expect(new Set(titles).size).toBe(3)
  await page.getByRole('button', { name: 'Back' }).click()
  await page.waitForFunction(
    (before) => document.querySelector('.driver-popover-title')?.textContent === before,
    titles[2],
  )
  await page.screenshot({ path: join(root, 'test-output/tour.png') })
  await page.keyboard.press('Escape')
  await step.waitFor({ state: 'detached' })
  await page.reload()
  await page.getByTestId('arrivals-list').waitFor()
  expect(await page.getByTestId('tour-offer').count()).toBe(0)
  await page.keyboard.press('?')
  await page.getByRole('button', { name: 'Tour of the desk' }).click()
  await step.waitFor()
})
