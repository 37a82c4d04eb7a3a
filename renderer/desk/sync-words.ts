import type { TFunction } from 'i18next'
import type { SyncBadge } from '../../shared/desk-api/views.ts'
import { ageInWords } from '../i18n/format.ts'

/** `calm`: nothing to do. `busy`: on its way. `attention`: worth knowing. `urgent`: a person has to act. */
export type Tone = 'calm' | 'busy' | 'attention' | 'urgent'

export interface BadgeWords {
  readonly tone: Tone
  /** The line: direction, count and age. */
  readonly line: string
  /** How many things need a person, in words; `null` where none does. */
  readonly needsYou: string | null
}

/** How long the line has to be down before the banner comes: shorter cuts heal by themselves unnoticed. */
export const BANNER_AFTER_MS = 40_000

/** The sync badge in words: which way, how many, how old. `badge` is `null` before the host has answered at all. */
export function badgeWords(
  t: TFunction,
  badge: SyncBadge | null,
  hostLostAtUtcMs: number | null,
  nowUtcMs: number,
  time: (utcMs: number) => string,
): BadgeWords {
  const needsYou = badge && badge.needsYou > 0 ? t('sync.badge.needsYou', { count: badge.needsYou }) : null
  if (hostLostAtUtcMs !== null) {
    return { tone: 'urgent', line: t('sync.badge.hostLost', { since: time(hostLostAtUtcMs) }), needsYou }
  }
  if (badge === null) return { tone: 'busy', line: t('sync.badge.unknown'), needsYou }
  const tone = badge.needsYou > 0 || badge.haltedBy !== null ? 'urgent' : toneOfLine(badge)
  return { tone, line: lineWords(t, badge, nowUtcMs, time), needsYou }
}

/** Is it time to say at length that the line is down? */
export function isBannerDue(badge: Pick<SyncBadge, 'line' | 'lineSinceUtcMs'>, nowUtcMs: number): boolean {
  return badge.line === 'down' && nowUtcMs - badge.lineSinceUtcMs >= BANNER_AFTER_MS
}

function toneOfLine({ line, unsent }: SyncBadge): Tone {
  if (line === 'down') return 'attention'
  return line === 'starting' || unsent > 0 ? 'busy' : 'calm'
}

function lineWords(t: TFunction, badge: SyncBadge, nowUtcMs: number, time: (utcMs: number) => string): string {
  const count = badge.unsent
  const age = ageInWords(t, nowUtcMs - (badge.oldestUnsentAtUtcMs ?? nowUtcMs))
  if (badge.haltedBy !== null) {
    return count > 0 ? t('sync.badge.haltedUnsent', { count, age }) : t('sync.badge.halted')
  }
  if (badge.line === 'down') {
    const since = time(badge.lineSinceUtcMs)
    return count > 0 ? t('sync.badge.downUnsent', { since, count, age }) : t('sync.badge.down', { since })
  }
  if (badge.line === 'starting') {
    return count > 0 ? t('sync.badge.startingUnsent', { count }) : t('sync.badge.starting')
  }
  if (count > 0) return t('sync.badge.sending', { count, age })
  if (badge.lastPulledAtUtcMs === null) return t('sync.badge.inSyncNow')
  return t('sync.badge.inSync', { age: ageInWords(t, nowUtcMs - badge.lastPulledAtUtcMs) })
}
