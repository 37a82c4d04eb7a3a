import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { SyncEngine } from '../../sync/engine/sync-engine.ts'
import { Replica } from '../../sync/replica/replica.ts'
import { MemoryTransport } from '../../sync/transport/memory-transport.ts'
import { ENROL_CODE, type FakeChain } from './fake-chain.ts'
import { seededRng } from './seeded-rng.ts'
import { VirtualTime } from './virtual-time.ts'
import { TEST_VAULT } from './test-vault.ts'

export interface SyncingDesk {
  readonly time: VirtualTime
  readonly replica: Replica
  readonly engine: SyncEngine
  readonly line: MemoryTransport
  readonly faults: string[]
  /** Ends the engine and closes the file; the file stays. */
  close(): Promise<void>
}

/** A directory of its own, removed by the returned function. */
export function temporaryDirectory(): { readonly path: string; remove(): void } {
  const path = mkdtempSync(join(tmpdir(), 'keyrack-test-'))
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) }
}

/** A real replica and engine over the in-memory line to a fake chain, on virtual time. */
export function openSyncingDesk(options: {
  readonly path: string
  readonly chain: FakeChain
  readonly time?: VirtualTime
  readonly seed?: number
}): SyncingDesk {
  const { path, chain, time = new VirtualTime(), seed = 1 } = options
  const rng = seededRng(seed)
  const replica = new Replica(path, TEST_VAULT)
  const line = new MemoryTransport({ chain, token: () => replica.device()?.token ?? null, rng, timers: time })
  const faults: string[] = []
  const engine = new SyncEngine({
    replica,
    transport: line,
    clock: time,
    rng,
    timers: time,
    role: () => 'hub',
    enrolWith: { enrolCode: ENROL_CODE, deviceClass: 'desk', deviceName: 'Desk 1' },
    log: {
      bug: (error) => {
        throw error
      },
      fault: (lane, fault) => faults.push(`${lane} ${fault.code}`),
    },
  })
  return {
    time,
    replica,
    engine,
    line,
    faults,
    close: async () => {
      await engine.stop()
      replica.close()
    },
  }
}
