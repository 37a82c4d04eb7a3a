import { join, resolve } from 'node:path'
import { expect, test } from 'vitest'
import { readDeskConfig } from '../../../electron/main/desk-config.ts'

test('SHELL-20 the desk takes its data directory and chain from flags, then from the environment, among Chromium flags', () => {
  const args = [
    '--no-sandbox',
    '--remote-debugging-port=0',
    '--data-dir=/d',
    '--chain-url=http://127.0.0.1:9',
    '--name=A',
  ]
  const env = { KEYRACK_DATA_DIR: '/e', KEYRACK_CHAIN_URL: 'http://127.0.0.1:8', KEYRACK_ENROL_CODE: 'code' }
  expect(readDeskConfig(args, env, '/home')).toEqual({
    dataDirectory: resolve('/d'),
    chainUrl: 'http://127.0.0.1:9',
    enrolCode: 'code',
    terminalName: 'A',
    deviceClass: 'desk',
  })
  expect(readDeskConfig([], env, '/home')).toMatchObject({
    dataDirectory: resolve('/e'),
    chainUrl: 'http://127.0.0.1:8',
  })
  expect(readDeskConfig([], { ...env, KEYRACK_DATA_DIR: undefined }, '/home').dataDirectory).toBe(
    resolve(join('/home', 'desk')),
  )
})

test('SHELL-20 a desk that is told no chain, or a chain that is no web address, says so', () => {
  for (const env of [{}, { KEYRACK_CHAIN_URL: 'file:///etc' }]) {
    expect(() => readDeskConfig([], env, '/home')).toThrow('unusable chainUrl; give --chain-url')
  }
})

test('HUB-17 the desk window is a hub, or attached and then without a chain of its own', () => {
  const env = { KEYRACK_PAIRING_CODE: 'code' }
  expect(readDeskConfig(['--attach=desk-1.lan'], env, '/home')).toMatchObject({
    chainUrl: null,
    lan: { role: 'attached', address: 'desk-1.lan:4610', pairingCode: 'code' },
  })
  expect(readDeskConfig(['--hub', '--hub-port=0', '--chain-url=http://c'], env, '/home').lan).toEqual({
    role: 'hub',
    host: '0.0.0.0',
    port: 0,
  })
  for (const flags of [['--attach=a b'], ['--hub'], ['--hub', '--hub-port=x', '--chain-url=http://c']]) {
    expect(() => readDeskConfig(flags, env, '/home')).toThrow('unusable')
  }
})
