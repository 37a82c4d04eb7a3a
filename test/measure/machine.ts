import { arch, cpus, loadavg, platform, release, totalmem } from 'node:os'

/** Where something was measured: without it a figure says little. */
export interface Machine {
  readonly cpu: string
  readonly cores: number
  readonly memoryGib: number
  /** How many processes wanted a core over the last minute, before the measuring began: above `cores` it was crowded. */
  readonly load: number
  readonly node: string
  readonly platform: string
}

export function thisMachine(): Machine {
  const cores = cpus()
  return {
    cpu: cores[0]?.model.trim() ?? 'unknown',
    cores: cores.length,
    memoryGib: Math.round((totalmem() / 2 ** 30) * 10) / 10,
    load: Math.round((loadavg()[0] ?? 0) * 10) / 10,
    node: process.versions.node,
    platform: `${platform()} ${arch()} ${release()}`,
  }
}
