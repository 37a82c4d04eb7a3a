import process from 'node:process'
import { runHostProcess } from '../../../electron/host/run-host-process.ts'
import { ScriptedDesk } from '../scripted-desk.ts'

/** The host process over a scripted desk; `STAND_IN_OPENS` names the code of the fault that opening ends in. */
await runHostProcess(process, (options) => {
  const code = process.env['STAND_IN_OPENS']
  if (code !== undefined) return Promise.reject(Object.assign(new Error('two\nlines'), { code }))
  process.stderr.write(
    `opened with ${options.enrolCode ?? 'no code'}; env ${process.env['KEYRACK_ENROL_CODE'] ?? 'clean'}\n`,
  )
  const desk = new ScriptedDesk()
  return Promise.resolve({
    handle: (call, input) => desk.handle(call, input),
    listen: (heard) => desk.listen(heard),
    close: () => {
      process.stderr.write('closed\n')
      return Promise.resolve()
    },
  })
})
