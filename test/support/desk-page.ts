import type { Locator, Page } from 'playwright-core'
import { DESK_CALLS } from '../../shared/desk-api/contract.ts'
import { deskCallPath } from '../../shared/desk-api/http-paths.ts'
import type { Landing } from '../../shared/desk-api/views.ts'
import { DEMO_STAFF } from '../../shared/domain/demo-staff.ts'

/** Signs one of the demo's staff in by keyboard, as whoever begins a shift does; the desk is on the screen then. */
export async function signIn(page: Page, staffId = 'bruno'): Promise<void> {
  const member = DEMO_STAFF.find((candidate) => candidate.staffId === staffId)
  if (!member) throw new Error(`nobody of the demo's staff is called ${staffId}`)
  const screen = page.getByTestId('sign-in')
  await screen.waitFor()
  const secret = screen.getByLabel('PIN or password')
  if ((await secret.count()) === 0) {
    await screen.getByLabel('Who are you?').fill(member.name.split(' ')[0] ?? '')
    await page.keyboard.press('Enter')
  }
  await secret.fill(member.pin)
  await page.keyboard.press('Enter')
  await screen.waitFor({ state: 'detached' })
}

/** The badge of the header, with this line and this many unsent changes. */
export function badge(page: Page, line: 'up' | 'down', unsent: number): Locator {
  return page.locator(`[data-testid=sync-badge][data-line=${line}][data-unsent="${unsent}"]`)
}

/** The rows of a guest among the day's arrivals. */
export function arrivalsOf(page: Page, lastName: string): Locator {
  return page.getByTestId('arrivals-list').getByTestId('stay-row').filter({ hasText: lastName })
}

/** As much of a row, or of the page, as says that its change has got this far. */
export function landed(within: Locator, landing: Landing): Locator {
  return within.and(within.page().locator(`[data-landing=${landing}]`)).or(within.locator(`[data-landing=${landing}]`))
}

/** Fills in the walk-in form for one night of the first type; the price is on the screen when it resolves. */
export async function fillWalkIn(page: Page, lastName: string, firstName: string): Promise<void> {
  await page.getByTestId('walk-in-open').click()
  await page.getByLabel('Last name').fill(lastName)
  await page.getByLabel('First name').fill(firstName)
  await page.getByTestId('walk-in-total').waitFor()
}

/**
 * Books what the form holds, by this way of pressing the button: the id that the screen gave the booking, and how often it
 * asked the host. The host hears nothing before the pressing is over: its answer would else take the button away from
 * under a second click.
 */
export async function bookWalkIn(
  page: Page,
  press: 'click' | 'dblclick' = 'click',
): Promise<{ readonly reservationId: string; readonly calls: number }> {
  const path = `**${deskCallPath('walkIn.book')}`
  const pressed = Promise.withResolvers<void>()
  let calls = 0
  await page.route(path, async (route) => {
    calls += 1
    await pressed.promise
    await route.continue()
  })
  const sent = page.waitForRequest(path)
  await page.getByTestId('walk-in-book')[press]()
  pressed.resolve()
  const { reservationId } = DESK_CALLS['walkIn.book'].input.parse((await sent).postDataJSON())
  await page.getByTestId('confirmation-code').waitFor()
  await page.unroute(path)
  return { reservationId, calls }
}

/** Closes the panel of the booking that was just made. */
export async function closeBooked(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Done' }).click()
  await page.getByTestId('confirmation-code').waitFor({ state: 'detached' })
}

/** Takes the first room that is vacant tonight out of order for a night. */
export async function blockVacantRoom(page: Page, remarks: string): Promise<{ blockId: string; roomId: string }> {
  await page.getByTestId('block-open').click()
  const form = page.getByTestId('block-form')
  await form.getByLabel('Room', { exact: true }).and(form.locator('input')).fill('vacant tonight')
  await page.getByRole('option', { name: 'vacant tonight' }).first().click()
  await form.getByLabel('Remarks').fill(remarks)
  const sent = page.waitForRequest(`**${deskCallPath('block.set')}`)
  await page.getByTestId('block-save').click()
  const { blockId, roomId } = DESK_CALLS['block.set'].input.parse((await sent).postDataJSON())
  await page.getByTestId('blocks-table').waitFor()
  return { blockId, roomId }
}
