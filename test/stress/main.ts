import { type Measure, runMeasuringCommand } from '../measure/measuring-command.ts'

const STRESS: Readonly<Record<string, Measure>> = {
  chain: {
    about: 'client processes against chain processes that are killed, then what SQL proves',
    load: async () => (await import('./stress.ts')).measureStress,
  },
}

process.exitCode = await runMeasuringCommand('stress', STRESS, ['chain', ...process.argv.slice(2)])
