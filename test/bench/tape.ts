import { resolve } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import type { Page } from 'playwright-core'
import { systemTimers } from '../../electron/common/adapters.ts'
import { ensureBuilt } from '../../electron/launch/ensure-built.ts'
import { localDateAt } from '../../shared/domain/stay-dates.ts'
import type { Measuring } from '../measure/measuring-command.ts'
import type { Measurement, Want } from '../measure/report.ts'
import { percentile } from '../measure/statistics.ts'
import { findChromium, launchChromium } from '../support/chromium.ts'
import { serveFixtureDesk } from '../support/fixture-desk/fixture-server.ts'
import { LiveDesk } from '../support/live-desk.ts'
import { TAPE_HOTEL_ID, TAPE_ROOMS, tapeHotel } from './tape-hotel.ts'

const SECONDS = 6
/** A notch of the wheel, and how often one comes: a flick of some 7,000 pixels a second. */
const NOTCH_PX = 120
const NOTCH_MS = 16
const MOVE_MS = 8
const ZOOMS = [14, 60] as const

const WANTS: Readonly<Record<string, Want>> = {
  'frame.p99_ms': ['<', 50],
  dom_nodes: ['<=', 8_000],
}

/**
 * The tape chart of 1,000 rooms and a year in a real Chromium, over a real desk host with its replica on disk: turned by the
 * wheel down and across, and a bar dragged about, at two weeks and at sixty nights on the screen. Frames are counted by
 * `requestAnimationFrame`, in the page, while the pages that the host answers come in.
 */
export async function measureTape(measuring: Measuring): Promise<Measurement> {
  const { progress, stopwatch } = measuring
  await ensureBuilt(resolve(import.meta.dirname, '../..'), systemTimers)
  const { rows, occupancyPercent } = tapeHotel(localDateAt(Date.now(), 'Europe/Lisbon'))
  progress(`loading ${rows.length} rows into a replica`)
  const desk = await LiveDesk.open({ staff: false, hotel: { hotelId: TAPE_HOTEL_ID, rows } })
  const server = await serveFixtureDesk(desk)
  const browser = await launchChromium(await findChromium())
  try {
    const page = await browser.newPage({ viewport: { width: 1920, height: 1080 } })
    await page.goto(server.origin)
    await page.getByTestId('walk-in-open').waitFor()
    await page.keyboard.press('2')
    const startMs = stopwatch.nowMs()
    await page.locator('[data-bar]').first().waitFor()
    const figures: Record<string, number> = {
      rooms: TAPE_ROOMS,
      occupancy_pct: occupancyPercent,
      'open.ms': stopwatch.nowMs() - startMs,
    }
    const all: number[] = []
    let mostNodes = 0
    for (const zoom of ZOOMS) {
      await page.getByTestId('tape-zoom').getByText(`${zoom} nights`).click()
      await page.locator('[data-bar]').first().waitFor()
      for (const way of ['vertical', 'horizontal', 'drag'] as const) {
        progress(`${way} at ${zoom} nights`)
        const { framesMs, nodes } = await framesWhile(page, () => WAYS[way](page, measuring.seconds ?? SECONDS))
        figures[`${way}.${zoom}.p50_ms`] = percentile(framesMs, 50)
        figures[`${way}.${zoom}.p99_ms`] = percentile(framesMs, 99)
        figures[`${way}.${zoom}.worst_ms`] = Math.max(...framesMs)
        all.push(...framesMs)
        mostNodes = Math.max(mostNodes, nodes)
      }
    }
    figures['frame.count'] = all.length
    figures['frame.p50_ms'] = percentile(all, 50)
    figures['frame.p99_ms'] = percentile(all, 99)
    figures['dom_nodes'] = mostNodes
    return { name: 'tape', figures, wants: WANTS, durability: 'nothing is written: looked at and dragged, not dropped' }
  } finally {
    await browser.close()
    await server.close()
    await desk.close()
  }
}

const WAYS = {
  vertical: (page: Page, seconds: number) => turned(page, seconds, (back) => [0, back ? -NOTCH_PX : NOTCH_PX]),
  horizontal: (page: Page, seconds: number) => turned(page, seconds, (back) => [back ? -NOTCH_PX : NOTCH_PX, 0]),
  drag: dragged,
} as const

/** The wheel over the middle of the chart, two thirds of the time there and then back. */
async function turned(page: Page, seconds: number, by: (back: boolean) => [number, number]): Promise<void> {
  const box = await boxOf(page, '[data-testid=tape-grid]')
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2)
  const startMs = performance.now()
  for (;;) {
    const share = (performance.now() - startMs) / (seconds * 1_000)
    if (share >= 1) return
    await page.mouse.wheel(...by(share > 2 / 3))
    await setTimeout(NOTCH_MS)
  }
}

/** A bar, taken in its middle, carried round the chart and along its lower edge, then let go by Escape. */
async function dragged(page: Page, seconds: number): Promise<void> {
  await page.keyboard.press('t')
  await page.locator('[data-bar][data-state=expected]').first().waitFor()
  const grid = await boxOf(page, '[data-testid=tape-grid]')
  const bars = await page.locator('[data-kind=room] [data-bar][data-state=expected]').all()
  let from: { x: number; y: number } | null = null
  for (const bar of bars) {
    const box = await bar.boundingBox()
    if (box && box.x > grid.x + 260 && box.y > grid.y + 200 && box.y < grid.y + grid.height - 200) {
      from = { x: box.x + box.width / 2, y: box.y + box.height / 2 }
      break
    }
  }
  if (from === null) throw new Error('no bar lies well on the chart')
  await page.mouse.move(from.x, from.y)
  await page.mouse.down()
  const startMs = performance.now()
  for (let share = 0; share < 1; share = (performance.now() - startMs) / (seconds * 1_000)) {
    const turn = share * 4 * Math.PI
    const reach = share > 2 / 3 ? grid.height / 2 - 10 : 160
    const x = grid.x + grid.width / 2 + Math.cos(turn) * 300
    await page.mouse.move(x, grid.y + grid.height / 2 + Math.sin(turn) * reach)
    await setTimeout(MOVE_MS)
  }
  if ((await page.getByTestId('tape-ghost').count()) !== 1) throw new Error('nothing was dragged')
  await page.keyboard.press('Escape')
  await page.mouse.up()
}

/** How long each frame took while something was done, and how many elements stood there at most. */
async function framesWhile(
  page: Page,
  run: () => Promise<void>,
): Promise<{ readonly framesMs: number[]; readonly nodes: number }> {
  await page.evaluate(() => {
    const seen = { framesMs: [] as number[], nodes: 0, isOn: true }
    Object.assign(globalThis, { keyrackFrames: seen })
    let beforeMs = performance.now()
    const look = (nowMs: number) => {
      seen.framesMs.push(nowMs - beforeMs)
      beforeMs = nowMs
      if (seen.framesMs.length % 10 === 0) seen.nodes = Math.max(seen.nodes, document.getElementsByTagName('*').length)
      if (seen.isOn) requestAnimationFrame(look)
    }
    requestAnimationFrame((nowMs) => {
      beforeMs = nowMs
      requestAnimationFrame(look)
    })
  })
  await run()
  return await page.evaluate(() => {
    const { keyrackFrames: seen } = globalThis as unknown as {
      keyrackFrames: { framesMs: number[]; nodes: number; isOn: boolean } // set above, in the same page
    }
    seen.isOn = false
    return { framesMs: seen.framesMs, nodes: seen.nodes }
  })
}

async function boxOf(page: Page, selector: string) {
  const box = await page.locator(selector).boundingBox()
  if (!box) throw new Error(`${selector} is not on the page`)
  return box
}
