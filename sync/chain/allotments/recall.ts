import { decideLoading } from '../../../shared/domain/deciding.ts'
import type { DeviceId, HotelId, RoomTypeId } from '../../../shared/domain/ids.ts'
import { type UnitsWanted, decideRecall } from '../../../shared/domain/ops/allotments.ts'
import { ok } from '../../../shared/base/result.ts'
import type { LocalDate } from '../../../shared/domain/stay-dates.ts'
import type { Chain } from '../chain.ts'
import { writeOrRefuse } from '../write-path/write-or-refuse.ts'
import { selectHolders } from './queries/allotments.ts'

/** A channel's guest waits no longer for a room that a terminal holds. */
const WAIT_MS = 300

/** A unit of a type that a channel lacks on a night. */
export interface Lacking {
  readonly roomTypeId: RoomTypeId
  readonly night: LocalDate
}

/**
 * Asks the terminals that hold units which a channel lacks to give them back, and waits until they have, at most 300 ms.
 * A terminal out of touch keeps what it holds; nobody who listens, nobody is waited for. Rule ALLOT-06.
 */
export async function recallUnits(
  { db, writer, pokes, timers }: Pick<Chain, 'db' | 'writer' | 'pokes' | 'timers'>,
  hotelId: HotelId,
  lacking: readonly Lacking[],
): Promise<void> {
  const types = [...new Set(lacking.map(({ roomTypeId }) => roomTypeId))]
  const nights = [...new Set(lacking.map(({ night }) => night))]
  const holders = await selectHolders(db, hotelId, types, nights)
  const asked = new Map<DeviceId, UnitsWanted[]>()
  for (const { roomTypeId, night } of lacking) {
    const holder = holders.find((line) => line.roomTypeId === roomTypeId && line.night === night)
    if (!holder) continue
    const wishes = asked.get(holder.deviceId) ?? []
    asked.set(holder.deviceId, [...wishes, { roomTypeId, night, units: 1 }])
  }
  if (asked.size === 0 || !pokes.followed().includes(hotelId)) return
  const recalled = [...asked.values()].flat()
  const before = heldOf(holders, recalled)
  await writeOrRefuse(writer, hotelId, async ({ unit }) => {
    for (const [deviceId, wishes] of asked) {
      const decided = await decideLoading(decideRecall(deviceId, wishes, unit), unit.load)
      if (decided.ok) unit.apply(decided.value)
    }
    return ok(null)
  })
  await untilGivenBack({ db, pokes, timers }, hotelId, { types, nights, recalled, before })
}

interface Awaited {
  readonly types: readonly RoomTypeId[]
  readonly nights: readonly LocalDate[]
  readonly recalled: readonly UnitsWanted[]
  readonly before: number
}

/** Looks with each move of the head, as a terminal's answer is one. */
async function untilGivenBack(
  { db, pokes, timers }: Pick<Chain, 'db' | 'pokes' | 'timers'>,
  hotelId: HotelId,
  { types, nights, recalled, before }: Awaited,
): Promise<void> {
  const over = Promise.withResolvers<void>()
  const isOver = { now: false }
  const timer = timers.after(WAIT_MS, () => {
    isOver.now = true
    over.resolve()
  })
  try {
    while (!isOver.now) {
      const moved = Promise.withResolvers<void>()
      const stop = pokes.listen(hotelId, () => moved.resolve())
      try {
        if (heldOf(await selectHolders(db, hotelId, types, nights), recalled) <= before - recalled.length) return
        await Promise.race([moved.promise, over.promise])
      } finally {
        stop()
      }
    }
  } finally {
    timer.cancel()
  }
}

/** Units that terminals hold of what was recalled. */
function heldOf(
  holders: readonly { readonly roomTypeId: RoomTypeId; readonly night: LocalDate; readonly units: number }[],
  recalled: readonly Lacking[],
): number {
  return holders
    .filter((line) => recalled.some(({ roomTypeId, night }) => line.roomTypeId === roomTypeId && line.night === night))
    .reduce((sum, line) => sum + line.units, 0)
}
