import { resolve } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { systemTimers } from '../../electron/common/adapters.ts'
import { ensureBuilt } from '../../electron/launch/ensure-built.ts'
import { launchChromium } from '../support/chromium.ts'
import { serveFixtureDesk } from '../support/fixture-desk/fixture-server.ts'
import { LiveDesk } from '../support/live-desk.ts'

let browser: Browser
let desk: LiveDesk
let server: Awaited<ReturnType<typeof serveFixtureDesk>>
let page: Page

beforeAll(async () => {
  await ensureBuilt(resolve(import.meta.dirname, '../..'), systemTimers)
  desk = await LiveDesk.open({ staff: false })
  server = await serveFixtureDesk(desk)
  browser = await launchChromium(inject('chromium'))
  page = await browser.newPage({ viewport: { width: 1280, height: 800 } })
  page.setDefaultTimeout(20_000)
  await page.goto(server.origin)
  await page.getByTestId('arrivals-list').getByTestId('stay-row').first().waitFor()
})

afterAll(async () => {
  await browser?.close()
  await server?.close()
  await desk?.close()
})

/** Presses keys as a hand does, and counts them. */
class Keys {
  count = 0

  async press(...keys: readonly string[]): Promise<void> {
    for (const key of keys) {
      await page.keyboard.press(key)
      this.count += 1
    }
  }

  async type(text: string): Promise<void> {
    await page.keyboard.type(text)
    this.count += text.length
  }
}

test('UI-75 an arrival whose room is ready is checked in by one key from the list, and back by its toast', async () => {
  const row = page
    .getByTestId('arrivals-list')
    .getByTestId('stay-row')
    .and(page.locator('[aria-keyshortcuts=i]'))
    .first()
  const name = (await row.locator('bdi').first().innerText()).trim()
  await row.focus()
  await page.screenshot({ path: resolve(import.meta.dirname, '../../test-output/today-check-in.png') })
  await page.keyboard.press('i')
  await page.getByTestId('toast').getByText('Checked in to room').waitFor()
  await page.getByTestId('toast-undo').click()
  await page.getByText('The check-in is undone').waitFor()
  await expect.poll(() => desk.chain.ops.map(({ type }) => type)).toEqual(['checkIn', 'undoCheckIn'])
  await page.getByTestId('today-filter').getByText('No room ready').click()
  expect(await page.getByTestId('arrivals-list').getByText(`${name},`).count()).toBe(0)
  await page.getByTestId('today-filter').getByText('All').click()
})

test('UI-21 a guest at the desk gets a room, pays and has moved in by keys alone', async () => {
  const keys = new Keys()
  const before = desk.chain.ops.length
  await page.locator('#kr-main').focus()
  await keys.press('w')
  await page.getByRole('radio').and(page.locator(':focus')).first().waitFor()
  await page.getByTestId('walk-in-total').waitFor()
  for (const _ of ['arrival', 'nights', 'adults', 'children', 'room', 'last name']) await keys.press('Tab')
  await keys.type('Nakamura')
  await keys.press('Tab')
  await keys.type('Emi')
  await keys.press('Control+Enter')
  await page.getByTestId('confirmation-code').waitFor()
  await page.getByText('Open the booking').and(page.locator('button, button *')).first().waitFor()
  await keys.press('Shift+Tab', 'Shift+Tab', 'Enter') // "Done" has the focus, "Open the booking" stands two before it
  await page.getByTestId('reservation-account').waitFor()
  await keys.press('i')
  await page.getByTestId('consequences').waitFor()
  await keys.press('Enter')
  await page.locator('[data-testid=line-stay][data-stay=in_house]').waitFor()
  await keys.press('p')
  await page.getByTestId('task-confirm').getByText('Take').waitFor()
  await keys.press('Enter')
  await page.locator('[data-testid=reservation-account][data-balance="0"]').waitFor()
  console.info(
    `a walk-in, booked, checked in and paid: ${keys.count} key presses, ${'NakamuraEmi'.length} of them the name`,
  )
  await expect
    .poll(() => desk.chain.ops.slice(before).map(({ type }) => type))
    .toEqual(['bookWalkIn', 'checkIn', 'takePayment'])
})
