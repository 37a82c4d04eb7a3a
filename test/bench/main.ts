import { runMeasuringCommand } from '../measure/measuring-command.ts'
import { BENCHES } from './benches.ts'

process.exitCode = await runMeasuringCommand('bench', BENCHES, process.argv.slice(2))
