import { writeFileSync } from 'node:fs'
import { afterAll, describe, expect, test } from 'vitest'
import { openPglite } from '../../../sync/chain/database/pglite.ts'
import { runNode } from '../../support/run-node.ts'
import { temporaryDirectory } from '../../support/temporary-directory.ts'

const migrate = (db: string) => runNode(['sync/chain/cli/main.ts', 'migrate', '--db', db])

describe('the embedded database directory', () => {
  const directory = temporaryDirectory()
  afterAll(() => directory.remove())

  test('CHAIN-07 one process at a time: a second one says so in one line, and gets in when the first has gone', async () => {
    const db = `${directory.path}/chain`
    const holder = await openPglite(db)
    const refused = await migrate(db)
    expect([refused.exitCode, refused.stderr]).toEqual([
      1,
      `keyrack: the database in ${db} is in use by another process\n`,
    ])
    await holder.close()
    expect(await migrate(db)).toMatchObject({ exitCode: 0, stderr: '' })
  })

  test('CHAIN-08 a place that can not be written, or a server that is not there, is one clear line', async () => {
    const file = `${directory.path}/file`
    writeFileSync(file, '')
    const lines: string[] = []
    for (const db of [`${file}/chain`, 'postgres://keyrack:secret@127.0.0.1:1/none']) {
      const refused = await migrate(db)
      expect(refused.exitCode).toBe(1)
      lines.push(refused.stderr.replaceAll(directory.path, ''))
    }
    expect(lines[0]).toMatch(/^keyrack: can not write to \/file\/chain: [^\n]+\n$/)
    expect(lines[1]).toMatch(/^keyrack: no PostgreSQL at [^\n]+ECONNREFUSED[^\n]+\n$/)
    expect(lines[1]).not.toContain('secret')
  })
})
