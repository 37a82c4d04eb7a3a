import { copyFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { systemClock, systemTimers } from '../../../electron/common/adapters.ts'
import { SyncEngine } from '../../../sync/engine/sync-engine.ts'
import { loadOp, loadPendingOps } from '../../../sync/replica/queries/outbox.ts'
import { Replica } from '../../../sync/replica/replica.ts'
import { HttpTransport } from '../../../sync/transport/http-transport.ts'
import { openPglite } from '../../../sync/chain/database/pglite.ts'
import type { Chain } from '../../../sync/chain/chain.ts'
import type { Database } from '../../../sync/chain/database/port.ts'
import { issueEnrolCode } from '../../../sync/chain/sync/enrolment.ts'
import { CHAIN_PROOFS, disprove } from '../../stress/proofs.ts'
import { chainWithSmallHotel, testClock } from '../../support/chain-databases.ts'
import { opIdOf, recordBlock } from '../../support/desk-ops.ts'
import { seededRng } from '../../support/seeded-rng.ts'
import { HOTEL_ID } from '../../support/small-hotel.ts'
import { SyncCaller } from '../../support/sync-caller.ts'
import { temporaryDirectory } from '../../support/temporary-directory.ts'
import { TEST_VAULT } from '../../support/test-vault.ts'

interface Host {
  readonly replica: Replica
  readonly engine: SyncEngine
  close(): Promise<void>
}

describe('a disk that was copied', () => {
  let directory: ReturnType<typeof temporaryDirectory>
  let db: Database
  let chain: Chain
  let gateway: SyncCaller
  let address: string
  let hosts: Host[]

  beforeEach(async () => {
    directory = temporaryDirectory()
    db = await openPglite(null)
    chain = await chainWithSmallHotel(db)
    gateway = await SyncCaller.open(chain)
    address = await gateway.app.listen({ port: 0, host: '127.0.0.1' })
    hosts = []
  })
  afterEach(async () => {
    for (const host of hosts) await host.close()
    await gateway.app.close()
    await db.close()
    directory.remove()
  })

  const at = (name: string) => join(directory.path, `${name}.sqlite`)
  function open(name: string, enrolCode: string | null): Host {
    const replica = new Replica(at(name), TEST_VAULT)
    const token = () => replica.device()?.token ?? null
    const engine = new SyncEngine({
      replica,
      transport: new HttpTransport({ chainUrl: address, token, timers: systemTimers }),
      clock: systemClock,
      rng: seededRng(hosts.length + 1),
      timers: systemTimers,
      role: () => 'hub',
      enrolWith: enrolCode === null ? null : { enrolCode, deviceClass: 'desk', deviceName: name },
      log: {
        bug: (error) => {
          throw error
        },
        fault: () => undefined,
      },
    })
    engine.start()
    const host = {
      replica,
      engine,
      close: async () => {
        hosts = hosts.filter((one) => one !== host)
        await engine.stop()
        replica.close()
      },
    }
    hosts.push(host)
    return host
  }
  const code = () => issueEnrolCode(db, testClock, HOTEL_ID)
  async function until(what: () => unknown, becomes: unknown = true): Promise<void> {
    await expect.poll(what, { timeout: 5_000, interval: 10 }).toBe(becomes)
  }
  function block(host: Host, n: number, roomId: string): void {
    expect(recordBlock(host.replica, n, roomId).ok).toBe(true)
    host.engine.opRecorded()
  }
  const idle = ({ replica }: Host) => loadPendingOps(replica.db).length === 0 && replica.position().epoch !== null

  test('SYNC-53 two hosts on copies of one replica: the copy becomes a new terminal, and each op takes effect once', async () => {
    const first = open('first', await code())
    await until(() => idle(first))
    block(first, 1, '101')
    await until(() => idle(first))
    await first.close()
    // Stopped with an op that the chain may or may not have: the copy and the original hold it both.
    const alone = new Replica(at('first'), TEST_VAULT)
    expect(recordBlock(alone, 2, '102').ok).toBe(true)
    alone.close()
    copyFileSync(at('first'), at('copy'))

    const again = open('first', null)
    await until(() => idle(again))
    block(again, 3, '201')
    await until(() => idle(again))
    const copy = open('copy', null)
    await until(() => copy.engine.status().haltedBy, 'DEVICE_FORKED')
    block(copy, 4, '202')
    await copy.close()

    const former = again.replica.device()?.deviceId
    const anew = open('copy', await code())
    await until(() => idle(anew) && anew.engine.status().line === 'up')
    expect(anew.engine.status().haltedBy).toBeNull()
    expect(anew.replica.device()?.deviceId).not.toBe(former)
    expect(loadOp(anew.replica.db, opIdOf(2))).toMatchObject({ seq: 2, outcome: 'accepted' })
    expect(loadOp(anew.replica.db, opIdOf(4))).toMatchObject({ seq: 3, outcome: 'accepted' })
    const blocks = await db.query(
      "SELECT room_id FROM room_block WHERE hotel_id = $1 AND status = 'active' ORDER BY 1",
      [HOTEL_ID],
    )
    expect(blocks).toEqual(['101', '102', '201', '202'].map((room) => ({ room_id: room })))
    block(again, 5, '103')
    await until(() => idle(again))
    expect(again.engine.status().haltedBy).toBeNull()
    expect(await disprove(db, CHAIN_PROOFS)).toEqual([])
  })

  test('SYNC-53 a copy without a code, or with a used one, stays halted and keeps its queue', async () => {
    const used = await code()
    const first = open('first', used)
    await until(() => idle(first))
    await first.close()
    copyFileSync(at('first'), at('copy'))
    const again = open('first', null)
    await until(() => idle(again))
    block(again, 1, '101')
    await until(() => idle(again))
    const copy = open('copy', used)
    await until(() => copy.engine.status().haltedBy, 'ENROL_CODE_INVALID')
    block(copy, 2, '102')
    expect(loadPendingOps(copy.replica.db)).toHaveLength(1)
    expect(copy.replica.device()?.deviceId).toBe(again.replica.device()?.deviceId)
  })
})
