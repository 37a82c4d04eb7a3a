import { spawn } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { connect } from 'node:net'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { z } from 'zod'
import { RunningProcess } from '../../support/running-process.ts'
import { temporaryDirectory } from '../../support/temporary-directory.ts'

const LAUNCHER = join(import.meta.dirname, '../../support/launch/stand-in-launcher.ts')
const readySchema = z.strictObject({
  ready: z.literal(true),
  desk: z.url(),
  chain: z.url(),
  internal: z.url().nullable(),
  apiKey: z.string(),
  staffToken: z.string(),
})

let directory: ReturnType<typeof temporaryDirectory>
let started: RunningProcess[]

beforeEach(() => {
  directory = temporaryDirectory()
  started = []
})

afterEach(async () => {
  for (const launcher of started) {
    launcher.child.kill('SIGTERM')
    await launcher.ended
  }
  directory.remove()
})

function launch(flags: readonly string[] = [], env: Record<string, string> = {}): RunningProcess {
  const launcher = new RunningProcess(LAUNCHER, ['--data-dir', directory.path, '--port', '0', ...flags], env)
  started.push(launcher)
  return launcher
}

async function launchReady(flags: readonly string[] = ['--json', '--no-open']) {
  const launcher = launch(flags)
  await launcher.until('"ready":true')
  return { launcher, ...readySchema.parse(JSON.parse(launcher.stdout)) }
}

/** Holds a connection, by whose end a test sees that the process at the other end is gone. */
async function holdConnection(url: string): Promise<{ readonly closed: Promise<void> }> {
  const socket = connect(Number(new URL(url).port), '127.0.0.1')
  const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()))
  socket.on('error', () => undefined)
  await new Promise<void>((resolve) => socket.once('connect', resolve))
  return { closed }
}

const order = (): string => readFileSync(join(directory.path, 'order'), 'utf8')

test('SHELL-37 with --json stdout is exactly one line, and nothing is on stderr', async () => {
  const { launcher, desk, chain } = await launchReady()
  expect((await fetch(desk)).status).toBe(200)
  expect((await fetch(chain)).status).toBe(200)
  launcher.child.kill('SIGTERM')
  expect(await launcher.ended).toBe(0)
  expect(launcher.stdout.split('\n')).toHaveLength(2)
  expect(launcher.stderr).toBe('')
})

test('SHELL-37 for a person it prints the addresses, the data directory and how to stop, and opens the browser', async () => {
  const launcher = launch()
  await launcher.until('Ctrl-C stops.')
  expect(launcher.stdout).toContain(directory.path)
  expect(launcher.stdout).toMatch(/Desk {3}http:\/\/127\.0\.0\.1:\d+\/enter\?token=once/)
  expect(launcher.stdout).toMatch(/Chain {2}http:\/\/127\.0\.0\.1:\d+/)
  await launcher.until('opened http://127.0.0.1:')
})

test.each([
  { child: 'chain', env: { STAND_IN_CHAIN: 'fails' } },
  { child: 'host', env: { STAND_IN_HOST: 'fails' } },
])('SHELL-37 the line of a $child that can not start is shown, once, and all ends with code 1', async ({ env }) => {
  const launcher = launch(['--json', '--no-open'], env)
  expect(await launcher.ended).toBe(1)
  expect(launcher.stdout).toBe('')
  expect(launcher.stderr).toBe('keyrack: the stand-in could not start\n')
})

test('SHELL-31 an unknown flag and an impossible port are one line', async () => {
  for (const flags of [['--bogus'], ['--port', '70000'], ['--chain-port', 'x']]) {
    const launcher = launch(flags)
    expect(await launcher.ended).toBe(1)
    expect(launcher.stderr).toMatch(/^keyrack: [^\n]+\n$/)
  }
})

test('SHELL-32 a data directory that can not be made is one line', async () => {
  const file = join(directory.path, 'a-file')
  writeFileSync(file, '')
  const launcher = new RunningProcess(LAUNCHER, ['--data-dir', join(file, 'inside'), '--port', '0'])
  expect(await launcher.ended).toBe(1)
  expect(launcher.stderr).toBe(`keyrack: can not write to the data directory ${join(file, 'inside')} (ENOTDIR)\n`)
})

test('SHELL-33 a data directory of a newer Keyrack is one line and is left as it is', async () => {
  const marker = join(directory.path, 'keyrack.json')
  writeFileSync(marker, '{"format":2}')
  const launcher = launch()
  expect(await launcher.ended).toBe(1)
  expect(launcher.stderr).toBe(`keyrack: ${marker} was written by a newer Keyrack (format 2); start that version\n`)
  expect(readFileSync(marker, 'utf8')).toBe('{"format":2}')
})

test('SHELL-34 a second launcher on the same directory is told so; the first goes on', async () => {
  const { launcher, desk } = await launchReady()
  const second = launch(['--json', '--no-open'])
  expect(await second.ended).toBe(1)
  expect(second.stderr).toBe(
    `keyrack: Keyrack is already running on ${directory.path} (process ${launcher.child.pid})\n`,
  )
  expect((await fetch(desk)).status).toBe(200)
})

test('SHELL-35 a desk port that is taken is one line, and nothing was started', async () => {
  const holder = createServer()
  const port = await new Promise<number>((resolve) => {
    holder.listen(0, '127.0.0.1', () => {
      const address = holder.address()
      resolve(typeof address === 'object' ? (address?.port ?? 0) : 0)
    })
  })
  for (const flag of ['--port', '--chain-port']) {
    const launcher = launch(['--no-open', flag, String(port)], { STAND_IN_CHAIN: 'fails' })
    expect(await launcher.ended).toBe(1)
    expect(launcher.stderr).toBe(
      `keyrack: port ${port} is in use; stop the program that holds it, or choose another with ${flag}\n`,
    )
  }
  await new Promise((resolve) => holder.close(resolve))
})

test('SHELL-36 a desk or a chain that dies is there again at the same address', async () => {
  const { launcher, desk, chain } = await launchReady()
  for (const { url, name } of [
    { url: desk, name: 'desk' },
    { url: chain, name: 'chain' },
  ]) {
    const before = await (await fetch(url)).text()
    await fetch(new URL('/die', url)).catch(() => null)
    await launcher.until(`keyrack: the ${name} ended with code 3 and was started again`)
    expect(await (await fetch(url)).text()).not.toBe(before)
  }
  expect(launcher.stderr).toContain(desk)
  expect(launcher.stdout.split('\n')).toHaveLength(2)
})

test('SHELL-36 the fifth failure within a minute stops everything with one line', async () => {
  const launcher = launch(['--json', '--no-open'], { STAND_IN_HOST: 'dies' })
  expect(await launcher.ended).toBe(1)
  const lines = launcher.stderr.trim().split('\n')
  expect(lines.at(-1)).toMatch(/^keyrack: the desk failed five times within a minute; everything is stopped; see /)
  expect(order()).toBe('chain\n')
})

test.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
  'SHELL-38 %s ends the desk first, then the chain',
  async (signal) => {
    const { launcher } = await launchReady()
    launcher.child.kill(signal)
    expect(await launcher.ended).toBe(0)
    expect(order()).toBe('host\nchain\n')
  },
)

test.runIf(process.platform !== 'win32')(
  'SHELL-38 the end of the shell that npm put between counts as a stop',
  async () => {
    const npm = spawn(
      'sh',
      ['-c', `"${process.execPath}" "${LAUNCHER}" --data-dir "${directory.path}" --port 0 --json --no-open; true`],
      { env: { ...process.env, npm_lifecycle_event: 'start' }, stdio: ['ignore', 'pipe', 'inherit'] },
    )
    const line = await new Promise<string>((resolve) => npm.stdout.setEncoding('utf8').once('data', resolve))
    const { desk, chain } = readySchema.parse(JSON.parse(line))
    const held = [await holdConnection(desk), await holdConnection(chain)]
    npm.kill('SIGKILL')
    await Promise.all(held.map(({ closed }) => closed))
    expect(order()).toBe('host\nchain\n')
  },
)

test('SHELL-38 a launcher that is killed leaves no process, and the next start takes over', async () => {
  const { launcher, desk, chain } = await launchReady()
  const held = [await holdConnection(desk), await holdConnection(chain)]
  launcher.child.kill('SIGKILL')
  const next = await launchReady()
  await Promise.all(held.map(({ closed }) => closed))
  expect((await fetch(next.desk)).status).toBe(200)
})

test('HUB-17 an attached desk starts no chain, and stops as any other', async () => {
  const launcher = launch(['--json', '--no-open', '--attach', '127.0.0.1:9'], { STAND_IN_CHAIN: 'fails' })
  await launcher.until('"ready":true')
  const ready: unknown = JSON.parse(launcher.stdout)
  expect(Object.keys(ready ?? {})).toEqual(['ready', 'desk'])
  launcher.child.kill('SIGTERM')
  expect(await launcher.ended).toBe(0)
  expect(order()).toBe('host\n')
})
