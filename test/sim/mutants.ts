/** One textual patch. */
export interface Patch {
  readonly file: string
  /** Stands exactly once in the file. */
  readonly find: string
  readonly replace: string
}

/** One safeguard taken away, and where it must be missed. */
export interface Mutant extends Patch {
  readonly name: string
  /** What the safeguard keeps from happening. */
  readonly safeguard: string
  /** What has to go with it: a second line of the same defence, or the other end of the same brackets. */
  readonly also?: readonly Patch[]
  /** A contract test that misses it, where only several connections show it; by default the simulation does. */
  readonly test?: string
}

const ALLOTMENTS = 'shared/domain/ops/allotments.ts'
const PUSH = 'sync/chain/sync/push.ts'

/** Taken away one at a time, each has to be missed. */
export const MUTANTS: readonly Mutant[] = [
  {
    name: 'last-seq-guard',
    safeguard: 'an op that landed is not landed again when its push is repeated',
    file: PUSH,
    find: 'ops.filter(({ seq }) => seq <= device.lastSeq)',
    replace: 'ops.filter(({ seq }) => seq < device.lastSeq)',
  },
  {
    name: 'fork-check',
    safeguard: 'two copies of one disk are told apart',
    file: PUSH,
    find: 'seen.find(({ seq, opId }) => known.get(seq)?.outcome.opId !== opId)',
    replace: 'seen.find(({ seq }) => !known.has(seq))',
  },
  {
    name: 'facts-parked',
    safeguard: 'a fact is never refused',
    file: PUSH,
    find: `if (OP_KINDS[op.type] === 'fact') return`,
    replace: `if (OP_KINDS[op.type] === 'fact' && seq < 0) return`,
  },
  {
    name: 'twin-by-op-id',
    safeguard: 'an op id takes effect once, whichever terminal sends it',
    file: PUSH,
    find: '  if (twin) {\n',
    replace: '  if (twin && seq < 0) {\n',
  },
  {
    name: 'refused-told',
    safeguard: 'a refused request leaves an exception',
    file: PUSH,
    find: '  unit.apply(writesForRefusedRequest(op, decided.error, unit))\n',
    replace: '',
  },
  {
    name: 'poison-parked-alone',
    safeguard: 'an op that can not be read does not stop the others',
    file: PUSH,
    find: 'if (parsed.op === null) return park(hotel, device, wire, parsed.unreadable)',
    replace: `if (parsed.op === null) throw new Error(parsed.unreadable)`,
  },
  {
    name: 'head-lock',
    safeguard: 'a hotel is one line of writers, also over several connections',
    file: 'sync/chain/write-path/queries/head.ts',
    find: ' FOR NO KEY UPDATE',
    replace: '',
    test: 'test/contract/chain/two-writers.test.ts',
  },
  {
    name: 'forced-is-no-headroom',
    safeguard: 'a request passes within the limit only, whatever was forced beyond it',
    file: 'shared/domain/inventory.ts',
    find: 'return row.totalReserved + row.leased + units <= sellLimit(row)',
    replace: 'return row.totalReserved + row.leased + units <= sellLimit(row) + row.forced + 1',
  },
  {
    name: 'forced-covered',
    safeguard: 'each forced unit is covered by an open exception',
    file: 'shared/domain/ops/exceptions.ts',
    find: `if (open.params['units'] !== row.forced || `,
    replace: `if (open.params['units'] === -1 || `,
  },
  {
    name: 'one-holder-a-room',
    safeguard: 'of two assignments of one room the first stands',
    file: 'shared/domain/room-night.ts',
    find: 'STRENGTH[claim.kind] > STRENGTH[holder.kind]',
    replace: 'STRENGTH[claim.kind] >= STRENGTH[holder.kind]',
  },
  {
    name: 'undo-order',
    safeguard: 'pending ops are undone in reverse',
    file: 'sync/replica/queries/undo.ts',
    find: 'ORDER BY seq DESC',
    replace: 'ORDER BY seq ASC',
  },
  {
    name: 'reopen-lost-ops',
    safeguard: 'what a restored chain has lost is sent again',
    file: 'sync/replica/rebase.ts',
    find: '  reopenOps(tx, snapshot.lastSeq)\n',
    replace: '',
  },
  {
    name: 'fence-check',
    safeguard: 'what a terminal sold before it was given up spends nothing of what it was given since',
    file: ALLOTMENTS,
    find: '?.fence === cover.fence ? cover.deviceId : null',
    replace: '?.fence === undefined ? null : cover.deviceId',
  },
  {
    name: 'fence-raised',
    safeguard: 'a terminal that is given up sells under a fence of the past',
    file: ALLOTMENTS,
    find: 'fence: allotment.fence + 1',
    replace: 'fence: allotment.fence',
  },
  {
    name: 'lease-shrinks-first',
    safeguard: 'a terminal that gives units back sells them no more',
    file: ALLOTMENTS,
    find: 'back) }, line.units - back)',
    replace: 'back) }, line.units)',
  },
  {
    name: 'recall-asks',
    safeguard: 'nothing is taken from a terminal that may have sold it meanwhile',
    file: ALLOTMENTS,
    find: `draft.put('allotment_line', { ...line, recalled: asked })`,
    replace: `{
      yield inventoryOf(roomTypeId, [night])
      const row = draft.row('inventory', typeNightKey(roomTypeId, night))
      draft.put('allotment_line', { ...line, units: line.units - asked, recalled: 0 })
      if (row) draft.put('inventory', withCounts(row, { leased: row.leased - asked }))
    }`,
  },
  {
    name: 'spend-moves-a-unit',
    safeguard: 'a sale from an allotment takes its unit out of it',
    file: ALLOTMENTS,
    find: 'withCounts(row, { totalReserved, leased: row.leased - 1 })',
    replace: 'withCounts(row, { totalReserved })',
  },
  {
    name: 'sale-by-allotment',
    safeguard: 'what a terminal sold by its allotment is never refused',
    file: ALLOTMENTS,
    find: 'if (line && line.units > 0) {',
    replace: 'if (line && line.units > 0 && requestFits(row, 1)) {',
  },
  {
    name: 'declaration',
    safeguard: 'a restored chain hears what terminals hold before it sells it',
    file: 'sync/chain/allotments/allot.ts',
    find: 'if (declared === null) return',
    replace: 'return',
  },
  {
    name: 'declares-lost-sales',
    safeguard: 'sales that a restored chain has lost are declared with what is left',
    file: 'sync/replica/own-allotment.ts',
    find: 'if (!isOwn(sale.cover)) continue',
    replace: 'if (isOwn(sale.cover)) continue',
  },
  {
    name: 'one-snapshot-pull',
    safeguard: 'rows, cursor and last seq of a pull are of one moment',
    file: 'sync/chain/sync/pull.ts',
    find: `  return db.transaction('REPEATABLE READ', async (tx) => {
    const at = await readPosition(tx, device)
    if (!at) return refuse({ code: 'HOTEL_UNKNOWN', params: { hotelId: device.hotelId } })
    const { head, lastSeq, firstNight } = at
    if (asked`,
    replace: `  const tx = db
  return (async (): Promise<Result<PullResponse, PullRefusal>> => {
    const at = await readPosition(tx, device)
    if (!at) return refuse({ code: 'HOTEL_UNKNOWN', params: { hotelId: device.hotelId } })
    const { head, firstNight } = at
    if (asked`,
    also: [
      {
        file: 'sync/chain/sync/pull.ts',
        find: `      lastSeq,
      changes: await loadChanged(tx, device, changes, firstNight),
    })
  })`,
        replace: `      changes: await loadChanged(tx, device, changes, firstNight),
      lastSeq: (await selectDevice(tx, device.hotelId, device.deviceId))?.lastSeq ?? 0,
    })
  })()`,
      },
    ],
  },
  {
    name: 'limit-of-a-request',
    safeguard: 'a request that does not fit is refused, also where no constraint of the database stands behind it',
    file: 'shared/domain/inventory.ts',
    find: 'return row.totalReserved + row.leased + units <= sellLimit(row)',
    replace: 'return row.totalReserved + units <= sellLimit(row)',
    also: [
      {
        file: 'sync/chain/migrations/0001-foundation.sql',
        find: `  CONSTRAINT within_sell_limit CHECK (
    total_reserved + leased
    <= greatest(total_inventory - out_of_order, 0) * (100 + overbook_pct) / 100 + forced
  )`,
        replace: '  CHECK (true)',
      },
    ],
  },
  {
    name: 'refund-once-an-op',
    safeguard: 'money that was given back twice is posted twice',
    file: 'shared/domain/ops/post-payment.ts',
    find: 'folioLineId.cashRefund(reservationId, cause.opId)',
    replace: `folioLineId.cashRefund(reservationId, '0' as typeof cause.opId)`,
  },
  {
    name: 'parked-subject',
    safeguard: 'an op that is parked is asked about where it belongs',
    file: PUSH,
    find: `if (typeof reservationId === 'string' && isUuidV7(reservationId)) return`,
    replace: `if (reservationId === null) return`,
  },
  {
    name: 'code-of-its-own',
    safeguard: 'of two sales under one confirmation code neither is lost',
    file: PUSH,
    find: 'if (!holder || holder.reservationId === reservationId) return op',
    replace: 'if (holder !== undefined) return op',
  },
]
