/** One safeguard taken away by one textual patch, and where it must be missed. */
export interface Mutant {
  readonly name: string
  /** What the safeguard keeps from happening. */
  readonly safeguard: string
  readonly file: string
  /** Stands exactly once in the file. */
  readonly find: string
  readonly replace: string
  /** A contract test that misses it, where only several connections show it; by default the simulation does. */
  readonly test?: string
}

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
    name: 'gap-check',
    safeguard: 'ops land without gaps',
    file: PUSH,
    find: 'return firstSeq > lastSeq + 1 ?',
    replace: 'return firstSeq > lastSeq + 1_000 ?',
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
    find: `if (OP_KINDS[parsed.op.type] === 'fact') return`,
    replace: `if (OP_KINDS[parsed.op.type] === 'fact' && seq < 0) return`,
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
    find: '  unit.apply(writesForRefusedRequest(parsed.op, decided.error, unit))\n',
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
    test: 'test/contract/chain/write-path.test.ts',
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
    name: 'pull-epoch',
    safeguard: 'rows of one history are never laid over those of another',
    file: 'sync/chain/sync/pull.ts',
    find: 'asked.epoch !== head.epoch || asked.cursor > head.version',
    replace: 'asked.cursor > head.version',
  },
  {
    name: 'undo-order',
    safeguard: 'pending ops are undone in reverse',
    file: 'sync/replica/queries/undo.ts',
    find: 'ORDER BY seq DESC',
    replace: 'ORDER BY seq ASC',
  },
  {
    name: 'replay-pending',
    safeguard: 'what is pending stays visible when rows come',
    file: 'sync/replica/rebase.ts',
    find: '    replayPending(tx)\n    pruneOps',
    replace: '    pruneOps',
  },
  {
    name: 'reopen-lost-ops',
    safeguard: 'what a restored chain has lost is sent again',
    file: 'sync/replica/rebase.ts',
    find: '  reopenOps(tx, snapshot.lastSeq)\n',
    replace: '',
  },
  {
    name: 'outcome-is-no-effect',
    safeguard: 'an op leaves pending with its rows, not with its outcome',
    file: 'sync/replica/queries/outbox.ts',
    find: `'UPDATE outbox SET outcome = ?, code = ?, params = ? WHERE seq = ? AND op_id = ?'`,
    replace: `"UPDATE outbox SET state = 'acknowledged', outcome = ?, code = ?, params = ? WHERE seq = ? AND op_id = ?"`,
  },
  {
    name: 'lost-history-noticed',
    safeguard: 'a chain that forgot an outcome which it gave is met with a snapshot',
    file: 'sync/engine/state.ts',
    find: 'hello.lastSeq < state.answeredSeq',
    replace: 'hello.lastSeq < 0',
  },
]
