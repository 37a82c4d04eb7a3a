import process from 'node:process'
import { openDeskHost } from './desk-host.ts'
import { runHostProcess } from './run-host-process.ts'

await runHostProcess(process, openDeskHost)
