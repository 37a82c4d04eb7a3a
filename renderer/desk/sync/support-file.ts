import type { OpView, SyncBadge } from '../../../shared/desk-api/views.ts'

/** What of an op's parameters goes to support: nothing that names or reaches a guest. What is new here is left out. */
const TOLD: ReadonlySet<string> = new Set([
  'code',
  'position',
  'roomId',
  'roomTypeId',
  'arrival',
  'departure',
  'from',
  'until',
  'date',
  'units',
  'kind',
  'reason',
  'housekeeping',
  'amountMinor',
])

export interface SupportFile {
  readonly name: string
  readonly text: string
}

/** What is unsent, for support, as the file that a person sends them. */
export function supportFile(
  hotel: { readonly hotelId: string; readonly terminal: { readonly name: string } },
  badge: SyncBadge,
  unsent: readonly OpView[],
  nowUtcMs: number,
): SupportFile {
  const madeAt = new Date(nowUtcMs).toISOString()
  const ops = unsent.map(({ opId, seq, type, madeAtUtcMs, landing, code, params }) => ({
    opId,
    seq,
    type,
    madeAt: new Date(madeAtUtcMs).toISOString(),
    landing,
    code,
    params: Object.fromEntries(Object.entries(params).filter(([name]) => TOLD.has(name))),
  }))
  const file = { madeAt, hotelId: hotel.hotelId, terminal: hotel.terminal.name, line: badge, unsent: ops }
  return {
    name: `keyrack-unsent-${hotel.hotelId}-${madeAt.slice(0, 16).replaceAll(/[-:]/g, '')}.json`,
    text: JSON.stringify(file, null, 2),
  }
}
