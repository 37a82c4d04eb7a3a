import { mkdirSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { z } from 'zod'
import { RunningProcess } from '../../support/running-process.ts'
import { temporaryDirectory } from '../../support/temporary-directory.ts'

const HOST = join(import.meta.dirname, '../../support/host/stand-in-host.ts')
const readySchema = z.strictObject({ ready: z.literal(true), url: z.url() })

let directory: ReturnType<typeof temporaryDirectory>
let started: RunningProcess[]

beforeEach(() => {
  directory = temporaryDirectory()
  mkdirSync(join(directory.path, 'renderer'))
  started = []
})

afterEach(async () => {
  for (const host of started) {
    host.child.kill('SIGKILL')
    await host.ended
  }
  directory.remove()
})

function start(flags: readonly string[] = [], env: Record<string, string> = {}): RunningProcess {
  const data = join(directory.path, 'data')
  const args = [
    `--data-dir=${data}`,
    '--chain-url=http://127.0.0.1:9',
    `--renderer=${join(directory.path, 'renderer')}`,
  ]
  const host = new RunningProcess(HOST, [...args, '--json', ...flags], env)
  started.push(host)
  return host
}

async function startReady(env: Record<string, string> = {}): Promise<{ host: RunningProcess; url: string }> {
  const host = start([], env)
  await host.until('"ready":true')
  return { host, ...readySchema.parse(JSON.parse(host.stdout)) }
}

test('SHELL-15 a ready host prints one line, took its enrolment from the environment and cleaned it', async () => {
  const { host, url } = await startReady({ KEYRACK_ENROL_CODE: 'secret-code', KEYRACK_ENTRY_TOKEN: 'chosen' })
  expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/enter\?token=chosen$/)
  await host.until('opened with secret-code; env clean')
  expect((await fetch(new URL('/healthz', url))).status).toBe(200)
  expect(statSync(join(directory.path, 'data/session.key')).mode & 0o777).toBe(0o600)
})

test.each([
  { code: 'REPLICA_NEWER', line: /was written by a newer Keyrack/ },
  { code: 'SQLITE_CANTOPEN', line: /can not write to the data directory/ },
  { code: 'ENOSPC', line: /is full$/ },
  { code: 'SOMETHING_ELSE', line: /the desk could not start: two \(SOMETHING_ELSE\)$/ },
])('SHELL-15 a host whose replica does not open for $code says so in one line', async ({ code, line }) => {
  const host = start([], { STAND_IN_OPENS: code })
  expect(await host.ended).toBe(1)
  expect(host.stdout).toBe('')
  expect(host.stderr).toMatch(/^keyrack: [^\n]+\n$/)
  expect(host.stderr.trim()).toMatch(line)
})

test('SHELL-15 a taken port, an unwritable directory and a bad flag are one line each', async () => {
  const { url } = await startReady()
  const { port } = new URL(url)
  writeFileSync(join(directory.path, 'file'), '')
  for (const { flags, line } of [
    { flags: ['--port', port], line: `keyrack: port ${port} is in use` },
    { flags: [`--data-dir=${join(directory.path, 'file/x')}`], line: 'keyrack: can not write to the data directory' },
    { flags: ['--chain-url=ftp://x'], line: 'keyrack: unusable chainUrl' },
    { flags: ['--bogus'], line: "keyrack: unknown option '--bogus'" },
  ]) {
    const host = start(flags)
    expect(await host.ended).toBe(1)
    expect(host.stderr.split('\n').filter((text) => text.startsWith('keyrack: '))).toHaveLength(1)
    expect(host.stderr).toContain(line)
  }
})

test.each(['SIGINT', 'SIGTERM'] as const)('SHELL-16 %s closes the replica and ends with code 0', async (signal) => {
  const { host } = await startReady()
  host.child.kill(signal)
  expect(await host.ended).toBe(0)
  expect(host.stderr).toContain('closed')
})

test('SHELL-16 a host whose parent is gone closes its replica and ends', async () => {
  const { host } = await startReady()
  host.child.disconnect()
  expect(await host.ended).toBe(0)
  expect(host.stderr).toContain('closed')
})
