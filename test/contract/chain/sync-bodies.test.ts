import { gunzipSync, gzipSync } from 'node:zlib'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Chain } from '../../../sync/chain/chain.ts'
import type { Database } from '../../../sync/chain/database/port.ts'
import { chainWithSmallHotel, describeOnBothDatabases } from '../../support/chain-databases.ts'
import { SyncCaller, walkInOp } from '../../support/sync-caller.ts'

describeOnBothDatabases('the bodies of syncing', (open) => {
  let db: Database
  let chain: Chain
  let desk: SyncCaller

  beforeEach(async () => {
    db = await open()
    chain = await chainWithSmallHotel(db)
    desk = await SyncCaller.open(chain)
  })
  afterEach(async () => {
    await desk.app.close()
    await db.close()
  })

  const fetched = async (path: string) => {
    const headers = { ...desk.headers, 'accept-encoding': 'gzip' }
    return await desk.app.inject({ method: 'GET', url: `/sync/v1/${path}`, headers })
  }

  test('SYNC-60 a snapshot and a large pull come compressed to who takes it, a small one as it is', async () => {
    const plain = await desk.ask('GET', 'snapshot')
    const snapshot = await fetched('snapshot')
    expect(snapshot.headers['content-encoding']).toBe('gzip')
    expect(gunzipSync(snapshot.rawPayload).toString()).toBe(plain.text)
    expect(snapshot.rawPayload.length).toBeLessThan(plain.text.length / 4)
    const none = await fetched('pull?epoch=1&cursor=0')
    expect(none.headers['content-encoding']).toBeUndefined()
    await desk.push(Array.from({ length: 3 }, (_, index) => walkInOp(index + 1)))
    const some = await fetched('pull?epoch=1&cursor=0')
    expect(some.headers['content-encoding']).toBe('gzip')
    expect(JSON.parse(gunzipSync(some.rawPayload).toString())).toMatchObject({ lastSeq: 3 })
  })

  const pushed = async (body: Buffer) => {
    const headers = { ...desk.headers, 'content-type': 'application/json', 'content-encoding': 'gzip' }
    return await desk.app.inject({ method: 'POST', url: '/sync/v1/push', headers, payload: body })
  }

  test('SYNC-60 a compressed push lands; one that is none, or inflates beyond the limit, is refused and changes nothing', async () => {
    const good = await pushed(gzipSync(JSON.stringify({ epoch: 1, ops: [walkInOp(1)] })))
    expect(good.json()).toMatchObject({ lastSeq: 1 })
    const broken = await pushed(Buffer.from('no gzip at all'))
    expect(broken.statusCode).toBeGreaterThanOrEqual(400)
    expect(broken.statusCode).toBeLessThan(500)
    const bomb = await pushed(gzipSync(`{"epoch":1,"ops":[],"pad":"${'0'.repeat(20_000_000)}"}`))
    expect(bomb.statusCode).toBe(413)
    expect(bomb.json()).toMatchObject({ code: 'BODY_TOO_LARGE' })
    const again = await desk.ask('GET', 'pull?epoch=1&cursor=0')
    expect(JSON.parse(again.text)).toMatchObject({ lastSeq: 1 })
  })
})
