import { join } from 'node:path'
import { expect, test } from 'vitest'
import { runNode } from '../support/run-node.ts'

test('DOC-03 a process that started a PostgreSQL ends with its own code', async () => {
  const server = join(import.meta.dirname, '../support/postgres-server.ts')
  const script = `
    const { startPostgresServer } = await import(${JSON.stringify(server)})
    const { stop } = await startPostgresServer()
    await stop()
    process.exitCode = 3`
  const { exitCode, stderr } = await runNode(['--input-type=module', '--eval', script])
  expect(stderr).toBe('')
  expect(exitCode).toBe(3)
})
