import { expect, test } from 'vitest'
import { installBridge } from '../../../electron/preload/bridge.ts'

test('SHELL-30 a page gets requestPort and nothing else, and its port by a message to our own origin', () => {
  const exposed = new Map<string, unknown>()
  const sent: unknown[][] = []
  const posted: unknown[][] = []
  const heard = new Map<string, (event: { readonly ports: MessagePort[] }) => void>()
  installBridge(
    { exposeInMainWorld: (name, api: unknown) => void exposed.set(name, api) },
    {
      send: (...args: unknown[]) => void sent.push(args),
      on: (channel, listener) => heard.set(channel, listener),
    },
    { postMessage: (...args: unknown[]) => void posted.push(args) },
  )

  expect([...exposed.keys()]).toEqual(['keyrack'])
  const api = exposed.get('keyrack')
  expect(Object.keys(api ?? {})).toEqual(['requestPort'])
  if (typeof api === 'object' && api !== null && 'requestPort' in api && typeof api.requestPort === 'function') {
    Reflect.apply(api.requestPort, null, ['keyrack:other', { any: 'thing' }])
  }
  expect(sent).toEqual([['keyrack:request-port']])

  const { port1 } = new MessageChannel()
  heard.get('keyrack:port')?.({ ports: [port1] })
  expect([...heard.keys()]).toEqual(['keyrack:port'])
  expect(posted).toEqual([[{ type: 'keyrack:port' }, 'app://keyrack', [port1]]])
  port1.close()
})
