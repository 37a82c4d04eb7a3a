import process from 'node:process'
import { openTerminal } from './open-terminal.ts'
import { runHostProcess } from './run-host-process.ts'

await runHostProcess(process, openTerminal)
