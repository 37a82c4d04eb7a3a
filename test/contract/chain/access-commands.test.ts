import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { parseChainReady } from '../../../electron/launch/ready-lines.ts'
import { openPglite } from '../../../sync/chain/database/pglite.ts'
import { openPostgres } from '../../../sync/chain/database/postgres.ts'
import { openChain } from '../../../sync/chain/chain.ts'
import { enrolDevice, issueEnrolCode } from '../../../sync/chain/sync/enrolment.ts'
import { chainWithSmallHotel, freshPostgres, testClock } from '../../support/chain-databases.ts'
import { seededRng } from '../../support/seeded-rng.ts'
import { runNode } from '../../support/run-node.ts'
import { RunningProcess } from '../../support/running-process.ts'
import { HOTEL_ID } from '../../support/small-hotel.ts'
import { temporaryDirectory } from '../../support/temporary-directory.ts'

const CLI = 'sync/chain/cli/main.ts'

describe('the commands that say who may call', () => {
  let db: string

  beforeAll(async () => {
    db = await freshPostgres()
    const open = await openPostgres(db)
    await chainWithSmallHotel(open)
    await open.close()
  })

  const run = (...args: string[]) => runNode([CLI, ...args, '--db', db])
  /** Serves while the work runs, with the environment and flags given; answers what it said when it was ready. */
  async function whileServing(
    flags: string[],
    work: (ready: NonNullable<ReturnType<typeof parseChainReady>>) => unknown,
  ) {
    const server = new RunningProcess(CLI, ['serve', '--json', '--port', '0', '--db', db, ...flags])
    try {
      await server.until('"ready":true')
      const ready = parseChainReady(server.stdout)
      if (!ready) throw new Error(server.stdout)
      await work(ready)
    } finally {
      server.child.kill('SIGTERM')
      expect(await server.ended).toBe(0)
    }
  }
  const statusOf = async (url: string, token: string) =>
    (await fetch(url, { headers: { authorization: `Bearer ${token}` } })).status

  test('ACC-05 a key is added, works, is listed without its secret, and is revoked', async () => {
    const added = await run('key', 'add', '--name', 'Website', '--per-minute', '2', '--hotel', HOTEL_ID)
    expect(added).toMatchObject({
      exitCode: 0,
      stderr: '',
    })
    expect(added.stdout).toMatch(/^krk_[0-9a-f]{16}_[\w-]{43}\n$/)
    const apiKey = added.stdout.trim()
    const id = apiKey.split('_')[1] ?? ''
    await whileServing([], async ({ chain, internal, apiKey: none }) => {
      expect([internal, none]).toEqual([null, null])
      const hotel = `${chain}/v1/hotels/${HOTEL_ID}`
      const statuses = [await statusOf(hotel, apiKey), await statusOf(hotel, apiKey), await statusOf(hotel, apiKey)]
      expect(statuses).toEqual([200, 200, 429])
    })
    const list = await run('key', 'list')
    expect(list.stdout).toContain(`${id}\tWebsite\t${HOTEL_ID}\t2 a minute\t`)
    expect(list.stdout).not.toContain(apiKey.slice(-43))
    expect((await run('key', 'revoke', id)).stdout).toBe(`key ${id} is revoked\n`)
    expect((await run('key', 'list')).stdout).toMatch(/\trevoked \d{4}-\d{2}-\d{2}\n$/)
  })

  test('ACC-05 a member of staff is added, gets a token that works, and is deactivated', async () => {
    const id = (await run('staff', 'add', '--name', 'Ada', '--role', 'admin')).stdout.trim()
    const token = (await run('staff', 'token', id, '--hours', '1')).stdout.trim()
    await whileServing(['--internal-port', '0'], async ({ internal }) => {
      expect(new URL(internal ?? '').hostname).toBe('127.0.0.1')
      expect(await statusOf(`${internal}/internal/v1/me`, token)).toBe(200)
      expect((await run('staff', 'list')).stdout).toContain(`${id}\tAda\tadmin\tevery hotel\tactive\n`)
      expect((await run('staff', 'deactivate', id)).exitCode).toBe(0)
      expect(await statusOf(`${internal}/internal/v1/me`, token)).toBe(401)
    })
  })

  test('ACC-05 an id that is not there, or a hotel, is one line and code 1', async () => {
    const wrong = [
      ['key', 'revoke', 'nobody'],
      ['key', 'add', '--name', 'X', '--hotel', 'nowhere'],
      ['staff', 'token', 'nobody'],
      ['staff', 'deactivate', 'nobody'],
      ['staff', 'add', '--name', 'X', '--role', 'king'],
    ]
    for (const args of wrong) {
      const { exitCode, stdout, stderr } = await run(...args)
      expect([exitCode, stdout]).toEqual([1, ''])
      expect(stderr).toMatch(/^[^\n]+\n$/)
    }
  })

  test('ACC-05 an embedded database in use is said in one line', async () => {
    const directory = temporaryDirectory()
    const path = join(directory.path, 'chain')
    const open = await openPglite(path)
    const ran = await runNode([CLI, 'key', 'list', '--db', path])
    expect([ran.exitCode, ran.stderr]).toEqual([1, `keyrack: the database in ${path} is in use by another process\n`])
    await open.close()
    directory.remove()
  })

  test('SYNC-46 a terminal is taken away, given back and forgotten by commands', async () => {
    const open = await openPostgres(db)
    const chain = await openChain(open, testClock, seededRng(3))
    const enrolCode = await issueEnrolCode(open, testClock, HOTEL_ID)
    const request = { protocol: 3, enrolCode, deviceClass: 'desk', deviceName: 'Lobby' } as const
    const enrolled = await enrolDevice(chain, request)
    await open.close()
    if (!enrolled.ok) throw new Error(enrolled.error.code)
    const id = enrolled.value.deviceId
    const device = (...args: string[]) => run('device', ...args, '--hotel', HOTEL_ID)
    expect((await device('remove', id)).stderr).toBe(`keyrack: ${id} is in use: revoke it first\n`)
    expect((await device('revoke', id)).stdout).toBe(`${id} is revoked\n`)
    expect((await device('list')).stdout).toContain(`${id}\tLobby\tdesk\trevoked\t0 ops\t`)
    expect((await device('reinstate', id)).stdout).toBe(`${id} is active\n`)
    await device('revoke', id)
    expect((await device('remove', id)).stdout).toBe(`${id} is removed\n`)
    expect((await device('revoke', id)).stderr).toBe(`keyrack: no terminal ${id} in hotel ${HOTEL_ID}\n`)
  })

  describe('of a demonstration', () => {
    beforeAll(async () => {
      db = await freshPostgres()
    })

    test('ACC-17 the key is the same at every start, and the token is that of an administrator; revoked it stays so', async () => {
      const keys: (string | null)[] = []
      const flags = ['--demo', '--internal-port', '0']
      const look = async ({ chain, internal, apiKey, staffToken }: NonNullable<ReturnType<typeof parseChainReady>>) => {
        keys.push(apiKey)
        expect(await statusOf(`${chain}/v1/hotels/demo`, apiKey ?? '')).toBe(200)
        expect(await statusOf(`${internal}/internal/v1/staff`, staffToken ?? '')).toBe(200)
      }
      await whileServing(flags, look)
      await whileServing(flags, look)
      expect(keys[0]).toMatch(/^krk_demo_/)
      expect(keys[1]).toBe(keys[0])
      expect((await run('key', 'list')).stdout).toContain('demo\tDemonstration\tevery hotel\t100000 a minute')
      await run('key', 'revoke', 'demo')
      await whileServing(flags, async ({ chain, apiKey }) => {
        expect(apiKey).toBeNull()
        expect(await statusOf(`${chain}/v1/hotels/demo`, keys[0] ?? '')).toBe(401)
      })
    })
  })
})
